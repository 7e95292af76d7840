import Glibc
import MeshModel
import Testing

@testable import MeshProvisioning

/// The built-in templates, rendered and handed to the programs that they are for.
@Suite struct BuiltInTests {
    enum Case: String, CaseIterable, Sendable {
        case sixFields, noContract, noFields, hostile

        func context() throws -> TemplateContext {
            var context =
                switch self {
                case .sixFields: try Samples.context(try Samples.contract())
                case .noContract: try Samples.context(nil)
                case .noFields: try Samples.context(try Samples.contract(fields: []))
                case .hostile: try Samples.context(try Samples.hostileContract())
                }
            if self == .noContract { context.subscriptions = [] }
            if self == .hostile {
                let all = Samples.hostileNames.joined(separator: " ")
                context.product.name = all
                context.product.description = all
                context.product.owner = all
                context.product.tags = Samples.hostileNames
                context.product.metadata = ["partition": all]
                context.product.ports[0].address.location = all
                context.subscriptions[0].purpose = all
            }
            return context
        }
    }

    private func provision(_ template: String, _ sample: Case) async throws -> (Scratch, Provision) {
        let scratch = try Scratch()
        let provisioner = Provisioner()
        let plan = try provisioner.plan(
            try Samples.template(template), for: try sample.context(), workspaceRoot: scratch.path)
        let provision = try await provisioner.apply(plan, by: "alice", at: Samples.now)
        #expect(provision.state == .ready, "\(provision.log)")
        return (scratch, provision)
    }

    private func files(_ provision: Provision, _ ending: String) -> [String] {
        provision.files.map(\.path).filter { $0.hasSuffix(ending) }
    }

    @Test(.enabled(if: has("python3"), "python3 is not installed"), arguments: Case.allCases)
    func `every file of the pipeline is read by the program it is for`(sample: Case) async throws {
        let (scratch, provision) = try await provision("standard_pipeline", sample)
        withExtendedLifetime(scratch) {}
        for file in files(provision, ".py") {
            let result = await run("python3", "-m", "py_compile", file, in: provision.workspace)
            #expect(result == ToolResult(ending: .exited(0), output: ""), "\(file)")
        }
        for file in files(provision, ".json") {
            let result = await run(
                "python3", "-c", "import json,sys; json.load(open(sys.argv[1]))", file, in: provision.workspace)
            #expect(result == ToolResult(ending: .exited(0), output: ""), "\(file)")
        }
        #expect(files(provision, ".py").count == 2)
        #expect(files(provision, ".json").count == 2)
        let yaml = await run(
            "python3", "-c",
            """
            import sys
            try:
                import yaml
            except ImportError:
                print("sales_transactions (unread: PyYAML is not installed)"); sys.exit()
            print(yaml.safe_load(open(sys.argv[1], encoding="utf-8"))["product"])
            """, "pipeline.yaml", in: provision.workspace)
        #expect(yaml.output.hasPrefix("sales_transactions"), "\(yaml)")
        _ = scratch
    }

    /// The job is loaded with stand-ins for Spark, and its schema compared with the contract's.
    @Test(.enabled(if: has("python3"), "python3 is not installed"))
    func `the job holds the contract's schema`() async throws {
        let (scratch, provision) = try await provision("standard_pipeline", .hostile)
        let script = try scratch.write(
            "check.py",
            """
            import sys, types, runpy
            for name in ["pyspark", "pyspark.sql", "pyspark.sql.functions", "pyspark.sql.types"]:
                sys.modules[name] = types.ModuleType(name)
            sql, kinds = sys.modules["pyspark.sql"], sys.modules["pyspark.sql.types"]
            sql.DataFrame = sql.SparkSession = sql.functions = object
            kinds.StructType = type("StructType", (), {"fromJson": staticmethod(lambda value: value)})
            job = runpy.run_path(sys.argv[1])
            print([field["name"].encode().hex() for schema in job["SCHEMAS"].values() for field in schema["fields"]])
            """)
        let result = await run("python3", script, provision.workspace + "/jobs/sales_transactions.py")
        let names = Samples.hostileNames.map { name in "'" + hex(name) + "'" }
        #expect(result == ToolResult(ending: .exited(0), output: "[" + names.joined(separator: ", ") + "]"))
    }

    @Test(.enabled(if: has("python3"), "python3 is not installed"), arguments: Case.allCases)
    func `the local contract and terms are JSON`(sample: Case) async throws {
        let (scratch, provision) = try await provision("local-files", sample)
        for file in files(provision, ".json") {
            let result = await run(
                "python3", "-c", "import json,sys; json.load(open(sys.argv[1]))", file, in: provision.workspace)
            #expect(result == ToolResult(ending: .exited(0), output: ""), "\(file)")
        }
        #expect(files(provision, ".json").count == (sample == .noContract ? 1 : 2))
        _ = scratch
    }

