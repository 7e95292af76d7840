import MeshModel
import Testing

@testable import MeshProvisioning

func template(
    _ files: [InfrastructureTemplate.File], hooks: [InfrastructureTemplate.Hook] = [],
    parameters: [InfrastructureTemplate.Parameter] = []
) throws -> InfrastructureTemplate {
    var template = InfrastructureTemplate()
    template.id = try #require(InfrastructureTemplate.ID("own"))
    template.files = files
    template.hooks = hooks
    template.parameters = parameters
    return template
}

func hook(_ argv: String..., seconds: Int64 = 3600, event: InfrastructureTemplate.Hook.Event = .apply)
    -> InfrastructureTemplate.Hook
{
    InfrastructureTemplate.Hook(event: event, argv: argv, timeLimitSeconds: seconds)
}

let provisioner = Provisioner(
    environment: HookEnvironment(path: "/usr/local/bin:/usr/bin:/bin", home: "/nonexistent", language: "C.UTF-8"),
    grace: .milliseconds(300))

func plan(
    _ template: InfrastructureTemplate, in scratch: Scratch, parameters: [String: String] = [:],
    previous: Provision? = nil
) throws(ProvisionError) -> ProvisionPlan {
    let context: TemplateContext
    do { context = try Samples.context(try Samples.contract()) } catch { throw .tooMany(what: "\(error)", allowed: 0) }
    return try provisioner.plan(
        template, for: context, parameters: parameters, workspaceRoot: scratch.path + "/workspaces", previous: previous)
}

func apply(_ plan: ProvisionPlan) async throws -> Provision {
    try await provisioner.apply(plan, by: "alice", at: Samples.now)
}

func changes(_ plan: ProvisionPlan) -> [String] { plan.files.map { "\($0.change) \($0.path)" } }
