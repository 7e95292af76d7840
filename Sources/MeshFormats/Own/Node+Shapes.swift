import Documents

// The shapes in which people write a product, brought into the one that the model reads. Positions stay.

extension Node {
    /// Promises of other names than the three known ones stand beside them.
    var slaShape: Node {
        guard let map, !map.contains("others") else { return self }
        var known = Map()
        var others = Map()
        for entry in map {
            if ["availability", "freshness", "quality"].contains(entry.key) {
                known.insert(entry)
            } else {
                others.insert(entry)
            }
        }
        if let first = others.first {
            known.insert(.init(key: "others", at: first.keyPosition, value: Node(.map(others), at: position)))
        }
        return Node(.map(known), at: position)
    }

    /// A schema is a list of objects. Written shorter, it is one object: `{fields: […]}`, a list of fields, or `name: type`.
    func schemaShape(named name: String) -> Node {
        func object(_ fields: Node) -> Node {
            var map = Map()
            map["name"] = .string(name)
            map.insert(.init(key: "fields", at: fields.position, value: fields))
            return Node(.list([Node(.map(map), at: position)]), at: position)
        }
        switch content {
        case .map(let map):
            if let fields = map["fields"] {
                return map.contains("name") ? Node(.list([self]), at: position) : object(fields)
            }
            let fields = map.map { entry in
                var field = Map()
                field["name"] = .string(entry.key)
                field.insert(.init(key: "type", at: entry.keyPosition, value: entry.value))
                return Node(.map(field), at: entry.keyPosition)
            }
            return object(Node(.list(fields), at: position))
        case .list(let items):
            return !items.isEmpty && items.allSatisfy { $0["fields"] == nil } ? object(self) : self
        case .null, .bool, .number, .string:
            return self
        }
    }
}
