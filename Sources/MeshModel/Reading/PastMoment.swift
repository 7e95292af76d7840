/// A state of the mesh that has been: as it was after a revision, or at a time.
public enum PastMoment: Equatable, Sendable {
    case revision(UInt64)
    case time(Instant)

    /// Reads `128`, `2026-11-23`, `2026-11-23T08:30:00Z` or, counted back from now, `36h`, `7d`. Nil for anything else.
    public init?(_ text: String, now: Instant) {
        if let number = UInt64(text), text.utf8.count < 20 {
            self = .revision(number)
        } else if let time = Instant(text: text) {
            // A day by its name means all of it.
            self = .time(text.utf8.count == 10 ? time.adding(seconds: Instant.secondsPerDay - 1) : time)
        } else if let quantity = Quantity(text: text), quantity.dimension == .time, quantity.base >= 0,
            quantity.base < 1e11
        {
            self = .time(now.adding(seconds: -Int64(quantity.base)))
        } else {
            return nil
        }
    }

    public static let expectation = "a revision such as 128, a time such as 2026-11-23T08:30:00Z, or an age such as 7d"
}

/// What differs between two states of a mesh: each record that is not what it was.
public struct MeshDifference: Equatable, Sendable {
    public enum Kind: String, Sendable {
        case created, changed, removed
    }

    public struct Item: Equatable, Sendable {
        public var key: RecordKey
        public var kind: Kind
        /// Fields that differ by name, as they were and as they are; empty for what was created or removed.
        public var fields: [(name: String, before: Tree, after: Tree)]

        public static func == (a: Item, b: Item) -> Bool {
            a.key == b.key && a.kind == b.kind
                && a.fields.elementsEqual(b.fields) { ($0.name, $0.before, $0.after) == ($1.name, $1.before, $1.after) }
        }
    }

    public var from: Revision
    public var to: Revision
    public var items: [Item]
}

extension MeshReader {
    /// What differs between an earlier state and this one: of every record that was touched between them.
    public func difference(since earlier: any MeshReader) throws(ReadError) -> MeshDifference {
        var keys = Set<RecordKey>()
        var before: UInt64?
        repeat {
            let page = try history(of: nil, before: before, limit: 256)
            let between = page.prefix { $0.revision > earlier.revision }
            for entry in between { keys.formUnion(entry.touched) }
            guard between.count == page.count, let last = page.last, last.revision.number > 1 else { break }
            before = last.revision.number
        } while true
        var items: [MeshDifference.Item] = []
        // What was overwritten is told with what stands there now.
        for key in keys.sorted() where key.kind != .formerGovernance {
            if let item = try key.kind.type.difference(key, earlier, self) { items.append(item) }
        }
        return MeshDifference(from: earlier.revision, to: revision, items: items)
    }
}

extension MeshRecord {
    /// How one record of this kind differs; nil where it does not.
    fileprivate static func difference(
        _ key: RecordKey, _ earlier: any MeshReader, _ later: any MeshReader
    ) throws(ReadError) -> MeshDifference.Item? {
        let (before, after) = (try earlier.find(Self.self, key), try later.find(Self.self, key))
        switch (before, after) {
        case (nil, nil): return nil
        case (nil, .some): return .init(key: key, kind: .created, fields: [])
        case (.some, nil): return .init(key: key, kind: .removed, fields: [])
        case (let before?, let after?):
            guard before != after, case .map(let old) = before.tree, case .map(let new) = after.tree else { return nil }
            let fields = new.compactMap { field -> (name: String, before: Tree, after: Tree)? in
                let was = old.first { $0.key == field.key }?.value ?? .null
                return was == field.value ? nil : (field.key, was, field.value)
            }
            let gone = old.filter { field in !new.contains { $0.key == field.key } }
            return .init(key: key, kind: .changed, fields: fields + gone.map { ($0.key, $0.value, .null) })
        }
    }
}
