/// What a handle knows of a folder: one snapshot, its journal, and how far that has been read.
struct Opened: Sendable {
    let current: Current
    let journal: Journal
    private(set) var place: Journal.Place
    private(set) var view: RecordView
    /// Commits since the snapshot.
    private(set) var frames = 0
    /// The watermark this was read under.
    var mark: Watermark?
    /// Of the frame behind which the next one stands, where this process wrote it.
    private(set) var seal: FrameSeal?

    init(_ disk: any Disk, _ current: Current, known: Set<String>, reusing last: RecordView? = nil) throws(StoreError) {
        self.current = current
        journal = try Journal(disk, current)
        var base: Snapshot?
        var segments: Segments?
        if current.snapshot > 0 {
            if let last, let snapshot = last.snapshot, snapshot.header.number == current.snapshot {
                (base, segments) = (snapshot, last.segments)
            } else {
                let snapshot = try Snapshot(disk, Snapshot.name(current.snapshot), known: known)
                segments = try Segments(of: snapshot, on: disk, reusing: last?.segments?.files ?? [])
                base = snapshot
            }
        }
        view = RecordView(base, segments)
        place = journal.start
        guard base.map({ $0.header.mesh == current.mesh && $0.header.number == current.snapshot }) ?? true else {
            throw .damaged(file: base?.name ?? "", offset: 16, finding: "it belongs to another mesh or place in it")
        }
        guard view.revision == journal.header.baseRevision, view.chain == journal.header.baseChain else {
            throw .damaged(file: journal.name, offset: 48, finding: "it does not continue its snapshot")
        }
    }

    /// Reads on, as `Journal.read` does.
    mutating func read(to limit: UInt64?, floor: UInt64 = 0) throws(StoreError) -> Journal.End {
        var (place, view, frames) = (self.place, self.view, self.frames)
        let end = try journal.read(from: &place, to: limit, floor: floor) { (frame, next) throws(StoreError) in
            view = view.adding(frame, chain: next.chain)
            frames += 1
        }
        if place.offset != self.place.offset { seal = nil }
        (self.place, self.view, self.frames) = (place, view, frames)
        return end
    }

    /// Whether the journal has grown long enough for a snapshot: readers hold what it says in memory.
    var isLong: Bool { frames >= 4096 || place.offset >= 32 << 20 }

    /// Takes over commits this process has just made durable.
    mutating func advance(to place: Journal.Place, view: RecordView, frames: Int, seal: FrameSeal?) {
        self.place = place
        self.view = view
        self.frames += frames
        self.seal = seal
    }
}
