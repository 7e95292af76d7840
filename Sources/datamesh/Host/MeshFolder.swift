import Glibc

/// Where the mesh is that a command speaks of.
struct MeshFolder: Equatable {
    var path: String
    /// Neither the command line nor the environment named it: it may be made without asking.
    var isDefault: Bool

    init(path: String, isDefault: Bool) {
        self.path = path
        self.isDefault = isDefault
    }

    /// The named folder, else `$DATAMESH_HOME`, else `$XDG_DATA_HOME/datamesh`, else `~/.local/share/datamesh`.
    init(named: String?) throws(Failure) {
        if let named {
            guard !named.isEmpty else { throw .usage("--mesh needs the name of a folder") }
            self.init(path: named, isDefault: false)
        } else if let stated = Self.environment("DATAMESH_HOME") {
            self.init(path: stated, isDefault: false)
        } else if let data = Self.environment("XDG_DATA_HOME"), data.hasPrefix("/") {
            // A relative one is to be ignored. Source: XDG Base Directory Specification 0.8.
            self.init(path: data + "/datamesh", isDefault: true)
        } else if let home = Self.environment("HOME") ?? Caller.home {
            self.init(path: home + "/.local/share/datamesh", isDefault: true)
        } else {
            throw .unusable("nobody says where the mesh is: state --mesh FOLDER or set DATAMESH_HOME")
        }
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
