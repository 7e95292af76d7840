import MeshModel
import SystemPackage
import Testing

@testable import MeshStore

/// A shared store over a disk that fails: what it answers is what is there afterwards, and only a sync that fails ends it.
struct SharedFailureTests {
    typealias Answers = [Result<Receipt, GatewayError>]

    static func isUnwritable(_ answer: Result<Receipt, GatewayError>) -> Bool {
        if case .failure(.unwritable) = answer { true } else { false }
    }

    static func access(_ id: DataProduct.ID) -> ChangeRequest {
        let event = AccessEvent(product: id, consumer: "dashboard", at: TestClock().now)
        return ChangeRequest(
            changes: [.recordAccess(AccessReport([event]))], requestID: .random(), agreed: nil,
            actor: Actor(user: "dana", ownsMesh: true, origin: Origin(uid: 1, pid: 1, host: "here")))
    }

    @Test func `what was planned on a write that failed is answered from what is there`() throws {
        let disk = try SharedStoreTests.disk()
        let store = try SharedStoreTests.open(disk)
        let earlier = RequestID(high: 5, low: 5)
        _ = try store.commit([SharedStoreTests.register("old", request: earlier)])
        disk.fail(.init(at: disk.calls, code: .noSpace, forGood: true))
        // The second is a duplicate of the first, which is not written; the third was answered long ago; the last may not.
        let answers = try store.commit([
            SharedStoreTests.register("a"), SharedStoreTests.register("a"),
            SharedStoreTests.register("old", request: earlier),
            SharedStoreTests.register("b", by: SharedStoreTests.mallory),
        ])
        #expect(Self.isUnwritable(answers[0]) && Self.isUnwritable(answers[1]))
        #expect(try answers[2].get().revision.number == 1)
        guard case .failure(.refused(.notAllowed)) = answers[3] else {
            Issue.record("\(answers[3])")
            return
        }
        disk.failNoMore()
        #expect(SharedStoreTests.revisions(try store.commit([SharedStoreTests.register("a")])) == [2])
        // The refusal was not written with them, and has not been forgotten.
        #expect(try store.reader().refusals(limit: 9).map(\.actor) == ["mallory"])
    }

    /// The next plans search, and what they search was once made of revisions that never came to be.
    @Test func `nor does the index remember what was not written`() throws {
        let disk = try SharedStoreTests.disk()
        let store = try SharedStoreTests.open(disk)
        let owner = Actor(user: "dana", ownsMesh: true)
        func request(_ changes: Change...) -> ChangeRequest {
            ChangeRequest(changes: changes, requestID: .random(), agreed: nil, actor: owner)
        }
        let schema = [SchemaObject(name: "a", fields: [SchemaField(name: "id", type: "string")])]
        let first = request(
            GatewayContractTests.domain(), GatewayContractTests.product("a"),
            .publish(Publication(product: "a", version: "1.0", schema: schema, access: AccessTerms(kind: .open))))
        _ = try store.commit([first])[0].get()
        let deprecation = Change.deprecate(StatusChange(product: "a", note: "old"))
        disk.fail(.init(at: disk.calls, code: .noSpace, forGood: true))
        // The second asks what is made of `a`: on top of the first, `b`.
        let answers = try store.commit([
            request(GatewayContractTests.product("b", inputs: [.product("a")])), request(deprecation),
        ])
        #expect(answers.allSatisfy(Self.isUnwritable))
        disk.failNoMore()
        _ = try store.commit([request(GatewayContractTests.product("c"))])
        let memory = MemoryMesh(actor: owner) { TestClock().now }
        _ = try memory.commit([first, request(GatewayContractTests.product("c"))])
        #expect(store.preview([deprecation], by: owner) == memory.preview([deprecation], by: owner))
        #expect(try store.reader().consumers(of: "a").isEmpty)
    }

