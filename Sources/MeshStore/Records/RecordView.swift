/// Every record at one revision: a snapshot with its segments, and over them what the journal has added since.
///
/// A value that never changes, cheap to make again after a commit. The layers over the snapshot double in size from
/// the newest to the oldest: a commit adds one and merges the few small ones, so that a long tail is not copied each
/// time and a lookup asks few layers.
package struct RecordView: Sendable {
    package let revision: UInt64
    /// When that revision was made, as its author's clock said; 0 for the empty mesh.
    package let time: Int64
    /// Check of the frame of this revision.
    let chain: UInt64
    package let snapshot: Snapshot?
    /// None where the snapshot holds its series itself.
    let segments: Segments?
    let runs: [Run]
    /// What of the series is shown.
    private(set) var bounds: SeriesBounds

    /// The mesh as a snapshot holds it, or an empty one.
    init(_ snapshot: Snapshot? = nil, _ segments: Segments? = nil) {
        self.init(
            revision: snapshot?.header.revision ?? 0, time: snapshot?.header.time ?? 0,
            chain: snapshot?.header.chain ?? 0, over: snapshot, segments, bounds: segments?.list.bounds ?? .none)
    }

    init(
        revision: UInt64, time: Int64, chain: UInt64, over snapshot: Snapshot? = nil, _ segments: Segments? = nil,
        runs: [Run] = [], bounds: SeriesBounds = .none
    ) {
        self.revision = revision
        self.time = time
        self.chain = chain
        self.snapshot = snapshot
        self.segments = segments
        self.runs = runs
        self.bounds = bounds
    }

    /// This view with other bounds.
    func keeping(_ bounds: SeriesBounds) -> RecordView {
        var view = self
        view.bounds = bounds
        return view
    }

    /// This view after one more commit.
    func adding(_ frame: Frame, chain: UInt64) -> RecordView {
        if frame.isNote {
            return RecordView(
                revision: revision, time: time, chain: chain, over: snapshot, segments, runs: runs, bounds: bounds)
        }
        var runs = self.runs
        var newest = Run(frame)
        while let last = runs.last, last.entries.count <= 2 * newest.entries.count {
            newest = Run(last, newest)
            runs.removeLast()
        }
        if !newest.entries.isEmpty { runs.append(newest) }
        return RecordView(
            revision: frame.revision, time: frame.time, chain: chain, over: snapshot, segments, runs: runs,
            bounds: bounds)
    }

    /// The record under `key`, nil where there is none.
    package func record(_ key: StoredKey) throws(StoreError) -> StoredRecord? {
        if bounds[key.kind] > 0 {
            // How many of its series stand before it has to be known.
            var cursor = try cursor(key.kind, prefix: key.bytes)
            return try cursor.next().flatMap { $0.key == key ? $0 : nil }
        }
        for run in runs.reversed() {
            if let image = run.entry(key) { return image.record }
        }
        for file in files(of: key.kind).reversed() {
            if let image = try file.image(key) { return image.record }
        }
        return nil
    }

    /// Whether there is a record under `key`: its value is not looked at.
    func holds(_ key: StoredKey) throws(StoreError) -> Bool {
        guard bounds[key.kind] == 0 else { return try record(key) != nil }
        for run in runs.reversed() {
            if let image = run.entry(key) { return image.value != nil }
        }
        for file in files(of: key.kind).reversed() {
            if let place = try file.place(of: key) { return try !file.isDeleted(at: place) }
        }
        return false
    }

    /// Where records of a kind stand below the journal, from the oldest to the newest.
    private func files(of kind: UInt8) -> [Snapshot] {
        if let segments, Series.kinds.contains(kind) { return segments.files }
        return snapshot.map { [$0] } ?? []
    }

    /// Up to `limit` records of a kind whose keys begin with `prefix`, in order, beginning behind `after`.
    package func scan(
        _ kind: UInt8, prefix: [UInt8] = [], after: [UInt8]? = nil, limit: Int = .max
    ) throws(StoreError) -> [StoredRecord] {
        var cursor = try cursor(kind, prefix: prefix, after: after)
        var records: [StoredRecord] = []
        while records.count < limit, let record = try cursor.next() { records.append(record) }
        return records
    }

    /// A place in the records of a kind whose keys begin with `prefix`, behind `after`.
    package func cursor(
        _ kind: UInt8, prefix: [UInt8] = [], after: [UInt8]? = nil
    ) throws(StoreError) -> RecordCursor {
        var start = StoredKey(kind, prefix)
        if let after {
            // The least key behind another is that key and a zero byte.
            start = max(start, StoredKey(kind, after + [0]))
        }
        return try cursor(from: start, in: .init(kinds: kind...kind, prefix: prefix))
    }

    /// A place in records that stand in the same files.
    func cursor(from start: StoredKey, in range: RecordCursor.Range) throws(StoreError) -> RecordCursor {
        try RecordCursor(files(of: start.kind), runs, from: start, in: range, keeping: bounds)
    }

    /// The revision an earlier request made, nil for one not seen before.
    package func revision(ofRequest request: [UInt8]) throws(StoreError) -> UInt64? {
        guard !request.isEmpty, let record = try record(StoredKey(StoredKey.request, request)) else { return nil }
        guard record.value.count == 8 else {
            throw .damaged(file: "request record", offset: 0, finding: "a request's revision is not 8 bytes")
        }
        return record.value.integer(at: 0)
    }
}
