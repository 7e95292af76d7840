import MeshModel
import Testing

@testable import MeshBroker

/// A session is told what arrives and when; no socket, no clock.
@Suite struct `A session` {
    static let start = ContinuousClock.now
    static let alice = Actor(user: "alice", groups: ["sales"], roles: [.steward])
    static let peer = Peer(uid: 1001, pid: 77, groups: [1001])

    static func at(_ seconds: Double) -> ContinuousClock.Instant { start + .milliseconds(Int64(seconds * 1000)) }

    static func session(isReadOnly: Bool = false, limits: SessionLimits = .init()) -> ServerSession {
        ServerSession(
            peer: peer, host: "here", meshes: ["main", "lab"], isReadOnly: isReadOnly, limits: limits, at: start)
    }

    static func frame(_ content: Request.Content, _ correlation: UInt64 = 1) -> [UInt8] {
        FrameReader.frame(Request(correlation, content).bytes)
    }

    static let hello = frame(.hello(version: 1, mesh: "main"))

    static func change(_ number: UInt64 = 1) -> Request.Content {
        .commit(
            [.claimProduct(.init(id: "a", owner: "alice"))], requestID: RequestID(high: 0, low: number), agreed: nil)
    }

    /// One that has said hello, and whose user was found.
    static func open(isReadOnly: Bool = false, limits: SessionLimits = .init()) -> ServerSession {
        var session = session(isReadOnly: isReadOnly, limits: limits)
        session.received(hello, at: start)
        session.identified(.success(alice), ticket: 1, at: start)
        _ = (session.takeSteps(), said(&session))
        return session
    }

    /// What the session has said, taken as a socket would.
    @discardableResult static func said(_ session: inout ServerSession, at now: ContinuousClock.Instant = start)
        -> [Answer]
    {
        var frames = FrameReader(limit: FrameReader.longestAnswer)
        frames.append(session.output.bytes[session.output.start...])
        session.sent(session.output.unread, at: now)
        var answers: [Answer] = []
        while let body = try? frames.next() { if let answer = try? Answer(reading: body) { answers.append(answer) } }
        return answers
    }

    static func turnedAway(_ session: inout ServerSession) -> String? {
        if case .turnedAway(let sentence) = said(&session).last?.content { sentence } else { nil }
    }

    // MARK: Hello

    @Test func `asks who it is before it says welcome`() {
        var session = Self.session()
        session.received(Self.hello, at: Self.start)
        #expect(session.takeSteps() == [.identify(mesh: "main", ticket: 1)])
        #expect(session.state == .identifying && session.output.isEmpty)
        session.identified(.success(Self.alice), ticket: 1, at: Self.start)
        #expect(Self.said(&session) == [Answer(1, .welcome(Welcome(.success(Self.alice))))])
        #expect(session.state == .open && session.deadline == nil)
    }

    @Test func `that does not say hello is over after two seconds`() {
        var session = Self.session()
        #expect(session.deadline == Self.at(2))
        session.expire(at: Self.at(1.9))
        #expect(session.state == .greeting)
        session.expire(at: Self.at(2))
        #expect(Self.turnedAway(&session)?.contains("2 s") == true)
        #expect(session.isOver)
    }

    @Test(arguments: [
        (Request.Content.hello(version: 2, mesh: "main"), "version 1"),
        (.hello(version: 1, mesh: "attic"), "lab"),
        (.status, "hello"),
        (change(), "hello"),
    ])
    func `begins with hello to a mesh that is there`(_ content: Request.Content, _ word: String) {
        var session = Self.session()
        session.received(Self.frame(content), at: Self.start)
        #expect(Self.turnedAway(&session)?.contains(word) == true)
        #expect(session.isOver)
    }

    @Test func `says hello once`() {
        var session = Self.open()
        session.received(Self.hello, at: Self.start)
        #expect(session.take(at: Self.start) == nil)
        #expect(Self.turnedAway(&session)?.contains("already") == true)
    }

    // MARK: Who asks

    @Test func `believes the kernel, whatever the host's look-up says of the process`() throws {
        var session = Self.session()
        var forged = Self.alice
        forged.origin = Origin(uid: 0, pid: 1, host: "elsewhere")
        session.received(Self.hello + Self.frame(Self.change()), at: Self.start)
        session.identified(.success(forged), ticket: 1, at: Self.start)
        let taken = session.take(at: Self.start)
        let job = try #require(taken)
        guard case .commit(let request) = job.work else { throw WireError("no change") }
        #expect(request.actor.user == "alice")
        #expect(request.actor.origin == Origin(uid: 1001, pid: 77, host: "here"))
    }

