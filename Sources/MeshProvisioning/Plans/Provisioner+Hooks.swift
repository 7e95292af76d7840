package import MeshModel

/// How a run of hooks ended.
package struct HookReport: Equatable, Sendable {
    package var succeeded: Bool
    /// The last lines that were printed; behind a failure, what it was.
    package var log: [String]

    /// What the hooks printed; how they ended where they failed and printed nothing.
    package var said: [String] {
        let printed = (succeeded ? log[...] : log.dropLast()).filter { !$0.hasPrefix("$ ") }
        return printed.isEmpty && !succeeded ? log.suffix(1) : printed
    }

    /// Why it failed, in the hook's own last words; blank where it did not.
    package var reason: String { succeeded ? "" : said.last ?? "" }
}

extension Provisioner {
    /// The commands of one event of a template for what is provisioned, to be looked at before they are run.
    ///
    /// - Throws: Where the workspace is not the one that these files were applied to: hooks run where the infrastructure is, and nowhere else.
    package func commands(
        _ event: InfrastructureTemplate.Hook.Event, of template: InfrastructureTemplate, provision: Provision,
        for context: TemplateContext, by person: String, workspaceRoot root: String
    ) throws(ProvisionError) -> [InfrastructureTemplate.Hook] {
        guard isRunner(person, of: provision, workspaceRoot: root) else {
            throw .workspace(
                provision.workspace, reason: "\(provision.by) provisioned it there, and runs its hooks")
        }
        let template = BuiltInTemplates.resolve(template)
        let resolved = try template.resolve(provision.parameters)
        let value = context.value(template: template, parameters: resolved.values, workspace: provision.workspace)
        return try template.commands([event], value)
    }

    /// Whether a person who keeps workspaces in a folder is the one who provisioned this there.
    ///
    /// Both must be so: parameters that somebody else recorded must not reach what this person can reach, whatever place they name.
    package func isRunner(_ person: String, of provision: Provision, workspaceRoot root: String) -> Bool {
        provision.by == person
            && provision.workspace
                == Provisioner.workspace(in: root, product: provision.product, template: provision.template)
    }

    /// Runs commands one after another in a workspace, and stops at the first that fails.
    package func run(
        _ commands: [InfrastructureTemplate.Hook], in workspace: String,
        onProgress: @escaping @Sendable (ProvisionProgress) -> Void = { _ in }
    ) async -> HookReport {
        let log = ProvisionLog()
        let outputs = ProvisionOutputs()
        for (index, hook) in commands.enumerated() {
            onProgress(.started(hook, done: index, of: commands.count))
            guard await run(hook, in: workspace, log, outputs, onProgress).isSuccess else {
                return HookReport(succeeded: false, log: log.lines)
            }
        }
        return HookReport(succeeded: true, log: log.lines)
    }

    /// Takes infrastructure away: runs its destroy commands, then removes the files that were rendered, from the inside out.
    ///
    /// What a person changed or added stays, and the log says so.
    package func destroy(
        _ provision: Provision, commands: [InfrastructureTemplate.Hook],
        onProgress: @escaping @Sendable (ProvisionProgress) -> Void = { _ in }
    ) async -> HookReport {
        var report = await run(commands, in: provision.workspace, onProgress: onProgress)
        guard report.succeeded else { return report }
        do throws(ProvisionError) {
            guard let workspace = try Workspace(provision.workspace, creating: false) else { return report }
            for file in provision.files.reversed() {
                guard let path = try? WorkspacePath(file.path), let found = try workspace.digest(of: path) else {
                    continue
                }
                let isOurs = found == file.digest
                var isGone = false
                if isOurs { isGone = try workspace.remove(path, keeping: []) }
                guard isGone else {
                    report.log.append("kept '\(file.path)': \(isOurs ? "it is not empty" : "it was changed")")
                    continue
                }
                report.log.append("removed \(file.path)")
            }
        } catch {
            report.log.append(error.description)
            report.succeeded = false
        }
        return report
    }

    func run(
        _ hook: InfrastructureTemplate.Hook, in folder: String, _ log: ProvisionLog, _ outputs: ProvisionOutputs,
        _ onProgress: @escaping @Sendable (ProvisionProgress) -> Void
    ) async -> HookRunner.Ending {
        let command = visible(hook.argv.joined(separator: " "))
        log.add("$ \(command)")
        let isStatus = hook.event == .status
        let ending =
            Task.isCancelled
            ? .cancelled
            : await HookRunner(environment: environment, grace: grace).run(hook, in: folder) { line in
                log.add(line)
                if isStatus { outputs.add(line) }
                onProgress(.line(line))
            }
        if !ending.isSuccess {
            log.add("'\(visible(hook.argv.first ?? ""))' \(ending.sentence)")
            onProgress(.line(log.lines.last ?? ""))
        }
        return ending
    }
}
