extension FieldType {
    /// What a change of type does to values that were written, and programs that read them.
    enum Shift: Equatable {
        case same
        /// Every old value fits, and reads the same.
        case wider
        /// Values that fitted do not any more.
        case narrower
        case other
    }

    /// Whether its name says that it has members, and not which.
    var leavesMembersOpen: Bool { self == .document || self == .list(.document) || self == .unknown }

    /// From this type to another one.
    func shift(to new: FieldType) -> Shift {
        if self == new, self != .unknown { return .same }
        switch (self, new) {
        case (.text(let old), .text(let new)): return Self.sizes([old], [new])
        case (.integer(let old), .integer(let new)), (.real(let old), .real(let new)): return Self.sizes([old], [new])
        case (.decimal(let digits, let scale), .decimal(let newDigits, let newScale)):
            return Self.sizes([digits - scale, scale], [newDigits - newScale, newScale])
        case (.decimal, .anyDecimal): return .wider
        case (.anyDecimal, .decimal): return .narrower
        case (.list(let old), .list(let new)), (.map(let old), .map(let new)): return old.shift(to: new)
        case (.record(let old), .record(let new)): return Self.members(old, new)
        default: return .other
        }
    }

    /// Sizes side by side; nil is without end. Smaller in one of them is narrower.
    private static func sizes(_ old: [Int?], _ new: [Int?]) -> Shift {
        var shift = Shift.same
        for (old, new) in zip(old, new) where old != new {
            if let new, new < old ?? .max { return .narrower }
            shift = .wider
        }
        return shift
    }

    /// Members by name: one that is gone or must be there from now on is narrower, another new one wider.
    private static func members(_ old: [Member], _ new: [Member]) -> Shift {
        let found = Dictionary(new.map { ($0.name, $0) }) { first, _ in first }
        let known = Set(old.map(\.name))
        if new.contains(where: { $0.required && !known.contains($0.name) }) { return .narrower }
        var shift: Shift = new.count > old.count ? .wider : .same
        for member in old {
            guard let after = found[member.name], member.required || !after.required else { return .narrower }
            if member.required, !after.required { shift = .wider }
            switch member.type.shift(to: after.type) {
            case .same: continue
            case .wider: shift = .wider
            case .narrower: return .narrower
            case .other: return .other
            }
        }
        return shift
    }
}
