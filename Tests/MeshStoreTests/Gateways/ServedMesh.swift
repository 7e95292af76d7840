import Dispatch
import Glibc
import MeshBroker
import MeshModel
import SystemPackage
import Threads

/// A mesh in memory behind a daemon's server, changed through its socket; the server ends with this value.
final class ServedMesh: MeshGateway {
    private let client: BrokerGateway
    private let server: BrokerServer
    private let ended = DispatchSemaphore(value: 0)

    init(_ folder: TemporaryFolder, by actor: Actor, clock: TestClock) throws {
        let path = folder.path + "/datameshd.sock"
        let mesh = MemoryMesh(actor: actor) { clock.now }
        server = BrokerServer(
            listening: try Self.listen(at: path), meshes: ["main": mesh], options: .init(host: "here"),
            resolve: { _, _, answer in answer(.success(actor)) }, events: { _ in })
        WorkerThread.start { [server, ended] in
            try? server.run()
            ended.signal()
        }
        client = BrokerGateway(reading: mesh, socket: path, mesh: "main", servedBy: geteuid())
    }

    deinit {
        server.stop()
        ended.wait()
    }

    private static func listen(at path: String) throws(Errno) -> Int32 {
        let number = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: Array(path.utf8)) }
        let answer = unsafe withUnsafePointer(to: address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe bind(number, address, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard number >= 0, answer == 0, Glibc.listen(number, 16) == 0 else { throw Errno(rawValue: errno) }
        return number
    }

    var actor: Actor { client.actor }
    func reader() throws(GatewayError) -> any MeshReader { try client.reader() }
    func revisions() -> AsyncStream<Revision> { client.revisions() }

    func preview(_ changes: [Change]) async throws(GatewayError) -> Consequences { try await client.preview(changes) }

    func commit(
        _ changes: [Change], requestID: RequestID, agreed: Consequences.Digest?
    ) async throws(GatewayError) -> Receipt {
        try await client.commit(changes, requestID: requestID, agreed: agreed)
    }
}
