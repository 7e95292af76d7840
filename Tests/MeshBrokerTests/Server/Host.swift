import Dispatch
import Glibc
import MeshModel
import Synchronization
import SystemPackage
import Threads

@testable import MeshBroker

/// A server of one mesh in memory, on a real socket in a folder of its own; gone with this value.
final class Host: Sendable {
    static let now = Instant(milliseconds: 1_795_424_400_000)
    static let owner = Actor(user: "dana", ownsMesh: true)

    let folder: String
    let mesh: MemoryMesh
    let server: BrokerServer
    let events = EventLog()
    private let ended = DispatchSemaphore(value: 0)
    private let failure = EventLog.Box<GatewayError>()

    var socket: String { folder + "/datameshd.sock" }

    /// `serving` stands between the server and the mesh.
    init(
        _ options: BrokerServer.Options = .init(host: "here"),
        serving: ((MemoryMesh) -> any SharedMesh)? = nil,
        resolve: @escaping BrokerServer.Resolve = { _, _, answer in answer(.success(Host.owner)) },
        tell: (@Sendable (ServerEvent) -> Void)? = nil
    ) throws {
        folder = "/tmp/datamesh-broker-\(UInt64.random(in: .min ... .max))"
        mesh = MemoryMesh(actor: Self.owner) { Self.now }
        guard unsafe mkdir(folder, 0o700) == 0 else { throw Errno(rawValue: errno) }
        let listening = try Self.listen(at: folder + "/datameshd.sock")
        server = BrokerServer(
            listening: listening, meshes: ["main": serving?(mesh) ?? mesh], options: options, resolve: resolve,
            events: tell ?? { [events] in events.append($0) })
        WorkerThread.start { [server, failure, ended] in
            do throws(GatewayError) { try server.run() } catch { failure.value.withLock { $0 = error } }
            ended.signal()
        }
    }

    deinit {
        server.stop()
        _ = unsafe unlink(folder + "/datameshd.sock")
        _ = unsafe rmdir(folder)
    }

    /// As a daemon may inherit it: one that waits.
    static func listen(at path: String) throws(Errno) -> Int32 {
        let number = Glibc.socket(
            AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: Array(path.utf8)) }
        let answer = unsafe withUnsafePointer(to: address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe bind(number, address, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard number >= 0, answer == 0, Glibc.listen(number, 128) == 0 else { throw Errno(rawValue: errno) }
        return number
    }

    /// Waits until the server has ended; with what, if with an error.
    func end() -> GatewayError? {
        guard ended.wait(timeout: .now() + 60) == .success else { return .busy("the server goes on") }
        ended.signal()
        return failure.value.withLock { $0 }
    }

    func client(_ patience: BrokerGateway.Patience = .init()) -> BrokerGateway {
        BrokerGateway(reading: mesh, socket: socket, mesh: "main", servedBy: geteuid(), patience: patience)
    }

    /// Waits, up to a minute, until something is so.
    func wait(until isSo: () -> Bool) -> Bool {
        for _ in 0..<30_000 {
            if isSo() { return true }
            usleep(2_000)
        }
        return false
    }
}

/// What a server told, for a test to look at.
final class EventLog: Sendable {
    final class Box<Value: Sendable>: Sendable { let value = Mutex<Value?>(nil) }

    private let events = Mutex<[ServerEvent]>([])

    func append(_ event: ServerEvent) { events.withLock { $0.append(event) } }

    var all: [ServerEvent] { events.withLock { $0 } }

    var sentences: [String] {
        all.compactMap { event in
            switch event {
            case .closed(_, _, let reason): reason
            case .refused(_, _, _, let sentence), .violated(_, _, _, let sentence), .limited(_, let sentence),
                .failed(_, let sentence):
                sentence
            case .opened, .committed, .missed: nil
            }
        }
    }
}

/// A client that says whatever it likes.
final class RawClient {
    private let socket: Socket
    private var frames = FrameReader(limit: FrameReader.longestAnswer)

    init(_ host: Host) throws {
        socket = try Socket()
        try socket.connect(to: host.socket)
    }

    /// One that has said hello and was welcomed.
    init(open host: Host) throws {
        socket = try Socket()
        try socket.connect(to: host.socket)
        say(Request(1, .hello(version: 1, mesh: "main")))
        guard case .welcome = answer()?.content else { throw Errno.connectionRefused }
    }

    func say(_ request: Request) { send(FrameReader.frame(request.bytes)) }

    /// Sends all, or until the server does not want it.
    func send(_ bytes: [UInt8]) {
        var start = 0
        while start < bytes.count {
            guard let count = try? socket.write(bytes, from: start) else { return }
            start += count
            if count == 0, !ready(POLLOUT) { return }
        }
    }

    /// The next answer; nil when the server has closed, or says nothing for ten seconds.
    func answer() -> Answer? {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            if let body = try? frames.next() { return try? Answer(reading: body) }
            switch try? socket.read(into: &buffer) {
            case .bytes(let count): frames.append(buffer[..<count])
            case .nothing: if !ready(POLLIN) { return nil }
            case .ended, nil: return nil
            }
        }
    }

    /// What the server says before it closes.
    func lastWords() -> String? {
        var last: Answer?
        while let answer = answer() { last = answer }
        if case .turnedAway(let sentence) = last?.content { return sentence }
        return nil
    }

    private func ready(_ what: Int32) -> Bool {
        var awaited = pollfd(fd: socket.number, events: Int16(what), revents: 0)
        return unsafe poll(&awaited, 1, 60_000) > 0
    }
}
