import ArgumentParser
import Glibc
import MeshBroker
import MeshModel
import Synchronization
import Threads

/// A connection to a daemon that says what it is told and notes how long the answers take.
final class Connection {
    let descriptor: Int32
    private var received: [UInt8] = []
    var sentAt = ContinuousClock.now

    init(_ path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: Array(path.utf8)) }
        let answer = unsafe withUnsafePointer(to: address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe connect(descriptor, address, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard descriptor >= 0, answer == 0 else { throw ValidationError("nobody listens at \(path)") }
    }

    deinit { close(descriptor) }

    /// Says hello and waits for the answer.
    func greet() throws {
        send(RequestBytes.hello("main"))
        while try take() == nil {}
    }

    func send(_ bytes: [UInt8]) {
        sentAt = .now
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Reads what has come; the body of the next whole answer.
    func take() throws -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { throw ValidationError("the daemon hung up") }
        received += buffer.prefix(count)
        guard received.count >= 4 else { return nil }
        let length = (0..<4).reduce(0) { $0 | Int(received[$1]) << (8 * $1) }
        guard received.count >= 4 + length else { return nil }
        defer { received.removeFirst(4 + length) }
        return Array(received[4..<4 + length])
    }
}

/// Clients that each change the mesh, and again as soon as it is confirmed or a while later; all on one thread.
final class Load {
    private let connections: [Connection]
    private var made = 0

    init(_ socket: String, clients: Int) throws {
        connections = try (0..<clients).map { _ in try Connection(socket) }
        for connection in connections { try connection.greet() }
    }

    /// - Parameter rest: Between an answer and the client's next change; the first ones come spread over it.
    func run(seconds: Double, rest: Duration = .zero, while goesOn: () -> Bool = { true }) throws -> Figures {
        var samples = Samples()
        let start = ContinuousClock.now
        let end = start + .seconds(seconds)
        var due: [ContinuousClock.Instant?] = connections.indices.map { start + rest * $0 / connections.count }
        var waited = connections.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
        while ContinuousClock.now < end, goesOn() {
            for (index, instant) in due.enumerated() where instant.map({ $0 <= .now }) ?? false {
                due[index] = nil
                connections[index].send(change(index))
            }
            unsafe poll(&waited, nfds_t(waited.count), rest > .zero ? 1 : 100)
            for index in waited.indices where waited[index].revents != 0 {
                guard let body = try connections[index].take() else { continue }
                guard RequestBytes.isReceipt(body) else {
                    throw ValidationError("a change was refused: \(body.count) bytes")
                }
                let spent = (ContinuousClock.now - connections[index].sentAt).components
                samples.add(Double(spent.seconds) * 1000 + Double(spent.attoseconds) / 1e15)
                if rest > .zero { due[index] = .now + rest } else { connections[index].send(change(index)) }
            }
        }
        let spent = (ContinuousClock.now - start).components
        return Figures(
            rate: Double(samples.count) / (Double(spent.seconds) + Double(spent.attoseconds) / 1e18),
            median: samples.part(0.5), slowest: samples.part(0.99), count: samples.count)
    }

    private func change(_ client: Int) -> [UInt8] {
        made += 1
        let id = DataProduct.ID("p\(client % 100)") ?? RunningHost.first
        let report = QualityReport(
            product: id, metrics: [.init(name: "completeness", value: "\(made % 100).\(made / 100 % 100)")],
            at: Instant(milliseconds: now().milliseconds - Int64(made % 100) * 60_000))
        return RequestBytes.commit([.recordQuality(report)], UInt64(made) + 1)
    }
}

/// A load that goes on beside something else.
///
/// Unchecked, because of the load and its outcome: the thread alone touches them until `stop` has waited for its end.
final class BackgroundLoad: @unchecked Sendable {
    private let load: Load
    private let isOn = Mutex(true)
    private let hasEnded = Mutex(false)
    private var figures = Figures(rate: 0, median: 0, slowest: 0)

    init(_ load: Load) { self.load = load }

    func start() {
        WorkerThread.start { [self] in
            if let done = try? load.run(seconds: 600, while: { isOn.withLock { $0 } }) { figures = done }
            hasEnded.withLock { $0 = true }
        }
    }

    func stop() -> Figures {
        isOn.withLock { $0 = false }
        while !hasEnded.withLock({ $0 }) { usleep(5000) }
        return figures
    }
}
