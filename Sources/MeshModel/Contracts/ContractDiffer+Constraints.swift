extension ContractDiffer {
    mutating func compare(_ old: FieldConstraints, _ new: FieldConstraints, at path: String) {
        guard old != new else { return }
        compare(ValueRange(old), ValueRange(new), "bounds", at: path)
        compare(
            ValueRange(atLeast: old.shortest, atMost: old.longest),
            ValueRange(atLeast: new.shortest, atMost: new.longest), "length", at: path)
        compare(
            ValueRange(atLeast: old.fewestItems, atMost: old.mostItems),
            ValueRange(atLeast: new.fewestItems, atMost: new.mostItems), "number of items", at: path)
        compareMultiples(old.multipleOf, new.multipleOf, at: path)
        turn(path, old.uniqueItems, new.uniqueItems, on: .breaking, "a list of unique items", "a list of any items")
        compareText(old.pattern, new.pattern, "pattern", at: path)
        compareFormats(old.format, new.format, at: path)
        compareAllowed(old.allowed, new.allowed, at: path)
    }

    private mutating func compare(_ old: ValueRange, _ new: ValueRange, _ what: String, at path: String) {
        let change = "\(what) from \(old.description) to \(new.description)"
        switch old.relation(to: new) {
        case .same: break
        case .wider: note(path, .compatible, "loosens its \(change)")
        case .narrower: note(path, .breaking, "tightens its \(change)")
        case .incomparable: note(path, .warning, "changes its \(change), which cannot be compared")
        }
    }

    private mutating func compareMultiples(_ old: String, _ new: String, at path: String) {
        guard old != new else { return }
        guard !old.isEmpty, !new.isEmpty else {
            return compareText(old, new, "multiple", at: path)
        }
        let change = "multiples of \(old) to multiples of \(new)"
        guard let before = Double(old), let after = Double(new), before > 0, after > 0 else {
            return note(path, .warning, "changes from \(change), which cannot be compared")
        }
        if before == after { return }
        // 0.3 is three times 0.1, and no two doubles say so.
        func isWhole(_ ratio: Double) -> Bool { abs(ratio - ratio.rounded()) <= 1e-9 * ratio && ratio >= 1 }
        if isWhole(after / before) {
            note(path, .breaking, "tightens from \(change)")
        } else if isWhole(before / after) {
            note(path, .compatible, "loosens from \(change)")
        } else {
            note(path, .breaking, "changes from \(change)")
        }
    }

    /// A rule that is there or not; two of them have no order.
    private mutating func compareText(_ old: String, _ new: String, _ what: String, at path: String) {
        guard old != new else { return }
        if old.isEmpty {
            note(path, .breaking, "must now keep the \(what) \(new)")
        } else if new.isEmpty {
            note(path, .compatible, "need no longer keep the \(what) \(old)")
        } else {
            note(path, .warning, "changes its \(what) from \(old) to \(new), which cannot be compared")
        }
    }

    /// `i32` and `i64` are sizes of one kind; other formats are names.
    private mutating func compareFormats(_ old: String, _ new: String, at path: String) {
        func size(_ format: String) -> (kind: Character, bits: Int)? {
            guard let kind = format.first, "iuf".contains(kind), let bits = Int(format.dropFirst()) else { return nil }
            return (kind, bits)
        }
        guard old != new, let before = size(old), let after = size(new), before.kind == after.kind else {
            return compareText(old, new, "format", at: path)
        }
        if after.bits > before.bits {
            note(path, .compatible, "widens its format from \(old) to \(new)")
        } else {
            note(path, .breaking, "narrows its format from \(old) to \(new)")
        }
    }

    private mutating func compareAllowed(_ old: [String], _ new: [String], at path: String) {
        guard Set(old) != Set(new) else { return }
        if old.isEmpty {
            return note(path, .breaking, "allows only \(Self.values(new)) from now on")
        }
        if new.isEmpty { return note(path, .compatible, "allows any value from now on") }
        let (before, after) = (Set(old), Set(new))
        let gone = old.filter { !after.contains($0) }
        let added = new.filter { !before.contains($0) }
        if !gone.isEmpty { note(path, .breaking, "no longer allows \(Self.values(gone))") }
        if !added.isEmpty { note(path, .compatible, "allows \(Self.values(added)), too") }
    }

    /// A few of them, then how many more.
    private static func values(_ values: [String]) -> String {
        values.prefix(8).map { "'\($0)'" }.joined(separator: ", ")
            + (values.count > 8 ? " and \(values.count - 8) more" : "")
    }
}
