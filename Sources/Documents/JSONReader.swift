/// Strict JSON (RFC 8259) into nodes, one pass over the bytes.
struct JSONReader {
    let bytes: [UInt8]
    let name: String
    let budget: Budget
    /// The bytes to read end here.
    let end: Int
    var index: Int
    private var line: Int
    private(set) var lineStart: Int
    /// Bytes of this line that begin no scalar: a column counts scalars.
    var continuations = 0
    private var nodes = 0
    /// A string with escapes is put together here.
    var scratch: [UInt8] = []

    init(_ bytes: [UInt8], name: String, budget: Budget) throws(DocumentError) {
        let start = try Encoding.start(of: bytes, name: name, budget: budget)
        self.init(bytes, in: start..<bytes.count, line: 1, name: name, budget: budget)
    }

    /// Reads a part of the bytes, which begins the line of that number.
    init(_ bytes: [UInt8], in range: Range<Int>, line: Int, name: String, budget: Budget) {
        self.bytes = bytes
        self.name = name
        self.budget = budget
        self.line = line
        index = range.lowerBound
        lineStart = range.lowerBound
        end = range.upperBound
    }

    /// The one value of the text, with nothing after it.
    mutating func document() throws(DocumentError) -> Node {
        skipSpace()
        if index == end { throw error(.empty) }
        let node = try value(depth: 0, after: nil, inside: nil)
        skipSpace()
        if index < end { throw error(.syntax("expected the end of the text after the value, found \(found)")) }
        return node
    }

    /// What encloses a value: for the sentence when the text ends too soon.
    struct Enclosure {
        var kind: String
        var began: Position
    }

    private mutating func value(
        depth: Int, after mark: String?, inside enclosure: Enclosure?
    ) throws(DocumentError) -> Node {
        guard index < end else { throw ended(inside: enclosure) }
        let position = position
        nodes += 1
        if nodes > budget.nodes { throw error(.budget(.nodes, allowed: budget.nodes)) }
        switch bytes[index] {
        case UInt8(ascii: "\""): return Node(.string(try string("a string")), at: position)
        case UInt8(ascii: "{"): return Node(.map(try map(depth: depth + 1)), at: position)
        case UInt8(ascii: "["): return Node(.list(try list(depth: depth + 1)), at: position)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return Node(.number(try number()), at: position)
        case UInt8(ascii: "t"): return Node(try literal("true", .bool(true)), at: position)
        case UInt8(ascii: "f"): return Node(try literal("false", .bool(false)), at: position)
        case UInt8(ascii: "n"): return Node(try literal("null", .null), at: position)
        default: throw error(.syntax("expected a value\(mark.map { " after \($0)" } ?? ""), found \(found)"))
        }
    }

    private mutating func list(depth: Int) throws(DocumentError) -> [Node] {
        let enclosure = try open("a list", depth: depth)
        var items: [Node] = []
        if try closes(UInt8(ascii: "]"), enclosure) { return items }
        var mark = "'['"
        while true {
            items.append(try value(depth: depth, after: mark, inside: enclosure))
            guard try continues(UInt8(ascii: "]"), "']'", enclosure) else { return items }
            mark = "','"
        }
    }

    private mutating func map(depth: Int) throws(DocumentError) -> Map {
        let enclosure = try open("a map", depth: depth)
        var map = Map()
        if try closes(UInt8(ascii: "}"), enclosure) { return map }
        while true {
            guard index < end else { throw ended(inside: enclosure) }
            guard bytes[index] == UInt8(ascii: "\"") else {
                throw error(.syntax("expected a key in double quotes, found \(found)"))
            }
            let place = position
            let key = try string("a key")
            skipSpace()
            guard index < end else { throw ended(inside: enclosure) }
            guard bytes[index] == UInt8(ascii: ":") else {
                throw error(.syntax("expected ':' after a key, found \(found)"))
            }
            index += 1
            skipSpace()
            let value = try value(depth: depth, after: "':'", inside: enclosure)
            if let first = map.insert(.init(key: key, at: place, value: value)) {
                throw error(.duplicateKey(key, first: first.keyPosition ?? place), at: place)
            }
            guard try continues(UInt8(ascii: "}"), "'}'", enclosure) else { return map }
        }
    }

