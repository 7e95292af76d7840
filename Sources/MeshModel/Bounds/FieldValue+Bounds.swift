// What of a value has a size.

extension FieldValue {
    /// Of one size, whatever it is.
    public func measure(with gauge: inout BoundsGauge) throws(RuleViolation) {}
}

extension Structured {
    public func measure(with gauge: inout BoundsGauge) throws(RuleViolation) {
        var copy = self
        try copy.visit(&gauge)
    }
}

extension String {
    public func measure(with gauge: inout BoundsGauge) throws(RuleViolation) { try gauge.text(self) }
}

extension Int64 {
    public func measure(with gauge: inout BoundsGauge) throws(RuleViolation) { try gauge.number(self) }
}

extension Double {
    public func measure(with gauge: inout BoundsGauge) throws(RuleViolation) {
        try gauge.number(self, plainNumber(self))
    }
}

extension Quantity {
    public func measure(with gauge: inout BoundsGauge) throws(RuleViolation) { try gauge.number(base, description) }
}

extension Optional where Wrapped: FieldValue {
    public func measure(with gauge: inout BoundsGauge) throws(RuleViolation) { try self?.measure(with: &gauge) }
}

extension Array where Element: FieldValue {
    public func measure(with gauge: inout BoundsGauge) throws(RuleViolation) {
        try gauge.count(count)
        for (index, element) in enumerated() { try gauge.entry(index, element) }
    }
}

extension Dictionary where Key == String, Value == String {
    public func measure(with gauge: inout BoundsGauge) throws(RuleViolation) {
        try gauge.count(count)
        for (key, value) in sorted(by: { $0.key < $1.key }) { try gauge.entry(key, value) }
    }
}

// Words that may be anybody's; the other words are of one length.

extension Input {
    public func measure(with gauge: inout BoundsGauge) throws(RuleViolation) { try gauge.text(description) }
}

extension Policy.Scope {
    public func measure(with gauge: inout BoundsGauge) throws(RuleViolation) { try gauge.text(description) }
}

extension Provenance.Setter {
    public func measure(with gauge: inout BoundsGauge) throws(RuleViolation) { try gauge.text(description) }
}
