import Glibc
import NcursesTerminal
import Terminal
import Widgets

// A list with a selection, just large enough to try a screen on a real terminal. Letters other than j and k make
// trouble on purpose.

Signals.block()

func frame(selection: Int, input: Input?, said: String, size: Size) -> Frame {
    var frame = Frame(size: size)
    var rest = frame.bounds
    frame.draw(TitleBar(Line("probe", .title), right: Line("● live", .good)), in: rest.takeTop(1))
    let status = rest.takeBottom(1)
    frame.draw(StatusBar(hints: [.init("q", "quit")], right: Line(said)), in: status)
    if let input { frame.draw(TextField(input), in: rest.takeTop(1)) }
    let rows = 0..<100
    let scroll = Scroll().showing(selection, of: rows.count, rows: rest.height - 1)
    let table = Table(
        columns: [
            .init("NAME", minimum: 12, ideal: 24), .init("TRUST", minimum: 6),
            .init("USERS", minimum: 5, align: .right),
        ],
        rows: rows.dropFirst(scroll.first).prefix(rest.height).map {
            [Line("sales_orders_\($0)"), Line("● 17", .good), Line("\($0 * 7)")]
        }, selection: selection - scroll.first)
    frame.draw(table, in: rest)
    return frame
}

func complain(_ text: String) {
    _ = unsafe write(2, text, text.utf8.count)
}

func run() -> Int32 {
    let bell = Bell()
    let mailbox = Mailbox<String>(ringing: bell)
    var options = NcursesScreen.Options(theme: .plain)
    options.theme =
        (try? Theme(
            name: "probe",
            entries: [
                ("good", "ansi256", "114"), ("good", "ansi16", "bright-green"), ("selection", "ansi256", "75 bold"),
            ])) ?? .plain
    let screen: NcursesScreen
    do {
        screen = try NcursesScreen(options, bell: bell)
    } catch {
        complain("probe: \(error)\n")
        return 2
    }
    defer { screen.close() }
    var selection = 0
    var input: Input?
    var said = screen.notice ?? "\(screen.size.width)x\(screen.size.height)"
    var deadline: ContinuousClock.Instant?
    while true {
        screen.show(frame(selection: selection, input: input, said: said, size: screen.size))
        let events = screen.events(until: deadline)
        if events.isEmpty {
            deadline = nil
            said = "rested"
        }
        for event in events {
            switch event {
            case .key(.character("q")) where input == nil: return 0
            case .key(.character("j")) where input == nil, .key(.down): selection = min(selection + 1, 99)
            case .key(.character("k")) where input == nil, .key(.up): selection = max(selection - 1, 0)
            case .key(.character("/")) where input == nil: input = Input()
            case .key(.escape): input = nil
            case .key(.character("x")) where input == nil:
                // A trap, and what it says on its way.
                let none: [Int] = []
                said = "\(none[selection])"
            case .key(.character("e")) where input == nil: complain("hidden \u{1B}[31m\u{202E}words\n")
            case .key(.character("r")) where input == nil: deadline = .now + .milliseconds(80)
            case .key(.character("h")) where input == nil: said = "\u{1B}[2J\u{9B}31m\u{202E}hostile 日本"
            case .key(.character("y")) where input == nil: screen.copy("sales_orders")
            case .key(.character("m")) where input == nil: Thread.post("from afar", to: mailbox)
            case .key(let key):
                if input?.apply(key) != true { said = "\(key)" }
            case .resized(let size): said = "\(size.width)x\(size.height)"
            case .mail: said = mailbox.take().joined()
            case .readable: break
            case .ended(let ending):
                screen.close()
                print("ended: \(ending)")
                return 3
            }
        }
    }
}

/// Posts from another thread, as work in the background does.
enum Thread {
    static func post(_ message: String, to mailbox: Mailbox<String>) {
        Task.detached { mailbox.post(message) }
    }
}

exit(run())
