/// Keys and values in the order they were written, no key twice.
///
/// A small map is searched from its start; one of more than 16 keys carries a hash table of entry numbers, so that a hostile map of a million keys
/// is read and searched in constant time a key. Keys are compared byte for byte, as RFC 8259 §8.3 has it: `é` in one scalar and in two are two keys.
package struct Map: Sendable {
    /// A key, where it begins, and its value.
    package struct Entry: Sendable {
        package let key: String
        // The fields of a packed position: see there.
        private let high: UInt8
        private let middle: UInt16
        private let low: UInt32
        package fileprivate(set) var value: Node

        package init(key: String, at position: Position? = nil, value: Node) {
            let packed = PackedPosition(position)
            self.key = key
            (high, middle, low) = (packed.high, packed.middle, packed.low)
            self.value = value
        }

        /// Where the key begins; nil for an entry that was not read from a text.
        package var keyPosition: Position? { PackedPosition(high: high, middle: middle, low: low).position }
    }

    package private(set) var entries: [Entry] = []
    /// Open addressing: 0 is free, n is entry n - 1. Empty while the map is small.
    private var table: [UInt32] = []

    package init() {}

    package var keys: [String] { entries.map(\.key) }

    package func contains(_ key: String) -> Bool { find(key) != nil }

    /// Reading gives nil for a missing key. Setting replaces in place or appends; setting nil removes.
    package subscript(key: String) -> Node? {
        get { find(key).map { entries[$0].value } }
        set {
            switch (find(key), newValue) {
            case (let found?, let value?): entries[found].value = value
            case (let found?, nil):
                entries.remove(at: found)
                if !table.isEmpty { rebuild() }
            case (nil, let value?): append(Entry(key: key, value: value))
            case (nil, nil): break
            }
        }
    }

    /// Adds an entry at the end, or answers the one that already has its key and changes nothing.
    @discardableResult
    package mutating func insert(_ entry: Entry) -> Entry? {
        if let found = find(entry.key) { return entries[found] }
        append(entry)
        return nil
    }

    private mutating func append(_ entry: Entry) {
        entries.append(entry)
        guard entries.count > 16 else { return }
        if entries.count * 2 > table.count { rebuild() } else { fill(slot(of: entry.key), with: entries.count - 1) }
    }

    private func find(_ key: String) -> Int? {
        guard !table.isEmpty else { return entries.firstIndex { Self.same($0.key, key) } }
        let number = table[slot(of: key)]
        return number == 0 ? nil : Int(number) - 1
    }

    /// The slot that holds the key, or the free one where it belongs. At least half of the slots are free.
    private func slot(of key: String) -> Int {
        let mask = table.count - 1
        var slot = Self.hash(key) & mask
        while table[slot] != 0, !Self.same(entries[Int(table[slot]) - 1].key, key) { slot = (slot + 1) & mask }
        return slot
    }

    private mutating func fill(_ slot: Int, with entry: Int) { table[slot] = UInt32(entry + 1) }

    private mutating func rebuild() {
        var size = 64
        while size < entries.count * 2 { size *= 2 }
        table = Array(repeating: 0, count: size)
        for entry in entries.indices { fill(slot(of: entries[entry].key), with: entry) }
    }

    /// Seeded anew in each process, and over the bytes: keys that collide cannot be prepared, not even by writing `é` in two ways.
    private static func hash(_ key: String) -> Int {
        var hasher = Hasher()
        unsafe key.utf8Span.span.bytes.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
        return hasher.finalize()
    }

    static func same(_ left: String, _ right: String) -> Bool {
        left.utf8.count == right.utf8.count && left.utf8.elementsEqual(right.utf8)
    }
}

extension Map: RandomAccessCollection {
    package var startIndex: Int { 0 }
    package var endIndex: Int { entries.count }
    package subscript(position: Int) -> Entry { entries[position] }
}

/// Equal when keys and values are, in the same order. Positions do not count.
extension Map: Equatable {
    package static func == (left: Map, right: Map) -> Bool {
        left.entries.elementsEqual(right.entries) { same($0.key, $1.key) && $0.value == $1.value }
    }
}

extension Map: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (String, Node)...) {
        for (key, value) in elements {
            precondition(insert(Entry(key: key, value: value)) == nil, "a key stands twice in a literal")
        }
    }
}
