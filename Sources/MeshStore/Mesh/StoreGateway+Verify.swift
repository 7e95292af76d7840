internal import MeshModel

/// Whether the journal is the one that was written: each frame names the SHA-256 of the frame before it, and of what it put apart.
///
/// Nothing behind it speaks for the newest frame: for that, and for the whole, somebody keeps `head` where the writer cannot reach it.
public struct ChainReport: Equatable, Sendable {
    /// Where the chain does not hold.
    public struct Break: Equatable, Sendable {
        /// The first revision that cannot be trusted.
        public var revision: UInt64
        public var file: String
        /// Byte of the file where the frame begins.
        public var offset: UInt64
        /// A sentence.
        public var finding: String
    }

    /// The first and the last revision looked at; nil where no frame is kept.
    public var first: UInt64?
    public var last: UInt64?
    /// Frames whose predecessor was proven.
    public var proven = 0
    /// Frames of before seals were kept, all of them older than any sealed one: only their checks could be looked at.
    public var unsealed = 0
    /// Frames that put something apart which this process may not open: that is not proven.
    public var withheld = 0
    /// SHA-256 of the newest frame in hexadecimal: who keeps it elsewhere can prove that nothing was exchanged.
    public var head = ""
    public var firstBreak: Break?

    public init() {}
}

extension StoreGateway {
    /// Reads every journal that is kept, oldest first, up to the first break.
    public func verifyChain() throws(StoreError) -> ChainReport { try folder.verifyChain() }
}

extension Folder {
    func verifyChain() throws(StoreError) -> ChainReport {
        _ = try view()
        guard let opened = lastOpened() else { return ChainReport() }
        var walk = ChainWalk(folder: self)
        do throws(StoreError) {
            for kept in try keptJournals(opened) {
                try walk.follow(kept.journal, to: kept.limit, last: kept.last, opened)
            }
        } catch { walk.report.firstBreak = .init(error, walk.report) }
        walk.report.head = hexadecimal(walk.seal ?? [])
        return walk.report
    }

    /// The journals that are kept, oldest first, each with how far it is durable and the check of its last frame that counts.
    private func keptJournals(_ opened: Opened) throws(StoreError) -> [(
        journal: Journal, limit: UInt64?, last: UInt64?
    )] {
        var journals: [(journal: Journal, limit: UInt64?, last: UInt64?)] = [(opened.journal, opened.place.offset, nil)]
        while let later = journals.last?.journal, let earlier = try journal(before: later) {
            journals.append((earlier, nil, later.header.baseChain))
        }
        return journals.reversed()
    }
}

/// A walk along the kept frames, oldest first.
private struct ChainWalk {
    let folder: Folder
    var report = ChainReport()
    /// SHA-256 of the frame before; nil where it is not known.
    var seal: [UInt8]?
    private var hasSeenSeal = false

    init(folder: Folder) { self.folder = folder }

    mutating func follow(
        _ journal: Journal, to limit: UInt64?, last: UInt64?, _ opened: Opened
    ) throws(StoreError) {
        var place = journal.start
        if report.first == nil, journal.header.previous == 0, journal.header.snapshot == 0 {
            seal = [UInt8](repeating: 0, count: SHA256.length)
        }
        if last == nil { try compare(opened) }
        _ = try journal.read(from: &place, to: limit, last: last) { (frame, next) throws(StoreError) in
            report.first = report.first ?? frame.revision
            try check(frame, journal.name, next.frameStart)
            report.last = frame.revision
            seal = try journal.seal(of: next)
        }
        if let last, place.chain != last {
            throw .damaged(
                file: journal.name, offset: place.offset,
                finding: "it ends before the frame that the next journal continues")
        }
    }

    private mutating func check(_ frame: Frame, _ file: String, _ offset: UInt64) throws(StoreError) {
        if frame.seal.isEmpty {
            // An earlier version's frames stand before all others. Who takes a seal away would make a frame look like one.
            guard !hasSeenSeal else {
                throw .damaged(
                    file: file, offset: offset, finding: "revision \(frame.revision) has no seal, and earlier ones have"
                )
            }
            report.unsealed += 1
        } else if let seal, frame.seal != seal {
            throw .damaged(
                file: file, offset: offset,
                finding: "revision \(frame.revision) was written behind another frame than the one before it")
        } else {
            hasSeenSeal = true
            report.proven += 1
        }
        guard !frame.apart.isEmpty else { return }
        guard let stretch = Confidences.Stretch(frame.apart) else {
            throw .damaged(
                file: file, offset: offset, finding: "revision \(frame.revision) does not say what it put apart")
        }
        switch try folder.proves(stretch) {
        case true?: break
        case nil: report.withheld += 1
        case false?:
            throw folder.damagedConfidence(
                at: stretch.offset, "it is not what revision \(frame.revision) put there")
        }
    }

    /// The snapshot in force remembers the seal of the frame that it ends with.
    private mutating func compare(_ opened: Opened) throws(StoreError) {
        guard let snapshot = opened.view.snapshot, let section = snapshot.section(Snapshot.Part.seal),
            section.count == SHA256.length
        else { return }
        let kept = try section.bytes(0..<SHA256.length)
        guard let seal else {
            // The journals before it are no longer kept.
            self.seal = kept
            hasSeenSeal = true
            return
        }
        guard seal == kept else {
            // Not the revision behind it: what is wrong is the one that the snapshot ends with, or the snapshot.
            report.last = snapshot.header.revision - min(1, snapshot.header.revision)
            throw .damaged(
                file: snapshot.name, offset: 0,
                finding: "revision \(snapshot.header.revision) is another frame than the one it was made from")
        }
    }
}

extension ChainReport.Break {
    fileprivate init(_ error: StoreError, _ report: ChainReport) {
        let next = report.last.map { $0 + 1 } ?? report.first ?? 0
        switch error {
        case .damaged(let file, let offset, let finding):
            self.init(revision: next, file: file, offset: offset, finding: finding)
        default: self.init(revision: next, file: "", offset: 0, finding: error.description)
        }
    }
}
