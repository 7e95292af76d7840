import MeshModel
import MeshStore
import Testing

@testable import datamesh

/// `datamesh demo`.
struct DemoTests {
    @Test func `demo --plain performs the original's eleven steps in order`() throws {
        let program = try Program()
        let ending = try program.run("demo", "--plain", "--mesh", program.mesh)
        #expect(ending.status == 0)
        #expect(ending.errors == "")
        let page = program.masked(ending.output)
        // Which files a template has is told by the tests of templates.
        let files = page.firstRange(of: /(?m)^    (README\.md|dags\/|jobs\/|pipeline\.yaml|s3\/).*\n/)
        #expect(files != nil)
        #expect(
            page.replacing(/(?m)^    (README\.md|dags\/|jobs\/|pipeline\.yaml|s3\/).*\n/, with: "")
                .replacing(/\d+ files/, with: "N files") == Self.tour)
    }

    static let tour = #"""
        """#

    @Test func `the mesh to look around in has lived for a quarter of a year`() async throws {
        let program = try Program()
        let ending = try program.run("demo", "--mesh", program.mesh)
        #expect(ending.status == 0)
        let mesh = try StoreGateway(path: program.mesh, actor: Actor(user: "reader"), clock: WallClock.now)
        let session = try Session(mesh, output: Output())
        let report = try session.report()
        #expect(report.domains.count == 10)
        #expect(report.mesh.products == 45)
        #expect(report.mesh.statuses == [.draft: 2, .published: 41, .deprecated: 1, .retired: 1])
        #expect(report.mesh.subscriptions.count == 7)
        #expect(report.mesh.subscriptions[.requested] == 5)
        #expect(report.mesh.compliant > 10 && report.mesh.compliant < report.mesh.checked)
        #expect(report.policies.count { $0.failed == 0 } >= 2)
        #expect(report.policies.count { $0.failed > 0 } >= 3)
        #expect(try session.reader.points(of: SalesExample.product, metric: "completeness", limit: 100).count == 31)
        let graph = try session.reader.lineage(
            around: DataProduct.ID(known: "customer_360"), up: 9, down: 9, limit: 500)
        #expect(Set(graph.nodes.map(\.layer)).count >= 5)
    }

    @Test func `the mesh to look around in holds the original's example to the letter`() async throws {
        let program = try Program()
        _ = try program.run("demo", "--mesh", program.mesh)
        let reader = try StoreGateway(path: program.mesh, actor: Actor(user: "reader"), clock: WallClock.now).reader()
        for stated in SalesExample.domains {
            var kept = try #require(try reader.domain(stated.id))
            kept.created = stated.created
            #expect(kept == stated)
        }
        let product = try #require(try reader.product(SalesExample.product))
        #expect(product.owner == "alice")
        #expect(product.sla == SalesExample.draft.facts.sla)
        #expect(product.metadata == SalesExample.draft.facts.metadata)
        let contract = try #require(try reader.contract(of: product.id, port: product.defaultPort))
        #expect(contract.version.written == "1.0")
        #expect(contract.schema == SalesExample.publication.schema)
        #expect(contract.access == SalesExample.publication.access)
        let link = try #require(try reader.subscriptions(of: product.id).first { $0.consumer == SalesExample.consumer })
        #expect(link.consumerDomain == "analytics")
        #expect(link.state == .active)
        #expect(try reader.policy(SalesExample.policy)?.rules == SalesExample.governance.rules)
        #expect(try reader.template(SalesExample.template)?.components == SalesExample.pipeline.components)
        let metrics = try reader.metrics(of: product.id).map { "\($0.name) \(plainNumber($0.value))" }
        #expect(metrics == ["accuracy 95.2", "completeness 98.5", "row_count 1500000", "timeliness_hours 2.5"])
        #expect(try reader.provisions(of: product.id).map(\.state) == [.ready])
    }

    @Test func `without a folder it makes one of its own`() throws {
        let program = try Program()
        let ending = try program.run("demo", "--plain")
        #expect(ending.status == 0)
        #expect(ending.output.contains("the mesh is in \(program.scratch.path)/datamesh-demo-"))
    }
}
