import Documents

/// The places of a data contract. Source: Open Data Contract Standard 3.1.0, its JSON Schema; versions 3.0 are subsets of it.
enum ContractShapes {
    static let versions = ["v3.1.0", "v3.0.2", "v3.0.1", "v3.0.0", "v2.2.2", "v2.2.1", "v2.2.0"]
    /// Drafts and releases newer than what is known here: their new keys are kept.
    static func isNewer(_ version: String) -> Bool { version.hasPrefix("v3.2.") }

    static func contract(apiVersion: String?) -> Shape {
        let isNewer = apiVersion.map(isNewer) ?? false
        let keys: [String: Shape] = [
            "version": .text, "kind": .word(of: ["DataContract"]),
            "apiVersion": isNewer ? .text : .word(of: versions), "id": .text, "name": .text, "tenant": .text,
            "tags": tags, "status": .text, "servers": .list(ServerShapes.server), "dataProduct": .text,
            "description": .map(
                MapShape(
                    [
                        "usage": .text, "purpose": .text, "limitations": .text,
                        "authoritativeDefinitions": definitions, "customProperties": customProperties,
                    ], isOpen: true)),
            "domain": .text, "schema": .list(object), "support": .list(support), "price": price,
            "team": .either(team, .list(member), expected: "a team, or a list of its members"),
            "roles": .list(role), "slaDefaultElement": .text, "slaProperties": .list(serviceLevel),
            "authoritativeDefinitions": definitions, "customProperties": customProperties, "contractCreatedTs": .text,
        ]
        return .map(MapShape(keys, required: ["version", "apiVersion", "kind", "id", "status"]))
    }

    static let tags = Shape.list(.text)
    static let customProperties = Shape.list(
        .map(
            MapShape(
                ["id": .stableID, "property": .text, "value": .anything, "description": .text],
                required: ["property", "value"])))
    static let definitions = Shape.list(
        .map(
            MapShape(
                ["id": .stableID, "url": .text, "type": .text, "description": .text], required: ["url", "type"])))
    static let support = Shape.map(
        MapShape(
            [
                "id": .stableID, "channel": .text, "url": .text, "description": .text, "tool": .text, "scope": .text,
                "invitationUrl": .text, "customProperties": customProperties,
            ], required: ["channel"]))
    static let price = Shape.map(
        MapShape(["id": .stableID, "priceAmount": .number, "priceCurrency": .text, "priceUnit": .text]))
    static let member = Shape.map(
        MapShape(
            [
                "id": .stableID, "username": .text, "name": .text, "description": .text, "role": .text,
                "dateIn": .text, "dateOut": .text, "replacedByUsername": .text, "tags": tags,
                "customProperties": customProperties, "authoritativeDefinitions": definitions,
            ], required: ["username"]))
    static let team = Shape.map(
        MapShape([
            "id": .stableID, "name": .text, "description": .text, "members": .list(member), "tags": tags,
            "customProperties": customProperties, "authoritativeDefinitions": definitions,
        ]))
    static let role = Shape.map(
        MapShape(
            [
                "id": .stableID, "role": .text, "description": .text, "access": .text, "firstLevelApprovers": .text,
                "secondLevelApprovers": .text, "customProperties": customProperties,
            ], required: ["role"]))
    static let serviceLevel = Shape.map(
        MapShape(
            [
                "id": .stableID, "property": .text, "value": .scalar, "valueExt": .scalar, "unit": .text,
                "element": .text, "driver": .text, "description": .text, "scheduler": .text, "schedule": .text,
            ], required: ["property", "value"]))

    private static let element: [String: Shape] = [
        "id": .stableID, "name": .text, "physicalType": .text, "description": .text, "businessName": .text,
        "authoritativeDefinitions": definitions, "tags": tags, "customProperties": customProperties,
    ]

    static let object = Shape.map(
        MapShape(
            element.merging([
                "logicalType": .word(of: ["object"]), "physicalName": .text, "dataGranularityDescription": .text,
                "properties": .list(property), "relationships": .list(objectRelationship), "quality": .list(quality),
            ]) { $1 }, required: ["name"]))

    static let property = Shape.chosen { propertyShape($0, required: ["name"]) }
    static let item = Shape.chosen { propertyShape($0, required: []) }

    static let logicalTypes = [
        "string", "date", "timestamp", "time", "number", "integer", "object", "array", "boolean",
    ]

