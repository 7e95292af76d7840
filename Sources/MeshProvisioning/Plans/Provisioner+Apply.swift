package import MeshModel

extension Provisioner {
    /// Carries out a plan: writes its files, takes away what it removes, runs its commands, and stops at the first failure.
    ///
    /// - Parameters:
    ///   - onProgress: Called for each file and each line, from any thread.
    /// - Returns: `ready`, or `failed` with the reason in the last line of its log. Cancelling the task stops the hook that runs, and fails.
    /// - Throws: Where the workspace cannot be used; nothing was changed then.
    package func apply(
        _ plan: ProvisionPlan, by person: String, at now: Instant,
        onProgress: @escaping @Sendable (ProvisionProgress) -> Void = { _ in }
    ) async throws(ProvisionError) -> Provision {
        var paths: [WorkspacePath] = []
        for file in plan.files {
            do { paths.append(try WorkspacePath(file.path)) } catch { throw .file(file.path, reason: error.reason) }
        }
        let log = ProvisionLog()
        let outputs = ProvisionOutputs()
        let steps = plan.files.count + plan.commands.count
        var succeeded = true
        try writeFiles(of: plan, at: paths, log, &succeeded) { index in
            let file = plan.files[index]
            onProgress(.file(path: file.path, change: file.change, done: index + 1, of: steps))
        }
        // Before the commands: what they change afterwards is drift.
        let files = try applied(paths, in: plan.workspace)
        for (index, hook) in plan.commands.enumerated() where succeeded {
            onProgress(.started(hook, done: plan.files.count + index, of: steps))
            succeeded = await run(hook, in: plan.workspace, log, outputs, onProgress).isSuccess
        }
        var provision = Provision()
        provision.product = plan.product
        provision.template = plan.template
        provision.state = succeeded ? .ready : .failed
        provision.parameters = plan.parameters
        provision.workspace = plan.workspace
        provision.files = files
        provision.log = log.lines
        provision.outputs = outputs.values
        provision.hooks = plan.hooks
        provision.port = plan.port
        provision.at = now
        provision.by = person
        return provision
    }

    /// Runs the status hooks of a plan and nothing else: what they print, and how the last one ended.
    package func status(
        of plan: ProvisionPlan, onProgress: @escaping @Sendable (ProvisionProgress) -> Void = { _ in }
    ) async -> ProvisionStatus {
        let log = ProvisionLog()
        let outputs = ProvisionOutputs()
        let hooks = plan.commands.filter { $0.event == .status }
        for (index, hook) in hooks.enumerated() {
            onProgress(.started(hook, done: index, of: hooks.count))
            guard await run(hook, in: plan.workspace, log, outputs, onProgress).isSuccess else {
                return ProvisionStatus(isHealthy: false, outputs: outputs.values, log: log.lines)
            }
        }
        return ProvisionStatus(isHealthy: true, outputs: outputs.values, log: log.lines)
    }

    /// Files before commands; what is taken away comes last and from the inside out, so that a folder is empty when its turn comes.
    private func writeFiles(
        of plan: ProvisionPlan, at paths: [WorkspacePath], _ log: ProvisionLog, _ succeeded: inout Bool,
        onFile: (Int) -> Void
    ) throws(ProvisionError) {
        guard let workspace = try Workspace(plan.workspace, creating: true) else {
            throw .workspace(plan.workspace, reason: "it cannot be made")
        }
        let folders = Set(plan.files.filter { $0.change != .removed }.map(\.path))
        let kept = plan.files.indices.filter { plan.files[$0].change != .removed }
        let removed = plan.files.indices.filter { plan.files[$0].change == .removed }.reversed()
        do throws(ProvisionError) {
            for index in kept + removed {
                guard !Task.isCancelled else {
                    log.add("cancelled before '\(plan.files[index].path)'")
                    succeeded = false
                    return
                }
                let file = plan.files[index]
                switch file.change {
                case .unchanged: break
                case .added, .changed: try workspace.write(paths[index], file.content, mode: file.mode)
                case .removed:
                    if try !workspace.remove(paths[index], keeping: folders) {
                        log.add("kept '\(file.path)': it is not empty")
                    }
                }
                if file.change != .unchanged { log.add("\(file.change) \(file.path)") }
                onFile(index)
            }
        } catch {
            log.add(error.description)
            succeeded = false
        }
    }

    /// The plan's files as they stand now: also after a failure, so that the next plan knows what there is to take away.
    private func applied(
        _ paths: [WorkspacePath], in folder: String
    ) throws(ProvisionError) -> [Provision.AppliedFile] {
        guard let workspace = try Workspace(folder, creating: false) else { return [] }
        var files: [Provision.AppliedFile] = []
        for path in paths {
            guard let found = try? workspace.digest(of: path) else { continue }
            files.append(Provision.AppliedFile(path: path.text, digest: found))
        }
        return files
    }
}

/// What the status hooks of a template say.
package struct ProvisionStatus: Equatable, Sendable {
    /// Every hook ended with 0.
    package var isHealthy: Bool
    package var outputs: [String: String]
    package var log: [String]

    package init(isHealthy: Bool, outputs: [String: String], log: [String]) {
        self.isHealthy = isHealthy
        self.outputs = outputs
        self.log = log
    }
}
