internal import MeshModel

/// The rules of one policy made ready for columns.
struct FactProgram: Sendable {
    indirect enum Part: Sendable {
        case least([Part])
        case greatest([Part])
        case opposite(Part)
        case test(FactTest)
    }

    let rules: [Part]

    /// Nil where the columns do not have all that the rules ask for. A rule that cannot be read is not shown to hold.
    init?(_ policy: ParsedPolicy, _ maker: FactTestMaker) throws(StoreError) {
        var rules: [Part] = []
        for rule in policy.rules {
            guard case .success(let rule) = rule else {
                rules.append(.test(FactTest(kind: .constant(RuleRank.notMeasured))))
                continue
            }
            guard let outline = RuleOutline(rule), let part = try Self.ready(outline.whole, maker) else { return nil }
            rules.append(part)
        }
        self.rules = rules
    }

    private static func ready(_ part: RuleOutline.Part, _ maker: FactTestMaker) throws(StoreError) -> Part? {
        func all(_ parts: [RuleOutline.Part]) throws(StoreError) -> [Part]? {
            var all: [Part] = []
            for part in parts {
                guard let part = try ready(part, maker) else { return nil }
                all.append(part)
            }
            return all
        }
        switch part {
        case .least(let parts): return try all(parts).map(Part.least)
        case .greatest(let parts): return try all(parts).map(Part.greatest)
        case .opposite(let part): return try ready(part, maker).map(Part.opposite)
        case .test(let test): return try maker.ready(test).map(Part.test)
        }
    }
}

extension FactColumns {
    func judge(_ part: FactProgram.Part, _ places: Range<Int>) throws(StoreError) -> Verdicts {
        switch part {
        case .least(let parts):
            var verdicts = Verdicts(RuleRank.pass, count: places.count)
            for part in parts { verdicts.least(try judge(part, places)) }
            return verdicts
        case .greatest(let parts):
            var verdicts = Verdicts(RuleRank.fail, count: places.count)
            for part in parts { verdicts.greatest(try judge(part, places)) }
            return verdicts
        case .opposite(let part):
            var verdicts = try judge(part, places)
            verdicts.oppose()
            return verdicts
        case .test(let test): return try judge(test.kind, places)
        }
    }

    private func judge(_ test: FactTest.Kind, _ places: Range<Int>) throws(StoreError) -> Verdicts {
        switch test {
        case .constant(let rank): return Verdicts(rank, count: places.count)
        case .places(let ranks): return Verdicts(Array(ranks[places]))
        case .domain(let ranks): return Verdicts(byDomain(ranks, places))
        case .moment(let column, let at, let before, let since, let absent):
            return try with(column, places, as: Int64.self) { codes in
                Verdicts(codes) { $0 == Self.noMoment ? absent : $0 < at ? before : since }
            }
        case .stretch(let column, let stretch):
            switch column.width {
            case 1: return try with(column, places, as: UInt8.self) { Verdicts($0, stretch) }
            case 2: return try with(column, places, as: UInt16.self) { Verdicts($0, stretch) }
            default: return try with(column, places, as: UInt32.self) { Verdicts($0, stretch) }
            }
        case .table(let column, let table):
            let codes = try codes(column, places)
            return Verdicts(codes.span) { Int($0) < table.count ? table[Int($0)] : RuleRank.notMeasured }
        case .pair(let column, let other, let stretches):
            let (codes, others) = (try codes(column, places), try codes(other, places))
            return Verdicts(codes.span, others.span) { code, other in
                guard Int(other) < stretches.count else { return RuleRank.notMeasured }
                let stretch = stretches[Int(other)]
                if code == 0 { return stretch.absent }
                return code >= stretch.from && code < stretch.to ? stretch.inside : stretch.outside
            }
        case .square(let column, let other, let table):
            let (codes, others) = (try codes(column, places), try codes(other, places))
            let width = UInt32(other.count + 1)
            return Verdicts(codes.span, others.span) { code, other in
                let place = Int(code &* width &+ other)
                return place < table.count ? table[place] : RuleRank.notMeasured
            }
        }
    }

    private func codes(_ column: Column, _ places: Range<Int>) throws(StoreError) -> [UInt32] {
        func widened<Code: FixedWidthInteger>(_ codes: Span<Code>) -> [UInt32] {
            codes.indices.map { UInt32(truncatingIfNeeded: codes[$0]) }
        }
        switch column.width {
        case 1: return try with(column, places, as: UInt8.self) { widened($0) }
        case 2: return try with(column, places, as: UInt16.self) { widened($0) }
        default: return try with(column, places, as: UInt32.self) { widened($0) }
        }
    }

    private func byDomain(_ ranks: [UInt8], _ places: Range<Int>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(places.count)
        for number in segmentNumbers(in: places) {
            let stretch = segment(number).clamped(to: places)
            bytes.append(contentsOf: repeatElement(ranks[number], count: stretch.count))
        }
        return bytes
    }

    /// The places of one domain's products.
    func segment(_ number: Int) -> Range<Int> {
        segments[number].start..<(number + 1 < segments.count ? segments[number + 1].start : count)
    }

    /// The domains that have products among some places.
    func segmentNumbers(in places: Range<Int>) -> Range<Int> {
        guard !places.isEmpty else { return 0..<0 }
        let first = segments.indices.partitionPoint { segments[$0].start > places.lowerBound } - 1
        let end = segments.indices.partitionPoint { segments[$0].start >= places.upperBound }
        return max(0, first)..<max(0, first, end)
    }
}
