import Glibc
import MeshBroker
import MeshFormats

/// What a mesh of the host needs besides its files: the administrator's word, its groups, and a daemon.
extension Doctor {
    static func host(_ shared: HostMesh) -> [Finding] {
        [
            .ok(
                "config",
                "\(HostFile.path) is believed; the mesh is '\(shared.name)'\(shared.host.isReadOnly ? ", only read for now" : "")"
            )
        ]
            + readers(shared) + confidants(shared) + membership(shared) + server(shared)
    }

    private static func readers(_ shared: HostMesh) -> [Finding] {
        let name = shared.mesh.readers
        guard let group = Accounts.group(named: name) else {
            return [
                .fail(
                    "group", "this host has no group \(name), whose members read the mesh", "groupadd --system \(name)")
            ]
        }
        let user = Caller.name(of: geteuid())
        if Caller.groupNumbers.contains(group) { return [.ok("group", "\(user) is in the group \(name)")] }
        if geteuid() == 0 || geteuid() == shared.server {
            return [.ok("group", "\(user) reads the mesh without the group \(name)")]
        }
        if Accounts.groups(of: user).contains(group) {
            return [
                .fail("group", "\(user) is in the group \(name), but not yet in this session", "log out and in again")
            ]
        }
        return [
            .fail(
                "group", "\(user) is not in the group \(name), so cannot read the mesh",
                "usermod -aG \(name) \(user), and log in again")
        ]
    }

    private static func confidants(_ shared: HostMesh) -> [Finding] {
        let name = shared.mesh.confidential
        guard !name.isEmpty else {
            return [.ok("confidential", "purposes, comments and accesses are for the daemon alone")]
        }
        guard let group = Accounts.group(named: name) else {
            return [
                .fail(
                    "confidential", "this host has no group \(name), whose members read purposes and accesses",
                    "groupadd --system \(name)")
            ]
        }
        let mayRead = Caller.groupNumbers.contains(group) || geteuid() == 0
        return [
            .ok(
                "confidential",
                mayRead
                    ? "you may read purposes, comments and accesses"
                    : "purposes, comments and accesses are withheld from you")
        ]
    }

    /// The daemon hands its files to groups, which Linux lets only their members do.
    private static func membership(_ shared: HostMesh) -> [Finding] {
        let held = Accounts.groups(of: shared.host.user)
        return [shared.mesh.readers, shared.mesh.confidential].compactMap { name in
            guard let group = Accounts.group(named: name), shared.server != nil, shared.server != 0,
                !held.contains(group)
            else {
                return nil
            }
            return .warning(
                "group", "\(shared.host.user) is not in the group \(name), so cannot hand it files",
                "usermod -aG \(name) \(shared.host.user), and systemctl restart datameshd")
        }
    }

    private static func server(_ shared: HostMesh) -> [Finding] {
        let path = shared.host.socket
        guard let server = shared.server else {
            return [
                .fail(
                    "daemon", "this host has no user \(shared.host.user), who should serve the mesh",
                    "useradd --system --no-create-home --shell /usr/sbin/nologin \(shared.host.user)")
            ]
        }
        guard let facts = FileFacts(path) else {
            return [
                .fail(
                    "daemon", "there is no socket \(path): everything can be read, nothing changed",
                    "systemctl start datameshd.socket")
            ]
        }
        switch SocketServer(at: path, servedBy: server) {
        case .untrusted(let sentence):
            return [.fail("daemon", sentence, "stop whoever listens, and systemctl restart datameshd.socket")]
        case .nobody(let reason):
            guard facts.mode & 0o666 == 0o666 else {
                return [
                    .fail(
                        "daemon", "\(path) has the mode \(FileFacts.octal(facts.mode)) instead of 0666: \(reason)",
                        "chmod 0666 \(path)")
                ]
            }
            return [
                .fail(
                    "daemon", "nobody listens (\(reason)): everything can be read, nothing changed",
                    "systemctl restart datameshd")
            ]
        case .waitsForItsDaemon: return [.ok("daemon", "it starts when somebody needs it (\(path))")]
        case .expected(let process):
            let who = "\(shared.host.user)\(process.map { $0 > 0 ? " (process \($0))" : "" } ?? "")"
            guard facts.mode & 0o666 == 0o666 else {
                return [
                    .warning(
                        "daemon",
                        "\(who) listens at \(path), but its mode is \(FileFacts.octal(facts.mode)) and not 0666",
                        "chmod 0666 \(path)")
                ]
            }
            return [.ok("daemon", "\(who) listens at \(path)")]
        }
    }
}
