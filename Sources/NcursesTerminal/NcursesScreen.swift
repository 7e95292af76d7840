import CLinux
import CNcurses
import Glibc
package import Terminal

/// The terminal this program was started on.
///
/// Frames are compared with what was shown last, and only the rows that changed are handed to ncurses, which compares
/// again with the screen and sends the difference in one write. Whatever happens, the terminal is given back as it was:
/// on `close`, on a signal, on a trap, and while the program is stopped.
///
/// Make one, on the main thread, after `Signals.block()`.
package final class NcursesScreen: Screen {
    package private(set) var size: Size
    /// What the person should be told once, for example that the terminal is taken for another one.
    package let notice: String?
    /// Whether every cell is drawn in ASCII, because nothing else would be understood.
    package let isASCII: Bool
    /// Descriptors that are watched beside the keyboard.
    package var watched: [Int32] = []

    let bell: Bell
    let signals: Int32
    var decoder: KeyDecoder
    var keyDeadline: ContinuousClock.Instant?

    private let palette: Palette
    private let settingsBefore: termios
    private let modesOn: String
    private let modesOff: String
    private var shown: Frame?
    private var isCursorShown = true
    private var isUp = false
    private var errors: CaughtErrors?

    package struct Options: Sendable {
        package var theme: Theme
        package var hasColours: Bool
        package var isASCII: Bool
        package var hasMouse: Bool

        package init(theme: Theme = .plain, hasColours: Bool = true, isASCII: Bool = false, hasMouse: Bool = true) {
            self.theme = theme
            self.hasColours = hasColours
            self.isASCII = isASCII
            self.hasMouse = hasMouse
        }
    }

    /// - Parameter bell: Rung from other threads, it makes `events` answer `.mail`.
    package init(_ options: Options = Options(), bell: Bell = Bell()) throws(ScreenError) {
        guard isatty(0) == 1, isatty(1) == 1 else { throw .noTerminal }
        let surroundings = Surroundings.ofThisProcess()
        let speaksUTF8 = surroundings.chooseLocale()
        isASCII = options.isASCII || !speaksUTF8
        let name = try surroundings.knownTerminal()
        let wanted = surroundings.terminalNames.first ?? name
        notice = name == wanted ? nil : "this host knows no terminal “\(sanitised(wanted))”; taken for \(name)"

        var settings = termios()
        unsafe tcgetattr(0, &settings)
        settingsBefore = settings
        // LINES and COLUMNS that somebody exported would freeze the size.
        use_tioctl(true)
        guard unsafe cncurses_newterm(name) != nil else { throw .unknownTerminal(wanted) }
        Signals.removeHandlers()
        Signals.block()
        signals = Signals.descriptor()
        self.bell = bell
        decoder = KeyDecoder(escapeDelay: surroundings.escapeDelay)
        // Once ended and begun again, ncurses sends each frame in one write.
        endwin()
        doupdate()
        raw()
        noecho()
        nonl()
        // Keys are read by us: ncurses must not look whether some wait.
        typeahead(-1)
        unsafe leaveok(cncurses_stdscr(), true)
        palette = Palette(options.theme, wantsColours: options.hasColours && !surroundings.wantsNoColours)
        let isLikeXterm = Capability.mouse.string != nil
        let hasMouse = isLikeXterm && options.hasMouse
        // Bracketed paste; clicks and wheel, in the form without a limit of 223 columns.
        modesOn = isLikeXterm ? "\u{1B}[?2004h" + (hasMouse ? "\u{1B}[?1000h\u{1B}[?1006h" : "") : ""
        modesOff = isLikeXterm ? (hasMouse ? "\u{1B}[?1006l\u{1B}[?1000l" : "") + "\u{1B}[?2004l" : ""
        size = .zero
        size = Self.measure()
        enter()
    }

    deinit {
        close()
        Glibc.close(signals)
    }

    /// Gives the terminal back. What was written to standard error meanwhile is printed now.
    package func close() {
        leave()
    }

    /// Gives the terminal to somebody else, for example an editor, for as long as the work takes.
    package func aside<Result>(_ work: () throws -> Result) rethrows -> Result {
        leave()
        defer { enter() }
        return try work()
    }

    package func copy(_ text: String) {
        guard isUp else { return }
        writeAll(Array("\u{1B}]52;c;\(base64(text.utf8))\u{7}".utf8), to: 1)
    }
}

extension NcursesScreen {
    package func show(_ frame: Frame) {
        guard isUp else { return }
        let hasGrown = shown?.size != frame.size
        guard hasGrown || shown != frame else { return }
        let window = unsafe cncurses_stdscr()
        if hasGrown { unsafe werase(window) }
        for y in 0..<min(frame.size.height, Int(cncurses_lines())) {
            guard let changed = changedColumns(ofRow: y, in: frame, hasGrown: hasGrown) else { continue }
            var cells = ncursesCells(frame.row(y), changed)
            unsafe mvwadd_wchnstr(window, Int32(y), Int32(changed.lowerBound), &cells, Int32(cells.count))
        }
        place(frame.cursor)
        shown = frame
        // It must not be seen wandering over what is drawn, nor where it stood before.
        if frame.cursor == nil { showCursor(false) }
        unsafe wnoutrefresh(window)
        doupdate()
        if frame.cursor != nil { showCursor(true) }
    }

