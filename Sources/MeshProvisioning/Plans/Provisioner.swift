package import MeshModel

/// Renders templates into workspaces, shows what that would change, and carries it out as the caller.
package struct Provisioner: Sendable {
    /// What hooks find in their environment, and nothing else.
    package var environment: HookEnvironment
    /// How long a hook that is told to stop may take before it is killed.
    package var grace: Duration

    package init(environment: HookEnvironment = .ofThisProcess, grace: Duration = .seconds(2)) {
        self.environment = environment
        self.grace = grace
    }

    /// Where a mesh keeps the workspace of a product and a template.
    ///
    /// - Parameter root: Usually `MESH/workspaces`.
    package static func workspace(
        in root: String, product: DataProduct.ID, template: InfrastructureTemplate.ID
    ) -> String {
        (root.hasSuffix("/") ? String(root.dropLast()) : root) + "/\(product)/\(template)"
    }

    /// What provisioning would do: each file against what is there, and the commands in order. Changes nothing.
    ///
    /// - Parameters:
    ///   - previous: What was applied last, so that files which the template no longer has can be taken away.
    package func plan(
        _ template: InfrastructureTemplate, for context: TemplateContext, parameters: [String: String] = [:],
        workspaceRoot root: String, previous: Provision? = nil
    ) throws(ProvisionError) -> ProvisionPlan {
        let template = BuiltInTemplates.resolve(template)
        guard !template.files.isEmpty || !template.hooks.isEmpty else { throw .empty(template: template.id.text) }
        let resolved = try template.resolve(parameters)
        let path = Provisioner.workspace(in: root, product: context.product.id, template: template.id)
        let value = context.value(template: template, parameters: resolved.values, workspace: path)
        var files = try template.render(value)
        try files.compare(with: try Workspace(path, creating: false), previous: previous)
        return ProvisionPlan(
            product: context.product.id, template: template.id, parameters: resolved.texts, workspace: path,
            files: files, commands: try template.commands([.apply, .status], value),
            hooks: InfrastructureTemplate.Hook.Event.allCases.filter { event in
                template.hooks.contains { $0.event == event }
            }, port: context.servedPort)
    }

    /// What changes in one file of a plan, as `diff -u` writes it; empty when nothing does, or what is there cannot be read as text.
    package func difference(of file: ProvisionPlan.File, in plan: ProvisionPlan) throws(ProvisionError) -> String {
        guard let path = try? WorkspacePath(file.path), !path.isFolder, file.change != .unchanged else { return "" }
        guard file.change != .added, let workspace = try Workspace(plan.workspace, creating: false) else {
            return unifiedDiff(from: "", to: file.content, path: file.path)
        }
        guard let bytes = try workspace.read(path), let old = String(validating: bytes, as: UTF8.self) else {
            return ""
        }
        return unifiedDiff(from: old, to: file.content, path: file.path)
    }
}
