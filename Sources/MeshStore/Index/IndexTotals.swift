internal import MeshModel

/// What there is in the whole snapshot, so that a first screen counts nothing: products by status, then by word as a domain and as a tag.
struct IndexTotals: Sendable {
    private let section: Snapshot.Section
    private let words: Int

    init(_ section: Snapshot.Section, words: Int) throws(StoreError) {
        self.section = section
        self.words = words
        guard section.count == Self.size(words: words) else {
            throw section.damage(at: section.count, "it is not of \(words) words")
        }
    }

    static func size(words: Int) -> Int { 4 * (ProductColumns.statuses.count + 2 * words) }

    func read() throws(StoreError) -> (statuses: [UInt32], domains: [UInt32], tags: [UInt32]) {
        try section.withBytes(0..<section.count) { bytes in
            let numbers = unsafe bytes._unsafeView(as: UInt32.self)
            let statuses = ProductColumns.statuses.count
            return (
                (0..<statuses).map { numbers[$0] }, (0..<words).map { numbers[statuses + $0] },
                (0..<words).map { numbers[statuses + words + $0] }
            )
        }
    }
}
