internal import MeshModel

/// What is whole of a mesh's folder, and what is not: every byte of it read once.
public struct Examination: Equatable, Sendable {
    public enum Weight: String, Sendable {
        /// It is as it was written.
        case whole
        /// Nothing is lost, but somebody may want to know.
        case note
        /// It is not what was written, or cannot be read.
        case damage
    }

    public struct Finding: Equatable, Sendable {
        public var weight: Weight
        /// A file of the folder, or what was looked at across files.
        public var part: String
        /// A sentence without its subject and its full stop.
        public var text: String
    }

    public private(set) var findings: [Finding] = []
    public var isWhole: Bool { !findings.contains { $0.weight == .damage } }

    mutating func add(_ weight: Weight, _ part: String, _ text: String) {
        let finding = Finding(weight: weight, part: part, text: text)
        if !findings.contains(finding) { findings.append(finding) }
    }

    /// Carries a look out; what it throws is a finding.
    mutating func attempt<Value>(_ part: String, _ look: () throws(StoreError) -> Value) -> Value? {
        do throws(StoreError) { return try look() } catch {
            if case .damaged(let file, let offset, let finding) = error {
                add(.damage, Self.short(file), "is damaged at byte \(offset): \(finding)")
            } else {
                add(.damage, part, error.description)
            }
            return nil
        }
    }

    private static func short(_ file: String) -> String {
        file.lastIndex(of: "/").map { String(file[file.index(after: $0)...]) } ?? file
    }

    /// So many records that cannot be read are named; of more, the count is said.
    private static let mostNamed = 20
}

extension StoreGateway {
    /// Looks through a mesh's folder without changing anything. Throws where there is no folder to look into.
    public static func examine(path: String) throws(StoreError) -> Examination {
        let disk = try on(path) { () throws(DiskError) in try RealDisk(path) }
        return try Examination(disk)
    }
}

extension Examination {
    init(_ disk: any Disk) throws(StoreError) {
        let names = try on(disk.path) { () throws(DiskError) in try disk.names() }
        guard names.contains(where: Self.isOfAMesh) else { throw .notAMesh(path: disk.path) }
        guard let current = attempt(Current.name, { () throws(StoreError) in try Folder.readCurrent(disk) }) else {
            return
        }
        add(
            .whole, Current.name,
            "names \(current.snapshot > 0 ? "snapshot-\(current.snapshot) and " : "")journal-\(current.journal)")
        let snapshot = lookAtSnapshot(disk, current)
        let journal = lookAtJournal(disk, current)
        lookAtCheckpoints(disk, Folder.checkpoints(names, before: current.snapshot), current)
        if snapshot, journal { lookAcross(disk) }
        lookAround(names)
    }

    private static func isOfAMesh(_ name: String) -> Bool {
        name == Current.name || name.hasPrefix("journal-") || name.hasPrefix("snapshot-")
    }

    /// Each block against its check.
    private mutating func lookAtSnapshot(_ disk: any Disk, _ current: Current) -> Bool {
        guard current.snapshot > 0 else { return true }
        return lookAtBlocks(disk, current.snapshot, of: current.mesh)
    }

    private mutating func lookAtBlocks(_ disk: any Disk, _ number: UInt64, of mesh: [UInt8]) -> Bool {
        let name = Snapshot.name(number)
        let snapshot = attempt(name) { () throws(StoreError) in
            let snapshot = try Snapshot(disk, name, known: ProductIndex.Part.all)
            guard snapshot.header.mesh == mesh, snapshot.header.number == number else {
                throw .damaged(file: name, offset: 16, finding: "it belongs to another mesh or place in it")
            }
            try snapshot.checkEverything()
            return (file: snapshot, list: try SegmentList(of: snapshot))
        }
        guard let snapshot else { return false }
        add(
            .whole, name,
            "holds revision \(snapshot.file.header.revision) in \(snapshot.file.recordCount) records, every block as its check says"
        )
        if let bounds = snapshot.list?.bounds, bounds != .none { add(.whole, name, "keeps \(bounds)") }
        var isWhole = true
        for segment in snapshot.list?.segments ?? [] {
            isWhole = lookAt(segment, of: snapshot.file, on: disk) && isWhole
        }
        return isWhole
    }

