import Documents
import MeshModel

/// The columns of a dbt node: those its author described, with the types that the catalogue found in the warehouse.
struct Relation {
    private(set) var fields: [SchemaField] = []

    /// The warehouse's order where there is a catalogue; names meet whatever their case.
    init(_ entry: inout Entry, catalog: Node?) {
        let described = entry["columns"]?.map ?? Map()
        if let node = entry["columns"], node.map == nil {
            entry.refuse(node, "columns", "is \(node.kind), where a map is expected")
        }
        guard described.count <= Bounds.list else {
            entry.refuse(
                entry["columns"], "columns", "has \(described.count) columns; \(Bounds.list) is the most")
            return
        }
        let found = (catalog?["columns"]?.map ?? Map()).map(\.value)
            .sorted { ($0["index"]?.int64 ?? 0) < ($1["index"]?.int64 ?? 0) }
        var types: [String: (place: Int, type: String)] = [:]
        for (place, column) in found.enumerated() {
            guard let name = column["name"]?.string else { continue }
            types[name.lowercased()] = (place, column["type"]?.text ?? "")
        }
        let keys = Self.keys(entry)
        var placed: [(place: Int, field: SchemaField)] = []
        var names = Set<String>()
        for (index, column) in described.enumerated() {
            guard var field = Self.field(column.value, named: column.key, keys: keys, entry: &entry) else { continue }
            let known = types.removeValue(forKey: field.name.lowercased())
            if let known, !known.type.isEmpty { field.type = known.type }
            guard names.insert(field.name).inserted else {
                entry.refuse(column.value, "columns[\(quoted(column.key))]", "is a second \(quoted(field.name))")
                continue
            }
            placed.append((known?.place ?? found.count + index, field))
        }
        for (place, column) in found.enumerated() {
            guard let name = column["name"]?.string, types[name.lowercased()]?.place == place,
                !name.isEmpty, name.utf8.count <= Bounds.name, names.insert(name).inserted
            else { continue }
            placed.append((place, SchemaField(name: name, type: column["type"]?.text ?? "")))
        }
        fields = placed.sorted { $0.place < $1.place }.map(\.field)
    }

    private static func field(
        _ node: Node, named key: String, keys: Keys, entry: inout Entry
    ) -> SchemaField? {
        let path = "columns[\(quoted(key))]"
        guard node.map != nil else {
            entry.refuse(node, path, "is \(node.kind), where a map is expected")
            return nil
        }
        let name = entry.text(node.value("name"), "\(path).name", longest: Bounds.name) ?? key
        guard name.contains(where: { !$0.isWhitespace }) else {
            entry.refuse(node, path, "has no name")
            return nil
        }
        var field = SchemaField(name: name, type: node.value("data_type")?.text ?? "")
        field.description = entry.text(node.value("description"), "\(path).description") ?? ""
        field.tags = (node.value("tags")?.list ?? []).compactMap(\.string)
        let constraints = Set((node.value("constraints")?.list ?? []).compactMap { $0["type"]?.string })
        field.primaryKey = constraints.contains("primary_key") || keys.primary.contains(name)
        field.required = field.primaryKey || constraints.contains("not_null") || keys.required.contains(name)
        field.unique = constraints.contains("unique") || keys.unique.contains(name)
        let pii = (node.value("meta") ?? node["config"]?.value("meta"))?["pii"]
        field.pii = pii?.bool == true || field.tags.contains { $0.lowercased() == "pii" }
        return field
    }

    /// Columns that the node as a whole constrains.
    private struct Keys {
        var primary = Set<String>()
        var required = Set<String>()
        var unique = Set<String>()
    }

    private static func keys(_ entry: Entry) -> Keys {
        var keys = Keys()
        keys.primary = Set((entry["primary_key"]?.list ?? []).compactMap(\.string))
        for constraint in entry["constraints"]?.list ?? [] {
            let columns = (constraint["columns"]?.list ?? []).compactMap(\.string)
            switch constraint["type"]?.string {
            case "primary_key": keys.primary.formUnion(columns)
            case "not_null": keys.required.formUnion(columns)
            // Columns that are unique together need not be so alone.
            case "unique": if columns.count == 1 { keys.unique.formUnion(columns) }
            default: break
            }
        }
        return keys
    }
}
