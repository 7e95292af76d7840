internal import MeshModel
internal import Synchronization

/// The words that columns refer to by number: domains, owners, contacts, sources, collections, tags.
final class IndexDictionary: Sendable {
    /// Stands for no word.
    static let none = UInt32.max

    let section: Snapshot.Section
    /// Words.
    let count: Int
    private let folded = Mutex<[String]?>(nil)

    init(_ section: Snapshot.Section) throws(StoreError) {
        self.section = section
        guard section.count >= 8 else { throw section.damage(at: section.count, "it is too short") }
        count = Int(try section.withBytes(0..<4) { $0.integer(UInt32.self, at: 0) })
        guard 4 + 4 * (count + 1) <= section.count else {
            throw section.damage(at: 0, "it is too short for \(count) words")
        }
    }

    func word(_ number: UInt32) throws(StoreError) -> String {
        guard number < count else { throw section.damage(at: 0, "it has no word \(number)") }
        let place = 4 + 4 * Int(number)
        let (start, end) = try section.withBytes(place..<place + 8) {
            ($0.integer(UInt32.self, at: 0), $0.integer(UInt32.self, at: 4))
        }
        let words = 4 + 4 * (count + 1)
        guard start <= end, words + Int(end) <= section.count else {
            throw section.damage(at: place, "a word does not stand in it")
        }
        return try section.withBytes(words + Int(start)..<words + Int(end)) { bytes in
            String(decoding: bytes.copy(0..<bytes.byteCount), as: UTF8.self)
        }
    }

    /// The number of a word, where the words stand in byte order.
    func number(of text: String) throws(StoreError) -> Int? {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if try word(UInt32(middle)).utf8.lexicographicallyPrecedes(text.utf8) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        guard low < count, try word(UInt32(low)) == text else { return nil }
        return low
    }

    /// The number of a word wherever it stands; nil: it is not among them.
    func place(of text: String) throws(StoreError) -> Int? {
        let lengths = try section.withBytes(4..<4 + 4 * (count + 1)) { bytes in
            let ends = unsafe bytes._unsafeView(as: UInt32.self)
            return (0..<count).filter { Int(ends[$0 + 1]) - Int(ends[$0]) == text.utf8.count }
        }
        for number in lengths where try word(UInt32(number)) == text { return number }
        return nil
    }

    /// Every word as comparisons see it; made when a condition first asks, and kept.
    func foldedWords() throws(StoreError) -> [String] {
        if let known = folded.withLock(\.self) { return known }
        var words: [String] = []
        words.reserveCapacity(count)
        for number in 0..<count { words.append(Folding.folded(try word(UInt32(number)))) }
        folded.withLock { [words] in $0 = words }
        return words
    }
}
