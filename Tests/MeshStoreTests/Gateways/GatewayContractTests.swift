import MeshModel
import MeshStore
import Testing

/// What every gateway promises, whatever stands behind it.
@Suite(.serialized)
struct GatewayContractTests {
    static func domain(_ id: Domain.ID = "sales") -> Change {
        .registerDomain(Domain(id: id, name: "", owner: "alice"))
    }

    static func product(_ id: DataProduct.ID, inputs: [Input]? = nil) -> Change {
        var facts = ProductFacts()
        facts.domain = "sales"
        facts.owner = "alice"
        facts.inputs = inputs
        return .createProduct(ProductDraft(id: id, facts: facts))
    }

    @Test(arguments: GatewayKind.allCases)
    func `an empty mesh is revision 0`(_ kind: GatewayKind) throws {
        let folder = try TemporaryFolder()
        let reader = try kind.open(folder).reader()
        #expect(reader.revision.number == 0)
        #expect(try reader.domains().isEmpty)
        #expect(try reader.facets(.all, at: TestClock().now) == ProductFacets())
    }

    @Test(arguments: GatewayKind.allCases)
    func `a batch is one revision, and sees its own earlier changes`(_ kind: GatewayKind) async throws {
        let folder = try TemporaryFolder()
        let mesh = try kind.open(folder)
        let receipt = try await mesh.commit(
            [Self.domain(), Self.product("a"), Self.product("b", inputs: [.product("a")])], requestID: .random(),
            agreed: nil)
        #expect(receipt.revision.number == 1 && receipt.changed)
        #expect(try mesh.reader().consumers(of: "a") == ["b"])
    }

