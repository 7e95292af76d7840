import Glibc
import MeshFormats
import MeshModel
import MeshStore
import NcursesTerminal

/// Looks at everything that a mesh needs of its host, and changes nothing.
enum Doctor {
    /// What there is to say about the mesh that a command would use.
    static func findings(mesh named: String?) -> [Finding] {
        let folder: MeshFolder
        do throws(Failure) { folder = try MeshFolder(named: named) } catch {
            return [
                .fail("config", error.description, "mend the file; nothing of this host's meshes can be used before")
            ]
                + terminal()
        }
        let place = folder.shared.map { host($0) } ?? [own(folder)]
        return place + files(of: folder) + disk(under: folder) + opening(of: folder) + terminal()
    }

    private static func own(_ folder: MeshFolder) -> Finding {
        .ok("config", "\(folder.path) is a mesh of one's own: it needs no daemon")
    }

    /// Whether the files say what they should, and lie where locks can be trusted.
    private static func opening(of folder: MeshFolder) -> [Finding] {
        do {
            let mesh = try StoreGateway(
                path: folder.path, actor: Caller.actor(folderOwner: folder.owner), clock: WallClock.now)
            let revision = try mesh.reader().revision
            return [.ok("mesh", "\(folder.path) opens at revision \(revision.number)")]
        } catch let error as StoreError {
            switch error {
            case .notAMesh:
                return [
                    .fail(
                        "mesh", "there is no mesh in \(folder.path)",
                        folder.shared == nil
                            ? "datamesh init --mesh \(folder.path)" : "systemctl start datameshd, which makes it")
                ]
            case .remote: return [.fail("mesh", error.description, "move the mesh to a local disk")]
            default:
                return [
                    .fail("mesh", error.description, "see 'datamesh log --verify', or restore the folder from a copy")
                ]
            }
        } catch {
            return [.fail("mesh", Failure(error)?.description ?? "it cannot be read", "restore the folder from a copy")]
        }
    }

    private static func disk(under folder: MeshFolder) -> [Finding] {
        var facts = statvfs()
        guard unsafe statvfs(folder.path, &facts) == 0 else { return [] }
        return [
            room(
                free: UInt64(facts.f_bavail) * UInt64(facts.f_frsize), inodes: UInt64(facts.f_favail),
                of: facts.f_files > 0)
        ]
    }

    /// - Parameter countsFiles: Some file systems have as many inodes as one wants, and say 0.
    static func room(free bytes: UInt64, inodes: UInt64, of countsFiles: Bool) -> Finding {
        let free = "\(bytes >> 20) MB free"
        let remedy = "make room on the disk of the mesh; a full one refuses changes and loses nothing"
        if bytes < 64 << 20 || countsFiles && inodes < 64 {
            return .fail("disk", "\(free), and \(inodes) files can be made", remedy)
        }
        if bytes < 1 << 30 || countsFiles && inodes < 1024 {
            return .warning("disk", "\(free), and \(inodes) files can be made", remedy)
        }
        return .ok("disk", free)
    }

    private static func terminal() -> [Finding] {
        let locale: Finding =
            Locale.isUTF8
            ? .ok("locale", "it is UTF-8")
            : .warning("locale", "it is not UTF-8, so signs are drawn in ASCII", "export LANG=C.UTF-8")
        let kind: Finding =
            TerminalKind.trouble.map { .warning("terminal", $0, "export TERM=xterm-256color") }
            ?? .ok("terminal", "TERM is known here")
        return [locale, kind]
    }
}
