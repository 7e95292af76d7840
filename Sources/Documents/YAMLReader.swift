/// YAML into nodes, over the events of libyaml.
///
/// Aliases are expanded: each is the value itself, shared, yet counted against the budget as if it were written out, so that whoever walks the tree
/// is safe. Merge keys are resolved: merged keys stand where `<<` stood, and what the map says itself wins. Keys that are no strings become their
/// text. Of tags those of YAML's own repository are honoured (`!!str`, `!!int`, …) or let pass (`!!map`, `!!timestamp`, …); any other tag asks
/// for a program that we are not, and is refused.
struct YAMLReader: ~Copyable {
    private struct Anchor {
        var node: Node
        /// What it costs where it is written out.
        var nodes: Int
        var bytes: Int
        var height: Int
    }

    private let name: String
    private let budget: Budget
    private var nodes = 0
    private var textBytes = 0
    /// Nil while the value of the anchor is still being read.
    private var anchors: [String: Anchor?] = [:]

    private init(name: String, budget: Budget) {
        self.name = name
        self.budget = budget
    }

    /// The documents of a stream, in order.
    static func read(_ bytes: [UInt8], name: String, budget: Budget) throws(DocumentError) -> [Node] {
        let start = try Encoding.start(of: bytes, name: name, budget: budget)
        if let offset = Encoding.firstInvalid(in: bytes[...]) {
            throw DocumentError(
                document: name, position: Encoding.position(of: offset, in: bytes[...]),
                reason: Encoding.reason(bytes[offset]))
        }
        try refuseManyTagDirectives(bytes, name: name)
        return try YAMLEvents.read(bytes, from: start, name: name, budget: budget) {
            (events) throws(DocumentError) in
            var reader = YAMLReader(name: name, budget: budget)
            var roots: [Node] = []
            while true {
                switch try events.next().kind {
                case .streamEnd: return roots
                case .documentStart:
                    reader.anchors.removeAll()
                    roots.append(try reader.value(try events.next(), of: events, depth: 0).node)
                default: break
                }
            }
        }
    }

    /// libyaml compares every `%TAG` with all before it: a megabyte of them would take seconds, and ten megabytes minutes.
    private static func refuseManyTagDirectives(_ bytes: [UInt8], name: String) throws(DocumentError) {
        var count = 0
        var line = 1
        var previous = UInt8(ascii: "\n")
        for index in bytes.indices {
            if previous == UInt8(ascii: "\n"), bytes[index] == UInt8(ascii: "%"),
                bytes[index...].starts(with: "%TAG".utf8)
            {
                count += 1
                if count > 100 {
                    throw DocumentError(
                        document: name, position: Position(line: line, column: 1),
                        reason: .syntax("more than 100 %TAG directives"))
                }
            }
            previous = bytes[index]
            if previous == UInt8(ascii: "\n") { line += 1 }
        }
    }

    /// The value that begins with an event, and how many lists and maps it has inside each other.
    private mutating func value(
        _ event: YAMLEvents.Event, of events: borrowing YAMLEvents, depth: Int
    ) throws(DocumentError) -> (node: Node, height: Int) {
        if event.kind == .alias {
            let anchor = try anchor(of: event)
            try spend(nodes: anchor.nodes, bytes: anchor.bytes, at: event.position)
            if depth + anchor.height > budget.depth {
                throw error(.budget(.depth, allowed: budget.depth), event.position)
            }
            return (anchor.node, anchor.height)
        }
        let before = (nodes, textBytes)
        try spend(nodes: 1, bytes: event.text.utf8.count, at: event.position)
        if let name = event.anchor { anchors.updateValue(nil, forKey: name) }
        let content: Node.Content
        var height = 0
        switch event.kind {
        case .listStart: content = .list(try list(event, of: events, depth: depth + 1, height: &height))
        case .mapStart: content = .map(try map(event, of: events, depth: depth + 1, height: &height))
        default: content = try scalar(event)
        }
        let node = Node(content, at: event.position)
        if let name = event.anchor {
            anchors[name] = Anchor(node: node, nodes: nodes - before.0, bytes: textBytes - before.1, height: height)
        }
        return (node, height)
    }

    private func anchor(of alias: YAMLEvents.Event) throws(DocumentError) -> Anchor {
        let name = alias.anchor ?? ""
        switch anchors[name] {
        case .some(.some(let anchor)): return anchor
        case .some(.none):
            throw error(.syntax("the alias *\(name) stands inside the value that it repeats"), alias.position)
        case .none: throw error(.syntax("the alias *\(name) has no anchor &\(name) before it"), alias.position)
        }
    }

    private mutating func list(
        _ start: YAMLEvents.Event, of events: borrowing YAMLEvents, depth: Int, height: inout Int
    ) throws(DocumentError) -> [Node] {
        try enter(start, depth)
        var items: [Node] = []
        while true {
            let event = try events.next()
            if event.kind == .listEnd { break }
            let item = try value(event, of: events, depth: depth)
            items.append(item.node)
            height = max(height, item.height)
        }
        height += 1
        return items
    }