    @Test(arguments: GatewayKind.allCases)
    func `a refused batch leaves nothing behind`(_ kind: GatewayKind) async throws {
        let folder = try TemporaryFolder()
        let mesh = try kind.open(folder)
        await #expect(
            throws: GatewayError.refused(
                .duplicate(noun: "domain", name: "sales", hint: "datamesh domain show sales shows it"))
        ) { try await mesh.commit([Self.domain(), Self.domain()], requestID: .random(), agreed: nil) }
        #expect(try mesh.reader().revision.number == 0)
    }

    @Test(arguments: GatewayKind.allCases)
    func `a preview changes nothing, and what was agreed to is what happens`(_ kind: GatewayKind) async throws {
        let folder = try TemporaryFolder()
        let mesh = try kind.open(folder)
        let consequences = try await mesh.preview([Self.domain()])
        #expect(consequences.items == [Consequence(.does, "domain sales", "is registered, owned by alice")])
        #expect(try mesh.reader().revision.number == 0)
        let receipt = try await mesh.commit([Self.domain()], requestID: .random(), agreed: consequences.digest)
        #expect(receipt.consequences == consequences)
    }

    @Test(arguments: GatewayKind.allCases)
    func `what is no longer what was agreed to is refused as stale`(_ kind: GatewayKind) async throws {
        let folder = try TemporaryFolder()
        let mesh = try kind.open(folder)
        let other = Consequences.Digest(value: 1)
        await #expect(throws: GatewayError.self) {
            try await mesh.commit([Self.domain()], requestID: .random(), agreed: other)
        }
        #expect(try mesh.reader().revision.number == 0)
    }

    @Test(arguments: GatewayKind.allCases)
    func `a request that is repeated is answered with the revision it made`(_ kind: GatewayKind) async throws {
        let folder = try TemporaryFolder()
        let mesh = try kind.open(folder)
        let request = RequestID.random()
        let first = try await mesh.commit([Self.domain()], requestID: request, agreed: nil)
        _ = try await mesh.commit([Self.domain("hr")], requestID: .random(), agreed: nil)
        let again = try await mesh.commit([Self.domain()], requestID: request, agreed: nil)
        #expect(again.revision.number == first.revision.number && again.changed)
        #expect(try mesh.reader().revision.number == 2)
    }

    @Test(arguments: GatewayKind.allCases)
    func `what is as wanted already commits nothing`(_ kind: GatewayKind) async throws {
        let folder = try TemporaryFolder()
        let mesh = try kind.open(folder)
        var domain = Domain(id: "gov", name: "Government", owner: "")
        domain.source = "dcat-us:x"
        _ = try await mesh.commit([.importDomain(domain)], requestID: .random(), agreed: nil)
        let again = try await mesh.commit([.importDomain(domain)], requestID: .random(), agreed: nil)
        #expect(!again.changed && again.revision.number == 1)
    }

    @Test(arguments: GatewayKind.allCases)
    func `an earlier reader stays at its revision`(_ kind: GatewayKind) async throws {
        let folder = try TemporaryFolder()
        let mesh = try kind.open(folder)
        let before = try mesh.reader()
        _ = try await mesh.commit([Self.domain()], requestID: .random(), agreed: nil)
        #expect(try before.domains().isEmpty)
        #expect(try mesh.reader().domains().map(\.id) == ["sales"])
    }

    @Test(arguments: GatewayKind.allCases)
    func `history names who did what, newest first`(_ kind: GatewayKind) async throws {
        let folder = try TemporaryFolder()
        let mesh = try kind.open(folder)
        for changes in [[Self.domain()], [Self.product("a")], [Self.product("b")]] {
            _ = try await mesh.commit(changes, requestID: .random(), agreed: nil)
        }
        let reader = try mesh.reader()
        let all = try reader.history(of: nil, before: nil, limit: 2)
        #expect(all.map(\.revision.number) == [3, 2])
        #expect(all.first?.changes == [Self.product("b")] && all.first?.actor == "dana")
        #expect(try reader.history(of: nil, before: 2, limit: 9).map(\.revision.number) == [1])
        #expect(try reader.history(of: "a", before: nil, limit: 9).map(\.revision.number) == [2])
    }

    @Test(arguments: GatewayKind.allCases)
    func `of each metric the newest point is told, also where one name begins like another`(
        _ kind: GatewayKind
    ) async throws {
        let folder = try TemporaryFolder()
        let mesh = try kind.open(folder)
        _ = try await mesh.commit(
            [Self.domain(), Self.product("a"), Self.product("a-b")], requestID: .random(), agreed: nil)
        for (value, day) in [("1", 1), ("3", 3), ("2", 2)] {
            let metrics = ["row", "row_count", "rows"].map { QualityReport.Metric(name: $0, value: value) }
            for product in ["a", "a-b"] as [DataProduct.ID] {
                var report = QualityReport(product: product, metrics: metrics)
                report.at = Instant(milliseconds: Int64(day) * 86_400_000)
                _ = try await mesh.commit([.recordQuality(report)], requestID: .random(), agreed: nil)
            }
        }
        let newest = try mesh.reader().metrics(of: "a")
        #expect(
            newest.map { "\($0.product) \($0.name) \($0.value)" } == ["a row 3.0", "a row_count 3.0", "a rows 3.0"])
    }

    @Test(arguments: GatewayKind.allCases)
    func `a product's history is of all that stands below it, and of no other whose id begins the same`(
        _ kind: GatewayKind
    ) async throws {
        let folder = try TemporaryFolder()
        let mesh = try kind.open(folder)
        let report = QualityReport(product: "a", metrics: [.init(name: "completeness", value: "97")])
        let publication = Publication(
            product: "a", version: "1.0", schema: [SchemaObject(name: "a", fields: [.init(name: "id", type: "int")])])
        for changes in [
            [Self.domain()], [Self.product("a")], [Self.product("ab")], [.recordQuality(report)],
            [.publish(publication)],
            [.subscribe(SubscriptionRequest(product: "a", consumer: "job", consumerDomain: "sales"))],
            [.recordQuality(QualityReport(product: "ab", metrics: report.metrics))],
        ] {
            _ = try await mesh.commit(changes, requestID: .random(), agreed: nil)
        }
        let reader = try mesh.reader()
        #expect(try reader.history(of: "a", before: nil, limit: 9).map(\.revision.number) == [6, 5, 4, 2])
        #expect(try reader.history(of: "a", before: 6, limit: 2).map(\.revision.number) == [5, 4])
        #expect(try reader.history(of: "ab", before: nil, limit: 9).map(\.revision.number) == [7, 3])
    }

    @Test func `what was committed is there when the folder is opened again, compacted or not`() async throws {
        let folder = try TemporaryFolder()
        do {
            let mesh = try #require(try GatewayKind.store.open(folder) as? StoreGateway)
            _ = try await mesh.commit([Self.domain(), Self.product("a")], requestID: .random(), agreed: nil)
            try await mesh.compact()
            _ = try await mesh.commit([Self.product("b", inputs: [.product("a")])], requestID: .random(), agreed: nil)
        }
        let clock = TestClock()
        let reader = try StoreGateway(path: folder.path + "/mesh", actor: .owner) { clock.now }.reader()
        #expect(reader.revision.number == 2)
        #expect(try reader.all(DataProduct.self, under: .under(.product)).map(\.id) == ["a", "b"])
        #expect(try reader.consumers(of: "a") == ["b"])
        #expect(try reader.history(of: nil, before: nil, limit: 9).map(\.revision.number) == [2, 1])
    }
}

/// A change is seen wherever the mesh is open.
@Suite(.serialized)
struct RevisionStreamTests {
    @Test(.timeLimit(.minutes(60)), arguments: GatewayKind.allCases)
    func `a commit is announced`(_ kind: GatewayKind) async throws {
        let folder = try TemporaryFolder()
        let mesh = try kind.open(folder)
        var revisions = mesh.revisions().makeAsyncIterator()
        _ = try await mesh.commit([GatewayContractTests.domain()], requestID: .random(), agreed: nil)
        #expect(await revisions.next()?.number == 1)
    }

    @Test(.timeLimit(.minutes(60)))
    func `another handle on the folder hears of it`() async throws {
        let folder = try TemporaryFolder()
        let clock = TestClock()
        let mesh = try GatewayKind.store.open(folder)
        let other = try StoreGateway(path: folder.path + "/mesh", actor: .owner) { clock.now }
        var revisions = other.revisions().makeAsyncIterator()
        _ = try await mesh.commit([GatewayContractTests.domain()], requestID: .random(), agreed: nil)
        #expect(await revisions.next()?.number == 1)
        #expect(try other.reader().domains().map(\.id) == ["sales"])
    }
}
