internal import MeshModel

/// A test of a rule made ready for columns: all that does not depend on a product was worked out by the rule itself, value by value.
struct FactTest: Sendable {
    /// Codes `from..<to` have one verdict, other codes another, and code 0 a third.
    struct Stretch: Sendable {
        var from: UInt32
        var to: UInt32
        var inside: UInt8
        var outside: UInt8
        var absent: UInt8
    }

    enum Kind: Sendable {
        case constant(UInt8)
        case stretch(FactColumns.Column, Stretch)
        /// A verdict for each code.
        case table(FactColumns.Column, [UInt8])
        /// The verdict changes at a moment.
        case moment(FactColumns.Column, at: Int64, before: UInt8, since: UInt8, absent: UInt8)
        /// For each code of the second column a stretch of the first one's.
        case pair(FactColumns.Column, FactColumns.Column, [Stretch])
        /// A verdict for each pair of codes, those of the second column side by side.
        case square(FactColumns.Column, FactColumns.Column, [UInt8])
        /// A verdict for each domain.
        case domain([UInt8])
        /// A verdict for each place.
        case places([UInt8])
    }

    let kind: Kind
}

/// Makes tests ready, and remembers what several of them need.
struct FactTestMaker {
    let facts: FactColumns
    let index: ProductIndex
    let now: Instant
    /// The domains in the order of their places; nil where one is not registered.
    let domains: [(id: Domain.ID, registered: Domain?)]

    /// Pairs of values that are judged one by one.
    private static let mostPairs = 65_536

    /// Nil where the columns do not have what the test asks for.
    func ready(_ test: RuleTest) throws(StoreError) -> FactTest? {
        switch (test.facts.first, test.facts.count) {
        case (.declared(let name)?, 1): try declared(test, name).map(FactTest.init)
        case (.metric(let name)?, 1): try measured(test, name).map(FactTest.init)
        case (let first?, 2): try compared(test, first, test.facts[1]).map(FactTest.init)
        default: nil
        }
    }

    // MARK: One fact

    private func declared(_ test: RuleTest, _ name: String) throws(StoreError) -> FactTest.Kind? {
        if RuleVocabulary.ofDomain.contains(name) { return .domain(byDomain(test, name)) }
        if let tag = test.tag { return .places(try tagged(tag, test)) }
        guard let column = facts.columns[name] else { return nil }
        let absent = test.rank([:])
        switch column.shape {
        case .presence:
            guard case .presence = test.shape else { return nil }
            return .stretch(column, whole(column, test.rank([name: .flag(true)]), absent))
        case .values:
            if case .presence = test.shape {
                guard column.count > 0 else { return .constant(absent) }
                return .stretch(column, whole(column, test.rank([name: try facts.value(column, 0)]), absent))
            }
            var table = [absent]
            for number in 0..<column.count { table.append(test.rank([name: try facts.value(column, number)])) }
            return FactTest.Kind(column, table)
        case .moments:
            return moments(test, name, column, absent: absent)
        case .numbers: return nil
        }
    }

    private func whole(_ column: FactColumns.Column, _ inside: UInt8, _ absent: UInt8) -> FactTest.Stretch {
        FactTest.Stretch(from: 1, to: .max, inside: inside, outside: RuleRank.fail, absent: absent)
    }

    private func byDomain(_ test: RuleTest, _ name: String) -> [UInt8] {
        domains.map { domain in
            var product = DataProduct()
            product.domain = domain.id
            let subject = RuleSubject(
                product: product, domain: domain.registered, contract: nil, metrics: [], now: now)
            return test.rank(RuleVocabulary.value(name, of: subject).map { [name: $0] } ?? [:])
        }
    }

    private func tagged(_ tag: String, _ test: RuleTest) throws(StoreError) -> [UInt8] {
        let without = test.rank([:])
        let with = test.rank(["tags": .list([tag])])
        return try index.tagMask(tag, facts).map { $0 == 0 ? without : with }
    }

    /// Moments that can be written: the verdict of a comparison changes at one of them, or never.
    private static let moments: ClosedRange<Int64> = -62_135_596_800_000...253_402_300_799_999

    private func moments(
        _ test: RuleTest, _ name: String, _ column: FactColumns.Column, absent: UInt8
    ) -> FactTest.Kind? {
        switch test.shape {
        case .presence, .rising, .falling: break
        case .equal, .unequal, .other: return nil
        }
        func rank(_ moment: Int64) -> UInt8 {
            var product = DataProduct()
            product.updated = Instant(milliseconds: moment)
            product.created = product.updated
            let subject = RuleSubject(product: product, domain: nil, contract: nil, metrics: [], now: now)
            return test.rank(RuleVocabulary.value(name, of: subject).map { [name: $0] } ?? [:])
        }
        let before = rank(Self.moments.lowerBound)
        var (low, high) = (Self.moments.lowerBound, Self.moments.upperBound)
        while low < high {
            let middle = low + (high - low) / 2
            if rank(middle) == before { low = middle + 1 } else { high = middle }
        }
        return .moment(column, at: low, before: before, since: rank(low), absent: absent)
    }

    /// The one column that a metric's name means; `none`: nobody measured it.
    private enum Measured {
        case none
        case column(FactColumns.Column, String)
    }

    private func column(ofMetric name: String) -> Measured? {
        let named = [name] + Unit.suffixes.map { name + $0.suffix }
        let found = named.filter { facts.columns[FactColumns.metric($0)] != nil }
        guard !facts.leavesOutMetrics, found.count < 2 else { return nil }
        guard let raw = found.first, let column = facts.columns[FactColumns.metric(raw)], column.shape == .numbers
        else { return Measured.none }
        return .column(column, raw)
    }

