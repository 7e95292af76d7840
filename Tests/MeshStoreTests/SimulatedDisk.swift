import MeshStore
import Synchronization
import SystemPackage

/// A disk in memory that forgets, as a real one does when the power goes, whatever was not synced.
///
/// It keeps for every file what is cached and what is durable, and between them the writes still on their way; the same
/// for names. `PowerCut.swift` makes from that every disk a power cut may leave.
final class SimulatedDisk: Disk {
    /// What is on the disk and in the cache at one moment. A value: a moment can be kept and gone back to.
    struct Moment: Sendable {
        var files: [Int: Content] = [:]
        var names: [String: Int] = [:]
        var durableNames: [String: Int] = [:]
        /// Each a set of names changed at once.
        var pendingNames: [[String: Int?]] = []
        var nextFile = 1
        var boot: UInt8 = 1
        /// The last revision that was acknowledged to somebody.
        var acknowledged: UInt64 = 0
        /// The last revision anybody began to write.
        var attempted: UInt64 = 0
    }

    struct Content: Sendable {
        var cached: [UInt8] = []
        var durable: [UInt8] = []
        var pending: [Change] = []
        var mode: UInt32 = 0
    }

    enum Change: Sendable {
        case write(offset: Int, bytes: [UInt8])
        case truncate(Int)

        func apply(to bytes: inout [UInt8]) {
            switch self {
            case .write(let offset, let new):
                if bytes.count < offset + new.count {
                    bytes += [UInt8](repeating: 0, count: offset + new.count - bytes.count)
                }
                bytes.replaceSubrange(offset..<offset + new.count, with: new)
            case .truncate(let length):
                bytes = Array(bytes.prefix(length)) + [UInt8](repeating: 0, count: max(0, length - bytes.count))
            }
        }
    }

    enum Call: Sendable {
        case open, create, folder, rename, remove, names, sync, read, write, truncate, status, lock, map
    }

    /// Which call fails, and how.
    struct Fault: Sendable {
        var at: Int
        var code: Errno
        var forGood = false
        /// A write takes half of its bytes before it fails.
        var short = false
        /// Not a call by its number but the next sync of a file.
        var nextSync = false

        fileprivate func refuses(_ call: Call, _ number: Int) -> Bool {
            if nextSync { return call == .sync }
            if short && call == .write { return false }
            return number == at || forGood && number > at
        }
    }

    struct State: Sendable {
        var moment = Moment()
        var locked: Set<Int> = []
        var fault: Fault?
        var calls = 0
        var log: [Call] = []
        /// Every moment there was, when asked to remember.
        var history: [Moment]?
    }

    let state: Mutex<State>
    /// Whether others may read the folder.
    let isShared: Bool

    init(_ moment: Moment = Moment(), fault: Fault? = nil, remembering: Bool = false, isShared: Bool = false) {
        self.isShared = isShared
        state = Mutex(State(moment: moment, fault: fault, history: remembering ? [moment] : nil))
    }

    var path: String { "disk" }
    var boot: [UInt8] { state.withLock { [UInt8](repeating: $0.moment.boot, count: 16) } }
    var moment: Moment { state.withLock { $0.moment } }
    var history: [Moment] { state.withLock { $0.history ?? [] } }
    var calls: Int { state.withLock { $0.calls } }
    func failNoMore() { state.withLock { $0.fault = nil } }
    func fail(_ fault: Fault?) { state.withLock { $0.fault = fault } }

    /// The calls made by `body`.
    func log(_ body: () throws -> Void) rethrows -> [Call] {
        state.withLock { $0.log = [] }
        try body()
        return state.withLock { $0.log }
    }

    func attempting(_ revision: UInt64) {
        state.withLock { $0.moment.attempted = max($0.moment.attempted, revision) }
    }

    func acknowledge(_ revision: UInt64) {
        state.withLock {
            $0.moment.acknowledged = max($0.moment.acknowledged, revision)
            $0.history?.append($0.moment)
        }
    }

