import MeshModel
import SystemPackage
import Testing

@testable import MeshStore

/// The one writer of a shared mesh: many requests, one write and one sync, and each gets its own answer.
struct SharedStoreTests {
    static let alice = Actor(user: "alice", roles: [.steward], origin: Origin(uid: 1000, pid: 10, host: "here"))
    static let mallory = Actor(user: "mallory", origin: Origin(uid: 1001, pid: 11, host: "here"))

    static func register(_ id: Domain.ID, by actor: Actor = alice, request: RequestID = .random()) -> ChangeRequest {
        ChangeRequest(
            changes: [.registerDomain(Domain(id: id, name: "", owner: "alice"))], requestID: request, agreed: nil,
            actor: actor)
    }

    static func open(_ disk: SimulatedDisk, clock: TestClock = TestClock()) throws -> SharedStore {
        try SharedStore(Folder(disk, knowing: ProductIndex.Part.all)) { clock.now }
    }

    static func disk(remembering: Bool = false) throws -> SimulatedDisk {
        let disk = SimulatedDisk(remembering: remembering, isShared: true)
        try Folder.prepare(disk)
        return disk
    }

    static func revisions(_ answers: [Result<Receipt, GatewayError>]) -> [UInt64?] {
        answers.map { try? $0.get().revision.number }
    }

