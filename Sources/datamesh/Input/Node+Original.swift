import Documents

// The shapes in which people and the original state things, brought into the one that the model reads. Positions stay.

extension Node {
    /// The same map with some entries changed; anything else stays what it is, for the model to refuse.
    fileprivate func mapping(_ change: (Map.Entry) -> Map.Entry?) -> Node {
        guard let map else { return self }
        var changed = Map()
        for entry in map { if let entry = change(entry) { changed.insert(entry) } }
        return Node(.map(changed), at: position)
    }

    /// `id` stands for `product_id`, `domain_id`, ….
    func naming(_ key: String) -> Node {
        mapping { $0.key == "id" ? Map.Entry(key: key, at: $0.keyPosition, value: $0.value) : $0 }
    }

    /// The value of one key in another shape.
    func shaping(_ key: String, _ shape: (Node) -> Node) -> Node {
        mapping { $0.key == key ? Map.Entry(key: key, at: $0.keyPosition, value: shape($0.value)) : $0 }
    }

    /// Entries that are not among the keys move below one of their own.
    func gathering(under group: String, except keys: [String]) -> Node {
        guard let map else { return self }
        var inside = Map()
        for entry in map where !keys.contains(entry.key) { inside.insert(entry) }
        guard !inside.isEmpty else { return self }
        var result = Map()
        for entry in map where keys.contains(entry.key) { result.insert(entry) }
        guard !result.contains(group) else { return self }
        result.insert(.init(key: group, at: inside[0].keyPosition, value: Node(.map(inside), at: position)))
        return Node(.map(result), at: position)
    }

    /// A product: its facts stand beside its id, and promises of other names beside the three known ones.
    var productShape: Node {
        naming("product_id").gatheringPromises.gathering(under: "facts", except: ["product_id", "facts"])
    }

    /// Promises of other names stand beside the three known ones.
    var gatheringPromises: Node {
        shaping("sla") { $0.gathering(under: "others", except: ["availability", "freshness", "quality", "others"]) }
    }

    /// A publication: `schema: {fields: […]}`, a bare list of fields, or `name: type` pairs are one object.
    func publicationShape(object name: String) -> Node {
        shaping("schema") { schema in
            let object = { (fields: Node) -> Node in
                Node(
                    .list([Node(.map(["name": .string(name), "fields": fields]), at: schema.position)]),
                    at: schema.position)
            }
            if let fields = schema["fields"] {
                return schema["name"] == nil ? object(fields) : Node(.list([schema]), at: schema.position)
            }
            if let pairs = schema.map {
                guard pairs.allSatisfy({ $0.value.string != nil }) else { return schema }
                let fields = pairs.map { pair in
                    Node(.map(["name": .string(pair.key), "type": pair.value]), at: pair.keyPosition)
                }
                return object(Node(.list(fields), at: schema.position))
            }
            if let items = schema.list, !items.isEmpty, items.allSatisfy({ $0["fields"] == nil && $0["type"] != nil }) {
                return object(schema)
            }
            return schema
        }
    }

    /// A quality report: metrics as `name: value`, under `metrics` or beside the product.
    var qualityShape: Node {
        naming("product_id").gathering(under: "metrics", except: ["product_id", "metrics", "at", "source"])
            .shaping("metrics") { metrics in
                guard let pairs = metrics.map else { return metrics }
                let items = pairs.map { pair in
                    Node(.map(["metric": .string(pair.key), "value": pair.value]), at: pair.keyPosition)
                }
                return Node(.list(items), at: metrics.position)
            }
    }

    /// One access, or a list of them.
    var accessShape: Node {
        if list != nil { return Node(.map(["events": self]), at: position) }
        return self["events"] == nil ? Node(.map(["events": .list([self])]), at: position) : self
    }
}
