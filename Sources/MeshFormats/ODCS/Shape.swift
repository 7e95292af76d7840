import Documents

/// What may stand at a place of a document: a small grammar in which a standard's JSON Schema is told.
indirect enum Shape: Sendable {
    case anything
    case text
    case number
    case whole(atLeast: Int64)
    case flag
    /// Text, a number, true, false or null.
    case scalar
    case word(of: [String])
    /// `[A-Za-z0-9_-]+`
    case stableID
    case positive
    case list(Shape, count: ClosedRange<Int>)
    /// A list in which nothing stands twice.
    case distinct(Shape)
    case map(MapShape)
    /// What depends on what stands there.
    case chosen(@Sendable (Node) -> Shape)
    case either(Shape, Shape, expected: String)
    /// `table.column`, or a path of the standard's own.
    case reference

    static func list(_ item: Shape) -> Shape { .list(item, count: 0...Int.max) }
    static var whole: Shape { .whole(atLeast: .min) }
}

/// The keys of a map.
struct MapShape: Sendable {
    var keys: [String: Shape]
    var required: [String] = []
    /// Whether other keys may stand there.
    var isOpen = false
    /// Exactly one of these must stand there.
    var exactlyOne: [String] = []

    init(_ keys: [String: Shape], required: [String] = [], isOpen: Bool = false, exactlyOne: [String] = []) {
        self.keys = keys
        self.required = required
        self.isOpen = isOpen
        self.exactlyOne = exactlyOne
    }
}

/// Walks a document beside its shape and notes in an entry all that does not fit.
struct ShapeCheck {
    /// Whether keys that the shape does not know are odd instead of wrong: those of a newer version of the standard.
    var keepsUnknownKeys = false
    private(set) var mistakes: [(node: Node, path: String, reason: String)] = []
    private(set) var unknown: [(node: Node, path: String)] = []

    init(keepsUnknownKeys: Bool = false) { self.keepsUnknownKeys = keepsUnknownKeys }

    mutating func check(_ node: Node, _ shape: Shape, at path: String = "") {
        switch shape {
        case .anything: break
        case .text: expect(node.string != nil, node, "text", at: path)
        case .number: expect(node.number != nil, node, "a number", at: path)
        case .positive: expect((node.double ?? 0) > 0, node, "a number above zero", at: path)
        case .whole(let least):
            guard let value = node.int64 else { return expect(false, node, "a whole number", at: path) }
            if value < least { refuse(node, path, "is \(value); \(least) is the least") }
        case .flag: expect(node.bool != nil, node, "true or false", at: path)
        case .scalar: expect(node.list == nil && node.map == nil, node, "text, a number, true or false", at: path)
        case .word(let words):
            if let text = node.string, words.contains(text) { return }
            refuse(node, path, "is \(node.told), where \(Self.list(words)) is expected")
        case .stableID:
            let isID = node.string.map { text in
                !text.isEmpty && text.utf8.allSatisfy { $0.isWordByte || $0 == UInt8(ascii: "-") }
            }
            expect(isID ?? false, node, "an id of letters, digits, '_' and '-'", at: path)
        case .reference:
            expect(
                node.string.map(Reference.isValid) ?? false, node,
                "a reference such as table.column", at: path)
        case .list(let item, let count):
            guard let items = node.list else { return expect(false, node, "a list", at: path) }
            if !count.contains(items.count) {
                let most = count.upperBound == .max ? "at least \(count.lowerBound)" : "\(count.lowerBound)"
                refuse(node, path, "has \(items.count) items, where \(most) are expected")
            }
            for (index, node) in items.enumerated() { check(node, item, at: "\(path)[\(index)]") }
        case .distinct(let list):
            check(node, list, at: path)
            let items = node.list ?? []
            for (index, item) in items.enumerated() where items[..<index].contains(item) {
                refuse(item, "\(path)[\(index)]", "stands twice")
            }
        case .map(let shape): checkMap(node, shape, at: path)
        case .chosen(let choose): check(node, choose(node), at: path)
        case .either(let first, let second, let expected):
            var one = ShapeCheck(keepsUnknownKeys: keepsUnknownKeys)
            one.check(node, first, at: path)
            if one.mistakes.isEmpty { return unknown += one.unknown }
            var other = ShapeCheck(keepsUnknownKeys: keepsUnknownKeys)
            other.check(node, second, at: path)
            if other.mistakes.isEmpty { return unknown += other.unknown }
            // Deeper mistakes tell more than "neither of the two".
            let deep = [one, other].filter { $0.mistakes.allSatisfy { $0.path != path } }
            guard let told = deep.first else { return expect(false, node, expected, at: path) }
            mistakes += told.mistakes
        }
    }

