import Glibc
public import MeshModel
import MeshStore
import Synchronization
import Testing

/// Every gateway that the contract holds for.
enum GatewayKind: String, CaseIterable, Sendable {
    case memory, store
    /// A daemon's client, with a mesh in memory behind the socket.
    case broker
    /// The store that a daemon holds.
    case shared

    func open(_ folder: TemporaryFolder, by actor: Actor = .owner, clock: TestClock = TestClock()) throws
        -> any MeshGateway
    {
        switch self {
        case .memory: return MemoryMesh(actor: actor) { clock.now }
        case .broker: return try ServedMesh(folder, by: actor, clock: clock)
        case .shared:
            try StoreGateway.create(path: folder.path + "/mesh")
            return try SharedGateway(folder.path + "/mesh", by: actor, clock: clock)
        case .store:
            try StoreGateway.create(path: folder.path + "/mesh")
            return try StoreGateway(path: folder.path + "/mesh", actor: actor) { clock.now }
        }
    }
}

extension Actor {
    static let owner = Actor(user: "dana", ownsMesh: true)
}

/// A clock that a test winds.
final class TestClock: Sendable {
    private let seconds = Mutex<Int64>(0)

    var now: Instant { Instant(milliseconds: 1_795_424_400_000).adding(seconds: seconds.withLock { $0 }) }

    func wind(_ by: Int64) { seconds.withLock { $0 += by } }
}

/// A folder of its own, removed with this value.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = "\(Effort.scratch)/datamesh-test-\(UInt64.random(in: .min ... .max))"
        try FileSystemCalls.makeFolder(path)
    }

    deinit { FileSystemCalls.remove(path) }
}

enum FileSystemCalls {
    struct Failure: Error {
        var path: String
    }

    static func makeFolder(_ path: String) throws(Failure) {
        guard unsafe mkdir(path, 0o700) == 0 else { throw Failure(path: path) }
    }

    static func names(in path: String) -> [String] {
        guard let folder = unsafe opendir(path) else { return [] }
        defer { unsafe _ = closedir(folder) }
        var names: [String] = []
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    static func remove(_ path: String) {
        if unsafe unlink(path) == 0 { return }
        for name in names(in: path) { remove("\(path)/\(name)") }
        unsafe _ = rmdir(path)
    }
}

extension Identifier: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) {
        guard let id = Identifier(text) else { preconditionFailure("'\(text)' is no slug") }
        self = id
    }
}
