internal import Glibc

/// Texts by number, each once: what a dictionary of millions of small texts costs without a string for each.
struct ByteTable {
    private var bytes: [UInt8] = []
    /// Where each begins; the end of the last behind it.
    private var starts: [Int] = [0]
    /// One more than a number, 0 where nothing stands; twice as many as there are texts.
    private var slots: [UInt32]

    init() { slots = [UInt32](repeating: 0, count: 1024) }

    var count: Int { starts.count - 1 }

    subscript(_ number: Int) -> ArraySlice<UInt8> { bytes[starts[number]..<starts[number + 1]] }

    func length(_ number: Int) -> Int { starts[number + 1] - starts[number] }

    /// The number of a text, which is new or was given before.
    mutating func number(_ text: Span<UInt8>) -> Int {
        var slot = Int(truncatingIfNeeded: Self.hash(text)) & (slots.count - 1)
        while slots[slot] != 0 {
            let number = Int(slots[slot]) - 1
            if holds(text, at: number) { return number }
            slot = (slot + 1) & (slots.count - 1)
        }
        for index in text.indices { bytes.append(text[index]) }
        starts.append(bytes.count)
        slots[slot] = UInt32(count)
        if 2 * count > slots.count { grow() }
        return count - 1
    }

    private func holds(_ text: Span<UInt8>, at number: Int) -> Bool {
        let start = starts[number]
        guard starts[number + 1] - start == text.count else { return false }
        for index in text.indices where bytes[start + index] != text[index] { return false }
        return true
    }

    private mutating func grow() {
        var wider = [UInt32](repeating: 0, count: 2 * slots.count)
        for number in 0..<count {
            var slot =
                Int(truncatingIfNeeded: Self.hash(bytes.span.extracting(starts[number]..<starts[number + 1])))
                & (wider.count - 1)
            while wider[slot] != 0 { slot = (slot + 1) & (wider.count - 1) }
            wider[slot] = UInt32(number + 1)
        }
        slots = wider
    }

    /// FNV-1a with its high bits brought down. Whoever can write a mesh can make it slow to compact, and no more.
    private static func hash(_ text: Span<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for index in text.indices { hash = (hash ^ UInt64(text[index])) &* 0x0000_0100_0000_01b3 }
        return hash ^ hash >> 32
    }

    /// The numbers in the byte order of their texts.
    func sorted() -> [Int] {
        unsafe bytes.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) -> [Int] in
            (0..<count).sorted { a, b in
                unsafe compare(bytes, starts[a]..<starts[a + 1], starts[b]..<starts[b + 1]) < 0
            }
        }
    }
}

/// Which of two stretches of bytes stands first: below, at or above 0.
func compare(_ bytes: UnsafeRawBufferPointer, _ one: Range<Int>, _ other: Range<Int>) -> Int {
    let common = min(one.count, other.count)
    guard common > 0, let base = bytes.baseAddress else { return one.count - other.count }
    let order = unsafe memcmp(base + one.lowerBound, base + other.lowerBound, common)
    return order != 0 ? Int(order) : one.count - other.count
}