    private mutating func checkMap(_ node: Node, _ shape: MapShape, at path: String) {
        guard let map = node.map else { return expect(false, node, "a map", at: path) }
        let inside = { (key: String) in path.isEmpty ? key : "\(path).\(key)" }
        for key in shape.required where !map.contains(key) { refuse(node, inside(key), "is missing") }
        if !shape.exactlyOne.isEmpty {
            let found = shape.exactlyOne.filter(map.contains)
            if found.isEmpty { refuse(node, path, "needs one of \(shape.exactlyOne.joined(separator: ", "))") }
            if found.count > 1 { refuse(node, path, "states \(found.joined(separator: " and ")); one is expected") }
        }
        for entry in map {
            if let shape = shape.keys[entry.key] {
                check(entry.value, shape, at: inside(entry.key))
            } else if !shape.isOpen {
                let place = Node(.null, at: entry.keyPosition)
                if keepsUnknownKeys {
                    unknown.append((place, inside(printable(entry.key))))
                } else {
                    refuse(place, inside(printable(entry.key)), "is no key of this place\(hint(entry.key, shape))")
                }
            }
        }
    }

    private func hint(_ key: String, _ shape: MapShape) -> String {
        let near = shape.keys.keys.sorted().first { $0.lowercased() == key.lowercased() }
        if let near { return "; \(near) is" }
        return shape.keys["customProperties"] == nil ? "" : "; what is your own goes into customProperties"
    }

    private mutating func expect(_ isMet: Bool, _ node: Node, _ expected: String, at path: String) {
        if !isMet { refuse(node, path, "is \(node.told), where \(expected) is expected") }
    }

    private mutating func refuse(_ node: Node, _ path: String, _ reason: String) {
        mistakes.append((node, path, reason))
    }

    private static func list(_ words: [String]) -> String {
        words.count == 1 ? words[0] : words.dropLast().joined(separator: ", ") + " or \(words.last ?? "")"
    }
}

extension Node {
    /// What it is, with its text where that is short: `the number 3`.
    fileprivate var told: String {
        switch content {
        case .string(let text): quoted(text)
        case .number(let number): "the number \(printable(number.text.cut(to: 60)))"
        case .bool(let value): value ? "true" : "false"
        case .null, .list, .map: kind
        }
    }
}

extension UInt8 {
    /// An ASCII letter, digit or underscore.
    var isWordByte: Bool {
        (48...57).contains(self) || (65...90).contains(self) || (97...122).contains(self) || self == 95
    }
}

/// References between columns. Source: ODCS 3.1.0, `ShorthandReference` and `FullyQualifiedReference`.
enum Reference {
    static func isValid(_ text: String) -> Bool { isShort(text) || isPath(text) }

    private static func isShort(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy(isName)
    }

    /// `contract.yaml#/schema/table_id/properties/column_id`
    private static func isPath(_ text: String) -> Bool {
        var rest = Substring(text)
        if let mark = rest.lastIndex(of: "#") {
            var file = rest[..<mark]
            for scheme in ["https://", "http://"] where file.hasPrefix(scheme) { file = file.dropFirst(scheme.count) }
            guard file.hasSuffix(".yaml"), file.utf8.count > 5,
                file.utf8.allSatisfy({ $0.isWordByte || ".-/".utf8.contains($0) })
            else { return false }
            rest = rest[rest.index(after: mark)...]
        }
        if rest.hasPrefix("/") { rest.removeFirst() }
        let steps = rest.split(separator: "/", omittingEmptySubsequences: false)
        guard steps.count >= 2, steps.count.isMultiple(of: 2) else { return false }
        return steps.enumerated().allSatisfy { index, step in
            index.isMultiple(of: 2)
                ? isName(step) : !step.isEmpty && step.utf8.allSatisfy { $0.isWordByte || $0 == UInt8(ascii: "-") }
        }
    }

    private static func isName(_ text: Substring) -> Bool {
        guard let first = text.utf8.first, first.isWordByte, !(48...57).contains(first) else { return false }
        return text.utf8.allSatisfy(\.isWordByte)
    }
}
