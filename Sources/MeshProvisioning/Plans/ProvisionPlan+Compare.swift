import MeshModel

extension [ProvisionPlan.File] {
    /// States of each file what happens to it, and adds those that an earlier apply made and this plan no longer has.
    ///
    /// - Parameter workspace: Nil when there is none yet.
    mutating func compare(
        with workspace: borrowing Workspace?, previous: Provision?
    ) throws(ProvisionError) {
        for index in indices {
            self[index].change = try change(of: self[index], in: workspace)
        }
        let wanted = Set(map(\.path))
        for file in previous?.files ?? [] where !wanted.contains(file.path) {
            // A record is input like any other: what is no path of a workspace is not touched.
            guard let path = try? WorkspacePath(file.path), let entry = try entry(path, in: workspace) else { continue }
            append(ProvisionPlan.File(path: file.path, change: .removed, content: "", mode: entry.mode))
        }
        sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }

    // Kept apart, here and below: two looks into a borrowed optional in one function stop the optimiser of Swift 6.3.1.
    @inline(never)
    private func entry(
        _ path: WorkspacePath, in workspace: borrowing Workspace?
    ) throws(ProvisionError) -> FolderEntry? {
        switch workspace {
        case nil: nil
        case .some(let workspace): try workspace.entry(path)
        }
    }

    private func change(
        of file: ProvisionPlan.File, in workspace: borrowing Workspace?
    ) throws(ProvisionError) -> ProvisionPlan.FileChange {
        let path: WorkspacePath
        do { path = try WorkspacePath(file.path) } catch { throw .file(file.path, reason: error.reason) }
        guard let entry = try entry(path, in: workspace) else { return .added }
        guard entry.kind == (path.isFolder ? .folder : .file) else {
            throw .file(
                file.path,
                reason: "something that is no plain \(path.isFolder ? "folder" : "file") stands there; move it away")
        }
        guard entry.mode == file.mode else { return .changed }
        if path.isFolder { return .unchanged }
        guard let bytes = try bytes(path, in: workspace) else { return .changed }
        return bytes.elementsEqual(file.content.utf8) ? .unchanged : .changed
    }

    @inline(never)
    private func bytes(_ path: WorkspacePath, in workspace: borrowing Workspace?) throws(ProvisionError) -> [UInt8]? {
        switch workspace {
        case nil: nil
        case .some(let workspace): try workspace.read(path)
        }
    }
}
