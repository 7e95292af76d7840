import Glibc
import MeshFormats

/// A mesh of the host: many read it, and its daemon alone writes.
struct HostMesh: Equatable {
    var host: HostConfiguration
    var mesh: HostConfiguration.Mesh

    var name: String { mesh.name }

    /// Who must be serving; nil: the host does not know the user that its file names.
    var server: uid_t? { Accounts.user(named: host.user)?.uid }

    /// Where files that a user provisions for the mesh go: the mesh's own folder is the daemon's.
    ///
    /// Source: XDG Base Directory Specification 0.8, state.
    var workspaces: String? {
        let state = MeshFolder.environment("XDG_STATE_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
        let home = MeshFolder.environment("HOME") ?? Caller.home
        return (state ?? home.map { $0 + "/.local/state" }).map { "\($0)/datamesh/workspaces/\(name)" }
    }
}

extension HostConfiguration {
    /// The mesh whose folder a path leads to, by whatever name.
    func mesh(at path: String) -> Mesh? {
        let place = Self.place(path)
        return meshes.first { $0.folder == path || place != nil && Self.place($0.folder) == place }
    }

    private static func place(_ path: String) -> [UInt64]? {
        var facts = stat()
        return unsafe stat(path, &facts) == 0 ? [UInt64(facts.st_dev), UInt64(facts.st_ino)] : nil
    }
}
