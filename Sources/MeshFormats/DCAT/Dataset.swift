import Documents
import MeshModel

/// One data set of a DCAT-US catalogue, as a product; what a product has no place for is left over and carried.
struct Dataset {
    var product = ImportedProduct()
    /// The publisher, then what it is part of.
    var publisher: [String] = []

    /// Facts that are kept as metadata where they are plain text.
    private static let metadata = [
        "issued", "modified", "landingPage", "license", "rights", "spatial", "temporal", "theme", "language",
        "accrualPeriodicity", "isPartOf", "references", "conformsTo", "describedBy", "describedByType", "dataQuality",
        "bureauCode", "programCode", "primaryITInvestmentUII", "systemOfRecords",
    ]

    /// What stands wrong is noted in the entry; the data set is whole only where nothing was refused.
    init(_ entry: inout Entry, titles: [String: String]) {
        var rest = entry.node.map ?? Map()
        var facts = ProductFacts()
        product.sourceID = entry.identifier("identifier") ?? ""
        let title = entry.required("title", longest: Bounds.title) ?? ""
        facts.name = title
        facts.description = Self.description(&entry)
        facts.contact = Self.contact(&entry)
        facts.tags = Self.tags(&entry, rest: &rest)
        (facts.classification, facts.access) = Self.access(&entry)
        publisher = Self.publisher(&entry)
        var metadata = Self.metadata(&entry, rest: &rest)
        metadata["publisher"] = publisher.first
        facts.metadata = metadata
        facts.sla = Self.sla(&entry)
        facts.collection = metadata["isPartOf"].map { titles[$0] ?? $0 } ?? ""
        facts.ports = Self.ports(&entry, of: title, rest: &rest)
        product.facts = facts

        for key in ["identifier", "title", "description", "accessLevel"] where rest[key]?.string != nil {
            rest[key] = nil
        }
        for (key, parts) in [("contactPoint", ["fn", "hasEmail"]), ("publisher", ["name"])] {
            guard var map = rest[key]?.map else { continue }
            for part in parts where map[part]?.string != nil { map[part] = nil }
            rest[key] = map.isEmpty ? Optional.none : Node.map(map)
        }
        guard !rest.isEmpty else { return }
        let carried = JSONWriter.write(.map(rest), .compact)
        if carried.count > Bounds.carried {
            entry.refuse(nil, "", "is \(carried.count) bytes long; \(Bounds.carried) is the most")
        }
        product.carried = String(decoding: carried, as: UTF8.self)
    }

    private static func description(_ entry: inout Entry) -> String? {
        guard let node = entry["description"] else {
            entry.refuse(nil, "description", "is missing")
            return nil
        }
        let text = entry.text(node, "description")
        if let text, !text.contains(where: { !$0.isWhitespace }) { entry.warn(node, "description", "is empty") }
        return text
    }

    /// `Jane Doe <jane@agency.gov>`: a contact, never an owner.
    private static func contact(_ entry: inout Entry) -> String? {
        guard let node = entry["contactPoint"] else {
            entry.refuse(nil, "contactPoint", "is missing")
            return nil
        }
        guard node.map != nil else {
            entry.refuse(node, "contactPoint", "is \(node.kind), where a map is expected")
            return nil
        }
        let longest = Bounds.title / 2 - 3
        let name = entry.required(node.value("fn"), "contactPoint.fn", in: node, longest: longest)
        let mail = entry.required(node.value("hasEmail"), "contactPoint.hasEmail", in: node, longest: longest)
        guard let name, let mail else { return nil }
        if mail.hasPrefix("[[REDACTED") { return "\(name) <\(mail)>" }
        let address = mail.dropFirst("mailto:".count)
        guard mail.hasPrefix("mailto:"), let at = address.firstIndex(of: "@"), at != address.startIndex,
            address.index(after: at) != address.endIndex, !address.contains(where: \.isWhitespace)
        else {
            entry.refuse(
                node["hasEmail"], "contactPoint.hasEmail",
                "is \(quoted(mail)), where an address such as mailto:jane@agency.gov is expected")
            return nil
        }
        return "\(name) <\(address)>"
    }

