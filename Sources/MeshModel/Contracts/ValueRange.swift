/// What lies between two bounds, as contracts write them: numbers, dates, times.
struct ValueRange: Equatable {
    struct Bound: Equatable {
        var value: String
        var isOpen = false
    }

    /// How one range relates to another.
    enum Relation: Equatable {
        case same, wider, narrower
        /// The bounds are no numbers, and not of one shape.
        case incomparable
    }

    var low: Bound?
    var high: Bound?

    init(low: Bound? = nil, high: Bound? = nil) {
        self.low = low
        self.high = high
    }

    /// The tighter of an inclusive and an exclusive bound on each side.
    init(_ constraints: FieldConstraints) {
        low = Self.tighter(constraints.minimum, constraints.exclusiveMinimum, isLow: true)
        high = Self.tighter(constraints.maximum, constraints.exclusiveMaximum, isLow: false)
    }

    init(atLeast low: Int64?, atMost high: Int64?) {
        self.low = low.map { Bound(value: String($0)) }
        self.high = high.map { Bound(value: String($0)) }
    }

    /// What an expectation allows; nil where that is no range.
    init?(_ expectation: QualityExpectation) {
        let values = expectation.values.map { Bound(value: $0) }
        guard let first = values.first else { return nil }
        switch expectation.comparison {
        case .equal: self.init(low: first, high: first)
        case .above: self.init(low: Bound(value: first.value, isOpen: true))
        case .atLeast: self.init(low: first)
        case .below: self.init(high: Bound(value: first.value, isOpen: true))
        case .atMost: self.init(high: first)
        case .between where values.count == 2: self.init(low: first, high: values[1])
        case .between, .outside, .notEqual, nil: return nil
        }
    }

    /// What becomes of those who relied on this range when it is another one: tighter on either side is narrower.
    func relation(to new: ValueRange) -> Relation {
        let sides = [Self.side(low, new.low, isLow: true), Self.side(high, new.high, isLow: false)]
        for found in [Relation.narrower, .incomparable, .wider] where sides.contains(found) { return found }
        return .same
    }

    private static func side(_ old: Bound?, _ new: Bound?, isLow: Bool) -> Relation {
        guard let old else { return new == nil ? .same : .narrower }
        guard let new else { return .wider }
        guard let order = order(old.value, new.value) else { return .incomparable }
        if order == 0 { return old.isOpen == new.isOpen ? .same : new.isOpen ? .narrower : .wider }
        return (order < 0) == isLow ? .narrower : .wider
    }

    private static func tighter(_ inclusive: String, _ exclusive: String, isLow: Bool) -> Bound? {
        if exclusive.isEmpty { return inclusive.isEmpty ? nil : Bound(value: inclusive) }
        let open = Bound(value: exclusive, isOpen: true)
        guard !inclusive.isEmpty, let order = order(inclusive, exclusive) else { return open }
        return (order > 0) == isLow && order != 0 ? Bound(value: inclusive) : open
    }

    /// Below, at or above zero, as the first stands before, with or behind the second; nil where they have no common order.
    static func order(_ a: String, _ b: String) -> Int? {
        if a == b { return 0 }
        if let x = Int64(a), let y = Int64(b) { return x < y ? -1 : x > y ? 1 : 0 }
        if let x = Double(a), let y = Double(b), x.isFinite, y.isFinite { return x < y ? -1 : x > y ? 1 : 0 }
        // Dates and times of one shape stand in the order of their digits.
        let shape = { (text: String) in text.utf8.map { (48...57).contains($0) ? 48 : $0 } }
        guard shape(a) == shape(b), a.utf8.first.map({ (48...57).contains($0) }) == true else { return nil }
        return a < b ? -1 : 1
    }

    /// `at least 5`, `between 0 and 10`, `any`.
    var description: String {
        switch (low, high) {
        case (nil, nil): "any"
        case (let low?, nil): low.isOpen ? "above \(low.value)" : "at least \(low.value)"
        case (nil, let high?): high.isOpen ? "below \(high.value)" : "at most \(high.value)"
        case (let low?, let high?):
            low == high && !low.isOpen
                ? low.value
                : "between \(low.value)\(low.isOpen ? " (excluded)" : "") and "
                    + "\(high.value)\(high.isOpen ? " (excluded)" : "")"
        }
    }
}
