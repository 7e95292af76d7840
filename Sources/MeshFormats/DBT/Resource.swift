import Documents
import MeshModel

/// One model, seed, snapshot, source or exposure of a dbt project, as a product.
///
/// dbt writes every key of every node, most of them null or empty; those are not carried, nor what each run derives anew.
struct Resource {
    enum Kind: String, CaseIterable {
        case model, seed, snapshot, source, exposure

        /// Where such nodes stand in a manifest.
        var section: String {
            switch self {
            case .model, .seed, .snapshot: "nodes"
            case .source: "sources"
            case .exposure: "exposures"
            }
        }

        var alignment: DataProduct.Alignment {
            switch self {
            case .model, .seed, .snapshot: .aggregate
            case .source: .sourceAligned
            case .exposure: .consumerAligned
            }
        }
    }

    /// What the project knows about all of its nodes.
    struct Context {
        var adapter: String
        var groups: [String: Group]
        var catalog: [String: Node]
        var tests: TestResults
    }

    struct Group {
        var name: String
        var description: String
        var contact: String
    }

    let kind: Kind
    var product = ImportedProduct()
    /// What the product is called where ids are made: `customers.v2`, `crm.orders`.
    var label = ""
    var group: String?

    private static let derived = [
        "created_at", "compiled", "compiled_path", "compiled_code", "extra_ctes", "extra_ctes_injected", "build_path",
        "root_path",
    ]
    private static let texts = [
        "resource_type", "package_name", "original_file_path", "language", "access", "deprecation_date", "loader",
        "loaded_at_field", "maturity", "url", "type", "group", "source_name", "source_description",
    ]

    init(_ entry: inout Entry, kind: Kind, id: String, context: Context) {
        self.kind = kind
        var rest = entry.node.map ?? Map()
        var facts = ProductFacts()
        product.sourceID = id
        if id.isEmpty || id.utf8.count > Bounds.alias || id.utf8.contains(0) {
            entry.refuse(nil, "", "stands under a key that no product can be known by")
        }
        let name = entry.required("name", longest: Bounds.title / 2) ?? ""
        let version = entry.text("version", longest: Bounds.name)
        let sourceName = kind == .source ? entry.required("source_name", longest: Bounds.title / 2) : nil
        label = [sourceName, name, version.map { "v\($0)" }].compactMap(\.self).joined(separator: ".")
        facts.name = kind == .exposure ? entry.text("label", longest: Bounds.title) ?? name : label
        facts.description = entry.text("description") ?? ""
        facts.tags = entry.tags("tags")
        facts.alignment = kind.alignment
        group = entry.text("group", longest: Bounds.name) ?? entry["config"]?.value("group")?.string
        facts.contact = Self.contact(&entry, group: group.flatMap { context.groups[$0] })
        facts.access = Self.access(&entry)
        facts.sla = Self.sla(&entry)
        facts.metadata = Self.metadata(&entry, id: id, context: context, rest: &rest)

        let fields = kind == .exposure ? [] : Relation(&entry, catalog: context.catalog[id]).fields
        let alias = entry.text(kind == .source ? "identifier" : "alias", longest: Bounds.name) ?? ""
        let table = alias.isEmpty ? name : alias
        if !fields.isEmpty { product.schema = [SchemaObject(name: table, fields: fields)] }
        facts.ports = Self.ports(&entry, kind: kind, table: table, hasSchema: !fields.isEmpty, adapter: context.adapter)
        product.facts = facts
        product.version = version.flatMap { Version(text: "\($0).0.0") }?.written ?? ""
        if let score = context.tests.scores[id] {
            product.metrics = score.metrics
            product.measuredAt = score.at
        }

        for key in ["name", "unique_id", "description", "label", "relation_name"] + Self.derived { rest[key] = nil }
        guard let pruned = Node.map(rest).pruned else { return }
        let carried = JSONWriter.write(pruned, .compact)
        if carried.count > Bounds.carried {
            entry.refuse(nil, "", "is \(carried.count) bytes long; \(Bounds.carried) is the most")
        }
        product.carried = String(decoding: carried, as: UTF8.self)
    }

    /// An exposure's owner, the owner of the group, or whom the author's notes name: a contact, never an owner.
    private static func contact(_ entry: inout Entry, group: Group?) -> String {
        let own = entry["owner"].map(Self.person) ?? ""
        let noted = entry["meta"]?.value("owner")?.string ?? ""
        let contact = [own, group?.contact ?? "", noted].first { !$0.isEmpty } ?? ""
        return contact.cut(to: Bounds.title)
    }