    private static func tags(_ entry: inout Entry, rest: inout Map) -> [String]? {
        guard let node = entry["keyword"] else {
            entry.warn(nil, "keyword", "is missing")
            return []
        }
        if let text = node.string {
            entry.warn(node, "keyword", "is a string, where a list is expected")
            return text.utf8.count <= Bounds.name ? [text] : []
        }
        guard let items = node.list else {
            entry.refuse(node, "keyword", "is \(node.kind), where a list is expected")
            return nil
        }
        guard items.count <= Bounds.list else {
            entry.refuse(node, "keyword", "has \(items.count) items; \(Bounds.list) is the most")
            return nil
        }
        if items.isEmpty { entry.warn(node, "keyword", "is empty") }
        var tags: [String] = []
        for (index, item) in items.enumerated() {
            guard let text = item.text else {
                entry.refuse(item, "keyword[\(index)]", "is \(item.kind), where text is expected")
                continue
            }
            if text.utf8.count > Bounds.name {
                entry.warn(item, "keyword[\(index)]", "is too long for a tag; it is kept aside")
            } else {
                tags.append(text)
            }
        }
        // Tags are trimmed, and none stands twice: where they say all, nothing is left over.
        if tags.count == items.count, Set(tags).count == tags.count,
            tags.allSatisfy({ $0.first?.isWhitespace == false && $0.last?.isWhitespace == false })
        {
            rest["keyword"] = nil
        }
        return tags
    }

    private static func access(_ entry: inout Entry) -> (DataProduct.Classification?, AccessTerms?) {
        guard let level = entry.required("accessLevel") else { return (nil, nil) }
        switch level {
        case "public": return (.public, AccessTerms(kind: .open))
        case "restricted public": return (.restricted, AccessTerms(kind: .approval))
        case "non-public": return (.confidential, AccessTerms(kind: .approval))
        default:
            entry.refuse(
                entry["accessLevel"], "accessLevel",
                "is \(quoted(level)), where public, restricted public or non-public is expected")
            return (nil, nil)
        }
    }

    private static func publisher(_ entry: inout Entry) -> [String] {
        guard var node = entry["publisher"] else {
            entry.refuse(nil, "publisher", "is missing")
            return []
        }
        var names: [String] = []
        var path = "publisher"
        while true {
            guard node.map != nil else {
                entry.refuse(node, path, "is \(node.kind), where a map is expected")
                return []
            }
            let name = entry.required(node.value("name"), "\(path).name", in: node, longest: Bounds.name)
            guard let name else { return [] }
            names.append(name)
            guard let parent = node.value("subOrganizationOf") else { return names }
            node = parent
            path += ".subOrganizationOf"
        }
    }

    private static func metadata(_ entry: inout Entry, rest: inout Map) -> [String: String] {
        if entry["modified"] == nil { entry.refuse(nil, "modified", "is missing") }
        var metadata: [String: String] = [:]
        for key in Self.metadata {
            guard let node = entry[key] else { continue }
            let text = node.text ?? node.list.flatMap(Self.joined)
            guard let text, text.utf8.count <= Bounds.text else { continue }
            metadata[key] = text
            if node.string != nil { rest[key] = nil }
            if ["landingPage", "license", "conformsTo", "describedBy"].contains(key) {
                entry.checkURL(text, node, key, isAddress: false)
            }
        }
        return metadata
    }

    /// Plain texts of a list, one after the other; nil where something else stands in it.
    private static func joined(_ items: [Node]) -> String? {
        let texts = items.compactMap(\.text)
        return texts.count == items.count ? texts.joined(separator: ", ") : nil
    }

    private static func sla(_ entry: inout Entry) -> SLA {
        var sla = SLA()
        guard let node = entry["accrualPeriodicity"], let text = node.text else { return sla }
        if let recurrence = Recurrence(text) {
            sla.freshness = recurrence.quantity
        } else if text != "irregular", !text.hasPrefix("[[REDACTED") {
            entry.warn(node, "accrualPeriodicity", "is \(quoted(text)), which is no interval such as R/P1M")
        }
        return sla
    }

    private static func ports(_ entry: inout Entry, of title: String, rest: inout Map) -> [OutputPort]? {
        guard let node = entry["distribution"] else { return [] }
        if node.text != nil {
            entry.warn(node, "distribution", "is \(node.kind), where a list is expected")
            return []
        }
        guard let items = node.list else {
            entry.refuse(node, "distribution", "is \(node.kind), where a list is expected")
            return nil
        }
        guard items.count <= Bounds.list else {
            entry.refuse(node, "distribution", "has \(items.count) items; \(Bounds.list) is the most")
            return nil
        }
        var naming = Naming<OutputPort>()
        var ports: [OutputPort] = []
        var leftovers: [Node] = []
        for (index, item) in items.enumerated() {
            guard
                let distribution = Distribution(
                    item, at: "distribution[\(index)]", of: title, naming: &naming, entry: &entry)
            else { continue }
            ports.append(distribution.port)
            leftovers.append(.map(distribution.rest))
        }
        let isAllSaid = leftovers.allSatisfy { $0.map?.isEmpty == true }
        rest["distribution"] = isAllSaid ? Optional.none : Node.list(leftovers)
        return ports
    }
}
