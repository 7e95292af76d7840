import CLinux
import Documents
import Glibc
import MeshBroker
import MeshFormats
import MeshModel
import MeshStore
import Synchronization
import Threads

/// Tells the people of a mesh what concerns them, through the host's command: at least once, and without ever delaying a commit.
///
/// A thread of its own follows the journal and the clock, and starts the command for what is due.
final class Outbox: Sendable {
    private let mesh: String
    private let file: OutboxFile
    private let gateway: StoreGateway
    private let log: Log
    private let command: Mutex<[String]>
    private let escalationDays: Mutex<Int64>
    private let bell: Int32
    private let isEnding = Mutex(false)
    private let figures = Mutex(Figures())

    private struct Figures {
        var waiting = 0
        var delivered = 0
        var givenUp = 0
    }

    private static let atOnce = 4
    private static let secondsEach = 30
    /// Under many commits it looks this often: each look is a file synced, and commits wait for the same disk.
    private static let pause = Duration.seconds(1)
    /// What time brings is looked for this often.
    private static let everySeconds: Int64 = 60

    init(mesh: String, folder: String, configuration: HostConfiguration, log: Log) throws(StoreError) {
        self.mesh = mesh
        self.log = log
        file = OutboxFile(mesh: folder)
        gateway = try StoreGateway(path: folder, actor: Actor(user: ""), clock: WallClock.now)
        command = Mutex(configuration.notify)
        escalationDays = Mutex(configuration.escalationDays)
        bell = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
    }

    deinit { close(bell) }

    func start() { WorkerThread.start { [self] in work() } }

    /// The host's file was read again.
    func configure(_ configuration: HostConfiguration) {
        command.withLock { $0 = configuration.notify }
        escalationDays.withLock { $0 = configuration.escalationDays }
        ring()
    }

    /// Something was committed.
    func ring() { _ = eventfd_write(bell, 1) }

    func end() {
        isEnding.withLock { $0 = true }
        ring()
    }

    /// For `datamesh status`.
    var status: [String: String] {
        let figures = figures.withLock { $0 }
        return [
            "outbox_waiting": "\(figures.waiting)", "outbox_delivered": "\(figures.delivered)",
            "outbox_given_up": "\(figures.givenUp)",
        ]
    }

    private var hasEnded: Bool { isEnding.withLock { $0 } }

    private func work() {
        var state = begun()
        while !hasEnded {
            let now = WallClock.now()
            let until = ContinuousClock.now + Self.pause
            look(&state, at: now)
            let due = state.due(at: now, Self.atOnce)
            for (letter, ending) in deliver(due) { take(ending, of: letter, &state) }
            figures.withLock { $0.waiting = state.letters.count }
            guard due.isEmpty else { continue }
            sleep(state, from: now)
            while !hasEnded, ContinuousClock.now < until { usleep(20_000) }
        }
    }

    /// The state as it was left; at the first start everything so far counts as told.
    private func begun() -> OutboxState {
        if let state = file.read() { return state }
        var state = OutboxState()
        state.revision = Int64(clamping: (try? gateway.reader().revision.number) ?? 0)
        state.moment = WallClock.now()
        log.say(.info, "outbox_begins", ["mesh": mesh, "revision": "\(state.revision)"])
        keep(state)
        return state
    }

    private func keep(_ state: OutboxState) {
        if !file.write(state) { log.say(.warning, "outbox_not_kept", ["mesh": mesh, "reason": HostError.current]) }
    }

    /// Takes in what happened since it looked last, and what fell due meanwhile.
    private func look(_ state: inout OutboxState, at now: Instant) {
        let known = state
        do throws(OutboxTrouble) {
            let reader = try newest()
            let isTold = !command.withLock { $0.isEmpty }
            if reader.revision.number > UInt64(clamping: state.revision), state.letters.count < OutboxState.mostLetters
            {
                let entries = isTold ? try entries(reader, since: UInt64(clamping: state.revision)) : []
                for entry in entries { state.add(try news(reader, of: entry), json: json, at: now) }
                state.revision = Int64(clamping: entries.last?.revision.number ?? reader.revision.number)
            }
            if now.seconds(since: state.moment) >= Double(Self.everySeconds) {
                if isTold { state.add(try news(reader, from: state.moment, through: now), json: json, at: now) }
                state.moment = now
            } else if now < state.moment {
                // The clock was set back: what is due again has been told.
                state.moment = now
            }
        } catch {
            log.say(.warning, "outbox_cannot_read", ["mesh": mesh, "reason": error.sentence])
            return
        }
        if state != known { keep(state) }
    }

