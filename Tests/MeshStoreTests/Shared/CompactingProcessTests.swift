import Glibc
import MeshModel
import Synchronization
import SystemPackage
import Testing
import Threads

@testable import MeshStore

/// Snapshots made by real processes beside a store that goes on committing on the real disk.
@Suite(.serialized) struct CompactingProcessTests {
    /// Commits `d0`, `d1`, … on a thread of its own until it is told to end, and takes over what it is told to.
    final class Committing: Sendable {
        private struct State {
            var count: UInt64 = 0
            var isEnding = false
            var adoptions: [Result<Void, StoreError>] = []
            var wanted = 0
            var failure: (any Error)?
            var hasEnded = false
        }

        private let state = Mutex(State())

        init(_ path: String) {
            WorkerThread.start { [self] in
                do {
                    let store = try SharedStore(path: path) { TestClock().now }
                    while !state.withLock({ $0.isEnding }) {
                        let number = state.withLock { $0.count }
                        _ = try store.commit([AdoptionCrashTests.Story.request(number)])[0].get()
                        state.withLock { $0.count += 1 }
                        // Often enough to be met in every step of a snapshot, and no longer a story than can be read back.
                        usleep(2000)
                        if state.withLock({ $0.wanted > $0.adoptions.count }) {
                            let outcome = Result { () throws(StoreError) in try store.adoptSnapshot() }
                            state.withLock { $0.adoptions.append(outcome) }
                        }
                    }
                } catch { state.withLock { $0.failure = error } }
                state.withLock { $0.hasEnded = true }
            }
        }

        var count: UInt64 { state.withLock { $0.count } }

        func wait(_ isDone: () -> Bool) throws {
            while !isDone() {
                if let failure = state.withLock({ $0.failure }) { throw failure }
                usleep(1000)
            }
        }

        /// Takes over what lies there, between two commits.
        func adopt() throws {
            let wanted = state.withLock { state in
                state.wanted += 1
                return state.wanted
            }
            try wait { state.withLock { $0.adoptions.count } == wanted }
            try state.withLock { $0.adoptions[wanted - 1] }.get()
        }

        func end() throws {
            state.withLock { $0.isEnding = true }
            try wait { state.withLock { $0.hasEnded } }
        }
    }

    static func mesh(_ folder: TemporaryFolder) throws -> String {
        let path = folder.path + "/mesh"
        try StoreGateway.create(path: path)
        return path
    }

    @Test(.timeLimit(.minutes(60))) func `commits go on, and each is there once`() async throws {
        let folder = try TemporaryFolder()
        let path = try Self.mesh(folder)
        let committing = Committing(path)
        let reader = try Folder(path: path, knowing: ProductIndex.Part.all)
        var seen: UInt64 = 0
        for _ in 0..<3 {
            let before = committing.count
            try committing.wait { committing.count > before + 20 }
            await #expect(processExitsWith: .success) { [path = path as String] in
                _ = try SharedStore.writeSnapshot(path: path)
            }
            let made = committing.count
            try committing.wait { committing.count > made + 5 }
            try committing.adopt()
            let revision = try reader.view().revision
            #expect(revision > seen)
            seen = revision
        }
        try committing.end()
        #expect(try reader.readCurrent().snapshot == 3)
        try AdoptionCrashTests.expectStory(reader, committing.count, "while it was open")
        try AdoptionCrashTests.expectStory(
            Folder(path: path, knowing: ProductIndex.Part.all), committing.count, "opened afresh")
    }

    @Test(.timeLimit(.minutes(60)), arguments: [2, 4, 6, 8])
    func `one that is killed leaves only what the next replaces`(_ call: Int) async throws {
        let folder = try TemporaryFolder()
        let path = try Self.mesh(folder)
        let committing = Committing(path)
        try committing.wait { committing.count > 20 }
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, call = call as Int] in
            let disk = try KillingDisk(RealDisk(path), at: call)
            let folder = try Folder(disk, knowing: ProductIndex.Part.all)
            disk.isArmed.store(true, ordering: .relaxed)
            _ = try SharedStore.writeSnapshot(folder)
        }
        let names = FileSystemCalls.names(in: path)
        #expect(!names.contains("snapshot-1") && !names.contains(Snapshot.asideName), "\(names)")
        await #expect(processExitsWith: .success) { [path = path as String] in
            _ = try SharedStore.writeSnapshot(path: path)
        }
        try committing.adopt()
        try committing.end()
        let reader = try Folder(path: path, knowing: ProductIndex.Part.all)
        #expect(FileSystemCalls.names(in: path).allSatisfy { !$0.hasSuffix(".new") && $0 != Snapshot.asideName })
        try AdoptionCrashTests.expectStory(reader, committing.count, "after \(call)")
    }
}

/// The real disk, on which the process is killed at one call that changes something.
private final class KillingDisk: Disk {
    private let disk: RealDisk
    private let fatal: Int
    let isArmed = Atomic(false)
    private let calls = Atomic(0)

    init(_ disk: RealDisk, at fatal: Int) {
        self.disk = disk
        self.fatal = fatal
    }

    func count() {
        guard isArmed.load(ordering: .relaxed) else { return }
        if calls.add(1, ordering: .relaxed).newValue == fatal { kill(getpid(), SIGKILL) }
    }

    var path: String { disk.path }
    var boot: [UInt8] { disk.boot }

    func open(_ name: String, writing: Bool) throws(DiskError) -> any DiskFile {
        KillingFile(try disk.open(name, writing: writing), self)
    }

    func create(_ name: String, mode: UInt32) throws(DiskError) -> any DiskFile {
        count()
        return KillingFile(try disk.create(name, mode: mode), self)
    }

    func createFolder(_ name: String, mode: UInt32) throws(DiskError) { try disk.createFolder(name, mode: mode) }

    func rename(_ name: String, to newName: String) throws(DiskError) {
        count()
        try disk.rename(name, to: newName)
    }

    func remove(_ name: String) throws(DiskError) { try disk.remove(name) }
    func names() throws(DiskError) -> [String] { try disk.names() }
    func status() throws(DiskError) -> FileStatus { try disk.status() }
    func synchronize() throws(DiskError) { try disk.synchronize() }
    func synchronize(folder name: String) throws(DiskError) { try disk.synchronize(folder: name) }
}

private final class KillingFile: DiskFile {
    private let file: any DiskFile
    private let disk: KillingDisk

    init(_ file: any DiskFile, _ disk: KillingDisk) {
        self.file = file
        self.disk = disk
    }

    func read(upTo count: Int, at offset: UInt64) throws(DiskError) -> [UInt8] {
        try file.read(upTo: count, at: offset)
    }

    func write(_ bytes: RawSpan, at offset: UInt64) throws(DiskError) -> Int {
        disk.count()
        return try file.write(bytes, at: offset)
    }

    func truncate(to length: UInt64) throws(DiskError) { try file.truncate(to: length) }

    func synchronize() throws(DiskError) {
        disk.count()
        try file.synchronize()
    }

    func status() throws(DiskError) -> FileStatus { try file.status() }
    func lock() throws(DiskError) -> Bool { try file.lock() }
    func unlock() { file.unlock() }
    func lockHolder() -> Int32? { file.lockHolder() }
    func map(_ length: Int) throws(DiskError) -> Mapping { try file.map(length) }
}
