/// How two versions of a contract differ, by name and never by position, and what that asks of the next version.
///
/// | change | impact |
/// |---|---|
/// | object or field removed, type changed or narrowed, required or unique turned on, bound tightened, allowed value removed, stricter quality threshold, required field added | breaking |
/// | primary key changed, order that cannot be compared, promise weakened, access terms tightened | warning |
/// | object or optional field added, anything loosened, promise or check added, description, tags | compatible |
/// | fields in another order, type spelled otherwise | none |
public struct ContractComparison: Equatable, Sendable {
    public let from: Version
    public let to: Version
    /// In the order of the older contract; what is new stands behind what it stands in.
    public private(set) var differences: [ContractDifference] = []

    public init(_ old: Contract, _ new: Contract) {
        from = old.version
        to = new.version
        var differ = ContractDiffer()
        differ.compare(old.schema, new.schema)
        differ.compare(old.sla, new.sla)
        differ.compare(old.access, new.access)
        differences = differ.differences
    }

    public var impact: ContractDifference.Impact { differences.map(\.impact).max() ?? .none }
    public var breaking: [ContractDifference] { differences.filter { $0.impact == .breaking } }
    /// What the next version must raise.
    public var step: VersionStep { differences.map(\.step).max() ?? .keep }
    /// The least version that says what changed.
    public var next: Version { step.next(after: from) }
    /// The changes that ask for that step.
    public var reasons: [ContractDifference] { differences.filter { $0.step == step } }
    /// Whether the newer version moved as far as its changes ask.
    public var isVersionEnough: Bool { step.isTaken(by: to, after: from) }

    /// `2 breaking, 1 compatible`; `no difference` where there is none.
    public var summary: String {
        let counts = ContractDifference.Impact.allCases.reversed().compactMap { impact in
            let count = differences.count { $0.impact == impact }
            return count == 0 ? nil : "\(count) \(impact == .none ? "without effect" : impact.rawValue)"
        }
        return counts.isEmpty ? "no difference" : counts.joined(separator: ", ")
    }

    public var tree: Tree {
        .map([
            "from": .text(from.written), "to": .text(to.written), "impact": .text(impact.rawValue),
            "step": .text(step.rawValue), "next": .text(next.written), "enough": .bool(isVersionEnough),
            "reasons": .list(reasons.map { .text($0.sentence) }), "differences": .list(differences.map(\.tree)),
        ])
    }
}

extension [Contract] {
    /// What a new version is compared with, of versions in their order: the newest that is no pre-release, for those promise nothing yet.
    public var lastRelease: Contract? { last { $0.version.prerelease.isEmpty } }
}

/// A comparison under way. Files named after what is compared hold how.
struct ContractDiffer {
    private(set) var differences: [ContractDifference] = []

    mutating func note(
        _ path: String, _ impact: ContractDifference.Impact, step: VersionStep? = nil, _ text: String
    ) {
        differences.append(ContractDifference(path, impact, step: step, text))
    }

    mutating func compare(_ old: [SchemaObject], _ new: [SchemaObject]) {
        let found = Dictionary(new.map { ($0.name, $0) }) { first, _ in first }
        for object in old {
            guard let after = found[object.name] else {
                note(object.name, .breaking, "is removed")
                continue
            }
            describe(object.name, object.description, after.description)
            compare(object.fields, after.fields, in: object.name, depth: 1)
            compare(object.quality, after.quality, of: object.name)
        }
        let known = Set(old.map(\.name))
        for object in new where !known.contains(object.name) { note(object.name, .compatible, "is added") }
    }

    mutating func compare(_ old: [SchemaField], _ new: [SchemaField], in path: String, depth: Int) {
        // As deep as a schema may be; what is deeper was refused before.
        guard depth <= Bounds.fields else { return }
        let found = Dictionary(new.map { ($0.name, $0) }) { first, _ in first }
        for field in old {
            let place = "\(path).\(field.name)"
            guard let after = found[field.name] else {
                note(place, .breaking, "is removed")
                continue
            }
            compare(field, after, at: place, depth: depth)
        }
        let known = Set(old.map(\.name))
        for field in new where !known.contains(field.name) {
            if field.required {
                note("\(path).\(field.name)", .breaking, "is added and required")
            } else {
                note("\(path).\(field.name)", .compatible, "is added")
            }
        }
        compareKeys(old, new, at: path)
        let kept = { (fields: [SchemaField], names: Set<String>) in fields.map(\.name).filter(names.contains) }
        if kept(old, Set(found.keys)) != kept(new, known) {
            note(path, .none, "has its fields in another order; they are read by name")
        }
    }