    private mutating func open(_ kind: String, depth: Int) throws(DocumentError) -> Enclosure {
        if depth > budget.depth { throw error(.budget(.depth, allowed: budget.depth)) }
        let enclosure = Enclosure(kind: kind, began: position)
        index += 1
        skipSpace()
        return enclosure
    }

    private mutating func closes(_ close: UInt8, _ enclosure: Enclosure) throws(DocumentError) -> Bool {
        guard index < end else { throw ended(inside: enclosure) }
        guard bytes[index] == close else { return false }
        index += 1
        return true
    }

    /// After an item: true at a comma, false at the end of the list or map.
    private mutating func continues(
        _ close: UInt8, _ name: String, _ enclosure: Enclosure
    ) throws(DocumentError) -> Bool {
        skipSpace()
        if try closes(close, enclosure) { return false }
        guard bytes[index] == UInt8(ascii: ",") else { throw error(.syntax("expected ',' or \(name), found \(found)")) }
        index += 1
        skipSpace()
        if index < end, bytes[index] == close { throw error(.syntax("\(enclosure.kind) does not end with ','")) }
        return true
    }

    private mutating func literal(_ word: StaticString, _ value: Node.Content) throws(DocumentError) -> Node.Content {
        let start = position
        for byte in word.description.utf8 {
            guard index < end else { throw error(.truncated(inside: word.description, began: start)) }
            guard bytes[index] == byte else {
                throw error(.syntax("expected true, false, null or a value in double quotes"), at: start)
            }
            index += 1
        }
        return value
    }

    private mutating func number() throws(DocumentError) -> Number {
        let start = index
        let began = position
        if bytes[index] == UInt8(ascii: "-") { index += 1 }
        let first = index
        try digits("a number", began)
        if bytes[first] == UInt8(ascii: "0"), index > first + 1 {
            throw error(.syntax("a number does not begin with a needless 0"), at: began)
        }
        if index < end, bytes[index] == UInt8(ascii: ".") {
            index += 1
            try digits("a number", began)
        }
        if index < end, bytes[index] | 0x20 == UInt8(ascii: "e") {
            index += 1
            if index < end, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") { index += 1 }
            try digits("a number", began)
        }
        if index - start > budget.scalar { throw error(.budget(.scalar, allowed: budget.scalar), at: began) }
        return Number(checked: String(decoding: bytes[start..<index], as: UTF8.self))
    }

    private mutating func digits(_ kind: String, _ began: Position) throws(DocumentError) {
        let start = index
        while index < end, Number.isDigit(bytes[index]) { index += 1 }
        if index > start { return }
        if index == end { throw error(.truncated(inside: kind, began: began)) }
        throw error(.syntax("expected a digit, found \(found)"))
    }

    private mutating func skipSpace() {
        while index < end {
            switch bytes[index] {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): index += 1
            case UInt8(ascii: "\n"):
                index += 1
                line += 1
                lineStart = index
                continuations = 0
            default: return
            }
        }
    }
}

// Where, and what is wrong there.
extension JSONReader {
    var position: Position { Position(line: line, column: index - lineStart - continuations + 1) }

    /// The position of a byte of this line. Counts from the line's start: for errors only.
    func position(of offset: Int) -> Position {
        let scalars = bytes[lineStart..<offset].count { $0 & 0xC0 != 0x80 }
        return Position(line: line, column: scalars + 1)
    }

    func error(_ reason: DocumentError.Reason, at position: Position? = nil) -> DocumentError {
        DocumentError(document: name, position: position ?? self.position, reason: reason)
    }

    private func ended(inside enclosure: Enclosure?) -> DocumentError {
        guard let enclosure else { return error(.empty) }
        return error(.truncated(inside: enclosure.kind, began: enclosure.began))
    }

    /// The character here, as part of a sentence.
    private var found: String {
        index == end ? "the end of the text" : Encoding.describe(bytes[index..<min(index + 4, end)])
    }
}
