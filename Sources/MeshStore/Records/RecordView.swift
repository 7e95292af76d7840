/// Every record at one revision: a snapshot, and over it what the journal has added since.
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
    let runs: [Run]

    /// The mesh as a snapshot holds it, or an empty one.
    init(_ snapshot: Snapshot?) {
        self.init(
            revision: snapshot?.header.revision ?? 0, time: snapshot?.header.time ?? 0,
            chain: snapshot?.header.chain ?? 0, snapshot: snapshot, runs: [])
    }

    init(revision: UInt64, time: Int64, chain: UInt64, snapshot: Snapshot?, runs: [Run]) {
        self.revision = revision
        self.time = time
        self.chain = chain
        self.snapshot = snapshot
        self.runs = runs
    }

    /// This view after one more commit.
    func adding(_ frame: Frame, chain: UInt64) -> RecordView {
        if frame.isNote {
            return RecordView(revision: revision, time: time, chain: chain, snapshot: snapshot, runs: runs)
        }
        var runs = self.runs
        var newest = Run(frame)
        while let last = runs.last, last.entries.count <= 2 * newest.entries.count {
            newest = Run(last, newest)
            runs.removeLast()
        }
        if !newest.entries.isEmpty { runs.append(newest) }
        return RecordView(revision: frame.revision, time: frame.time, chain: chain, snapshot: snapshot, runs: runs)
    }

    /// The record under `key`, nil where there is none.
    package func record(_ key: StoredKey) throws(StoreError) -> StoredRecord? {
        for run in runs.reversed() {
            guard let entry = run.entry(key) else { continue }
            return entry.value.map { StoredRecord(key: key, value: $0, revision: entry.revision) }
        }
        return try snapshot?.record(key)
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
        return try RecordCursor(snapshot, runs, from: start, within: (kind, prefix))
    }

    /// Every record, the store's own included, ordered by kind and key.
    func everything() throws(StoreError) -> RecordCursor {
        snapshot?.expectEverything()
        return try RecordCursor(snapshot, runs, from: StoredKey(0, []), within: nil)
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
