internal import MeshModel

/// The part of a reader that needs no index: keyed records, scans and the journal.
struct RecordReading: MeshReader {
    let folder: Folder
    let view: RecordView
    /// Whose index answers what has to search; nil: one made for each question.
    var latest: LatestReader?

    var revision: Revision { Revision(view) }

    func find<R: MeshRecord>(_ type: R.Type, _ key: RecordKey) throws(ReadError) -> R? {
        do throws(StoreError) {
            return try view.record(StoredKey(key)).map { record throws(StoreError) in try decode(type, record) }
        } catch { throw ReadError(error) }
    }

    func holds(_ key: RecordKey) throws(ReadError) -> Bool {
        do throws(StoreError) { return try view.holds(StoredKey(key)) } catch { throw ReadError(error) }
    }

    func scan<R: MeshRecord>(
        _ type: R.Type, under prefix: RecordKey, after: RecordKey?, limit: Int
    ) throws(ReadError) -> Page<R> {
        do throws(StoreError) {
            var cursor = try view.cursor(prefix.kind.rawValue, prefix: prefix.bytes, after: after?.bytes)
            var items: [R] = []
            var last: RecordKey?
            while let record = try cursor.next() {
                if items.count == limit { return Page(items: items, next: last) }
                items.append(try decode(type, record))
                last = RecordKey(kind: prefix.kind, bytes: record.key.bytes)
            }
            return Page(items: items, next: nil)
        } catch { throw ReadError(error) }
    }

    func firsts<R: MeshRecord>(_ type: R.Type, under prefix: RecordKey) throws(ReadError) -> [R] {
        do throws(StoreError) {
            var cursor = try view.cursor(prefix.kind.rawValue, prefix: prefix.bytes)
            var firsts: [R] = []
            while let record = try cursor.next() {
                firsts.append(try decode(type, record))
                let key = RecordKey(kind: prefix.kind, bytes: record.key.bytes)
                try cursor.skip(to: StoredKey(key.end(ofGroupBehind: prefix)))
            }
            return firsts
        } catch { throw ReadError(error) }
    }

    /// Throws where a record cannot be read.
    func probe<R: MeshRecord>(_ type: R.Type, _ record: StoredRecord) throws(StoreError) {
        _ = try decode(type, record)
    }

    func decode<R: MeshRecord>(_ type: R.Type, _ record: StoredRecord) throws(StoreError) -> R {
        var value = record.value
        if R.kind.isConfidential, let reference = Confidences.Reference(value) {
            guard let told = try folder.confidence(reference) else {
                let key = RecordKey(kind: R.kind, bytes: record.key.bytes)
                guard let kind = type as? any ConfidentialRecord.Type, let withheld = kind.withheld(key) as? R else {
                    preconditionFailure("a kind of few eyes says what it is when it is withheld")
                }
                return withheld
            }
            value = told
        }
        do { return try R(record: value) } catch {
            throw .damaged(
                file: folder.path, offset: 0,
                finding: "the \(R.kind) '\(String(decoding: record.key.bytes, as: UTF8.self))': \(error)")
        }
    }

    func productKeys() throws(ReadError) -> [RecordKey] {
        try all(DataProduct.self, under: .under(.product)).map(\.key)
    }

    func history(
        of product: DataProduct.ID?, before: UInt64?, limit: Int
    ) throws(ReadError) -> [JournalEntry] {
        var entries: [JournalEntry] = []
        do throws(StoreError) {
            try folder.forEachFrame(before: min(before ?? .max, view.revision + 1)) { (frame) throws(StoreError) in
                guard entries.count < limit else { return false }
                if frame.isNote { return true }
                if let product, !frame.writes.contains(where: { RecordKey($0.key)?.belongs(to: product) ?? false }) {
                    return true
                }
                entries.append(try JournalEntry(frame, in: folder))
                return true
            }
        } catch { throw ReadError(error) }
        return entries
    }

