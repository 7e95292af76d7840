import Documents
import MeshModel

/// Objects and properties of a data contract as the model has them.
enum ContractSchema {
    static func object(_ node: Node) -> SchemaObject {
        var object = SchemaObject(
            name: node["name"]?.string ?? "", description: node["description"]?.string ?? "",
            fields: fields(node["properties"], depth: 1))
        object.quality = quality(node)
        return object
    }

    private static func fields(_ node: Node?, depth: Int) -> [SchemaField] {
        // One level more than the rules take: they refuse what nests deeper, by name.
        guard depth <= Bounds.fields + 1 else { return [] }
        return (node?.list ?? []).map { field($0, depth: depth) }
    }

    static func field(_ node: Node, depth: Int = 1) -> SchemaField {
        var field = SchemaField(
            name: node["name"]?.string ?? "", type: type(of: node), description: node["description"]?.string ?? "",
            required: node["required"]?.bool ?? false)
        field.unique = node["unique"]?.bool ?? false
        field.primaryKey = node["primaryKey"]?.bool ?? false
        field.keyPosition = field.primaryKey ? max(0, node["primaryKeyPosition"]?.int64 ?? 0) : 0
        field.tags = (node["tags"]?.list ?? []).compactMap(\.string)
        let marks = [node["classification"]?.string ?? ""] + field.tags
        field.pii = marks.contains { ["pii", "personal"].contains($0.lowercased()) }
        field.constraints = constraints(node)
        field.quality = quality(node)
        field.fields = fields(member(of: node)["properties"], depth: depth + 1)
        return field
    }

    /// Where the fields of a list's items stand.
    private static func member(of node: Node) -> Node {
        var member = node
        var depth = 0
        while member["properties"] == nil, depth < Bounds.fields, let items = member["items"] {
            member = items
            depth += 1
        }
        return member
    }

    /// The physical type, else the logical one; a list names what it holds.
    static func type(of node: Node, depth: Int = 0) -> String {
        if let physical = node["physicalType"]?.string, !physical.isEmpty { return physical }
        let logical = node["logicalType"]?.string ?? ""
        guard logical == "array", depth < 16, let items = node["items"] else { return logical }
        let item = type(of: items, depth: depth + 1)
        return item.isEmpty || items["properties"] != nil ? "array" : "array<\(item)>"
    }

    private static func constraints(_ node: Node) -> FieldConstraints? {
        var found = FieldConstraints()
        let options = node["logicalTypeOptions"]
        let text = { (key: String) in options?[key]?.text ?? "" }
        found.minimum = text("minimum")
        found.maximum = text("maximum")
        found.exclusiveMinimum = text("exclusiveMinimum")
        found.exclusiveMaximum = text("exclusiveMaximum")
        found.multipleOf = text("multipleOf")
        found.shortest = options?["minLength"]?.int64
        found.longest = options?["maxLength"]?.int64
        found.fewestItems = options?["minItems"]?.int64
        found.mostItems = options?["maxItems"]?.int64
        found.uniqueItems = options?["uniqueItems"]?.bool ?? false
        found.pattern = text("pattern")
        found.format = text("format")
        found.allowed = allowed(node)
        return found == FieldConstraints() ? nil : found
    }

    /// Values that are listed as the only valid ones: by a check that no other stands there, or as a property of its own.
    private static func allowed(_ node: Node) -> [String] {
        for check in node["quality"]?.list ?? []
        where check["metric"]?.string == "invalidValues" && check["mustBe"]?.double == 0 {
            if let values = check["arguments"]?["validValues"]?.list { return values.compactMap(\.text) }
        }
        for property in node["customProperties"]?.list ?? [] where property["property"]?.string == "enum" {
            if let values = property["value"]?.list { return values.compactMap(\.text) }
        }
        return []
    }

    static let comparisons: [(key: String, comparison: QualityExpectation.Comparison)] = [
        ("mustBe", .equal), ("mustNotBe", .notEqual), ("mustBeGreaterThan", .above),
        ("mustBeGreaterOrEqualTo", .atLeast), ("mustBeLessThan", .below), ("mustBeLessOrEqualTo", .atMost),
        ("mustBeBetween", .between), ("mustNotBeBetween", .outside),
    ]

    static func quality(_ node: Node) -> [QualityExpectation] {
        (node["quality"]?.list ?? []).map { check in
            let text = { (key: String) in check[key]?.string ?? "" }
            var found = QualityExpectation(name: text("name"), metric: text("metric"), unit: text("unit"))
            if found.metric.isEmpty { found.metric = text("rule") }
            found.query = text("query")
            // What another engine runs is its own language: kept as it is written.
            if found.query.isEmpty, let code = check["implementation"] {
                found.query = code.string ?? String(decoding: JSONWriter.write(code, .compact), as: UTF8.self)
            }
            found.description = text("description")
            found.severity = text("severity")
            if let (key, comparison) = comparisons.first(where: { check[$0.key] != nil }), let value = check[key] {
                let values = value.list.map { $0.compactMap(\.text) } ?? [value.text].compactMap(\.self)
                if values.count <= 2 {
                    found.comparison = comparison
                    found.values = values
                }
            }
            return found
        }
    }
}
