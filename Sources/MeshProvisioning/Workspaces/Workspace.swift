import MeshModel

/// The folder that holds what was rendered for one product by one template.
struct Workspace: ~Copyable {
    private let root: Directory
    let path: String

    static let folderMode: UInt16 = 0o750

    /// Opens a workspace, `…/workspaces/PRODUCT/TEMPLATE`; nil when it does not exist and is not to be made.
    ///
    /// Those three folders are never reached through a symbolic link; where the mesh itself stands is its owner's affair.
    init?(_ path: String, creating: Bool) throws(ProvisionError) {
        guard path.hasPrefix("/") else { throw .workspace(path, reason: "it must be an absolute path") }
        let segments = path.split(separator: "/").map(String.init)
        guard segments.count >= 2, !segments.contains(".."), !segments.contains(".") else {
            throw .workspace(path, reason: "it must be a folder inside a mesh, without '.' and '..' on the way")
        }
        let own = min(3, segments.count - 1)
        do throws(FileFailure) {
            var folder = try Directory.open("/" + segments.dropLast(own).joined(separator: "/"))
            for segment in segments.suffix(own) {
                guard let next = try folder.folder(segment, creating: creating ? Workspace.folderMode : nil) else {
                    return nil
                }
                folder = next
            }
            root = folder
        } catch {
            throw .workspace(path, reason: "'\(error.name)' \(error.reason)")
        }
        self.path = path
    }

    func entry(_ path: WorkspacePath) throws(ProvisionError) -> FolderEntry? {
        try at(path, creating: false) { (folder, name) throws(FileFailure) in try folder.entry(name) } ?? nil
    }

    /// Nil where there is no such file, or one that is longer than is read.
    func read(_ path: WorkspacePath) throws(ProvisionError) -> [UInt8]? {
        try at(path, creating: false) { (folder, name) throws(FileFailure) in
            guard try folder.entry(name) != nil else { return nil }
            return try folder.read(name, limit: Bounds.file)
        } ?? nil
    }

    func write(_ path: WorkspacePath, _ content: String, mode: UInt16) throws(ProvisionError) {
        _ = try at(path, creating: true) { (folder, name) throws(FileFailure) in
            if path.isFolder {
                if let made = try folder.folder(name, creating: mode) { try made.setMode(mode) }
            } else {
                try folder.write(name, Array(content.utf8), mode: mode)
            }
        }
    }

    /// Takes away a file or an empty folder, and the folders above that this empties. False: it is a folder that holds something.
    func remove(_ path: WorkspacePath, keeping folders: Set<String>) throws(ProvisionError) -> Bool {
        let removed = try at(path, creating: false) { (folder, name) throws(FileFailure) in
            try folder.remove(name, folder: path.isFolder)
        }
        guard removed ?? true else { return false }
        var above = path.segments.dropLast()
        while !above.isEmpty, !folders.contains(above.joined(separator: "/") + "/"),
            let parent = try? WorkspacePath(above.joined(separator: "/") + "/"),
            try at(
                parent, creating: false,
                { (folder, name) throws(FileFailure) in
                    try folder.remove(name, folder: true)
                }) == true
        {
            above.removeLast()
        }
        return true
    }

    /// Does something in the folder that holds a path; nil when that folder does not exist.
    private func at<Result>(
        _ path: WorkspacePath, creating: Bool,
        _ body: (borrowing Directory, String) throws(FileFailure) -> Result
    ) throws(ProvisionError) -> Result? {
        do throws(FileFailure) {
            var folder = try root.again()
            for segment in path.segments.dropLast() {
                guard let next = try folder.folder(segment, creating: creating ? Workspace.folderMode : nil) else {
                    return nil
                }
                folder = next
            }
            return try body(folder, path.segments[path.segments.count - 1])
        } catch {
            throw .file(path.text, reason: "'\(error.name)' \(error.reason)")
        }
    }
}
