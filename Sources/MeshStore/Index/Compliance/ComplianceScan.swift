internal import MeshModel
internal import Threads

/// Judges the products of an index by the columns of their facts.
struct ComplianceScan: Sendable {
    /// A policy as it is kept by the domains of some stretches of places.
    struct Ready: Sendable {
        /// Its place in the book.
        var policy: Int
        var program: FactProgram
        /// Ascending, apart, each of whole domains.
        var stretches: [Range<Int>]
        var binds: Bool
        /// 1 where the product has the tag that the policy speaks of; empty: it speaks of no tag.
        var tagged: [UInt8]
    }

    /// Figures of each domain's own products.
    struct Counts: Sendable {
        let policies: Int
        var products: [UInt32]
        var compliant: [UInt32]
        var rulesPassed: [UInt32]
        var rulesNotMeasured: [UInt32]
        var rules: [UInt32]
        /// By domain and policy.
        var total: [UInt32]
        var passed: [UInt32]
        var notMeasured: [UInt32]

        init(domains: Int, policies: Int) {
            self.policies = policies
            let none = [UInt32](repeating: 0, count: domains)
            (products, compliant, rulesPassed, rulesNotMeasured, rules) = (none, none, none, none, none)
            let many = [UInt32](repeating: 0, count: domains * policies)
            (total, passed, notMeasured) = (many, many, many)
        }
    }

    let facts: FactColumns
    let ready: [Ready]
    /// 1 where a product is judged here.
    let alive: [UInt8]
    let policies: Int

    /// Places that are judged at a time: their verdicts stay near the processor.
    private static let stretch = 1 << 14
    /// Places from which on two threads share the work.
    private static let shared = 1 << 17

    func counts() throws(StoreError) -> Counts {
        let domains = facts.segments.count
        guard facts.count > Self.shared, domains > 1 else {
            return try counts(0..<domains)
        }
        let middle = facts.segments.indices.partitionPoint { facts.segments[$0].start >= facts.count / 2 }
        let second = Alongside { [self] () -> Result<Counts, StoreError> in
            do throws(StoreError) { return .success(try counts(middle..<domains)) } catch { return .failure(error) }
        }
        let first = Result { () throws(StoreError) in try counts(0..<middle) }
        let rest = second.wait()
        var all = try first.get()
        all.take(middle..<domains, of: try rest.get())
        return all
    }

    private func places(of domains: Range<Int>) -> Range<Int> {
        guard !domains.isEmpty else { return 0..<0 }
        return facts.segment(domains.lowerBound).lowerBound..<facts.segment(domains.upperBound - 1).upperBound
    }

    private func counts(_ domains: Range<Int>) throws(StoreError) -> Counts {
        var counts = Counts(domains: facts.segments.count, policies: policies)
        let within = places(of: domains)
        var start = within.lowerBound
        while start < within.upperBound {
            let places = start..<min(within.upperBound, start + Self.stretch)
            try count(places, into: &counts)
            start = places.upperBound
        }
        return counts
    }

    private func count(_ places: Range<Int>, into counts: inout Counts) throws(StoreError) {
        // 1 as long as every policy that binds passes.
        var compliant = Verdicts(Array(alive[places]))
        let domains = Slices(facts, places)
        let living = domains.sums(alive[places])
        for (number, sum) in living.enumerated() { counts.products[domains.first + number] += sum }
        for ready in ready {
            for stretch in ready.stretches(in: places) {
                let slices = stretch == places ? domains : Slices(facts, stretch)
                let mask = ready.tagged.isEmpty ? alive[stretch] : masked(ready.tagged, stretch)
                let spoken = ready.tagged.isEmpty && stretch == places ? living : slices.sums(mask)
                let whole = try judge(ready, stretch, mask, slices, &counts)
                counts.add(spoken, to: slices, ready)
                if ready.binds { compliant.hold(whole, mask, from: stretch.lowerBound - places.lowerBound) }
            }
        }
        for (number, sum) in domains.sums(compliant.bytes[...]).enumerated() {
            counts.compliant[domains.first + number] += sum
        }
    }

    /// Counts the verdicts of each rule, and those of all together.
    private func judge(
        _ ready: Ready, _ stretch: Range<Int>, _ mask: ArraySlice<UInt8>, _ slices: Slices, _ counts: inout Counts
    ) throws(StoreError) -> Verdicts {
        let rules = ready.program.rules
        var whole = Verdicts(RuleRank.pass, count: rules.isEmpty ? stretch.count : 0)
        for (number, rule) in rules.enumerated() {
            let verdicts = try facts.judge(rule, stretch)
            counts.add(verdicts, mask, slices, rule: true, of: rules.count == 1 ? ready.policy : nil)
            if number == 0 { whole = verdicts } else { whole.least(verdicts) }
        }
        if rules.count != 1 { counts.add(whole, mask, slices, rule: false, of: ready.policy) }
        return whole
    }