    private mutating func map(
        _ start: YAMLEvents.Event, of events: borrowing YAMLEvents, depth: Int, height: inout Int
    ) throws(DocumentError) -> Map {
        try enter(start, depth)
        var map = Map()
        var merge: (at: Int, key: Position, values: [Node])?
        while true {
            let event = try events.next()
            if event.kind == .mapEnd { break }
            let key = try key(event)
            let value = try value(try events.next(), of: events, depth: depth)
            height = max(height, value.height)
            var first: Position?
            if event.kind == .scalar, event.isPlain, event.tag == nil, key == "<<" {
                first = merge?.key
                merge = (map.count, event.position, try merged(value.node, event.position))
            } else {
                first = map.insert(.init(key: key, at: event.position, value: value.node)).map {
                    $0.keyPosition ?? .start
                }
            }
            if let first { throw error(.duplicateKey(key, first: first), event.position) }
        }
        height += 1
        guard let merge else { return map }
        var result = Map()
        for entry in map[..<merge.at] { result.insert(entry) }
        for entry in merge.values.lazy.compactMap(\.map).joined() where !map.contains(entry.key) {
            result.insert(entry)
        }
        for entry in map[merge.at...] { result.insert(entry) }
        return result
    }

    /// The maps that a merge key takes keys from, the most important first.
    private func merged(_ node: Node, _ key: Position) throws(DocumentError) -> [Node] {
        let values = node.list ?? [node]
        guard values.allSatisfy({ $0.map != nil }) else {
            throw error(
                .syntax("'<<' takes a map or a list of maps, not \(node.list == nil ? node.kind : "other values")"), key
            )
        }
        return values
    }

    private mutating func key(_ event: YAMLEvents.Event) throws(DocumentError) -> String {
        switch event.kind {
        case .scalar:
            try spend(nodes: 0, bytes: event.text.utf8.count, at: event.position)
            if let name = event.anchor {
                anchors[name] = Anchor(
                    node: Node(try scalar(event), at: event.position), nodes: 1, bytes: event.text.utf8.count, height: 0
                )
            }
            return event.text
        case .alias:
            let anchor = try anchor(of: event)
            try spend(nodes: 0, bytes: anchor.bytes, at: event.position)
            if let text = anchor.node.isNull ? "null" : anchor.node.text { return text }
            fallthrough
        default: throw error(.syntax("a key is a single value, not a list or a map"), event.position)
        }
    }

    private func scalar(_ event: YAMLEvents.Event) throws(DocumentError) -> Node.Content {
        let plain = YAMLScalar.resolve(event.text)
        guard let tag = event.tag else { return event.isPlain ? plain : .string(event.text) }
        switch (try core(tag, event.position), plain) {
        case ("null", .null), ("bool", .bool), ("int", .number), ("float", .number): return plain
        case ("null", _), ("bool", _), ("int", _), ("float", _), ("map", _), ("seq", _), ("omap", _), ("set", _),
            ("pairs", _):
            throw error(
                .syntax("\(Escape.quoted(event.text)) is not what its tag \(Escape.printable(tag)) says"),
                event.position)
        default: return .string(event.text)
        }
    }

    private func enter(_ start: YAMLEvents.Event, _ depth: Int) throws(DocumentError) {
        if depth > budget.depth { throw error(.budget(.depth, allowed: budget.depth), start.position) }
        guard let tag = start.tag else { return }
        let allowed = start.kind == .listStart ? ["seq", "omap", "pairs", ""] : ["map", "set", ""]
        if !allowed.contains(try core(tag, start.position)) {
            let kind = start.kind == .listStart ? "a list" : "a map"
            throw error(.syntax("\(kind) is not what its tag \(Escape.printable(tag)) says"), start.position)
        }
    }

    /// The name of a tag in YAML's own repository; empty for `!`, which only says "no meaning but the plain one".
    private func core(_ tag: String, _ position: Position) throws(DocumentError) -> String {
        if tag == "!" { return "" }
        let repository = "tag:yaml.org,2002:"
        let known = [
            "null", "bool", "int", "float", "str", "map", "seq", "omap", "set", "pairs", "timestamp", "binary", "merge",
            "value",
        ]
        if tag.hasPrefix(repository), case let name = String(tag.dropFirst(repository.count)), known.contains(name) {
            return name
        }
        throw error(
            .syntax("the tag \(Escape.quoted(tag)) is not one of YAML's own; write the value without it"), position)
    }

    private mutating func spend(nodes count: Int, bytes: Int, at position: Position) throws(DocumentError) {
        nodes += count
        textBytes += bytes
        if nodes > budget.nodes { throw error(.budget(.nodes, allowed: budget.nodes), position) }
        if textBytes > budget.bytes { throw error(.budget(.bytes, allowed: budget.bytes), position) }
    }

    private func error(_ reason: DocumentError.Reason, _ position: Position) -> DocumentError {
        DocumentError(document: name, position: position, reason: reason)
    }
}
