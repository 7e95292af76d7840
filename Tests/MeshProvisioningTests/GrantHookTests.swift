import Glibc
import MeshModel
import Testing

@testable import MeshProvisioning

/// Hooks about one link: where they run, what they see, and what is left when infrastructure is taken away.
struct GrantHookTests {
    private func context(_ fields: [String] = []) throws -> TemplateContext {
        var link = try Samples.subscription("dashboard", .active)
        link.fields = fields
        var context = try Samples.context(try Samples.contract())
        context.grant = link
        return context
    }

    private func commands(
        _ own: InfrastructureTemplate, _ provision: Provision, _ scratch: Scratch, _ context: TemplateContext,
        by person: String = "alice"
    ) throws(ProvisionError) -> [InfrastructureTemplate.Hook] {
        try provisioner.commands(
            .grant, of: own, provision: provision, for: context, by: person, workspaceRoot: scratch.path + "/workspaces"
        )
    }

    @Test(
        arguments: [
            ([], #"[{"table": "transactions", "whole": true, "columns": []}]"#),
            (["transactions.date"], #"[{"table": "transactions", "whole": false, "columns": ["date"]}]"#),
            (["elsewhere.date"], "[]"),
        ] as [([String], String)])
    func `a hook learns who may read which columns`(_ fields: [String], _ tables: String) async throws {
        let scratch = try Scratch()
        let own = try template(
            [], hooks: [hook("echo", "{{grant.consumer}}", "{{grant.tables|json}}", event: .grant)])
        let provision = try await apply(try plan(own, in: scratch))
        #expect(provision.hooks == [.grant])
        #expect(provision.port == OutputPort.main)
        let report = await provisioner.run(
            try commands(own, provision, scratch, try context(fields)), in: provision.workspace)
        #expect(report.said == ["dashboard \(tables)"])
    }

    @Test func `a hook runs where it was provisioned, by whoever did`() async throws {
        let (scratch, other) = (try Scratch(), try Scratch())
        let own = try template([], hooks: [hook("true", event: .grant)])
        var provision = try await apply(try plan(own, in: scratch))
        #expect(
            throws: ProvisionError.workspace(
                provision.workspace, reason: "alice provisioned it there, and runs its hooks")
        ) {
            try commands(own, provision, other, try context())
        }
        #expect(throws: ProvisionError.self) { try commands(own, provision, scratch, try context(), by: "bob") }
        // A record is input like any other: a hook is not run in a place that it names.
        provision.workspace = "/etc"
        #expect(throws: ProvisionError.self) { try commands(own, provision, scratch, try context()) }
    }

    @Test func `a hook sees the variables that it names, and no others`() async throws {
        let scratch = try Scratch()
        unsafe setenv("DATAMESH_TEST_SEEN", "seen", 1)
        unsafe setenv("DATAMESH_TEST_HIDDEN", "hidden", 1)
        var naming = hook("env", event: .grant)
        naming.environment = ["DATAMESH_TEST_SEEN", "DATAMESH_TEST_UNSET", "PATH"]
        let report = await provisioner.run([naming], in: scratch.path)
        let names = report.said.compactMap { $0.split(separator: "=").first.map(String.init) }
        #expect(Set(names).subtracting(["PWD", "SHLVL", "_"]) == ["DATAMESH_TEST_SEEN", "HOME", "LANG", "PATH"])
        #expect(report.said.contains("PATH=\(provisioner.environment.path)"))
    }

    @Test func `a hook that fails says why in its own words, or how it ended`() async throws {
        let scratch = try Scratch()
        try scratch.write("say.sh", "echo one; echo two >&2; exit 3\n")
        #expect(await provisioner.run([hook("sh", "say.sh")], in: scratch.path).reason == "two")
        #expect(await provisioner.run([hook("false")], in: scratch.path).reason == "'false' exited with 1")
        let slow = await provisioner.run([hook("sleep", "670", seconds: 1)], in: scratch.path)
        #expect(slow.reason == "'sleep' was stopped: it ran longer than 1 s")
        #expect(await provisioner.run([hook("true")], in: scratch.path).reason == "")
    }

    @Test func `what is taken away are the files that were rendered, as they were`() async throws {
        let scratch = try Scratch()
        let own = try template(
            [
                .init(path: "kept.txt", content: "a"), .init(path: "gone.txt", content: "b"),
                .init(path: "data/", content: ""),
            ])
        let provision = try await apply(try plan(own, in: scratch))
        let folder = "workspaces/sales_transactions/own/"
        try Directory.open(provision.workspace).write("kept.txt", Array("changed".utf8), mode: 0o644)
        try Directory.open(provision.workspace + "/data").write("rows", Array("1".utf8), mode: 0o644)
        let refused = await provisioner.destroy(provision, commands: [hook("false", event: .destroy)])
        #expect(!refused.succeeded)
        #expect(try scratch.read(folder + "gone.txt") == "b")
        let report = await provisioner.destroy(provision, commands: [])
        #expect(report.succeeded)
        #expect(
            report.log == ["kept 'kept.txt': it was changed", "removed gone.txt", "kept 'data/': it is not empty"])
        #expect(scratch.mode(folder + "gone.txt") == nil)
        #expect(try scratch.read(folder + "data/rows") == "1")
    }
}