    /// Changes a file behind everybody's back, cached and durable.
    func overwrite(_ name: String, _ change: (inout [UInt8]) -> Void) {
        state.withLock { state in
            guard let file = state.moment.names[name], var content = state.moment.files[file] else { return }
            change(&content.cached)
            content.durable = content.cached
            state.moment.files[file] = content
        }
    }

    func bytes(_ name: String) -> [UInt8]? {
        state.withLock { state in state.moment.names[name].flatMap { state.moment.files[$0]?.cached } }
    }

    /// One call: counted, perhaps refused, else carried out.
    func call<Value: Sendable>(
        _ call: Call, _ body: (inout State) throws(DiskError) -> Value
    ) throws(DiskError) -> Value {
        try state.withLock { (state) throws(DiskError) in
            state.calls += 1
            state.log.append(call)
            if let fault = state.fault, fault.refuses(call, state.calls) {
                if fault.nextSync { state.fault = nil }
                throw DiskError(fault.code)
            }
            let value = try body(&state)
            switch call {
            case .create, .folder, .rename, .remove, .sync, .write, .truncate: state.history?.append(state.moment)
            case .open, .names, .read, .status, .lock, .map: break
            }
            return value
        }
    }

    func open(_ name: String, writing: Bool) throws(DiskError) -> any DiskFile {
        let file = try call(.open) { (state) throws(DiskError) in
            guard let file = state.moment.names[name] else { throw DiskError(.noSuchFileOrDirectory) }
            return file
        }
        return SimulatedFile(self, file)
    }

    func create(_ name: String, mode: UInt32) throws(DiskError) -> any DiskFile {
        let file = try call(.create) { (state) throws(DiskError) in
            guard state.moment.names[name] == nil else { throw DiskError(.fileExists) }
            let file = state.moment.nextFile
            state.moment.nextFile += 1
            state.moment.files[file] = Content(mode: mode)
            state.moment.change([name: file])
            return file
        }
        return SimulatedFile(self, file)
    }

    func createFolder(_ name: String, mode: UInt32) throws(DiskError) {
        // A name like any other; `PowerCut.swift` lets nothing below it survive without it.
        try call(.folder) { (state) throws(DiskError) in
            guard state.moment.names[name] == nil else { throw DiskError(.fileExists) }
            let file = state.moment.nextFile
            state.moment.nextFile += 1
            state.moment.change([name: file])
        }
    }

    func rename(_ name: String, to newName: String) throws(DiskError) {
        try call(.rename) { (state) throws(DiskError) in
            guard let file = state.moment.names[name] else { throw DiskError(.noSuchFileOrDirectory) }
            state.moment.change([name: nil, newName: file])
        }
    }

    func remove(_ name: String) throws(DiskError) {
        try call(.remove) { (state) throws(DiskError) in
            guard state.moment.names[name] != nil else { throw DiskError(.noSuchFileOrDirectory) }
            state.moment.change([name: nil])
        }
    }

    func names() throws(DiskError) -> [String] {
        try call(.names) { (state) throws(DiskError) in Array(state.moment.names.keys).filter { !$0.contains("/") } }
    }

    func status() throws(DiskError) -> FileStatus {
        try call(.status) { (_) throws(DiskError) in
            FileStatus(length: 0, device: 1, inode: 0, mode: isShared ? 0o750 : 0o700, owner: 0)
        }
    }

    func synchronize() throws(DiskError) { try synchronize(folder: "") }

    /// Names in that folder alone: those in a folder of it have a sync of their own.
    func synchronize(folder: String) throws(DiskError) {
        do throws(DiskError) {
            try call(.sync) { (state) throws(DiskError) in
                let there = state.moment.names.filter { SimulatedDisk.folder(of: $0.key) == folder }
                state.moment.durableNames = state.moment.durableNames.filter {
                    SimulatedDisk.folder(of: $0.key) != folder
                }
                state.moment.durableNames.merge(there) { _, new in new }
                state.moment.forgetPending(in: folder)
            }
        } catch {
            // What a failed sync was asked to write is forgotten, and called clean.
            state.withLock { $0.moment.forgetPending(in: folder) }
            throw error
        }
    }

