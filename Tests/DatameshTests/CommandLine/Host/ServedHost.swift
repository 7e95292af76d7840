import Dispatch
import Glibc
import MeshBroker
import MeshModel
import MeshStore
import Synchronization
import Threads

@testable import datamesh

/// A host with a mesh in `SCRATCH/main` and its daemon's server in this process; the server ends with this value.
final class ServedHost {
    let program: Program
    private let server: BrokerServer
    private let speaker = Speaker()
    private let ended = DispatchSemaphore(value: 0)

    /// - Parameter roles: what the host's file gives whoever runs the test.
    init(roles: Set<Role> = [.steward, .governance, .platform], more: String = "") throws {
        program = try Program()
        let place = program.scratch.path
        // Made elsewhere: a child between its fork and its program would still hold a lock that was taken here.
        try program.prepare("init --mesh SCRATCH/main")
        unsafe mkdir(place + "/run", 0o755)
        let given = roles.map { "  \($0.name): [\(Program.user)]\n" }.sorted().joined()
        try program.host(more + (given.isEmpty ? "" : "roles:\n\(given)"))
        let mesh = try SharedStore(path: place + "/main", clock: WallClock.now)
        server = BrokerServer(
            listening: try Self.listen(at: place + "/run/mesh.sock"), meshes: ["main": mesh],
            options: .init(host: "here"),
            resolve: { [speaker] peer, _, answer in
                answer(
                    .success(
                        Actor(
                            user: speaker.user.withLock(\.self), roles: roles,
                            origin: Origin(uid: peer.uid, pid: peer.pid, host: "here"))))
            },
            figures: { _ in ["journal": "1 of 4096 frames"] }, events: { _ in })
        WorkerThread.start { [server, ended] in
            try? server.run()
            ended.signal()
        }
    }

    /// Whom the server takes everybody for from now on.
    func speaks(as user: String) { speaker.user.withLock { $0 = user } }

    deinit {
        server.stop()
        ended.wait()
    }

    private static func listen(at path: String) throws -> Int32 {
        let number = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: Array(path.utf8)) }
        let answer = unsafe withUnsafePointer(to: address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe bind(number, address, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard number >= 0, answer == 0, Glibc.listen(number, 16) == 0, unsafe chmod(path, 0o666) == 0 else {
            throw SystemFailure(what: path, number: errno)
        }
        return number
    }
}

/// Who everybody is to a server.
private final class Speaker: Sendable {
    let user = Mutex(Program.user)
}

extension Program {
    /// Writes the host's file: one mesh, `main`, in the scratch folder, served by a user.
    func host(_ more: String = "", user: String = Program.user) throws {
        try scratch.write(
            """
            meshes:
              main: {folder: \(scratch.path)/main, readers: \(Program.group)}
            socket: \(scratch.path)/run/mesh.sock
            user: \(user)

            """ + more, to: "config.yaml")
        unsafe chmod(config, 0o644)
    }

    /// A group of whoever runs the test.
    static let group: String = {
        unsafe getgrgid(getegid()).map { unsafe String(cString: $0.pointee.gr_name) } ?? String(getegid())
    }()

    /// Where nobody names a mesh, it is the host's.
    static let unnamed: [String: String?] = ["DATAMESH_HOME": nil]
}