    /// What several snapshots name is found as often, and said once.
    private mutating func lookAt(_ segment: SegmentList.Segment, of snapshot: Snapshot, on disk: any Disk) -> Bool {
        let name = Segments.name(segment.number)
        return attempt(name) { () throws(StoreError) in
            let file = try Segments.open(segment, of: snapshot, on: disk)
            try file.checkEverything()
            return file
        }.map { file in
            add(
                .whole, name,
                "holds \(file.recordCount) points and accesses up to revision \(file.header.revision), every block as its check says"
            )
        } != nil
    }

    /// The snapshots that only the past needs, and what says which of them stay.
    private mutating func lookAtCheckpoints(_ disk: any Disk, _ checkpoints: [UInt64], _ current: Current) {
        for number in checkpoints { _ = lookAtBlocks(disk, number, of: current.mesh) }
        let retention = attempt(CheckpointRetention.name) { () throws(StoreError) in
            try Folder.checkpointRetention(disk, mesh: current.mesh)
        }
        if let retention, retention != .none {
            add(.whole, CheckpointRetention.name, "keeps checkpoints: \(retention)")
        }
    }

    private mutating func lookAtJournal(_ disk: any Disk, _ current: Current) -> Bool {
        let name = Journal.name(current.journal)
        return attempt(name) { () throws(StoreError) in
            let journal = try Journal(disk, current)
            var (place, frames) = (journal.start, 0)
            let end = try journal.read(from: &place, to: nil) { (_, _) in frames += 1 }
            return (frames, end, place.revision)
        }.map { frames, end, revision in
            add(.whole, name, "holds \(frames) frames up to revision \(revision)")
            if case .torn(let bytes) = end {
                add(
                    .note, name,
                    "ends with \(bytes) bytes that are no commit: one that was cut off, and was confirmed to nobody; the next change removes them"
                )
            }
        } != nil
    }

    /// What no file tells alone: what was confirmed is there, each record can be read, the chain holds.
    private mutating func lookAcross(_ disk: any Disk) {
        guard
            let folder = attempt(
                "watermark", { () throws(StoreError) in try Folder(disk, knowing: ProductIndex.Part.all) }),
            let view = attempt("watermark", { () throws(StoreError) in try folder.view() })
        else { return }
        lookAtRecords(RecordReading(folder: folder, view: view))
        guard let chain = attempt("chain", { () throws(StoreError) in try folder.verifyChain() }) else { return }
        if let place = chain.firstBreak {
            add(.damage, "chain", "does not hold from revision \(place.revision) on: \(place.finding)")
        } else {
            add(.whole, "chain", "holds over \(chain.proven) frames of the kept journals")
        }
        if chain.withheld > 0 {
            add(.note, "chain", "what \(chain.withheld) frames put apart may not be opened by you")
        }
    }

    private mutating func lookAtRecords(_ reading: RecordReading) {
        var (whole, spoilt) = (0, 0)
        do throws(StoreError) {
            for kind in RecordKind.allCases {
                var cursor = try reading.view.cursor(kind.rawValue)
                while let record = try cursor.next() {
                    do throws(StoreError) {
                        try reading.probe(kind.type, record)
                        whole += 1
                    } catch {
                        spoilt += 1
                        if spoilt <= Self.mostNamed { add(.damage, "records", error.finding) }
                    }
                }
            }
        } catch {
            // The rest cannot be walked through.
            add(.damage, "records", error.finding)
        }
        if spoilt > Self.mostNamed { add(.damage, "records", "\(spoilt - Self.mostNamed) more cannot be read") }
        add(.whole, "records", "\(whole) can be read")
    }

    /// What an attempt left.
    private mutating func lookAround(_ names: [String]) {
        for name in names.sorted()
        where name.hasSuffix(".new") || [Snapshot.asideName, Segments.asideName].contains(name) {
            add(.note, name, "is left of an attempt, and the next one replaces it")
        }
    }
}

extension StoreError {
    fileprivate var finding: String { if case .damaged(_, _, let finding) = self { finding } else { description } }
}
