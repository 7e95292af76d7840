internal import Glibc

/// Where a snapshot says that its series stand.
struct SegmentList: Equatable, Sendable {
    /// A file of the folder, and how it is known again.
    struct Segment: Equatable, Sendable {
        /// Of the snapshot that it was written with.
        var number: UInt64
        var length: UInt64
        /// That at the end of its header, and so of every byte.
        var check: UInt64

        static let size = 24
    }

    var bounds = SeriesBounds.none
    /// From the oldest to the newest.
    var segments: [Segment] = []

    private static let head = 8

    var encoded: [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(littleEndian: bounds.points)
        bytes.append(littleEndian: bounds.accesses)
        for segment in segments {
            bytes.append(littleEndian: segment.number)
            bytes.append(littleEndian: segment.length)
            bytes.append(littleEndian: segment.check)
        }
        return bytes
    }

    /// Nil for a snapshot that holds its series itself.
    init?(of snapshot: Snapshot) throws(StoreError) {
        guard let section = snapshot.section(Snapshot.Part.segments) else { return nil }
        let count = (section.count - Self.head) / Segment.size
        guard section.count >= Self.head, section.count == Self.head + count * Segment.size, count <= Segments.most
        else { throw section.damage(at: 0, "it is no list of segments") }
        let bytes = try section.bytes(0..<section.count)
        bounds = SeriesBounds(points: bytes.integer(at: 0), accesses: bytes.integer(at: 4))
        for place in 0..<count {
            let offset = Self.head + place * Segment.size
            let segment = Segment(
                number: bytes.integer(at: offset), length: bytes.integer(at: offset + 8),
                check: bytes.integer(at: offset + 16))
            guard segment.number > segments.last?.number ?? 0, segment.number <= snapshot.header.number else {
                throw section.damage(at: offset, "its segments do not stand in order")
            }
            segments.append(segment)
        }
    }

    init(bounds: SeriesBounds, _ segments: [Segment]) {
        self.bounds = bounds
        self.segments = segments
    }
}

/// The segments of a snapshot, open: files like snapshots that hold series alone.
struct Segments: Sendable {
    /// So many at most: a lookup asks each.
    static let most = 8
    /// What was written beside, until its snapshot is taken over.
    static let asideName = "segment-aside"

    static func name(_ number: UInt64) -> String { "segment-\(number)" }

    let list: SegmentList
    let files: [Snapshot]

    /// Nil for a snapshot that holds its series itself. Those that `others` have open are not opened again.
    init?(of snapshot: Snapshot, on disk: any Disk, reusing others: [Snapshot] = []) throws(StoreError) {
        guard let list = try SegmentList(of: snapshot) else { return nil }
        self.list = list
        var files: [Snapshot] = []
        for segment in list.segments {
            if let open = others.first(where: { $0.isFile(of: segment, snapshot.header.mesh) }) {
                files.append(open)
            } else {
                files.append(try Self.open(segment, of: snapshot, on: disk))
            }
        }
        self.files = files
    }

    static func open(
        _ segment: SegmentList.Segment, of snapshot: Snapshot, on disk: any Disk
    ) throws(StoreError) -> Snapshot {
        let name = name(segment.number)
        let file: Snapshot
        do throws(StoreError) { file = try Snapshot(disk, name, known: []) } catch {
            // Where the snapshot is gone as well somebody has just removed both.
            guard case .failed(_, ENOENT) = error, disk.has(Snapshot.name(snapshot.header.number)) else { throw error }
            throw .damaged(file: disk.file(name), offset: 0, finding: "it is gone, and \(snapshot.name) names it")
        }
        guard file.isFile(of: segment, snapshot.header.mesh) else {
            throw .damaged(file: file.name, offset: 16, finding: "it is not the one that \(snapshot.name) names")
        }
        return file
    }

    /// How many of the newest segments, each of so many records, a new one takes in: while the next is not twice as long as what is taken
    /// together, or there would be too many. So each record is written again some times and not with every compaction.
    static func taken(_ counts: [UInt64], with new: UInt64) -> Int {
        var (sum, taken) = (new, 0)
        while taken < counts.count {
            let next = counts[counts.count - 1 - taken]
            guard next / 2 < sum || counts.count - taken >= most else { break }
            sum += next
            taken += 1
        }
        return taken
    }
}

extension Snapshot {
    fileprivate func isFile(of segment: SegmentList.Segment, _ mesh: [UInt8]) -> Bool {
        header.number == segment.number && header.fileSize == segment.length && check == segment.check
            && header.mesh == mesh
    }
}

extension Disk {
    fileprivate func has(_ name: String) -> Bool { (try? open(name, writing: false)) != nil }
}
