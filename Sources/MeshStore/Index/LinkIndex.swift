internal import MeshModel

/// Which links and consumers of a snapshot somebody has to do with, so that an inbox does not walk them all.
struct LinkIndex: Sendable {
    enum Relation: UInt8 {
        /// Links of a consumer.
        case consumer = 99
        /// Consumers of an owner.
        case owner = 111
        /// Links that a user asked for.
        case requester = 112
    }

    private let snapshot: Snapshot
    private let words: IndexDictionary
    private let lists: IndexLists
    private let requestedSection: Snapshot.Section

    init(
        _ snapshot: Snapshot, words: Snapshot.Section, lists: Snapshot.Section, requested: Snapshot.Section
    ) throws(StoreError) {
        self.snapshot = snapshot
        self.words = try IndexDictionary(words)
        self.lists = try IndexLists(lists, count: self.words.count)
        requestedSection = requested
        guard requested.count % 4 == 0 else { throw requested.damage(at: requested.count, "it is cut short") }
    }

    static func word(_ relation: Relation, _ text: ArraySlice<UInt8>) -> [UInt8] { [relation.rawValue] + text }

    /// Keys of the links, or of an owner's consumers, in their order.
    func keys(_ relation: Relation, _ text: String) throws(StoreError) -> [RecordKey] {
        let word = String(decoding: Self.word(relation, ArraySlice(text.utf8)), as: UTF8.self)
        guard let number = try words.number(of: word) else { return [] }
        let kind: RecordKind = relation == .owner ? .consumer : .subscription
        return try lists.with(number) { (places) throws(StoreError) in try keys(kind, places) }
    }

    /// Keys of the links stored as requested.
    func requested() throws(StoreError) -> [RecordKey] {
        try requestedSection.withBytes(0..<requestedSection.count) { (bytes) throws(StoreError) in
            try keys(.subscription, unsafe bytes._unsafeView(as: UInt32.self))
        }
    }

    private func keys(_ kind: RecordKind, _ places: Span<UInt32>) throws(StoreError) -> [RecordKey] {
        let first = try snapshot.lowerBound(StoredKey(kind.rawValue, []))
        var keys: [RecordKey] = []
        keys.reserveCapacity(places.count)
        for index in places.indices {
            guard let key = try snapshot.key(at: first + Int(places[index])), key.kind == kind.rawValue else {
                throw lists.section.damage(at: 0, "it names a record that is none of its kind")
            }
            keys.append(RecordKey(kind: kind, bytes: key.bytes))
        }
        return keys
    }
}
