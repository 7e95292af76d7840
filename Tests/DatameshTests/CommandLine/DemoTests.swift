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
         1. Domain registration with ownership
            marketing: Marketing Domain, owned by marketing_team, team carol, dave. Marketing campaigns and analytics.
            sales: Sales Domain, owned by sales_team, team alice, bob. Sales and revenue data.
         2. Data product creation with SLAs
            sales_transactions: Daily sales transactions, a draft of sales, owned by alice
            promises availability 99.9%, freshness 24h, quality 95%; format parquet, partition date
         3. Product publishing with schemas
            version 1.0 is published: transaction_id string, amount decimal, date date
            access is role-based: analyst, manager
         4. Consumer subscriptions
            analytics_pipeline of analytics is active: ME owns this mesh and holds every role
         5. Governance policy creation
            data_quality: quality, global, mandatory, enabled
            completeness >= 95%, accuracy >= 90%, timeliness <= 24h
         6. Policy compliance checking
            compliance with data_quality: FAIL, rules that pass: 0 of 3, 3 not measured
            completeness >= 95% wanted, not measured
            accuracy >= 90% wanted, not measured
            timeliness <= 24h wanted, not measured
         7. Infrastructure template creation
            standard_pipeline: Standard Data Pipeline, batch, of ingestion, processing, storage, serving
            compute spark, orchestration airflow, storage s3
         8. Self-serve infrastructure provisioning
            standard_pipeline is ready, N files in MESH/workspaces/sales_transactions/standard_pipeline
         9. Quality metrics tracking
            accuracy 95.2, completeness 98.5, row_count 1500000, timeliness_hours 2.5
            compliance with data_quality: PASS, rules that pass: 3 of 3
            completeness >= 95%: 98.5% observed (ME, NOW)
            accuracy >= 90%: 95.2% observed (ME, NOW)
            timeliness <= 24h: 2.5h observed (ME, NOW)
        10. Product discovery
            sales_transactions: Daily sales transactions
              owner alice, consumers 1
        11. Comprehensive mesh reporting
            Mesh health, NOW
              domains  2
              products  1: 1 published
              subscriptions  1: 1 active
              compliance  1 of 1 products; rules: 3 of 3
              quality  96.9 % over 1 product
              freshness  promised by 1 product
              to look at  nothing

            Domains
              domain  owner  products  published  links  compliant  rules  quality  unclaimed  missing
              marketing  marketing_team  0  0  0  0 of 0  0 of 0  –  0  0
              sales  sales_team  1  1  1  1 of 1  3 of 3  96.9  0  0

            Policies
              policy  products  pass  fail  not measured
              data_quality  1  1  0  0

            Most used products
              product  consumers
              sales_transactions  1

            Consumers of most products
              consumer  products
              analytics_pipeline  1

        the mesh is in MESH; datamesh --mesh MESH browses it

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
