import Glibc
import MeshFormats
import MeshModel

/// Where the mesh is that a command speaks of, and what may be done there.
struct MeshFolder: Equatable {
    var path: String
    /// Nobody named it: it may be made without asking.
    var isDefault: Bool
    /// What the host says of it; nil: a mesh of one's own.
    var shared: HostMesh?
    /// Whoever asks wants nothing changed.
    var isReadOnly = false

    init(path: String, isDefault: Bool) {
        self.path = path
        self.isDefault = isDefault
    }

    /// The named folder or mesh of the host, else that of `$DATAMESH_HOME`, else the host's first, else `$XDG_DATA_HOME/datamesh`, else
    /// `~/.local/share/datamesh`.
    init(named: String?) throws(Failure) {
        if let named, named.isEmpty { throw .usage("--mesh needs the name of a folder") }
        let host = try HostFile.read()
        if let stated = named ?? Self.environment("DATAMESH_HOME") {
            // What holds a slash is a folder; so one of the same name can still be meant.
            let mesh =
                stated.contains("/") ? host?.mesh(at: stated) : host?.mesh(named: stated) ?? host?.mesh(at: stated)
            self.init(path: mesh?.folder ?? stated, isDefault: false)
            if let host, let mesh { shared = HostMesh(host: host, mesh: mesh) }
        } else if let host, let first = host.meshes.first {
            self.init(path: first.folder, isDefault: false)
            shared = HostMesh(host: host, mesh: first)
        } else if let data = Self.environment("XDG_DATA_HOME"), data.hasPrefix("/") {
            // A relative one is to be ignored. Source: XDG Base Directory Specification 0.8.
            self.init(path: data + "/datamesh", isDefault: true)
        } else if let home = Self.environment("HOME") ?? Caller.home {
            self.init(path: home + "/.local/share/datamesh", isDefault: true)
        } else {
            throw .unusable("nobody says where the mesh is: state --mesh FOLDER or set DATAMESH_HOME")
        }
    }

    /// What the mesh is called: the host's name for it, or the last part of its path.
    var name: String { shared?.name ?? path.split(separator: "/").last.map(String.init) ?? path }

    /// Where provisioned files go; nil: nowhere, because the user has no home.
    var workspaces: String? { shared == nil ? path + "/workspaces" : shared?.workspaces }

    /// After so many days an undecided request waits for the domain's owner, too.
    var escalationDays: Int64 { shared?.host.escalationDays ?? Inbox.escalationDays }

    /// Why nothing is changed there, whoever asks; nil: nothing stands in the way.
    var whyReadOnly: String? {
        if isReadOnly { return "--read-only was asked for, so nothing is changed; leave it out to change something" }
        guard shared?.host.isReadOnly ?? false else { return nil }
        return
            "the meshes of this host are only read for now (read_only in \(HostFile.path)); ask the administrator of this host"
    }

    /// The user whom the folder belongs to; nil: there is no folder yet.
    var owner: uid_t? {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? status.st_uid : nil
    }

    var hasMesh: Bool { unsafe access(path + "/CURRENT", F_OK) == 0 }

    static func environment(_ name: String) -> String? {
        let text = unsafe getenv(name).map { unsafe String(cString: $0) } ?? ""
        return text.isEmpty ? nil : text
    }
}
