import Glibc
import Testing

@testable import MeshModel
@testable import datameshd

/// What waits to be told: when it is tried again, when it is given up, and how it outlives the daemon.
struct OutboxStateTests {
    private static let start = Instant(milliseconds: 1_000_000_000_000)

    private static func news(_ id: String) -> News {
        News(
            id: id, kind: .product, to: ["frank"], product: DataProduct.ID("orders"), link: nil, by: "alice", at: start,
            text: "orders has version 1.0")
    }

    private static func state(_ ids: String...) -> OutboxState {
        var state = OutboxState()
        state.add(ids.map(news), json: { "{\($0.id)}\n" }, at: start)
        return state
    }

    @Test func `what is added is due at once, oldest first, a few at a time, and the same thing only once`() {
        var state = Self.state("1.0", "2.0", "3.0")
        state.add([Self.news("2.0"), Self.news("4.0")], json: { _ in "another text" }, at: Self.start)
        #expect(state.letters.map(\.id) == ["1.0", "2.0", "3.0", "4.0"])
        #expect(state.letters[1].text == "{2.0}\n")
        #expect(state.due(at: Self.start, 3).map(\.id) == ["1.0", "2.0", "3.0"])
        #expect(state.due(at: Self.start.adding(seconds: -1), 3).isEmpty)
        #expect(state.next == Self.start)
        #expect(OutboxState().next == nil)
    }

    @Test func `what was told is gone, and waits for nothing else`() {
        var state = Self.state("1.0", "2.0")
        let isGivenUp1 = state.delivered("2.0", true, at: Self.start)
        #expect(!isGivenUp1)
        #expect(state.letters.map(\.id) == ["1.0"])
        // Told a second time, by a command that had been started before.
        let isGivenUp2 = state.delivered("2.0", true, at: Self.start)
        #expect(!isGivenUp2)
        #expect(state.letters.map(\.id) == ["1.0"])
    }

    @Test func `what could not be told waits twice as long each time, and the tenth time it is given up`() {
        var state = Self.state("1.0")
        var now = Self.start
        var pauses: [Double] = []
        for _ in 1..<OutboxState.mostAttempts {
            let isGivenUp3 = state.delivered("1.0", false, at: now)
            #expect(!isGivenUp3)
            let next = state.next ?? now
            pauses.append(next.seconds(since: now))
            #expect(state.due(at: next.adding(seconds: -1), 4).isEmpty)
            #expect(state.due(at: next, 4).map(\.id) == ["1.0"])
            now = next
        }
        #expect(pauses == [10, 20, 40, 80, 160, 320, 640, 1280, 2560])
        let isGivenUp4 = state.delivered("1.0", false, at: now)
        #expect(isGivenUp4)
        #expect(state == OutboxState())
    }

    @Test func `one that waits holds up no other`() {
        var state = Self.state("1.0", "2.0")
        let isGivenUp5 = state.delivered("1.0", false, at: Self.start)
        #expect(!isGivenUp5)
        #expect(state.due(at: Self.start, 4).map(\.id) == ["2.0"])
        #expect(state.next == Self.start)
    }

    @Test func `news of more than three days ago is given up at the next failure`() {
        var state = Self.state("1.0")
        let inTime = Self.start.adding(seconds: OutboxState.keptDays * Instant.secondsPerDay)
        let isGivenUp6 = state.delivered("1.0", false, at: inTime)
        #expect(!isGivenUp6)
        let isGivenUp7 = state.delivered("1.0", false, at: inTime.adding(seconds: 1))
        #expect(isGivenUp7)
    }

    @Test func `it outlives the daemon in a file for its eyes alone`() throws {
        let (scratch, file) = try Self.file()
        #expect(file.read() == nil)
        var state = Self.state("1.0", "2.0")
        state.revision = 7
        state.moment = Self.start
        _ = state.delivered("1.0", false, at: Self.start)
        #expect(file.write(state))
        #expect(file.read() == state)
        state.letters = []
        #expect(file.write(state))
        #expect(file.read() == state)
        #expect(ScratchFolder.names(in: scratch.path + "/private") == ["outbox"])
        var facts = stat()
        #expect(unsafe lstat(file.path, &facts) == 0 && facts.st_mode & 0o777 == 0o600)
    }

    @Test(arguments: ["", "no state", "\u{1}\u{ff}\u{7}"])
    func `a file that is no state counts as none`(_ text: String) throws {
        let (scratch, file) = try Self.file()
        try scratch.write(text, to: "private/outbox")
        // Nothing at all is a state in which nothing has happened.
        #expect(file.read() == (text.isEmpty ? OutboxState() : nil))
    }

    @Test func `a link in its place is not followed, and is replaced by the next state`() throws {
        let (scratch, file) = try Self.file()
        try scratch.write("precious", to: "elsewhere")
        unsafe symlink(scratch.path + "/elsewhere", file.path)
        #expect(file.read() == nil)
        #expect(file.write(Self.state("1.0")))
        #expect(file.read() == Self.state("1.0"))
        #expect(try scratch.read("elsewhere") == "precious")
    }

    private static func file() throws -> (ScratchFolder, OutboxFile) {
        let scratch = try ScratchFolder()
        guard unsafe mkdir(scratch.path + "/private", 0o700) == 0 else {
            throw SystemFailure(what: "private", number: errno)
        }
        return (scratch, OutboxFile(mesh: scratch.path))
    }
}