    @Test func `requests of one call share a sync, and each sees those before it`() throws {
        let disk = try Self.disk()
        let store = try Self.open(disk)
        _ = try store.commit([Self.register("first")])
        var answers: [Result<Receipt, GatewayError>] = []
        let calls = try disk.log {
            answers = try store.commit([
                Self.register("a"), Self.register("a"), Self.register("b", by: Self.mallory), Self.register("c"),
            ])
        }
        #expect(Self.revisions(answers) == [2, nil, nil, 3])
        #expect(calls.count { $0 == .sync } == 1 && calls.count { $0 == .write } == 2)
        #expect(
            answers[1]
                == .failure(.refused(.duplicate(noun: "domain", name: "a", hint: "datamesh domain show a shows it"))))
        #expect(try store.reader().domains().map(\.id) == ["a", "c", "first"])
        #expect(store.revision.number == 3)
    }

    @Test func `a refusal waits for no disk, and is on record with the next commit`() throws {
        let disk = try Self.disk()
        let store = try Self.open(disk)
        let calls = try disk.log { _ = try store.commit([Self.register("b", by: Self.mallory)]) }
        #expect(!calls.contains(.sync) && !calls.contains(.write))
        #expect(try store.reader().refusals(limit: 9).isEmpty)
        let later = try disk.log { _ = try store.commit([Self.register("c")]) }
        #expect(later.count { $0 == .sync } == 1)
        let refusals = try store.reader().refusals(limit: 9)
        #expect(refusals.map(\.actor) == ["mallory"] && refusals.map(\.changes) == [["register_domain"]])
        #expect(refusals.first?.origin == Self.mallory.origin)
        #expect(store.revision.number == 1)
    }

    @Test func `or, when nobody changes anything, with a flush`() throws {
        let store = try Self.open(try Self.disk())
        _ = try store.commit([Self.register("b", by: Self.mallory)])
        try store.flush()
        #expect(try store.reader().refusals(limit: 9).map(\.actor) == ["mallory"])
        #expect(store.revision.number == 0)
    }

    @Test func `what was held back is told once there is room, though its user asks no more`() throws {
        let clock = TestClock()
        let store = try Self.open(try Self.disk(), clock: clock)
        for _ in 0..<100 { _ = try store.commit([Self.register("x", by: Self.mallory)]) }
        try store.flush()
        #expect(try store.reader().refusals(limit: 999).map(\.count) == [Int64](repeating: 1, count: 20))
        clock.wind(4)
        try store.flush()
        try store.flush()
        let refusals = try store.reader().refusals(limit: 999)
        #expect(refusals.count == 21 && refusals.first?.count == 80 && refusals.first?.actor == "mallory")
    }

    @Test func `what is put on record of a refusal is bounded, whatever was asked`() throws {
        let store = try Self.open(try Self.disk())
        // One character, as a reader counts them, of a hundred thousand bytes.
        let endless = "e" + String(repeating: "\u{301}", count: 50_000)
        let domain = Domain(id: "x", name: "", owner: endless)
        let changes = [Change](repeating: .registerDomain(domain), count: 300)
        _ = try store.commit([
            ChangeRequest(changes: changes, requestID: .random(), agreed: nil, actor: Self.mallory)
        ])
        var mallory = Self.mallory
        mallory.user = endless
        _ = try store.commit([Self.register("x", by: mallory)])
        try store.flush()
        let refusals = try store.reader().refusals(limit: 9)
        #expect(refusals.count == 2)
        for refusal in refusals { #expect(refusal.reason.utf8.count <= 1024 && refusal.changes.count <= 16) }
    }

    @Test func `a crowd of users does not fill the memory, and hides nobody who was known before`() throws {
        let now = TestClock().now
        var ledger = RefusalLedger()
        let violation = RuleViolation.duplicate(noun: "domain", name: "a", hint: "")
        func refuse(_ uid: UInt32) {
            var actor = Self.mallory
            actor.origin = Origin(uid: uid, pid: 1, host: "here")
            ledger.note(Self.register("x", by: actor), violation, at: now)
        }
        for uid in 0..<4_300 { refuse(UInt32(uid)) }
        #expect(ledger.userCount <= RefusalLedger.mostUsers + 1)
        #expect(ledger.waiting.count <= RefusalLedger.mostWaiting)
    }

    @Test func `a flood of refusals by one user leaves one in three seconds, and hides nobody else's`() throws {
        let clock = TestClock()
        let store = try Self.open(try Self.disk(), clock: clock)
        for _ in 0..<500 { _ = try store.commit([Self.register("x", by: Self.mallory)]) }
        let eve = Actor(user: "eve", origin: Origin(uid: 1002, pid: 12, host: "here"))
        _ = try store.commit([Self.register("x", by: eve)])
        clock.wind(3)
        _ = try store.commit([Self.register("x", by: Self.mallory)])
        try store.flush()
        let refusals = try store.reader().refusals(limit: 999)
        #expect(refusals.count { $0.actor == "mallory" } == 21 && refusals.count { $0.actor == "eve" } == 1)
        #expect(refusals.first?.count == 481)
    }

    @Test func `a request that is repeated is answered as before; somebody else's with the same number is not`() throws
    {
        let store = try Self.open(try Self.disk())
        let id = RequestID(high: 1, low: 2)
        let bob = Actor(user: "bob", roles: [.steward], origin: Origin(uid: 1003, pid: 13, host: "here"))
        #expect(Self.revisions(try store.commit([Self.register("a", request: id)])) == [1])
        #expect(Self.revisions(try store.commit([Self.register("other", by: bob, request: id)])) == [2])
        #expect(
            Self.revisions(try store.commit([Self.register("a", request: id), Self.register("a", request: id)])) == [
                1, 1,
            ])
        #expect(try store.reader().history(of: nil, before: nil, limit: 1).first?.requestID == id)
        #expect(store.revision.number == 2)
    }

    @Test func `readers see nothing that is not durable`() throws {
        let disk = try Self.disk()
        let store = try Self.open(disk)
        _ = try store.commit([Self.register("a")])
        disk.fail(.init(at: 0, code: .ioError, nextSync: true))
        #expect(throws: GatewayError.self) { try store.commit([Self.register("b")]) }
        disk.failNoMore()
        #expect(try Folder(disk).view().revision == 1)
    }

    @Test(arguments: [Errno.noSpace, .diskQuotaExceeded, .fileTooLarge])
    func `a full disk refuses what it has no room for, and the store goes on`(_ code: Errno) throws {
        let disk = try Self.disk()
        let store = try Self.open(disk)
        _ = try store.commit([Self.register("a")])
        disk.fail(.init(at: disk.calls, code: code, forGood: true))
        let answers = try store.commit([Self.register("b"), Self.register("a"), Self.register("c")])
        for index in [0, 2] {
            guard case .failure(.unwritable(let sentence)) = answers[index] else {
                Issue.record("\(answers[index])")
                return
            }
            #expect(sentence.contains("no room"), "\(sentence)")
        }
        guard case .failure(.refused) = answers[1] else {
            Issue.record("\(answers[1])")
            return
        }
        disk.failNoMore()
        // And nobody came between.
        #expect(throws: StoreError.busy(process: nil)) { try Self.open(disk) }
        #expect(Self.revisions(try store.commit([Self.register("d")])) == [2])
        #expect(try Folder(disk).verifyChain().firstBreak == nil)
    }

    @Test func `nobody else writes while it lives`() throws {
        let disk = try Self.disk()
        let store = try Self.open(disk)
        _ = try store.commit([Self.register("a")])
        #expect(throws: StoreError.busy(process: nil)) { try Self.open(disk) }
        #expect(throws: StoreError.busy(process: nil)) { _ = try Folder(disk).writer(waiting: .zero) }
    }

    @Test func `the audit says who was behind a change, and why they might`() throws {
        let store = try Self.open(try Self.disk())
        _ = try store.commit([Self.register("a")])
        let entry = try #require(try store.reader().history(of: nil, before: nil, limit: 1).first)
        #expect(entry.actor == "alice" && entry.origin == Self.alice.origin)
        #expect(entry.grounds == ["alice has the role steward"])
    }

    @Test func `a clock that is set back changes nothing but the times`() throws {
        let clock = TestClock()
        let disk = try Self.disk()
        let store = try Self.open(disk, clock: clock)
        _ = try store.commit([Self.register("a")])
        clock.wind(-86_400)
        _ = try store.commit([Self.register("b"), Self.register("x", by: Self.mallory)])
        clock.wind(60)
        _ = try store.commit([Self.register("c")])
        let reader = try store.reader()
        #expect(try reader.history(of: nil, before: nil, limit: 9).map(\.revision.number) == [3, 2, 1])
        #expect(try reader.history(of: nil, before: 3, limit: 9).map(\.revision.number) == [2, 1])
        #expect(try Folder(disk).verifyChain().firstBreak == nil)
    }
}