    @Test(.enabled(if: has("sqlite3"), "sqlite3 is not installed"), arguments: [Case.sixFields, .noFields, .hostile])
    func `SQLite takes the tables`(sample: Case) async throws {
        let (scratch, provision) = try await provision("local-files", sample)
        let result = await run(
            "sqlite3", "-bail", "mesh.db", ".read contract/schema.sql",
            "SELECT count(*) FROM pragma_table_info((SELECT name FROM sqlite_schema WHERE type = 'table'))",
            in: provision.workspace)
        let columns = ["sixFields": 6, "hostile": Samples.hostileNames.count][sample.rawValue] ?? 0
        #expect(result == ToolResult(ending: .exited(0), output: "\(columns)"))
        _ = scratch
    }

    static let postgres = ["17", "16", "15", "14", "13"].map { "/usr/lib/postgresql/\($0)/bin" }
        .first { unsafe access($0 + "/postgres", X_OK) == 0 }

    /// PostgreSQL refuses to run as root, so its single-user mode runs as nobody then.
    @Test(.enabled(if: postgres != nil && has("setpriv"), "PostgreSQL is not installed"))
    func `PostgreSQL takes the tables`() async throws {
        let binaries = try #require(Self.postgres)
        let scratch = try Scratch()
        let isRoot = getuid() == 0
        if isRoot { #expect(unsafe chown(scratch.path, 65534, 65534) == 0) }
        let prefix = isRoot ? "setpriv --reuid=65534 --regid=65534 --clear-groups env HOME=/tmp " : ""
        let made = await run(
            "sh", "-c", "\(prefix)\(binaries)/initdb -N -A trust -E UTF8 --locale=C -D \(scratch.path)/db",
            in: scratch.path)
        try #require(made.ending == .exited(0), "\(made.output)")
        for (sample, columns) in [(Case.sixFields, 6), (.hostile, Samples.hostileNames.count)] {
            let plan = try Provisioner().plan(
                try Samples.template("local-files"), for: try sample.context(), workspaceRoot: scratch.path)
            let ddl = try #require(plan.files.first { $0.path == "contract/schema.sql" }).content
            // With -j a statement ends with a semicolon and a blank line.
            let input = try scratch.write(
                "\(sample).sql",
                ddl
                    + "\n\nSELECT 'columns ' || count(*) FROM information_schema.columns WHERE table_schema = 'public';\n\n"
            )
            let result = await run(
                "sh", "-c", "\(prefix)\(binaries)/postgres --single -j -D \(scratch.path)/db postgres < \(input) 2>&1",
                in: "/")
            #expect(!result.output.contains("ERROR"), "\(result.output)")
            // The tables of both samples meet in one database.
            let all = sample == .hostile ? 6 + columns : columns
            #expect(result.output.contains("columns \(all)"), "\(result.output)")
        }
    }

    @Test func `who may read is listed, and nobody else`() async throws {
        let (scratch, provision) = try await provision("local-files", .sixFields)
        let list = try scratch.read("sales_transactions/local-files/access/subscribers.csv")
        #expect(
            list == """
                consumer,domain,port,until,purpose,requested_by
                "analytics_pipeline","analytics","main","","'=cmd|' /C calc'!A0","bob"
                "dashboard","analytics","main","","'=cmd|' /C calc'!A0","bob"

                """)
        let folder = "sales_transactions/local-files"
        let modes = ["", "/data", "/access", "/access/subscribers.csv"].map { scratch.mode(folder + $0) }
        #expect(modes == [0o750, 0o750, 0o750, 0o640])
        #expect(provision.outputs["data_mode"] == "750")
        #expect(provision.outputs["access/subscribers.csv"] == String(list.utf8.count))
    }

    @Test func `the pipeline's status says where it lives`() async throws {
        let (scratch, provision) = try await provision("standard_pipeline", .sixFields)
        #expect(provision.outputs["bucket"] == "datamesh")
        #expect(provision.outputs["prefix"] == "sales/sales_transactions")
        #expect(provision.outputs["dags/sales_transactions.py"] != nil)
        #expect(provision.parameters["schedule"] == "@daily")
        _ = scratch
    }

    @Test func `a stored template without files takes those of the built-in one, and keeps what it states`() throws {
        var stored = InfrastructureTemplate()
        stored.id = try #require(InfrastructureTemplate.ID("standard_pipeline"))
        stored.name = "Ours"
        stored.components = ["ingestion", "serving"]
        stored.configuration = ["storage": "minio"]
        let builtIn = try Samples.template("standard_pipeline")
        var expected = builtIn
        expected.name = "Ours"
        expected.components = ["ingestion", "serving"]
        expected.configuration = ["storage": "minio"]
        #expect(BuiltInTemplates.resolve(stored) == expected)
        stored.files = [.init(path: "own.txt", content: "own")]
        #expect(BuiltInTemplates.resolve(stored) == stored)
    }
}

private func hex(_ text: String) -> String {
    text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