    /// From the first to the last column that changed, whole glyphs; ncurses finds out what is equal between them.
    private func changedColumns(ofRow y: Int, in frame: Frame, hasGrown: Bool) -> Range<Int>? {
        let new = frame.row(y)
        var end = min(new.count, Int(cncurses_columns()))
        // On a screen that has just shrunk, a wide glyph may stand across the edge.
        if end > 0, end < new.count, new[new.startIndex + end].glyph.isRightHalf { end -= 1 }
        guard end > 0 else { return nil }
        guard let shown, !hasGrown else { return 0..<end }
        let old = shown.row(y)
        let columns = 0..<end
        let differs = { (column: Int) in new[new.startIndex + column] != old[old.startIndex + column] }
        guard var first = columns.first(where: differs), var last = columns.last(where: differs) else { return nil }
        if new[new.startIndex + first].glyph.isRightHalf { first -= 1 }
        if new[new.startIndex + last].glyph.width == 2 { last += 1 }
        return first..<min(last + 1, end)
    }

    private func ncursesCells(_ row: ArraySlice<Cell>, _ columns: Range<Int>) -> [cchar_t] {
        row.dropFirst(columns.lowerBound).prefix(columns.count).compactMap { cell in
            let ink = palette.ink(for: cell.style)
            // ncurses fills the right half itself; in ASCII it is a column of its own.
            if cell.glyph.isRightHalf, !isASCII { return nil }
            let scalars: [Unicode.Scalar] =
                !isASCII ? cell.glyph.scalars : cell.glyph.isRightHalf ? ["?"] : [cell.glyph.scalar.ascii]
            return unsafe cncurses_cell(
                scalars.map { wchar_t($0.value) }, Int32(scalars.count), ink.attributes, ink.pair)
        }
    }

    private func place(_ cursor: Point?) {
        unsafe leaveok(cncurses_stdscr(), cursor == nil)
        if let cursor { unsafe wmove(cncurses_stdscr(), Int32(clamping: cursor.y), Int32(clamping: cursor.x)) }
    }

    /// Shows or hides the cursor: the one thing that takes a write of its own, and only when it changes.
    private func showCursor(_ isShown: Bool) {
        guard isShown != isCursorShown else { return }
        isCursorShown = isShown
        writeAll(Array(((isShown ? Capability.showCursor : .hideCursor).string ?? "").utf8), to: 1)
    }
}

extension NcursesScreen {
    /// Takes the terminal, after `newterm` or after `leave`.
    func enter() {
        guard !isUp else { return }
        isUp = true
        errors = CaughtErrors.begin()
        reset_prog_mode()
        writeAll(Array(modesOn.utf8), to: 1)
        armCrash()
        repaint()
    }

    func leave() {
        guard isUp else { return }
        isUp = false
        crash_disarm()
        writeAll(Array(modesOff.utf8), to: 1)
        endwin()
        // Behind the way back from the alternate screen: some terminals restore there what was so when ncurses saved the cursor.
        showCursor(true)
        var settings = settingsBefore
        unsafe tcsetattr(0, TCSADRAIN, &settings)
        errors.take()?.release(asciiOnly: isASCII)
    }

    /// Sends all of the last frame again: somebody else has drawn over it.
    func repaint() {
        unsafe clearok(cncurses_curscr(), true)
        guard let frame = shown else { return }
        shown = nil
        show(frame)
    }

    /// After the program was stopped by a signal that cannot be caught, the terminal may have other settings.
    func takeBack() {
        guard isUp else { return }
        reset_prog_mode()
        writeAll(Array(modesOn.utf8), to: 1)
        isCursorShown = true
        repaint()
    }

    /// - Returns: The new size, where it changed.
    func adoptSize() -> Size? {
        let now = Self.measure()
        guard now != size else { return nil }
        size = now
        resizeterm(Int32(max(1, now.height)), Int32(max(1, now.width)))
        // Terminals move what they showed when they are resized.
        unsafe clearok(cncurses_curscr(), true)
        shown = nil
        return now
    }

    private static func measure() -> Size {
        var window = winsize()
        guard unsafe ioctl(1, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0 else {
            return Size(width: Int(cncurses_columns()), height: Int(cncurses_lines()))
        }
        return Size(width: Int(window.ws_col), height: Int(window.ws_row))
    }

    private func armCrash() {
        let parts: [Capability] = [.noAttributes, .leaveScreen, .showCursor]
        let restore = modesOff + parts.compactMap(\.string).joined() + "\r\n"
        var settings = settingsBefore
        let before = errors?.before ?? -1
        let caught = errors?.caught ?? -1
        unsafe crash_arm(1, restore, restore.utf8.count, &settings, before, caught)
    }
}