    /// The domains that have products among some places, and which of these places are each one's.
    struct Slices {
        let first: Int
        /// From the first place on.
        let ranges: [Range<Int>]

        init(_ facts: FactColumns, _ places: Range<Int>) {
            let numbers = facts.segmentNumbers(in: places)
            first = numbers.lowerBound
            ranges = numbers.map { number in
                let own = facts.segment(number).clamped(to: places)
                return own.lowerBound - places.lowerBound..<own.upperBound - places.lowerBound
            }
        }

        /// For each domain the sum of bytes that are 0 or 1.
        func sums(_ bytes: ArraySlice<UInt8>) -> [UInt32] {
            ranges.map { ByteSum.sum(bytes[bytes.startIndex + $0.lowerBound..<bytes.startIndex + $0.upperBound]) }
        }
    }

    private func masked(_ tagged: [UInt8], _ stretch: Range<Int>) -> ArraySlice<UInt8> {
        zip(tagged[stretch], alive[stretch]).map { $0 & $1 }[...]
    }

    /// How bad each of some places is: see `ComplianceSweep.Troubled`.
    func weights(_ places: Range<Int>) throws(StoreError) -> [Int] {
        var weights = [Int](repeating: 0, count: places.count)
        for ready in ready {
            for stretch in ready.stretches(in: places) {
                let mask = ready.tagged.isEmpty ? alive[stretch] : masked(ready.tagged, stretch)
                var whole = Verdicts(RuleRank.pass, count: stretch.count)
                for rule in ready.program.rules { whole.least(try facts.judge(rule, stretch)) }
                for (place, rank) in whole.bytes.enumerated() where mask[mask.startIndex + place] != 0 {
                    let failing = ready.binds ? ComplianceSweep.Troubled.binding : ComplianceSweep.Troubled.warning
                    if rank == RuleRank.fail { weights[stretch.lowerBound - places.lowerBound + place] += failing }
                    if rank == RuleRank.notMeasured {
                        weights[stretch.lowerBound - places.lowerBound + place] += ComplianceSweep.Troubled.unmeasured
                    }
                }
            }
        }
        return weights
    }
}

extension ComplianceScan.Ready {
    /// Its stretches as far as they lie among some places.
    func stretches(in places: Range<Int>) -> [Range<Int>] {
        let first = stretches.indices.partitionPoint { stretches[$0].upperBound > places.lowerBound }
        return stretches[first...].prefix { $0.lowerBound < places.upperBound }.map { $0.clamped(to: places) }
    }
}

extension ComplianceScan.Counts {
    /// Takes over the figures of some domains.
    mutating func take(_ domains: Range<Int>, of other: Self) {
        func take(_ numbers: inout [UInt32], _ others: [UInt32], _ width: Int) {
            let range = domains.lowerBound * width..<domains.upperBound * width
            numbers.replaceSubrange(range, with: others[range])
        }
        take(&products, other.products, 1)
        take(&compliant, other.compliant, 1)
        take(&rulesPassed, other.rulesPassed, 1)
        take(&rulesNotMeasured, other.rulesNotMeasured, 1)
        take(&rules, other.rules, 1)
        take(&total, other.total, policies)
        take(&passed, other.passed, policies)
        take(&notMeasured, other.notMeasured, policies)
    }

    /// Verdicts of a rule, of a whole policy, or of a rule that is all of a policy.
    fileprivate mutating func add(
        _ verdicts: Verdicts, _ mask: ArraySlice<UInt8>, _ slices: ComplianceScan.Slices, rule: Bool, of policy: Int?
    ) {
        for (number, range) in slices.ranges.enumerated() {
            let domain = slices.first + number
            let sums = ByteSum.count(verdicts, mask, range)
            if rule {
                rulesPassed[domain] += sums.passed
                rulesNotMeasured[domain] += sums.notMeasured
            }
            if let policy {
                passed[domain * policies + policy] += sums.passed
                notMeasured[domain * policies + policy] += sums.notMeasured
            }
        }
    }

    /// Products that a policy speaks about.
    fileprivate mutating func add(_ spoken: [UInt32], to slices: ComplianceScan.Slices, _ ready: ComplianceScan.Ready) {
        for (number, sum) in spoken.enumerated() {
            let domain = slices.first + number
            total[domain * policies + ready.policy] += sum
            rules[domain] += sum * UInt32(ready.program.rules.count)
        }
    }
}