    /// What a property may say depends on its logical type; one that states none may say what each of them may.
    private static func propertyShape(_ node: Node, required: [String]) -> Shape {
        let type = node["logicalType"]?.string
        let states = node.map?.contains("logicalType") ?? false
        var keys = element.merging([
            "primaryKey": .flag, "primaryKeyPosition": .whole, "logicalType": .word(of: logicalTypes),
            "logicalTypeOptions": .map(options(of: type, isStated: states)), "physicalName": .text, "required": .flag,
            "unique": .flag, "partitioned": .flag, "partitionKeyPosition": .whole, "classification": .text,
            "encryptedName": .text, "transformSourceObjects": .list(.text), "transformLogic": .text,
            "transformDescription": .text, "examples": .list(.anything), "criticalDataElement": .flag,
            "relationships": .list(propertyRelationship), "quality": .list(quality),
        ]) { $1 }
        if type == "object" || !states { keys["properties"] = .list(property) }
        if type == "array" || !states { keys["items"] = item }
        return .map(MapShape(keys, required: required))
    }

    private static func options(of type: String?, isStated: Bool) -> MapShape {
        let bounds = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"]
        func bounded(_ shape: Shape, _ more: [String: Shape]) -> MapShape {
            MapShape(Dictionary(uniqueKeysWithValues: bounds.map { ($0, shape) }).merging(more) { $1 })
        }
        let count = Shape.whole(atLeast: 0)
        switch type {
        case "string":
            return MapShape(["minLength": count, "maxLength": count, "pattern": .text, "format": .text])
        case "date": return bounded(.text, ["format": .text])
        case "timestamp", "time":
            return bounded(.text, ["format": .text, "timezone": .flag, "defaultTimezone": .text])
        case "integer":
            let sizes = [8, 16, 32, 64, 128].flatMap { ["i\($0)", "u\($0)"] }
            return bounded(.number, ["multipleOf": .positive, "format": .word(of: sizes)])
        case "number": return bounded(.number, ["multipleOf": .positive, "format": .word(of: ["f32", "f64"])])
        case "object":
            return MapShape([
                "maxProperties": count, "minProperties": count, "required": .distinct(.list(.text, count: 1...Int.max)),
            ])
        case "array": return MapShape(["maxItems": count, "minItems": count, "uniqueItems": .flag])
        default: return MapShape([:], isOpen: isStated)
        }
    }

    private static let operators: [String: Shape] = [
        "mustBe": .anything, "mustNotBe": .anything, "mustBeGreaterThan": .number, "mustBeGreaterOrEqualTo": .number,
        "mustBeLessThan": .number, "mustBeLessOrEqualTo": .number,
        "mustBeBetween": .distinct(.list(.number, count: 2...2)),
        "mustNotBeBetween": .distinct(.list(.number, count: 2...2)),
    ]

    /// A check says more by its type; one that names a metric is of the library.
    static let quality = Shape.chosen { node in
        let type = node["type"]?.string
        var keys: [String: Shape] = [
            "id": .stableID, "authoritativeDefinitions": definitions, "businessImpact": .text,
            "customProperties": customProperties, "description": .text,
            "dimension": .word(of: [
                "accuracy", "completeness", "conformity", "consistency", "coverage", "timeliness", "uniqueness",
            ]), "method": .text, "name": .text, "schedule": .text, "scheduler": .text, "severity": .text,
            "tags": tags, "type": .word(of: ["text", "library", "sql", "custom"]), "unit": .text,
        ]
        var required: [String] = []
        var compares = false
        if type == "library" || node["metric"]?.string != nil {
            let metrics = ["nullValues", "missingValues", "invalidValues", "duplicateValues", "rowCount"]
            keys["metric"] = .word(of: metrics)
            keys["rule"] = .text
            keys["arguments"] = .map(MapShape([:], isOpen: true))
            required.append("metric")
            compares = true
        }
        if type == "sql" {
            keys["query"] = .text
            required.append("query")
            compares = true
        }
        if type == "custom" {
            keys["engine"] = .text
            keys["implementation"] = .either(.text, .map(MapShape([:], isOpen: true)), expected: "text or a map")
            required += ["engine", "implementation"]
        }
        if compares { keys.merge(operators) { $1 } }
        return .map(
            MapShape(keys, required: required, exactlyOne: compares ? operators.keys.sorted() : []))
    }

    private static let end = Shape.either(
        .reference, .list(.reference, count: 1...Int.max), expected: "a reference such as table.column, or a list")
    private static let relationship: [String: Shape] = [
        "type": .word(of: ["foreignKey"]), "to": end, "customProperties": customProperties,
    ]
    /// Between objects: both ends one column, or both a list of them.
    private static let objectRelationship = Shape.chosen { node in
        let isList = node["from"]?.list != nil
        let end = isList ? Shape.list(.reference, count: 1...Int.max) : .reference
        return .map(
            MapShape(relationship.merging(["from": end, "to": end]) { $1 }, required: ["from", "to"]))
    }
    private static let propertyRelationship = Shape.map(MapShape(relationship, required: ["to"]))
}