    private func measured(_ test: RuleTest, _ name: String) throws(StoreError) -> FactTest.Kind? {
        switch column(ofMetric: name) {
        case nil: return nil
        case .some(.none): return .constant(test.rank([:]))
        case .column(let column, let raw)?:
            return try stretch(test, column, raw, [:]).map { .stretch(column, $0) }
        }
    }

    /// Where among a metric's numbers a test holds, beside other facts that are stated.
    private func stretch(
        _ test: RuleTest, _ column: FactColumns.Column, _ raw: String, _ stated: [String: RuleValue]
    ) throws(StoreError) -> FactTest.Stretch? {
        func rank(_ test: RuleTest, _ number: Int) throws(StoreError) -> UInt8 {
            let point = MetricPoint(
                product: DataProduct.ID(), name: raw, value: try facts.number(column, number), at: now, source: "")
            return test.rank(stated, metrics: [point])
        }
        func first(_ holds: (Int) throws(StoreError) -> Bool) throws(StoreError) -> Int {
            var (low, high) = (0, column.count)
            while low < high {
                let middle = (low + high) / 2
                if try holds(middle) { high = middle } else { low = middle + 1 }
            }
            return low
        }
        let absent = test.rank(stated)
        guard column.count > 0 else { return whole(column, RuleRank.fail, absent) }
        var range = 0..<column.count
        switch test.shape {
        case .presence: break
        case .rising:
            let from = try first { (number) throws(StoreError) in try rank(test, number) == RuleRank.pass }
            range = from..<column.count
        case .falling:
            let end = try first { (number) throws(StoreError) in try rank(test, number) != RuleRank.pass }
            range = 0..<end
        case .equal, .unequal:
            guard let bounds = test.bounds else { return nil }
            let from = try first { (number) throws(StoreError) in try rank(bounds.from, number) == RuleRank.pass }
            let end = try first { (number) throws(StoreError) in try rank(bounds.above, number) == RuleRank.pass }
            range = from..<max(from, end)
        case .other: return nil
        }
        let inside = range.isEmpty ? RuleRank.fail : try rank(test, range.lowerBound)
        let outside =
            range.lowerBound > 0
            ? try rank(test, 0) : range.upperBound < column.count ? try rank(test, column.count - 1) : RuleRank.fail
        return FactTest.Stretch(
            from: UInt32(range.lowerBound + 1), to: UInt32(range.upperBound + 1), inside: inside, outside: outside,
            absent: absent)
    }

    // MARK: Two facts

    private func compared(
        _ test: RuleTest, _ first: RuleTest.Fact, _ second: RuleTest.Fact
    ) throws(StoreError) -> FactTest.Kind? {
        guard case .declared(let bound) = second, let other = facts.columns[bound], other.shape == .values else {
            return nil
        }
        var stated: [[String: RuleValue]] = [[:]]
        for number in 0..<other.count { stated.append([bound: try facts.value(other, number)]) }
        switch first {
        case .metric(let name):
            guard case .column(let column, let raw)? = column(ofMetric: name), stated.count <= 256 else { return nil }
            var stretches: [FactTest.Stretch] = []
            for facts in stated {
                guard let stretch = try stretch(test, column, raw, facts) else { return nil }
                stretches.append(stretch)
            }
            return .pair(column, other, stretches)
        case .declared(let name):
            guard let column = facts.columns[name], column.shape == .values, name != bound,
                (column.count + 1) * stated.count <= Self.mostPairs
            else { return nil }
            var table = stated.map { test.rank($0) }
            for number in 0..<column.count {
                let value = try facts.value(column, number)
                table += stated.map { test.rank($0.merging([name: value]) { $1 }) }
            }
            return .square(column, other, table)
        }
    }
}

extension FactTest.Kind {
    /// A table, or the stretch that it comes to.
    fileprivate init(_ column: FactColumns.Column, _ table: [UInt8]) {
        let codes = table.indices.dropFirst()
        guard let inside = codes.first(where: { table[$0] == RuleRank.pass }) else {
            self = .table(column, table)
            return
        }
        let end = codes.first { $0 > inside && table[$0] != RuleRank.pass } ?? table.count
        let others = Set(codes.filter { $0 < inside || $0 >= end }.map { table[$0] })
        guard others.count <= 1, others != [RuleRank.pass] else {
            self = .table(column, table)
            return
        }
        self = .stretch(
            column,
            .init(
                from: UInt32(inside), to: UInt32(end), inside: RuleRank.pass, outside: others.first ?? RuleRank.fail,
                absent: table[0]))
    }
}

extension ProductIndex {
    /// For each place 1 where the product has a tag.
    func tagMask(_ tag: String, _ facts: FactColumns) throws(StoreError) -> [UInt8] {
        var rows = [UInt8](repeating: 0, count: count)
        if let number = try dictionary.place(of: tag) {
            try tagged.with(number) { (tagged) throws(StoreError) in
                for place in tagged.indices {
                    guard tagged[place] < count else {
                        throw self.tagged.section.damage(at: 4 * number, "a tag stands in a row beyond \(count)")
                    }
                    rows[Int(tagged[place])] = 1
                }
            }
        }
        return try orders.with(.domain) { (order) throws(StoreError) in
            var mask: [UInt8] = []
            mask.reserveCapacity(count)
            for place in order.indices {
                let row = Int(order[place] & ~ProductOrders.mark)
                mask.append(row < count ? rows[row] : 0)
            }
            return mask
        }
    }
}
