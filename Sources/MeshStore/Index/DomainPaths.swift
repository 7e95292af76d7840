internal import MeshModel

/// The domains of one revision and their parents: as the snapshot has them, and as the journal has changed them since.
struct DomainPaths: Sendable {
    private let index: ProductIndex
    private let records: RecordReading
    /// Domains that the journal has touched.
    private let touched: Set<String>

    /// Those of a view. What an earlier revision of the same snapshot knows is kept: each commit makes one of these.
    ///
    /// - Parameter keys: What was written since `earlier`, or since the snapshot.
    init(
        _ index: ProductIndex, _ records: RecordReading, touching keys: some Sequence<RecordKey>,
        after earlier: DomainPaths?
    ) {
        self.index = index
        self.records = records
        var touched = earlier?.touched ?? []
        for key in keys where key.kind == .domain { touched.insert(String(decoding: key.bytes, as: UTF8.self)) }
        self.touched = touched
    }

    /// Which words of the dictionary satisfy a condition as a domain, their parents counted in.
    func admitted(by condition: ProductQuery.Condition) throws(ReadError) -> [Bool] {
        var plain = condition
        plain.negated = false
        do throws(StoreError) {
            let own = try index.dictionary.foldedWords().map { plain.admits(folded: $0) }
            var admitted = [Bool](repeating: false, count: own.count)
            if touched.isEmpty {
                try index.withParents { parents in
                    for number in own.indices {
                        var next = number
                        var steps = 0
                        while !admitted[number], steps <= own.count {
                            admitted[number] = own[next]
                            let parent = Int(parents[next])
                            guard parent < own.count else { break }
                            next = parent
                            steps += 1
                        }
                    }
                }
            } else {
                for number in own.indices {
                    guard let domain = Domain.ID(try index.dictionary.word(UInt32(number))) else { continue }
                    admitted[number] = try path(of: domain).contains { plain.admits(folded: $0.text) }
                }
            }
            return condition.negated ? admitted.map { !$0 } : admitted
        } catch { throw ReadError(error) }
    }

    /// Adds each word's count to its domain and all above it.
    func rollUp(_ counts: [UInt32], into domains: inout [Domain.ID: Int]) throws(ReadError) {
        do throws(StoreError) {
            if touched.isEmpty {
                var sums = [Int](repeating: 0, count: counts.count)
                try index.withParents { parents in
                    for (number, count) in counts.enumerated() where count > 0 {
                        var next = number
                        var steps = 0
                        while steps <= counts.count {
                            sums[next] += Int(count)
                            let parent = Int(parents[next])
                            guard parent < counts.count else { break }
                            next = parent
                            steps += 1
                        }
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

    private func path(of domain: Domain.ID) throws(StoreError) -> [Domain.ID] {
        do { return try records.lineage(of: domain) } catch {
            throw StoreError(error, records.folder.path)
        }
    }
}
