import Documents
import MeshModel

/// A schema written over the one that was read: what is the same stays as it was written, found by name.
struct ContractMerge {
    let base: [Node]
    let was: [SchemaObject]

    func objects(_ objects: [SchemaObject]) -> [Node] {
        objects.map { object in
            var map = Self.find(object.name, in: base) ?? ["name": .string(object.name)]
            let old = was.first { $0.name == object.name } ?? SchemaObject(name: object.name, fields: [])
            if object == old { return .map(map) }
            Self.text("description", old.description, object.description, in: &map)
            if object.fields != old.fields {
                map["properties"] = .list(Self.fields(object.fields, old.fields, base: map["properties"]?.list ?? []))
            }
            Self.quality(object.quality, old.quality, in: &map)
            return .map(map)
        }
    }

    private static func find(_ name: String, in nodes: [Node]) -> Map? {
        nodes.first { $0["name"]?.string == name }?.map
    }

    private static func text(_ key: String, _ old: String, _ new: String, in map: inout Map) {
        guard old != new else { return }
        map[key] = new.isEmpty ? Optional.none : Node.string(new)
    }

    private static func flag(_ key: String, _ old: Bool, _ new: Bool, in map: inout Map) {
        if old != new { map[key] = .bool(new) }
    }

    static func fields(_ fields: [SchemaField], _ was: [SchemaField], base: [Node]) -> [Node] {
        fields.map { field in
            let known = find(field.name, in: base)
            guard let old = was.first(where: { $0.name == field.name }), let known else {
                return .map(patched(["name": .string(field.name)], SchemaField(name: field.name, type: ""), field))
            }
            return .map(old == field ? known : patched(known, old, field))
        }
    }

    private static func patched(_ base: Map, _ old: SchemaField, _ new: SchemaField) -> Map {
        var map = base
        if old.type != new.type {
            if let logical = logicalType(of: new), map["logicalType"]?.string != logical {
                map["logicalType"] = .string(logical)
                map["logicalTypeOptions"] = Optional.none
            }
            map["physicalType"] = .string(new.type)
        }
        text("description", old.description, new.description, in: &map)
        flag("required", old.required, new.required, in: &map)
        flag("unique", old.unique, new.unique, in: &map)
        flag("primaryKey", old.primaryKey, new.primaryKey, in: &map)
        if old.keyPosition != new.keyPosition { map["primaryKeyPosition"] = number(Int64(new.keyPosition)) }
        if old.tags != new.tags { map["tags"] = .list(new.tags.map { .string($0) }) }
        if old.pii != new.pii { map["classification"] = new.pii ? .string("pii") : Optional.none }
        if old.constraints != new.constraints || old.type != new.type {
            constraints(new.constraints ?? FieldConstraints(), in: &map)
        }
        quality(new.quality, old.quality, in: &map)
        if old.fields != new.fields {
            setFields(new, old, in: &map, depth: 0)
        }
        return map
    }

    /// Fields of a list stand in its items.
    private static func setFields(_ new: SchemaField, _ old: SchemaField, in map: inout Map, depth: Int) {
        let isList = map["logicalType"]?.string == "array" || map["items"] != nil
        if isList, map["properties"] == nil, depth < Bounds.fields {
            var items = map["items"]?.map ?? ["logicalType": "object"]
            setFields(new, old, in: &items, depth: depth + 1)
            map["items"] = .map(items)
        } else {
            map["properties"] = .list(fields(new.fields, old.fields, base: map["properties"]?.list ?? []))
        }
    }

    static func logicalType(of field: SchemaField) -> String? {
        switch FieldType(of: field) {
        case .text, .uuid, .binary: "string"
        case .integer: "integer"
        case .decimal, .anyDecimal, .real: "number"
        case .flag: "boolean"
        case .date: "date"
        case .time: "time"
        case .timestamp: "timestamp"
        case .list: "array"
        case .map, .record, .document: "object"
        case .unknown: nil
        }
    }

    private static func number(_ value: Int64?) -> Node? { value.flatMap { ContractExport.number(String($0)) } }