    /// Whatever call fails while three requests are committed, one of them with words that few may read: who was told it is done finds it,
    /// who was told it is not does not, and unless a sync failed the store goes on.
    @Test(arguments: [Errno.noSpace, .ioError], [false, true])
    func `any call fails`(_ code: Errno, _ forGood: Bool) throws {
        let disk = try SharedStoreTests.disk()
        do {
            let store = try SharedStoreTests.open(disk)
            let owner = Actor(user: "dana", ownsMesh: true)
            let changes = [GatewayContractTests.domain("shop"), GatewayContractTests.domain()]
            _ = try store.commit([
                ChangeRequest(
                    changes: changes + [GatewayContractTests.product("p")], requestID: .random(), agreed: nil,
                    actor: owner)
            ])
        }
        let start = disk.moment
        let requests = [SharedStoreTests.register("a"), Self.access("p"), SharedStoreTests.register("b")]
        // Counted where nothing fails.
        let calm = SimulatedDisk(start, isShared: true)
        let quiet = try SharedStoreTests.open(calm)
        let calls = try calm.log { _ = try quiet.commit(requests) }.count
        var (place, endings) = (1, 0)
        while place <= calls {
            let disk = SimulatedDisk(start, isShared: true)
            let store = try SharedStoreTests.open(disk)
            disk.fail(.init(at: disk.calls + place, code: code, forGood: forGood))
            let answers = try? store.commit(requests)
            let there = { Set(try AdoptionTests.domains(Folder(disk, knowing: ProductIndex.Part.all))) }
            disk.failNoMore()
            guard let answers else {
                // A sync failed: nobody was told anything, and this store is not used again.
                endings += 1
                place += 1
                continue
            }
            let later = try store.commit([SharedStoreTests.register("later")])
            #expect(SharedStoreTests.revisions(later).first != .some(nil), "call \(place)")
            let found = try there()
            for (answer, name) in [(answers[0], "a"), (answers[2], "b")] {
                #expect(found.contains(name) == ((try? answer.get()) != nil), "call \(place): \(answer)")
            }
            #expect(found.contains("later"))
            #expect(try Folder(disk, knowing: ProductIndex.Part.all).verifyChain().firstBreak == nil, "call \(place)")
            place += 1
        }
        #expect(calls > 8 && endings >= 1, "\(calls) calls, \(endings) of them a sync")
    }

    @Test func `after a sync that failed it must not be used again`() async {
        await #expect(processExitsWith: .failure) {
            let disk = try SharedStoreTests.disk()
            let store = try SharedStoreTests.open(disk)
            disk.fail(.init(at: 0, code: .ioError, nextSync: true))
            guard (try? store.commit([SharedStoreTests.register("a")])) == nil else { return }
            disk.failNoMore()
            _ = try store.commit([SharedStoreTests.register("b")])
        }
    }

    @Test func `nor after one that failed under a flush`() async {
        await #expect(processExitsWith: .failure) {
            let disk = try SharedStoreTests.disk()
            let store = try SharedStoreTests.open(disk)
            _ = try store.commit([SharedStoreTests.register("a", by: SharedStoreTests.mallory)])
            disk.fail(.init(at: 0, code: .ioError, nextSync: true))
            guard (try? store.flush()) == nil else { return }
            disk.failNoMore()
            _ = try store.commit([SharedStoreTests.register("b")])
        }
    }

    @Test func `it is due for compaction by the products over the snapshot as well`() throws {
        let folder = try Folder(SharedStoreTests.disk(), knowing: ProductIndex.Part.all)
        let store = try SharedStore(folder, overlayLimit: 2) { TestClock().now }
        func add(_ ids: [DataProduct.ID]) throws {
            _ = try store.commit([
                ChangeRequest(
                    changes: ids.map { GatewayContractTests.product($0) }, requestID: .random(), agreed: nil,
                    actor: Actor(user: "dana", ownsMesh: true))
            ])
        }
        _ = try store.commit([SharedStoreTests.register("sales")])
        try add(["a", "b"])
        #expect(!store.isDueForCompaction)
        try add(["c"])
        #expect(store.isDueForCompaction)
        _ = try SharedStore.writeSnapshot(folder)
        try add(["d"])
        try store.adoptSnapshot()
        #expect(!store.isDueForCompaction)
        try add(["e", "f"])
        #expect(store.isDueForCompaction)
    }
}