    static func folder(of name: String) -> String {
        name.lastIndex(of: "/").map { String(name[..<$0]) } ?? ""
    }
}

extension SimulatedDisk.Moment {
    mutating func change(_ change: [String: Int?]) {
        for (name, file) in change { names[name] = file }
        pendingNames.append(change)
    }

    fileprivate mutating func forgetPending(in folder: String) {
        pendingNames = pendingNames.compactMap { change in
            let left = change.filter { SimulatedDisk.folder(of: $0.key) != folder }
            return left.isEmpty ? nil : left
        }
    }
}

final class SimulatedFile: DiskFile {
    private let disk: SimulatedDisk
    private let number: Int
    private let holdsLock = Mutex(false)

    init(_ disk: SimulatedDisk, _ number: Int) {
        self.disk = disk
        self.number = number
    }

    deinit { unlock() }

    func unlock() {
        let held = holdsLock.withLock { held in
            defer { held = false }
            return held
        }
        if held { disk.state.withLock { _ = $0.locked.remove(number) } }
    }

    func read(upTo count: Int, at offset: UInt64) throws(DiskError) -> [UInt8] {
        try disk.call(.read) { [number] (state) throws(DiskError) in
            let bytes = state.moment.files[number]?.cached ?? []
            guard offset < bytes.count else { return [] }
            return Array(bytes[Int(offset)..<min(bytes.count, Int(offset) + count)])
        }
    }

    func write(_ bytes: RawSpan, at offset: UInt64) throws(DiskError) -> Int {
        let all = unsafe bytes.withUnsafeBytes { unsafe [UInt8]($0) }
        return try disk.call(.write) { [number] (state) throws(DiskError) in
            var new = all
            if let fault = state.fault, fault.short {
                if state.calls == fault.at { new = Array(all.prefix(all.count / 2)) }
                if state.calls > fault.at && fault.forGood { throw DiskError(fault.code) }
            }
            let change = SimulatedDisk.Change.write(offset: Int(offset), bytes: new)
            state.moment.files[number]?.add(change)
            return new.count
        }
    }

    func truncate(to length: UInt64) throws(DiskError) {
        try disk.call(.truncate) { [number] (state) throws(DiskError) in
            state.moment.files[number]?.add(.truncate(Int(length)))
        }
    }

    func synchronize() throws(DiskError) {
        do throws(DiskError) {
            try disk.call(.sync) { [number] (state) throws(DiskError) in
                guard var content = state.moment.files[number] else { return }
                for change in content.pending { change.apply(to: &content.durable) }
                content.pending = []
                state.moment.files[number] = content
            }
        } catch {
            disk.state.withLock { [number] in $0.moment.files[number]?.pending = [] }
            throw error
        }
    }

    func status() throws(DiskError) -> FileStatus {
        try disk.call(.status) { [number] (state) throws(DiskError) in
            let content = state.moment.files[number] ?? SimulatedDisk.Content()
            return FileStatus(
                length: UInt64(content.cached.count), device: 1, inode: UInt64(number), mode: content.mode, owner: 0)
        }
    }

    func lock() throws(DiskError) -> Bool {
        let locked = try disk.call(.lock) { [number] (state) throws(DiskError) in state.locked.insert(number).inserted }
        if locked { holdsLock.withLock { $0 = true } }
        return locked
    }

    func lockHolder() -> Int32? { nil }

    func map(_ length: Int) throws(DiskError) -> Mapping {
        let bytes = try disk.call(.map) { [number] (state) throws(DiskError) in
            state.moment.files[number]?.cached ?? []
        }
        return try Mapping(copying: Array(bytes.prefix(length)))
    }
}

extension SimulatedDisk.Content {
    mutating func add(_ change: SimulatedDisk.Change) {
        change.apply(to: &cached)
        pending.append(change)
    }
}
