import Glibc
import MeshModel
import Testing
import Threads

@testable import MeshStore

/// A mesh that others read, through its gateway: the words that few may read lie apart, and everything reads as in memory.
@Suite(.serialized) struct `A mesh that others read` {
    static func open(_ folder: TemporaryFolder, _ clock: TestClock) throws -> StoreGateway {
        let path = folder.path + "/mesh"
        try StoreGateway.create(path: path)
        // What makes it shared is its mode: the group of whoever runs the tests will do.
        #expect(unsafe chmod(path, 0o750) == 0)
        return try StoreGateway(path: path, actor: .owner) { clock.now }
    }

    static let published = Array(DifferentialTests.products.prefix(4))

    /// Products that can be subscribed to, on request.
    static func start() -> [Change] {
        [GatewayContractTests.domain()]
            + published.flatMap { id -> [Change] in
                let object = SchemaObject(name: "t", fields: [SchemaField(name: "id", type: "string")])
                let terms = AccessTerms(kind: .approval)
                return [
                    GatewayContractTests.product(id),
                    .publish(Publication(product: id, version: "1.0", schema: [object], access: terms)),
                ]
            }
    }

    static func change(_ dice: inout DifferentialTests.Dice, _ clock: TestClock, _ step: Int) -> Change {
        let id = dice.pick(published)
        let consumer: Consumer.ID = dice.pick(["board", "model", "sheet"])
        switch Int.random(in: 0..<6, using: &dice) {
        case 0:
            var request = SubscriptionRequest(product: id, consumer: consumer, consumerDomain: "finance")
            request.purpose = "PURPOSE \(step)"
            return .subscribe(request)
        case 1:
            let link = Subscription.ID(product: id, port: OutputPort.main, consumer: consumer)
            return .decide(.init(dice.pick(SubscriptionDecision.Verdict.allCases), link, reason: "REASON \(step)"))
        case 2:
            return .recordAccess(
                AccessReport([AccessEvent(product: id, consumer: "READER", at: clock.now, rows: 7)]))
        default: return DifferentialTests.change(&dice)
        }
    }

