package import MeshModel

/// A file of a workspace that is not as it was applied.
package struct Drift: Equatable, Sendable {
    package enum Kind: String, Sendable {
        case missing
        case content
        case mode
        /// Something else stands there: a link, a folder for a file.
        case replaced
    }

    package var path: String
    package var kind: Kind

    package init(path: String, kind: Kind) {
        self.path = path
        self.kind = kind
    }
}

extension Provisioner {
    /// What differs from what was applied, in the order of the record; empty when nothing does. Runs nothing.
    package func drift(of provision: Provision) throws(ProvisionError) -> [Drift] {
        guard let workspace = try Workspace(provision.workspace, creating: false) else {
            return provision.files.map { Drift(path: $0.path, kind: .missing) }
        }
        var drift: [Drift] = []
        for file in provision.files {
            let path: WorkspacePath
            do { path = try WorkspacePath(file.path) } catch { throw .file(file.path, reason: error.reason) }
            if let kind = try workspace.drift(at: path, from: file.digest) {
                drift.append(Drift(path: file.path, kind: kind))
            }
        }
        return drift
    }
}

extension Workspace {
    /// What stands at a path, in the form that records keep; nil when nothing does, or nothing that could be applied.
    func digest(of path: WorkspacePath) throws(ProvisionError) -> String? {
        guard let entry = try entry(path), entry.kind == (path.isFolder ? .folder : .file) else { return nil }
        if path.isFolder { return MeshProvisioning.digest(mode: entry.mode, content: nil) }
        return MeshProvisioning.digest(mode: entry.mode, content: try read(path) ?? [])
    }

    fileprivate func drift(at path: WorkspacePath, from applied: String) throws(ProvisionError) -> Drift.Kind? {
        guard try entry(path) != nil else { return .missing }
        guard let found = try digest(of: path) else { return .replaced }
        if found == applied { return nil }
        func content(_ digest: String) -> Substring { digest.drop { $0 != ":" } }
        return content(found) == content(applied) ? .mode : .content
    }
}
