public import MeshModel
internal import SystemPackage

/// What could be taken out of a damaged mesh, and what could not.
public struct Salvage: Equatable, Sendable {
    /// Records in the new mesh.
    public internal(set) var records = 0
    /// Frames of the journals that were whole.
    public internal(set) var frames = 0
    /// Records of a snapshot that stand where its blocks do not agree with their checks.
    public internal(set) var lostRecords = 0
    /// Bytes of journals that are no whole frame.
    public internal(set) var lostBytes: UInt64 = 0
    /// What is for few eyes and could not be opened.
    public internal(set) var withheld = 0
    /// Files that could not be used at all, each with the reason.
    public internal(set) var unusable: [String] = []
    /// The newest revision that anything was taken from.
    public internal(set) var revision: UInt64 = 0
}

extension StoreGateway {
    /// Copies what is whole of a mesh into a new one of one's own, which begins its history anew; the old one stays as it is.
    ///
    /// Of each record the newest image that is whole is taken, wherever it stands.
    public static func salvage(path: String, to newPath: String, by actor: Actor, at now: Instant) throws(StoreError)
        -> Salvage
    {
        let disk = try on(path) { () throws(DiskError) in try RealDisk(path) }
        var finds = Finds()
        try finds.take(disk)
        try Folder.create(path: newPath)
        let folder = try Folder(path: newPath, knowing: ProductIndex.Part.all)
        try finds.write(to: folder, by: actor, at: now)
        return finds.report
    }
}

/// Images of records, the newest of each.
struct Finds {
    private var images: [StoredKey: (revision: UInt64, value: [UInt8]?)] = [:]
    private(set) var report = Salvage()

    mutating func take(_ disk: any Disk) throws(StoreError) {
        let names = try on(disk.path) { () throws(DiskError) in try disk.names() }
        let files = names.filter { $0.hasPrefix("snapshot-") || $0.hasPrefix("segment-") || $0.hasPrefix("journal-") }
            .filter {
                !$0.hasSuffix(".new")
            }
        guard !files.isEmpty else { throw .notAMesh(path: disk.path) }
        for name in files.sorted() {
            do throws(StoreError) {
                if name.hasPrefix("journal-") { try takeJournal(disk, name) } else { try takeSnapshot(disk, name) }
            } catch { report.unusable.append(error.description) }
        }
        openConfidences(disk)
    }

    private mutating func take(_ key: StoredKey, _ revision: UInt64, _ value: [UInt8]?) {
        report.revision = max(report.revision, revision)
        if let known = images[key], known.revision > revision { return }
        images[key] = (revision, value)
    }

    private mutating func takeSnapshot(_ disk: any Disk, _ name: String) throws(StoreError) {
        let snapshot = try Snapshot(disk, name, known: ProductIndex.Part.all)
        for place in 0..<snapshot.recordCount {
            do throws(StoreError) {
                guard let key = try snapshot.key(at: place) else { break }
                let image = try snapshot.image(key, at: place)
                take(key, image.revision, image.value)
            } catch { report.lostRecords += 1 }
        }
    }

    /// Every whole frame, whatever stands between them.
    private mutating func takeJournal(_ disk: any Disk, _ name: String) throws(StoreError) {
        let path = disk.file(name)
        let file = try on(path) { () throws(DiskError) in try disk.open(name, writing: false) }
        let header = try JournalHeader(
            on(path) { () throws(DiskError) in try file.readWhole(JournalHeader.length, at: 0) }, file: path)
        let end = try on(path) { () throws(DiskError) in try file.status() }.length
        var window = Window(file, path, end: end)
        var offset = UInt64(JournalHeader.length)
        while offset < end {
            if let range = try window.frame(at: offset, salt: header.salt), let frame = try? Frame(window.bytes, range)
            {
                for write in frame.writes { take(write.key, frame.revision, write.value) }
                report.frames += 1
                offset += UInt64(range.count)
            } else {
                let next = try window.nextMagic(from: offset + 8) ?? end
                report.lostBytes += next - offset
                offset = next
            }
        }
    }

    /// What lay apart for few eyes stands in its place in a mesh of one's own.
    private mutating func openConfidences(_ disk: any Disk) {
        let file = try? disk.open(Confidences.name, writing: false)
        for (key, image) in images {
            guard let value = image.value, let reference = Confidences.Reference(value) else { continue }
            let told = file.flatMap { reference.told(in: $0) }
            if told == nil { report.withheld += 1 }
            images[key] = (image.revision, told)
        }
    }

    /// As few commits as the format takes, ordered so that equal finds make equal files.
    mutating func write(to folder: Folder, by actor: Actor, at now: Instant) throws(StoreError) {
        var writer = try folder.writer()
        var writes: [StoredWrite] = []
        var bytes = 0
        func commit() throws(StoreError) {
            guard !writes.isEmpty else { return }
            _ = try writer.commit([
                Writer.Draft(
                    time: now.milliseconds, actor: Array(actor.user.utf8), request: Account.random(16), changes: [],
                    writes: writes)
            ])
            (writes, bytes) = ([], 0)
        }
        for key in images.keys.sorted() {
            // Which request made which revision means nothing in a history that begins anew.
            guard let value = images[key]?.value, key.kind < StoredKey.firstOwnKind else { continue }
            writes.append(StoredWrite(key, value))
            bytes += key.bytes.count + value.count
            report.records += 1
            if bytes > Finds.mostBytes { try commit() }
        }
        try commit()
    }

    private static let mostBytes = 16 << 20
}

extension Confidences.Reference {
    /// The bytes it refers to, without their salt; nil where they are not there or not those.
    fileprivate func told(in file: any DiskFile) -> [UInt8]? {
        guard let size = try? file.status().length, offset <= size, UInt64(length) <= size - offset,
            Int(length) >= Confidences.saltLength, let bytes = try? file.readWhole(Int(length), at: offset),
            xxh64(bytes, 0..<bytes.count) == check
        else { return nil }
        return Array(bytes.dropFirst(Confidences.saltLength))
    }
}