    func refusals(limit: Int) throws(ReadError) -> [RefusedRequest] {
        var refusals: [RefusedRequest] = []
        do throws(StoreError) {
            try folder.forEachFrame(before: .max) { (frame) throws(StoreError) in
                guard refusals.count < limit else { return false }
                guard frame.isNote else { return true }
                do { refusals.append(try RefusedRequest(record: frame.changes)) } catch {
                    throw .damaged(
                        file: folder.path, offset: 0, finding: "a note after revision \(frame.revision): \(error)")
                }
                return true
            }
        } catch { throw ReadError(error) }
        return refusals
    }

    func search(_ query: ProductQuery, order: ProductOrder, at now: Instant) throws(ReadError) -> any ProductSearch {
        try indexed().search(query, order: order, at: now)
    }

    func consumers(of id: DataProduct.ID) throws(ReadError) -> [DataProduct.ID] { try indexed().consumers(of: id) }

    func subscriptions(
        _ query: SubscriptionQuery, after: RecordKey?, limit: Int, at now: Instant
    ) throws(ReadError) -> Page<Subscription> {
        try indexed().subscriptions(query, after: after, limit: limit, at: now)
    }

    func reach(
        of id: DataProduct.ID, _ direction: LineageReach.Direction, limit: Int
    ) throws(ReadError) -> LineageReach { try indexed().reach(of: id, direction, limit: limit) }

    func userCount(of id: DataProduct.ID, at now: Instant) throws(ReadError) -> Int { try countUsers(of: id, at: now) }

    func consumers(ownedBy owner: String) throws(ReadError) -> [Consumer] {
        try indexed().consumers(ownedBy: owner)
    }

    private func indexed() throws(ReadError) -> StoreReader {
        guard let latest else { return try StoreReader(folder, view) }
        do throws(StoreError) { return try latest.reader(of: view) } catch { throw ReadError(error) }
    }
}

extension StoredKey {
    init(_ key: RecordKey) { self.init(key.kind.rawValue, key.bytes) }
}

extension RecordKey {
    /// Nil for kinds that are the store's own, or a later version's.
    init?(_ key: StoredKey) {
        guard let kind = RecordKind(rawValue: key.kind) else { return nil }
        self.init(kind: kind, bytes: key.bytes)
    }
}

extension RecordView {
    /// The model's keys that were written after a revision, each once.
    func keys(writtenAfter revision: UInt64) -> Set<RecordKey> {
        var keys = Set<RecordKey>()
        for run in runs {
            for entry in run.entries where entry.revision > revision {
                if let key = RecordKey(entry.key) { keys.insert(key) }
            }
        }
        return keys
    }
}

extension JournalEntry {
    init(_ frame: Frame, in folder: Folder) throws(StoreError) {
        var stated = frame.changes
        var isAbridged = false
        if !frame.confidence.isEmpty {
            guard let reference = Confidences.Reference(frame.confidence) else {
                throw .damaged(
                    file: folder.path, offset: 0,
                    finding: "revision \(frame.revision) refers to its changes with no reference")
            }
            if let told = try folder.confidence(reference) { stated = told } else { isAbridged = true }
        }
        var changes: [Change] = []
        var audit = Audit()
        do throws(RecordError) {
            var reader = RecordReader(stated)
            while !reader.isAtEnd {
                var body = try reader.lengthPrefixed()
                changes.append(try Change(from: &body))
            }
            var beside = RecordReader(frame.audit)
            audit = try Audit(from: &beside)
        } catch {
            throw .damaged(file: folder.path, offset: 0, finding: "the changes of revision \(frame.revision): \(error)")
        }
        self.init(
            revision: Revision(number: frame.revision, at: Instant(milliseconds: frame.time)),
            actor: String(decoding: frame.actor, as: UTF8.self), requestID: RequestID(bytes: frame.request),
            changes: changes,
            touched: frame.writes.compactMap { RecordKey($0.key) }, origin: audit.origin, grounds: audit.grounds,
            isAbridged: isAbridged)
    }
}

extension RequestID {
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(littleEndian: high)
        bytes.append(littleEndian: low)
        return bytes
    }

    init(bytes: [UInt8]) {
        // Behind it a shared mesh writes whose request it was.
        guard bytes.count >= 16 else {
            self.init(high: 0, low: 0)
            return
        }
        self.init(high: bytes.integer(at: 0), low: bytes.integer(at: 8))
    }
}