    @Test(arguments: 0..<4) func `answers as memory does, and tells nobody else`(_ seed: UInt64) async throws {
        var dice = DifferentialTests.Dice(state: seed)
        let folder = try TemporaryFolder()
        let clock = TestClock()
        let memory = try GatewayKind.memory.open(folder, clock: clock)
        let store = try Self.open(folder, clock)
        for mesh in [memory, store] as [any MeshGateway] {
            _ = try await mesh.commit(Self.start(), requestID: RequestID(high: 1, low: seed), agreed: nil)
        }
        for step in 0..<100 {
            clock.wind(Int64.random(in: 0..<20_000, using: &dice))
            let batch = [Self.change(&dice, clock, step)]
            let request = RequestID.random()
            let expected = await DifferentialTests.outcome(memory, batch, request)
            #expect(await DifferentialTests.outcome(store, batch, request) == expected, "seed \(seed), step \(step)")
            if step % 37 == 36 { try await store.compact() }
        }
        let (one, other) = (try memory.reader(), try store.reader())
        try DifferentialTests.compare(one, other, .all, &dice, clock.now, "seed \(seed)")
        #expect(try one.history(of: nil, before: nil, limit: 500) == other.history(of: nil, before: nil, limit: 500))
        let notes = try one.all(SubscriptionNote.self, under: .under(.note))
        let accesses = try one.all(AccessEvent.self, under: .under(.access))
        #expect(try notes == other.all(SubscriptionNote.self, under: .under(.note)))
        #expect(try accesses == other.all(AccessEvent.self, under: .under(.access)))
        #expect(!notes.isEmpty && !accesses.isEmpty)
        #expect(try store.verifyChain().firstBreak == nil)
        let path = folder.path + "/mesh"
        for name in FileSystemCalls.names(in: path) where name.contains("-") {
            let text = try Self.text(path, name)
            for word in ["PURPOSE", "REASON", "READER"] { #expect(!text.contains(word), "\(name) tells \(word)") }
        }
        #expect(try Self.text(path, "confidential/facts").contains("PURPOSE"))
    }

    private static func text(_ path: String, _ name: String) throws -> String {
        let file = try RealDisk(path).open(name, writing: false)
        return String(decoding: try file.readWhole(1 << 24, at: 0), as: UTF8.self)
    }

    /// A subscription whose purpose nobody but the owner may read.
    @discardableResult
    static func subscribed(_ mesh: StoreGateway) async throws -> SubscriptionRequest {
        _ = try await mesh.commit(
            [
                GatewayContractTests.domain(), GatewayContractTests.product("a"),
                .publish(
                    Publication(
                        product: "a", version: "1.0",
                        schema: [SchemaObject(name: "a", fields: [SchemaField(name: "id", type: "string")])])),
            ], requestID: .random(), agreed: nil)
        var request = SubscriptionRequest(product: "a", consumer: "board", consumerDomain: "finance")
        request.purpose = "yearly figures"
        _ = try await mesh.commit([.subscribe(request)], requestID: .random(), agreed: nil)
        return request
    }

    /// A thread may ask for files as somebody else: the file system then treats it so, and the other threads as before.
    @Test(.enabled(if: geteuid() == 0, "only root can read as somebody else"), arguments: [false, true])
    func `shows a reader of its group what is withheld, and one of the confidants everything`(
        _ isConfidant: Bool
    ) async throws {
        let folder = try TemporaryFolder()
        #expect(unsafe chmod(folder.path, 0o755) == 0)
        let (path, clock) = (folder.path + "/mesh", TestClock())
        let groups = ("games", "staff")
        try StoreGateway.create(path: path, sharedWith: groups.0, confidentialTo: groups.1)
        try await Self.subscribed(try StoreGateway(path: path, actor: .owner) { clock.now })
        if isConfidant {
            // One who is in both groups; a thread has one for files, so the mesh is opened to that.
            let number = try #require(Account.number(ofGroup: groups.1))
            for name in ["", "/CURRENT", "/watermark", "/journal-1"] {
                #expect(unsafe chown(path + name, uid_t.max, number) == 0)
            }
            #expect(unsafe chmod(path, 0o2750) == 0)
        }
        let group = try #require(Account.number(ofGroup: isConfidant ? groups.1 : groups.0))
        let thread = WorkerThread()
        let seen = await thread.value { () -> Result<Seen, any Error> in
            return Result {
                try Self.askForFiles("setfsgid", group)
                try Self.askForFiles("setfsuid", 65534)
                return try Seen(try StoreGateway(path: path, actor: .owner) { clock.now }.reader())
            }
        }
        let found = try seen.get()
        #expect(found.notes == 1 && found.withheld == (isConfidant ? 0 : 1), "withheld, not absent")
        #expect(found.purpose == (isConfidant ? "yearly figures" : "withheld"))
        #expect(found.abridged == (isConfidant ? [false, false] : [true, false]))
        #expect(found.unproven == (isConfidant ? 0 : 1))
    }

    /// `setfsuid` and `setfsgid`, which no module exports: of the calling thread alone.
    private static func askForFiles(_ name: String, _ number: UInt32) throws {
        let found = unsafe dlsym(nil, name)
        try #require(unsafe found != nil)
        if let call = unsafe found {
            _ = unsafe unsafeBitCast(call, to: (@convention(c) (UInt32) -> Int32).self)(number)
        }
    }

    struct Seen: Sendable {
        var notes = 0
        var withheld = 0
        var purpose = ""
        var abridged: [Bool] = []
        var unproven = 0

        init(_ reader: any MeshReader) throws {
            let all = try reader.all(SubscriptionNote.self, under: .under(.note))
            notes = all.count
            withheld = all.count { $0.isWithheld }
            if let link = try reader.subscriptions(of: "a").first {
                purpose = try reader.spelledOut(link).purposeInWords
            }
            abridged = try reader.history(of: nil, before: nil, limit: 9).map(\.isAbridged)
            if let store = reader as? StoreReader {
                let report = try store.folder.verifyChain()
                unproven = report.withheld + (report.firstBreak == nil ? 0 : 100)
            }
        }
    }

    /// The seal of the journal speaks for what lies apart as well.
    @Test func `names the commit whose confidences were altered`() async throws {
        let folder = try TemporaryFolder()
        let mesh = try Self.open(folder, TestClock())
        try await Self.subscribed(mesh)
        #expect(try mesh.verifyChain().firstBreak == nil)
        let file = try RealDisk(folder.path + "/mesh").open("confidential/facts", writing: true)
        let bytes = try file.readWhole(1 << 16, at: 0)
        let word = Array("yearly".utf8)
        for place in bytes.indices where bytes[place...].starts(with: word) {
            try file.writeWhole(Array("weekly".utf8), at: UInt64(place))
        }
        let found = try mesh.verifyChain().firstBreak
        #expect(found?.revision == 2 && found?.file.hasSuffix("confidential/facts") == true, "\(found as Any)")
        let reader = try mesh.reader()
        #expect(throws: ReadError.self) { _ = try reader.all(SubscriptionNote.self, under: .under(.note)) }
    }

    @Test(arguments: GatewayKind.allCases)
    func `and every other goes on where the clock was set back`(_ kind: GatewayKind) async throws {
        let folder = try TemporaryFolder()
        let clock = TestClock()
        let mesh = try kind.open(folder, clock: clock)
        _ = try await mesh.commit([GatewayContractTests.domain()], requestID: .random(), agreed: nil)
        for (number, id) in (["a", "b", "c", "d"] as [DataProduct.ID]).enumerated() {
            clock.wind(number % 2 == 0 ? -86_400 : 3600)
            _ = try await mesh.commit([GatewayContractTests.product(id)], requestID: .random(), agreed: nil)
            if number == 1, let store = mesh as? StoreGateway { try await store.compact() }
        }
        let reader = try mesh.reader()
        let all = try reader.history(of: nil, before: nil, limit: 9)
        #expect(all.map(\.revision.number) == [5, 4, 3, 2, 1])
        #expect(all.map(\.revision.at) != all.map(\.revision.at).sorted(by: >), "time went back")
        var (pages, before): ([UInt64], UInt64?) = ([], nil)
        while let page = try Optional(reader.history(of: nil, before: before, limit: 2)), let last = page.last {
            pages += page.map(\.revision.number)
            before = last.revision.number
        }
        #expect(pages == [5, 4, 3, 2, 1])
        #expect(try reader.facets(.all, at: clock.now).total == 4)
        if kind == .store {
            let again = try StoreGateway(path: folder.path + "/mesh", actor: .owner) { clock.now }
            #expect(try again.reader().revision == reader.revision)
            #expect(try again.reader().history(of: nil, before: nil, limit: 9) == all)
            #expect(try again.verifyChain().firstBreak == nil)
        }
    }
}