    @Test(arguments: [change(), .preview([])])
    func `asks again after half a minute, and a change waits for the answer`(_ content: Request.Content) throws {
        var session = Self.open()
        session.received(Self.frame(content), at: Self.at(29.9))
        #expect(session.take(at: Self.at(29.9)) != nil)
        session.answer(1, .stopping, at: Self.at(29.9))
        session.received(Self.frame(content), at: Self.at(30))
        #expect(session.take(at: Self.at(30)) == nil)
        #expect(session.takeSteps() == [.identify(mesh: "main", ticket: 2)])
        #expect(session.head == nil && session.deadline == Self.at(32))
        var removed = Self.alice
        removed.groups = []
        session.identified(.success(removed), ticket: 2, at: Self.at(31))
        let taken = session.take(at: Self.at(31))
        let job = try #require(taken)
        switch job.work {
        case .commit(let request): #expect(request.actor.groups == [])
        case .preview(_, let actor): #expect(actor.groups == [])
        case .status: Issue.record("a status")
        }
    }

    @Test func `refuses a change by name when the group database does not answer in time`() throws {
        var session = Self.open()
        session.received(Self.frame(Self.change(), 8), at: Self.at(40))
        #expect(session.take(at: Self.at(40)) == nil)
        _ = session.takeSteps()
        session.expire(at: Self.at(41.9))
        #expect(session.head == nil)
        session.expire(at: Self.at(42))
        #expect(session.take(at: Self.at(42)) == nil)
        let said = Self.said(&session)
        let answer = try #require(said.first)
        guard case .failure(.readOnly(let sentence)) = answer.content else { throw WireError("\(answer)") }
        #expect(answer.correlation == 8 && sentence.contains("group database"))
        #expect(session.takeSteps() == [.refused(user: "", sentence: sentence)])
        // The answer that came too late serves the next change.
        session.identified(.success(Self.alice), ticket: 2, at: Self.at(43))
        session.received(Self.frame(Self.change(), 9), at: Self.at(43))
        #expect(session.take(at: Self.at(43)) != nil)
    }

    @Test func `lets whoever is nobody read a status and change nothing`() throws {
        var session = Self.session()
        session.received(Self.hello + Self.frame(.status, 2) + Self.frame(Self.change(), 3), at: Self.start)
        session.identified(.failure(.nobody(uid: 1001)), ticket: 1, at: Self.start)
        #expect(session.take(at: Self.start)?.work == .status)
        session.answer(2, .status(.init()), at: Self.start)
        #expect(session.take(at: Self.start) == nil)
        let answers = Self.said(&session)
        #expect(answers.map(\.correlation) == [1, 2, 3])
        #expect(answers.last?.content == .failure(.readOnly("\(IdentityRefusal.nobody(uid: 1001))")))
    }

    @Test func `takes no answer to a question it did not ask last`() {
        var session = Self.session()
        session.received(Self.hello, at: Self.start)
        session.identified(.success(Self.alice), ticket: 2, at: Self.start)
        #expect(session.state == .identifying)
    }

    @Test func `that may only be read refuses changes and shows what they would do`() {
        var session = Self.open(isReadOnly: true)
        session.received(Self.frame(Self.change(), 5) + Self.frame(.preview([]), 6), at: Self.start)
        #expect(session.take(at: Self.start) == nil)
        #expect(Self.said(&session) == [Answer(5, .failure(.readOnly(ServerSession.readOnly)))])
        #expect(session.take(at: Self.start)?.correlation == 6)
    }

    // MARK: Order and limits

    @Test func `answers in the order of the requests`() {
        var session = Self.open()
        let contents: [Request.Content] = [Self.change(1), .preview([]), Self.change(2), .status]
        for (index, content) in contents.enumerated() {
            session.received(Self.frame(content, UInt64(index) + 10), at: Self.start)
        }
        for _ in contents {
            guard let job = session.take(at: Self.start) else { break }
            session.answer(job.correlation, .stopping, at: Self.start)
        }
        #expect(Self.said(&session).map(\.correlation) == [10, 11, 12, 13])
    }

    @Test func `leaves outside what is more than sixty-four requests`() {
        var session = Self.open()
        for number in 0..<100 { session.received(Self.frame(Self.change(), UInt64(number)), at: Self.start) }
        #expect(!session.wantsInput)
        var taken = 0
        while session.take(at: Self.start) != nil { taken += 1 }
        #expect(taken == 64)
        session.answer(0, .stopping, at: Self.start)
        #expect(session.take(at: Self.start) != nil)
        Self.said(&session)
        // What waits for us is no slow sender.
        session.expire(at: Self.at(60))
        #expect(session.state == .open)
    }