    private static func constraints(_ new: FieldConstraints, in map: inout Map) {
        var options = map["logicalTypeOptions"]?.map ?? Map()
        let isNumber = ["integer", "number"].contains(map["logicalType"]?.string ?? "")
        for (key, text) in [
            ("minimum", new.minimum), ("maximum", new.maximum), ("exclusiveMinimum", new.exclusiveMinimum),
            ("exclusiveMaximum", new.exclusiveMaximum), ("multipleOf", new.multipleOf),
        ] where options[key]?.text ?? "" != text {
            let value = isNumber ? ContractExport.number(text) : Node.string(text)
            options[key] = text.isEmpty ? Optional.none : value
        }
        for (key, text) in [("pattern", new.pattern), ("format", new.format)] where options[key]?.text ?? "" != text {
            options[key] = text.isEmpty ? Optional.none : Node.string(text)
        }
        for (key, count) in [
            ("minLength", new.shortest), ("maxLength", new.longest), ("minItems", new.fewestItems),
            ("maxItems", new.mostItems),
        ] where options[key]?.int64 != count { options[key] = number(count) }
        if options["uniqueItems"]?.bool ?? false != new.uniqueItems { options["uniqueItems"] = .bool(new.uniqueItems) }
        map["logicalTypeOptions"] = options.isEmpty ? map["logicalTypeOptions"] : Node.map(options)
        if map["logicalType"] == nil, !options.isEmpty { map["logicalType"] = "string" }
        allowed(new.allowed, in: &map)
    }

    /// Allowed values where they stood, else as a property of its own.
    private static func allowed(_ values: [String], in map: inout Map) {
        guard ContractSchema.field(.map(map)).constraints?.allowed ?? [] != values else { return }
        let list = Node.list(values.map { .string($0) })
        if var checks = map["quality"]?.list,
            let index = checks.firstIndex(where: {
                $0["metric"]?.string == "invalidValues" && $0["arguments"]?["validValues"]?.list != nil
            })
        {
            if values.isEmpty {
                checks.remove(at: index)
            } else if var check = checks[index].map, var arguments = check["arguments"]?.map {
                arguments["validValues"] = list
                check["arguments"] = .map(arguments)
                checks[index] = .map(check)
            }
            return map["quality"] = .list(checks)
        }
        var properties = (map["customProperties"]?.list ?? []).filter { $0["property"]?.string != "enum" }
        if !values.isEmpty { properties.append(["property": "enum", "value": list]) }
        map["customProperties"] = properties.isEmpty ? Optional.none : Node.list(properties)
    }

    private static func quality(_ new: [QualityExpectation], _ old: [QualityExpectation], in map: inout Map) {
        guard new != old else { return }
        var base = map["quality"]?.list ?? []
        let checks = new.map { expectation in
            let index = base.firstIndex { ContractSchema.quality(.map(["quality": .list([$0])])) == [expectation] }
            return index.map { base.remove(at: $0) } ?? check(expectation)
        }
        map["quality"] = checks.isEmpty ? Optional.none : Node.list(checks)
    }

    private static let library = ["nullValues", "missingValues", "invalidValues", "duplicateValues", "rowCount"]

    private static func check(_ expectation: QualityExpectation) -> Node {
        var map = Map()
        let outcome = ContractSchema.comparisons.first { $0.comparison == expectation.comparison }
        for (key, text) in [
            ("name", expectation.name), ("description", expectation.description), ("severity", expectation.severity),
            ("unit", expectation.unit),
        ] where !text.isEmpty { map[key] = .string(text) }
        let values = expectation.values.map(ContractExport.number)
        if let outcome, !values.isEmpty, library.contains(expectation.metric) || !expectation.query.isEmpty {
            map["type"] = expectation.query.isEmpty ? "library" : "sql"
            if !expectation.query.isEmpty { map["query"] = .string(expectation.query) }
            if library.contains(expectation.metric) { map["metric"] = .string(expectation.metric) }
            let isRange = [.between, .outside].contains(outcome.comparison)
            map[outcome.key] = isRange ? .list(values) : values[0]
        } else if expectation.metric.isEmpty, expectation.query.isEmpty {
            map["type"] = "text"
        } else {
            // The standard's library does not know the metric: it is said in our own words.
            var words: Map = [:]
            if !expectation.metric.isEmpty { words["metric"] = .string(expectation.metric) }
            if !expectation.query.isEmpty { words["query"] = .string(expectation.query) }
            if let comparison = expectation.comparison { words[comparison.rawValue] = .list(values) }
            map["type"] = "custom"
            map["engine"] = "datamesh"
            map["implementation"] = .map(words)
        }
        return .map(map)
    }
}