    /// `Anna Anderson <anna@example.com>`
    static func person(_ node: Node) -> String {
        let name = node.value("name")?.text ?? ""
        let mails = node.value("email").map { $0.list ?? [$0] }?.compactMap(\.text) ?? []
        let mail = mails.isEmpty ? "" : "<\(mails.joined(separator: ", "))>"
        return [name, mail].filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// `public` lets every project refer to a model; the others hold for the project or the group only.
    private static func access(_ entry: inout Entry) -> AccessTerms? {
        guard let access = entry.text("access") else { return nil }
        return AccessTerms(kind: access == "public" ? .open : .approval)
    }

    /// Freshness that a source promises: later than that dbt warns.
    private static func sla(_ entry: inout Entry) -> SLA {
        var sla = SLA()
        guard let node = entry["freshness"] else { return sla }
        func age(_ key: String) -> Quantity? {
            guard let count = node[key]?["count"]?.double, count > 0,
                let period = node[key]?["period"]?.string
            else { return nil }
            let units: [String: Unit] = ["minute": .minutes, "hour": .hours, "day": .days]
            return units[period].map { Quantity(count, $0) }
        }
        let limit = age("error_after")
        sla.freshness = age("warn_after") ?? limit
        if let limit { sla.others["freshness_error_after"] = limit.description }
        return sla
    }

    private static func metadata(
        _ entry: inout Entry, id: String, context: Context, rest: inout Map
    ) -> [String: String] {
        var metadata: [String: String] = [:]
        for key in texts {
            guard let text = entry.text(key), !text.isEmpty else { continue }
            metadata[key] = text
            if entry[key]?.string != nil { rest[key] = nil }
        }
        metadata["materialized"] = entry["config"]?.value("materialized")?.string
        if let version = entry["version"]?.text {
            let latest = entry["latest_version"]?.text
            metadata["version"] = latest == version ? "\(version), the latest" : latest.map { "\(version) of \($0)" }
        }
        if entry["contract"]?.value("enforced")?.bool == true { metadata["contract"] = "enforced" }
        if let count = context.tests.defined[id] { metadata["tests"] = String(count) }
        for note in entry["meta"]?.map ?? Map() {
            guard let text = note.value.text, text.utf8.count <= Bounds.text else { continue }
            let key = "meta.\(note.key)"
            if key.utf8.count <= Bounds.name { metadata[key] = text }
        }
        return metadata
    }

    private static func ports(
        _ entry: inout Entry, kind: Kind, table: String, hasSchema: Bool, adapter: String
    ) -> [OutputPort] {
        if kind == .exposure {
            guard let url = entry.text("url"), !url.isEmpty else { return [] }
            return [OutputPort(id: OutputPort.main, address: Address(location: url, format: entry["type"]?.text ?? ""))]
        }
        let relation = entry.text("relation_name") ?? ""
        // What is only compiled into others has columns, but stands nowhere.
        guard hasSchema || !relation.isEmpty else { return [] }
        let format = entry["config"]?.value("materialized")?.string ?? (kind == .source ? "table" : kind.rawValue)
        let address = Address(server: relation.isEmpty ? "" : adapter, location: relation, format: format)
        return [OutputPort(id: OutputPort.main, name: table, address: address)]
    }
}

extension Entry {
    /// A list of short texts; a single one counts as a list. What is too long for a tag is left where it is carried.
    mutating func tags(_ key: String) -> [String] {
        guard let node = self[key] else { return [] }
        guard let items = node.text.map({ _ in [node] }) ?? node.list, items.count <= Bounds.list else {
            refuse(node, key, "is \(node.kind), where a list of at most \(Bounds.list) texts is expected")
            return []
        }
        return items.compactMap { item in
            item.text.flatMap { $0.utf8.count <= Bounds.name ? $0 : nil }
        }
    }
}

extension Node {
    /// Without nulls, empty texts, lists and maps; nil when nothing is left.
    var pruned: Node? {
        switch content {
        case .null: return Optional.none
        case .string(let text): return text.isEmpty ? Optional.none : self
        case .bool, .number: return self
        case .list(let items):
            let kept = items.compactMap(\.pruned)
            return kept.isEmpty ? Optional.none : Node.list(kept)
        case .map(let map):
            var kept = Map()
            for entry in map { kept[entry.key] = entry.value.pruned }
            return kept.isEmpty ? Optional.none : Node.map(kept)
        }
    }
}