    /// Commits behind a revision, oldest first; the oldest of very many.
    private func entries(_ reader: any MeshReader, since revision: UInt64) throws(OutboxTrouble) -> [JournalEntry] {
        var entries: [JournalEntry] = []
        var before: UInt64?
        do throws(ReadError) {
            repeat {
                let page = try reader.history(of: nil, before: before, limit: 256)
                entries += page.prefix { $0.revision.number > revision }
                before = page.last.map(\.revision.number)
                guard page.count == 256, entries.last.map({ $0.revision.number > revision + 1 }) ?? false else { break }
            } while true
        } catch { throw OutboxTrouble(sentence: error.description) }
        return entries.reversed()
    }

    private func newest() throws(OutboxTrouble) -> any MeshReader {
        do { return try gateway.reader() } catch { throw OutboxTrouble(sentence: error.description) }
    }

    private func news(_ reader: any MeshReader, of entry: JournalEntry) throws(OutboxTrouble) -> [News] {
        do { return try reader.news(of: entry) } catch { throw OutboxTrouble(sentence: error.description) }
    }

    private func news(_ reader: any MeshReader, from: Instant, through now: Instant) throws(OutboxTrouble) -> [News] {
        let days = escalationDays.withLock { $0 }
        do { return try reader.news(from: from, through: now, escalationDays: days) } catch {
            throw OutboxTrouble(sentence: error.description)
        }
    }

    /// One line: the event as the command reads it.
    private func json(_ news: News) -> String {
        var fields: [(key: String, value: Tree)] = [("mesh", .text(mesh))]
        if case .map(let more) = news.tree { fields += more }
        var writer = JSONWriter(.compact)
        writer.write(Node(Tree.map(fields)))
        writer.endLine()
        return String(decoding: writer.drain(), as: UTF8.self)
    }

    /// Starts the command once for each, a few at a time, and waits for them.
    private func deliver(_ letters: [OutboxState.Letter]) -> [(OutboxState.Letter, Child.Ending)] {
        let command = command.withLock { $0 }
        guard !letters.isEmpty else { return [] }
        // Nobody is to be told any more.
        guard !command.isEmpty else { return letters.map { ($0, .exited(0)) } }
        let deliveries = letters.map { letter in
            Alongside { [self] in
                let environment = ["PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "DATAMESH_MESH": mesh]
                let (ending, output) = Child.run(
                    command, environment: environment, input: Array(letter.text.utf8), seconds: Self.secondsEach,
                    shouldGoOn: { !hasEnded })
                if ending != .exited(0) {
                    log.say(
                        .warning, "not_told",
                        [
                            "mesh": mesh, "id": letter.id, "attempt": "\(letter.attempts + 1)",
                            "reason": ending.sentence, "output": String(decoding: output, as: UTF8.self),
                        ])
                }
                return (letter, ending)
            }
        }
        return deliveries.map { $0.wait() }
    }

    private func take(_ ending: Child.Ending, of letter: OutboxState.Letter, _ state: inout OutboxState) {
        // One that was ended because the daemon ends was not tried.
        if hasEnded, ending == .timedOut { return }
        let isSuccess = ending == .exited(0)
        let isGivenUp = state.delivered(letter.id, isSuccess, at: WallClock.now())
        if isGivenUp {
            log.say(.error, "given_up", ["mesh": mesh, "id": letter.id, "attempts": "\(OutboxState.mostAttempts)"])
        }
        figures.withLock { figures in
            if isSuccess { figures.delivered += 1 }
            if isGivenUp { figures.givenUp += 1 }
        }
        keep(state)
    }

    /// Until somebody rings, something is due, or it is time to ask the clock.
    private func sleep(_ state: OutboxState, from now: Instant) {
        let clock = state.moment.adding(seconds: Self.everySeconds)
        let next = min(state.next ?? clock, clock)
        let milliseconds = max(0, min(next.milliseconds - now.milliseconds, Self.everySeconds * 1000))
        var ringing = pollfd(fd: bell, events: Int16(POLLIN), revents: 0)
        unsafe poll(&ringing, 1, Int32(milliseconds))
        var count: eventfd_t = 0
        unsafe _ = eventfd_read(bell, &count)
    }
}

/// Why the mesh could not be looked at.
private struct OutboxTrouble: Error {
    var sentence: String
}