    @Test func `gives a frame two seconds, from its first byte on`() {
        var session = Self.open()
        let bytes = Self.frame(Self.change())
        for (index, byte) in bytes.dropLast().enumerated() {
            session.received([byte], at: Self.at(10 + Double(index) * 0.01))
        }
        #expect(session.deadline == Self.at(12))
        session.expire(at: Self.at(11.9))
        #expect(session.state == .open)
        session.expire(at: Self.at(12))
        #expect(Self.turnedAway(&session)?.contains("not complete 2 s") == true)
        #expect(session.takeSteps().count == 1 && session.isOver)
    }

    @Test func `lets an idle client be, and holds nothing for it`() {
        var session = Self.open()
        session.received(Self.frame(.status), at: Self.start)
        #expect(session.take(at: Self.start) != nil)
        session.answer(1, .status(.init()), at: Self.start)
        Self.said(&session)
        #expect(session.deadline == nil)
        session.expire(at: Self.at(1_000_000))
        #expect(session.state == .open && session.output.bytes.capacity == 0)
    }

    @Test func `ends when its answers are not read`() {
        var limits = SessionLimits()
        limits.unreadBytes = 1000
        var session = Self.open(limits: limits)
        let answer = Answer.Content.turnedAway(String(repeating: "x", count: 400))
        for _ in 0..<6 where session.state == .open {
            session.received(Self.frame(.status), at: Self.start)
            #expect(session.take(at: Self.start) != nil)
            session.answer(1, answer, at: Self.start)
        }
        #expect(session.isOver && session.output.bytes.isEmpty)
        #expect(session.takeSteps() == [.limited(session.ending)])
    }

    @Test func `ends when for half a minute not a byte of its answers is read`() {
        var session = Self.open()
        session.received(Self.frame(.status), at: Self.start)
        _ = session.take(at: Self.start)
        session.answer(1, .status(.init()), at: Self.start)
        session.sent(1, at: Self.at(20))
        #expect(session.deadline == Self.at(50))
        session.expire(at: Self.at(49))
        #expect(session.state == .open)
        session.expire(at: Self.at(50))
        #expect(session.isOver)
    }

    // MARK: Endings

    @Test(arguments: [[0, 0, 0, 0], [255, 255, 255, 255], [1, 0, 16, 0], [1, 0, 0, 0, 200]] as [[UInt8]])
    func `ends over bytes that are no request, after what was under way is answered`(_ bytes: [UInt8]) {
        var session = Self.open()
        session.received(Self.frame(Self.change(), 4), at: Self.start)
        #expect(session.take(at: Self.start) != nil)
        session.received(bytes, at: Self.start)
        _ = session.take(at: Self.start)
        #expect(session.state == .open && session.output.isEmpty)
        session.answer(4, .stopping, at: Self.start)
        let answers = Self.said(&session)
        #expect(answers.first == Answer(4, .stopping) && answers.count == 2)
        #expect(session.isOver)
        let steps = session.takeSteps()
        #expect(steps == [.violated(session.ending)])
    }

    @Test func `that is stopped answers what was taken, and says of the rest that it was not done`() {
        var session = Self.open()
        session.received(Self.frame(Self.change(), 4) + Self.frame(Self.change(), 5), at: Self.start)
        #expect(session.take(at: Self.start) != nil)
        session.answer(
            4, .receipt(.init(revision: .init(number: 1, at: Host.now), changed: true, consequences: .init())),
            at: Self.start)
        session.stop(at: Self.start)
        #expect(session.take(at: Self.start) == nil && !session.wantsInput)
        #expect(Self.said(&session).map(\.content).last == .stopping)
        #expect(session.isOver)
    }

    @Test(arguments: 0..<20) func `of any bytes at all comes to an end or goes on`(_ seed: UInt64) {
        var seeded = Seeded(state: seed)
        for _ in 0..<200 {
            var session = Bool.random(using: &seeded) ? Self.open() : Self.session()
            var now = Self.start
            for _ in 0..<20 {
                var bytes = Bool.random(using: &seeded) ? Self.hello : Self.frame(Self.change())
                if Bool.random(using: &seeded) {
                    bytes[Int.random(in: 0..<bytes.count, using: &seeded)] = UInt8.random(in: 0...255, using: &seeded)
                }
                session.received(bytes.prefix(Int.random(in: 0...bytes.count, using: &seeded)), at: now)
                if let job = session.take(at: now) { session.answer(job.correlation, .stopping, at: now) }
                now += .milliseconds(Int64.random(in: 0..<900, using: &seeded))
                session.expire(at: now)
                if Bool.random(using: &seeded) { Self.said(&session, at: now) }
            }
            #expect(session.output.unread <= 1 << 20)
        }
    }
}