    private mutating func compare(_ old: SchemaField, _ new: SchemaField, at path: String, depth: Int) {
        // Members that one of the two leaves open, and the other names.
        let namesMembers = old.type == new.type && FieldType(old.type).leavesMembersOpen
        if !namesMembers { compareTypes(old, new, at: path) }
        turn(path, old.required, new.required, on: .breaking, "required", "optional")
        turn(path, old.unique, new.unique, on: .breaking, "unique", "no longer unique")
        if old.pii != new.pii {
            let text = new.pii ? "is marked as personal data" : "is no longer marked as personal data"
            note(path, .compatible, step: .patch, text)
        }
        compare(old.constraints ?? FieldConstraints(), new.constraints ?? FieldConstraints(), at: path)
        describe(path, old.description, new.description)
        if Set(old.tags) != Set(new.tags) { note(path, .compatible, step: .patch, "has other tags") }
        compare(old.quality, new.quality, of: path)
        if namesMembers || !old.fields.isEmpty && !new.fields.isEmpty {
            compare(old.fields, new.fields, in: path, depth: depth + 1)
        }
    }

    /// Types as they are written where both describe their fields one by one; else all that they hold.
    private mutating func compareTypes(_ old: SchemaField, _ new: SchemaField, at path: String) {
        let areNested = !old.fields.isEmpty && !new.fields.isEmpty
        let isPlain = old.fields.isEmpty && new.fields.isEmpty
        guard old.type != new.type || !areNested && !isPlain else { return }
        let before = areNested ? FieldType(old.type) : FieldType(of: old)
        let after = areNested ? FieldType(new.type) : FieldType(of: new)
        let change = "\(Self.typeName(old)) to \(Self.typeName(new))"
        switch before.shift(to: after) {
        case .same: note(path, .none, "is written \(new.type) instead of \(old.type), which is the same type")
        case .wider: note(path, .compatible, "has its type widened from \(change)")
        case .narrower: note(path, .breaking, "has its type narrowed from \(change)")
        case .other: note(path, .breaking, "changes its type from \(change)")
        }
    }

    private static func typeName(_ field: SchemaField) -> String {
        let type = field.type.isEmpty ? "none" : field.type
        return field.fields.isEmpty
            ? type : "\(type) of \(field.fields.count) field\(field.fields.count == 1 ? "" : "s")"
    }

    private mutating func compareKeys(_ old: [SchemaField], _ new: [SchemaField], at path: String) {
        let key = { (fields: [SchemaField]) in
            fields.enumerated().filter(\.element.primaryKey)
                .sorted { ($0.element.keyPosition, $0.offset) < ($1.element.keyPosition, $1.offset) }
                .map(\.element.name)
        }
        // Where no positions are stated the order of the fields says nothing.
        let isOrdered = (old + new).contains { $0.primaryKey && $0.keyPosition > 0 }
        let (before, after) = (key(old), key(new))
        guard isOrdered ? before != after : Set(before) != Set(after) else { return }
        let name = { (names: [String]) in names.isEmpty ? "none" : "(\(names.joined(separator: ", ")))" }
        note(path, .warning, "changes its primary key from \(name(before)) to \(name(after))")
    }

    mutating func turn(
        _ path: String, _ old: Bool, _ new: Bool, on impact: ContractDifference.Impact, _ word: String,
        _ opposite: String
    ) {
        guard old != new else { return }
        note(path, new ? impact : .compatible, "becomes \(new ? word : opposite)")
    }

    mutating func describe(_ path: String, _ old: String, _ new: String) {
        guard old != new else { return }
        let text = new.isEmpty ? "loses its description" : old.isEmpty ? "is described" : "is described otherwise"
        note(path, .compatible, step: .patch, text)
    }
}
