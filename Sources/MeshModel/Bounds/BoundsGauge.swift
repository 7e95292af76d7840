/// A walk over a value that finds the first thing in it that is more than a mesh takes.
///
/// Any field that is ever added is bounded: by the tables, or by its kind.
public struct BoundsGauge: FieldVisitor {
    private enum Step {
        case field(StaticString)
        case index(Int)
        case key(String)
    }

    /// What the walk began with: a `Policy`, a `ProductNotice`.
    private let root: any Structured.Type
    private var path: [Step] = []

    private init(_ root: any Structured.Type) { self.root = root }

    package static func check<Root: Structured>(_ value: Root) throws(RuleViolation) {
        var gauge = BoundsGauge(Root.self)
        try value.measure(with: &gauge)
    }

    public mutating func field<T: FieldValue>(_ tag: Int, _ name: StaticString, _ value: inout T) throws(RuleViolation)
    {
        path.append(.field(name))
        try value.measure(with: &self)
        path.removeLast()
    }

    mutating func entry(_ index: Int, _ value: some FieldValue) throws(RuleViolation) {
        path.append(.index(index))
        try value.measure(with: &self)
        path.removeLast()
    }

    /// The key of a map, and what stands there.
    mutating func entry(_ key: String, _ value: String) throws(RuleViolation) {
        let length = key.utf8.count
        guard length <= Bounds.name else {
            throw refused("has a name of \(length) bytes; \(Bounds.name) is the most")
        }
        path.append(.key(key))
        try text(value)
        path.removeLast()
    }

    func text(_ text: String) throws(RuleViolation) {
        let length = text.utf8.count
        guard length > Bounds.shortest else { return }
        let most = limit(in: Bounds.texts) ?? Bounds.text
        guard length <= most else { throw refused("is \(length) bytes long; \(most) is the most") }
    }

    func count(_ count: Int) throws(RuleViolation) {
        guard count > Bounds.fewest else { return }
        let most = limit(in: Bounds.lists) ?? Bounds.list
        guard count <= most else { throw refused("has \(count) entries; \(most) is the most") }
    }

    func number(_ value: Int64) throws(RuleViolation) {
        guard value != 0, let range = limit(in: Bounds.numbers), !range.contains(value) else { return }
        throw refused("is not between \(range.lowerBound) and \(range.upperBound)", value: String(value))
    }

    func number(_ value: Double, _ written: @autoclosure () -> String) throws(RuleViolation) {
        // Whatever is not a number is not within either.
        guard abs(value) <= Bounds.magnitude else {
            throw refused("is not between -\(Bounds.magnitude) and \(Bounds.magnitude)", value: written())
        }
    }

    func refused(_ reason: String, value: String = "") -> RuleViolation {
        .invalid(what: place, value: value, reason: reason)
    }

    /// By the owner's name and its own, else by its own.
    private func limit<Limit>(in table: [String: Limit]) -> Limit? {
        var names = path.lazy.reversed().compactMap { step -> String? in
            if case .field(let name) = step { name.description } else { nil }
        }.makeIterator()
        guard let name = names.next() else { return nil }
        let owner = names.next() ?? "\(root)"
        return table["\(owner).\(name)"] ?? table[name]
    }

    /// `schema[0].fields[2].name`; a product's facts are its own.
    private var place: String {
        path.reduce(into: "") { text, step in
            switch step {
            case .field(let name):
                let name = name.description
                if name != "facts" { text += text.isEmpty ? name : ".\(name)" }
            case .index(let index): text += "[\(index)]"
            case .key(let key): text += text.isEmpty ? key : ".\(key)"
            }
        }
    }
}
