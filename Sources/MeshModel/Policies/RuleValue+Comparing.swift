extension RuleExpression.Comparison {
    /// Values that cannot be compared are unequal, and stand in no order.
    func holds(_ found: RuleValue, _ limit: RuleValue) -> Bool {
        switch (found, limit) {
        case (.quantity(let a), .quantity(let b)):
            guard a.dimension == b.dimension else { return self == .unequal }
            // Conversion may cost the last bits: 144m is 2.4h.
            let slack = a.unit == b.unit ? 0 : 1e-12 * max(abs(a.base), abs(b.base))
            return holds(order: a.base == b.base || abs(a.base - b.base) <= slack ? 0 : a.base < b.base ? -1 : 1)
        case (.version(let a), .version(let b)): return holds(order: a == b ? 0 : a < b ? -1 : 1)
        case (.moment(let a), .moment(let b)): return holds(order: a == b ? 0 : a < b ? -1 : 1)
        default:
            switch self {
            case .equal: return found == limit
            case .unequal: return found != limit
            case .atLeast, .atMost, .more, .less: return false
            }
        }
    }

    private func holds(order: Int) -> Bool {
        switch self {
        case .atLeast: order >= 0
        case .atMost: order <= 0
        case .more: order > 0
        case .less: order < 0
        case .equal: order == 0
        case .unequal: order != 0
        }
    }
}

extension RuleValue {
    var dimension: Dimension? {
        guard case .quantity(let quantity) = self else { return nil }
        return quantity.dimension
    }

    /// A bare number with the unit that its name gives it.
    func measured(_ type: RuleType) -> RuleValue {
        switch type {
        case .number(.quantity(_, let bare?)): self.in(bare)
        case .written: asQuantity
        default: self
        }
    }

    /// A number that somebody wrote as words.
    var asQuantity: RuleValue {
        if case .text(let text) = self, let quantity = Quantity(text: text) { .quantity(quantity) } else { self }
    }

    /// A bare number read in a unit; what has one keeps it.
    func `in`(_ unit: Unit) -> RuleValue {
        if case .quantity(let quantity) = self, quantity.unit == nil {
            .quantity(Quantity(quantity.value, unit))
        } else {
            self
        }
    }

    func converted(to unit: Unit) -> RuleValue {
        if case .quantity(let quantity) = self { .quantity(quantity.converted(to: unit)) } else { self }
    }
}
