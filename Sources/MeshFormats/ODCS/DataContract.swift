import Documents
import MeshModel

/// One data contract, as a product with its schema. What is wrong with its shape was noted before: here only what the mesh asks is.
struct DataContract {
    var product = ImportedProduct()

    init(_ entry: inout Entry) {
        var facts = ProductFacts()
        let root = entry.node
        product.sourceID = entry.identifier("id") ?? ""
        facts.name = [root["name"], root["dataProduct"]].compactMap { $0?.string }.first { !$0.isEmpty }
        if facts.name == nil { facts.name = product.sourceID }
        facts.description = root["description"]?["purpose"]?.string ?? ""
        facts.tags = (root["tags"]?.list ?? []).compactMap(\.string)
        facts.contact = Self.contact(root)
        facts.access = Self.access(root)
        facts.sla = Self.sla(root)
        facts.ports = Self.ports(root)
        facts.metadata = Self.metadata(root)
        product.facts = facts
        product.version = root["version"]?.string ?? ""
        if !product.version.isEmpty, Version(text: product.version) == nil {
            entry.warn(
                root["version"], "version",
                "is \(quoted(product.version)), which is no semantic version; the mesh numbers it itself")
            product.version = ""
        }
        product.schema = (root["schema"]?.list ?? []).map(ContractSchema.object)
        product.carried = Self.carried(root)
    }

    /// The whole contract. JSON keeps every number as it was written but those that only YAML knows.
    static func carried(_ root: Node) -> String {
        String(decoding: keepsNumbers(root) ? JSONWriter.write(root, .compact) : YAMLWriter.write(root), as: UTF8.self)
    }

    private static func keepsNumbers(_ node: Node) -> Bool {
        switch node.content {
        case .null, .bool, .string: true
        case .number(let number): number.json == number.text
        case .list(let items): items.allSatisfy(keepsNumbers)
        case .map(let map): map.allSatisfy { keepsNumbers($0.value) }
        }
    }

    /// Members of a team, whichever way it is written; those who left are no longer asked.
    private static func members(_ root: Node) -> [Node] {
        let all = root["team"]?.list ?? root["team"]?["members"]?.list ?? []
        return all.filter { $0["dateOut"]?.string == nil }
    }

    /// The owner among the team, else where support is given, else the team by its name.
    private static func contact(_ root: Node) -> String {
        let owner = members(root).first { $0["role"]?.string?.lowercased().contains("owner") == true }
        let support = root["support"]?.list?.first
        let found = [
            owner?["username"], owner?["name"], support?["url"], support?["channel"], root["team"]?["name"],
        ]
        return (found.compactMap { $0?.string }.first { !$0.isEmpty } ?? "").cut(to: Bounds.title)
    }

    /// Roles are granted at once unless somebody has to approve them.
    static func access(_ root: Node) -> AccessTerms? {
        guard let items = root["roles"]?.list, !items.isEmpty else { return nil }
        var roles: [String] = []
        var approvers: [String] = []
        var needsApproval = false
        for item in items {
            if let role = item["role"]?.string, !roles.contains(role) { roles.append(role) }
            for key in ["firstLevelApprovers", "secondLevelApprovers"] {
                guard let text = item[key]?.string, !["", "na", "n/a", "none", "-"].contains(text.lowercased())
                else { continue }
                needsApproval = true
                for name in text.split(separator: ",").map({ $0.drop { $0 == " " } }) {
                    // A title such as "Reporting Manager" is nobody who can be asked.
                    let isUser =
                        !name.isEmpty && name.utf8.count <= 128 && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
                    if isUser, !approvers.contains(String(name)) { approvers.append(String(name)) }
                }
            }
        }
        return AccessTerms(kind: needsApproval ? .approval : .roleBased, roles: roles, approvers: approvers)
    }

    static func sla(_ root: Node) -> SLA {
        var sla = SLA()
        for item in root["slaProperties"]?.list ?? [] {
            guard let name = item["property"]?.string, let value = item["value"]?.text else { continue }
            let unit = item["unit"]?.string ?? ""
            let quantity = Quantity(text: unit.isEmpty ? value : "\(value) \(unit)")
            switch name.lowercased() {
            case "availability" where sla.availability == nil && quantity.isShare: sla.availability = quantity
            case "freshness" where sla.freshness == nil && quantity.isTime: sla.freshness = quantity
            default:
                let text = unit.isEmpty ? value : "\(value) \(unit)"
                var key = name.cut(to: Bounds.name - 16)
                var number = 1
                while sla.others[key] != nil {
                    number += 1
                    key = "\(name.cut(to: Bounds.name - 16)) (\(number))"
                }
                sla.others[key] = text.cut(to: Bounds.text)
            }
        }
        return sla
    }

    private static func ports(_ root: Node) -> [OutputPort] {
        var naming = Naming<OutputPort>()
        return (root["servers"]?.list ?? []).map { server in
            let text = { (key: String) in server[key]?.text ?? "" }
            let name = text("server")
            let host = text("host")
            let place = host.isEmpty ? "" : "://\(host)\(text("port").isEmpty ? "" : ":\(text("port"))")"
            let parts = ["project", "account", "catalog", "database", "dataset", "schema"].map(text)
            let path = parts.filter { !$0.isEmpty }.joined(separator: ".")
            let location = [text("location"), text("path"), path].first { !$0.isEmpty } ?? ""
            return OutputPort(
                id: naming.take(name, or: "server", seed: name), name: name.cut(to: Bounds.title),
                description: text("description"),
                address: Address(server: text("type") + place, location: location, format: text("format")))
        }
    }

    private static func metadata(_ root: Node) -> [String: String] {
        var metadata: [String: String] = [:]
        for key in ["status", "tenant", "dataProduct", "contractCreatedTs"] {
            if let text = root[key]?.string, text.utf8.count <= Bounds.text { metadata[key] = text }
        }
        for key in ["limitations", "usage"] {
            guard let text = root["description"]?[key]?.string, text.utf8.count <= Bounds.text else { continue }
            metadata[key] = text
        }
        return metadata
    }
}

extension Quantity? {
    fileprivate var isShare: Bool {
        map { ($0.dimension ?? .share) == .share && (0...100).contains($0.base) } ?? false
    }
    fileprivate var isTime: Bool { map { ($0.dimension ?? .time) == .time && $0.value > 0 } ?? false }
}
