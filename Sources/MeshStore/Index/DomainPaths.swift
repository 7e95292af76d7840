internal import MeshModel

/// The domains of one revision and their parents: as the snapshot has them, and as the journal has changed them since.
struct DomainPaths: Sendable {
    private let index: ProductIndex
    private let records: RecordReading
    /// Domains that the journal has touched.
    private let touched: Set<String>

    init(_ index: ProductIndex, _ records: RecordReading) {
        self.index = index
        self.records = records
        let base = records.view.snapshot?.header.revision ?? 0
        touched = Set(
            records.view.keys(writtenAfter: base).filter { $0.kind == .domain }
                .map { String(decoding: $0.bytes, as: UTF8.self) })
    }

    /// Which words of the dictionary satisfy a condition as a domain, their parents counted in.
    func admitted(by condition: ProductQuery.Condition) throws(ReadError) -> [Bool] {
        var plain = condition
        plain.negated = false
        do throws(StoreError) {
            let own = try index.dictionary.foldedWords().map { plain.admits(folded: $0) }
            var admitted = [Bool](repeating: false, count: own.count)
            for number in own.indices {
                var holds = false
                if touched.isEmpty {
                    try forEachAncestor(of: UInt32(number)) { word in
                        holds = own[Int(word)]
                        return !holds
                    }
                } else if let domain = Domain.ID(try index.dictionary.word(UInt32(number))) {
                    holds = try path(of: domain).contains { plain.admits(folded: $0.text) }
                }
                admitted[number] = holds != condition.negated
            }
            return admitted
        } catch { throw ReadError(error) }
    }

    /// Adds each word's count to its domain and all above it.
    func rollUp(_ counts: [UInt32], into domains: inout [Domain.ID: Int]) throws(ReadError) {
        do throws(StoreError) {
            if touched.isEmpty {
                var sums = [Int](repeating: 0, count: counts.count)
                for (number, count) in counts.enumerated() where count > 0 {
                    try forEachAncestor(of: UInt32(number)) { word in
                        sums[Int(word)] += Int(count)
                        return true
                    }
                }
                for (number, sum) in sums.enumerated() where sum > 0 {
                    if let domain = Domain.ID(try index.dictionary.word(UInt32(number))) {
                        domains[domain, default: 0] += sum
                    }
                }
            } else {
                for (number, count) in counts.enumerated() where count > 0 {
                    guard let domain = Domain.ID(try index.dictionary.word(UInt32(number))) else { continue }
                    for id in try path(of: domain) { domains[id, default: 0] += Int(count) }
                }
            }
        } catch { throw ReadError(error) }
    }

    /// A word and its parents up to the root, or until the body has enough. A circle, which no rule allows, ends.
    private func forEachAncestor(of word: UInt32, _ body: (UInt32) -> Bool) throws(StoreError) {
        var next: UInt32? = word
        var steps = 0
        while let word = next, steps <= index.dictionary.count {
            guard body(word) else { return }
            next = try index.parent(of: word)
            steps += 1
        }
    }

    private func path(of domain: Domain.ID) throws(StoreError) -> [Domain.ID] {
        do { return try records.lineage(of: domain) } catch {
            throw StoreError(error, records.folder.path)
        }
    }
}
