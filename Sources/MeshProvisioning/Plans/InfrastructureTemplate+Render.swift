import MeshModel

extension InfrastructureTemplate {
    /// The files that a workspace should have, in path order, each still called added. One whose path renders to nothing is left out.
    func render(_ value: TemplateValue) throws(ProvisionError) -> [ProvisionPlan.File] {
        guard files.count <= Bounds.files else {
            throw .tooMany(what: "files in template '\(id)'", allowed: Bounds.files)
        }
        var rendered: [ProvisionPlan.File] = []
        for file in files {
            do throws(TemplateError) {
                let name = "\(id): \(file.path)"
                let path = try Template(file.path, name: name + " (its path)", target: .path).render(value)
                guard !path.isEmpty else { continue }
                let content =
                    path.hasSuffix("/")
                    ? "" : try Template(file.content, name: name, target: .init(fileName: path)).render(value)
                rendered.append(ProvisionPlan.File(path: path, change: .added, content: content, mode: 0))
            } catch {
                throw .template(error)
            }
            let last = rendered.count - 1
            let path: WorkspacePath
            do {
                path = try WorkspacePath(rendered[last].path)
            } catch {
                throw .file(rendered[last].path, reason: error.reason)
            }
            rendered[last].mode = try mode(of: file, isFolder: path.isFolder)
        }
        rendered.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
        try refuseConflicts(rendered)
        return rendered
    }

    private func mode(of file: File, isFolder: Bool) throws(ProvisionError) -> UInt16 {
        guard !file.mode.isEmpty else { return isFolder ? Workspace.folderMode : 0o644 }
        guard file.mode.utf8.count <= 4, let mode = UInt16(file.mode, radix: 8), mode <= 0o777 else {
            throw .file(file.path, reason: "the mode '\(file.mode)' is not one like 0640, without set-id bits")
        }
        let needed: UInt16 = isFolder ? 0o700 : 0o400
        guard mode & needed == needed, mode & 0o002 == 0 else {
            throw .file(
                file.path, reason: "the mode '\(file.mode)' shuts out its owner or lets everybody write")
        }
        return mode
    }

    /// Two files of one path, or a file where another needs a folder.
    private func refuseConflicts(_ files: [ProvisionPlan.File]) throws(ProvisionError) {
        var kinds: [String: Bool] = [:]
        for file in files {
            let isFolder = file.path.hasSuffix("/")
            let path = isFolder ? String(file.path.dropLast()) : file.path
            guard kinds.updateValue(isFolder, forKey: path) == nil else {
                throw .file(
                    file.path, reason: "the template makes it twice; are two names alike once they are made safe?")
            }
        }
        for file in files {
            var above = file.path.split(separator: "/").dropLast()
            while !above.isEmpty {
                guard kinds[above.joined(separator: "/")] != false else {
                    throw .file(
                        file.path, reason: "'\(above.joined(separator: "/"))' is a file of the template, not a folder")
                }
                above.removeLast()
            }
        }
    }

    /// The hooks of some events, rendered, in the order of the events.
    func commands(_ events: [Hook.Event], _ value: TemplateValue) throws(ProvisionError) -> [Hook] {
        guard hooks.count <= Bounds.hooks else {
            throw .tooMany(what: "hooks in template '\(id)'", allowed: Bounds.hooks)
        }
        var commands: [Hook] = []
        for event in events {
            for hook in hooks where hook.event == event {
                commands.append(try command(hook, value))
            }
        }
        return commands
    }

    private func command(_ hook: Hook, _ value: TemplateValue) throws(ProvisionError) -> Hook {
        let written = hook.argv.joined(separator: " ")
        guard let program = hook.argv.first, !program.isEmpty, !program.contains("{{") else {
            throw .hook(written, reason: "it must begin with the name of a program, written out")
        }
        guard (0...86_400).contains(hook.timeLimitSeconds) else {
            throw .hook(written, reason: "its time limit must be between 1 and 86400 seconds")
        }
        if program.contains("/"), !program.hasPrefix("/") {
            do {
                _ = try WorkspacePath(program.hasPrefix("./") ? String(program.dropFirst(2)) : program)
            } catch {
                throw .hook(written, reason: "the program must be one of the workspace: \(error.reason)")
            }
        }
        var argv: [String] = []
        for (index, source) in hook.argv.enumerated() {
            let argument: String
            do throws(TemplateError) {
                let name = "\(id): \(hook.event) hook, argument \(index)"
                argument = try Template(source, name: name, target: .argument).render(value)
            } catch {
                throw .template(error)
            }
            // A value must not become an option of the program.
            guard !argument.hasPrefix("-") || source.hasPrefix("-") else {
                throw .hook(
                    written, reason: "argument \(index) would be '\(visible(argument))', which reads as an option")
            }
            argv.append(argument)
        }
        return Hook(
            event: hook.event, argv: argv, timeLimitSeconds: hook.timeLimitSeconds == 0 ? 300 : hook.timeLimitSeconds,
            environment: hook.environment)
    }
}
