package import Documents
package import MeshModel

/// A product's contract as the Open Data Contract Standard writes it.
///
/// A contract that was imported is written back as it was read, order, unknown keys and the text of numbers included; only what the mesh says otherwise
/// by now is changed in its place. One that was made here is written anew.
package struct ContractExport {
    let product: DataProduct
    let contract: Contract
    /// The contract as it was read, and what was understood of it.
    let base: Map?
    let was: ImportedProduct

    package init(_ product: DataProduct, _ contract: Contract, carried: [CarriedDocument]) {
        self.product = product
        self.contract = contract
        let own = carried.sorted {
            ($0.source == product.source ? 0 : 1, $0.source) < ($1.source == product.source ? 0 : 1, $1.source)
        }
        let root = own.lazy.compactMap { document in
            try? Document.read(Array(document.json.utf8), name: document.source).root
        }.first(where: ContractFile.resembles)
        base = root?.map
        var entry = Entry(root ?? .map([:]), path: "", file: "")
        was = root == nil ? ImportedProduct() : DataContract(&entry).product
    }

    package var document: Node {
        var map = base ?? fresh
        if contract.version.written != was.version { map["version"] = .string(contract.version.written) }
        if product.title != was.facts.name { map["name"] = .string(product.title) }
        if product.description != was.facts.description ?? "" {
            var description = map["description"]?.map ?? Map()
            description["purpose"] = .string(product.description)
            map["description"] = .map(description)
        }
        if product.tags != was.facts.tags ?? [] { map["tags"] = .list(product.tags.map { .string($0) }) }
        if contract.schema != was.schema {
            let merge = ContractMerge(base: map["schema"]?.list ?? [], was: was.schema)
            map["schema"] = .list(merge.objects(contract.schema))
        }
        let access = contract.access ?? product.access
        if access != was.facts.access { set("roles", roles(access, base: map["roles"]?.list ?? []), in: &map) }
        if product.sla != was.facts.sla ?? SLA() {
            set("slaProperties", levels(map["slaProperties"]?.list ?? []), in: &map)
        }
        return .map(map)
    }

    private func set(_ key: String, _ items: [Node], in map: inout Map) {
        map[key] = items.isEmpty ? Optional.none : Node.list(items)
    }

    /// A contract that nobody imported: what every one must say.
    private var fresh: Map {
        let status: [DataProduct.Status: String] = [
            .draft: "draft", .published: "active", .deprecated: "deprecated", .retired: "retired",
        ]
        var map: Map = [
            "apiVersion": .string(ContractShapes.versions[0]), "kind": "DataContract",
            "id": .string(product.id.text), "name": .string(product.title),
            "version": .string(contract.version.written), "status": .string(status[product.status] ?? ""),
            "domain": .string(product.domain.text),
        ]
        let servers = product.ports.filter { !$0.address.isBlank }.map { port in
            var server: Map = ["server": .string(port.id.text), "type": "custom"]
            let texts = [
                ("description", port.description), ("host", port.address.server),
                ("location", port.address.location), ("format", port.address.format),
            ]
            for (key, text) in texts where !text.isEmpty { server[key] = .string(text) }
            return Node.map(server)
        }
        set("servers", servers, in: &map)
        if !product.owner.isEmpty {
            map["team"] = ["members": [["username": .string(product.owner), "role": "owner"]]]
        }
        return map
    }

    /// Roles by name; who approves stands at each of them.
    private func roles(_ access: AccessTerms?, base: [Node]) -> [Node] {
        guard let access, access.kind != .open else { return [] }
        let names = access.roles.isEmpty ? ["consumer"] : access.roles
        let isOther = access.approvers != was.facts.access?.approvers ?? [] || access.kind != was.facts.access?.kind
        return names.flatMap { name in
            let known = base.filter { $0["role"]?.string == name }
            return (known.isEmpty ? [Node.map(["role": .string(name)])] : known).map { node in
                guard isOther || known.isEmpty, var map = node.map else { return node }
                map["firstLevelApprovers"] = Optional.none
                map["secondLevelApprovers"] = Optional.none
                if access.kind == .approval {
                    let asked = access.approvers.isEmpty ? [product.owner] : access.approvers
                    map["firstLevelApprovers"] = .string(asked.joined(separator: ", "))
                }
                return .map(map)
            }
        }
    }

    /// Promises that hold as they were written stay; the others are written anew.
    private func levels(_ base: [Node]) -> [Node] {
        var left = product.sla
        var kept: [Node] = []
        for node in base {
            let said = DataContract.sla(.map(["slaProperties": .list([node])]))
            if let availability = said.availability {
                guard availability == left.availability else { continue }
                left.availability = nil
            } else if let freshness = said.freshness {
                guard freshness == left.freshness else { continue }
                left.freshness = nil
            } else if let (name, text) = said.others.first {
                let same = left.others.filter {
                    $0.value == text && ($0.key == name || $0.key.hasPrefix("\(name) ("))
                }
                guard let key = same.keys.min() else { continue }
                left.others[key] = nil
            }
            kept.append(node)
        }
        let known = [("availability", left.availability), ("freshness", left.freshness), ("quality", left.quality)]
        for case (let name, let quantity?) in known {
            var level: Map = ["property": .string(name), "value": Self.number(plainNumber(quantity.value))]
            if let unit = quantity.unit { level["unit"] = .string(unit.rawValue) }
            kept.append(.map(level))
        }
        for (name, text) in left.others.sorted(by: { $0.key < $1.key }) {
            kept.append(.map(["property": .string(name), "value": .string(text)]))
        }
        return kept
    }

    /// A number where the text is one.
    static func number(_ text: String) -> Node { Number(text).map(Node.number) ?? .string(text) }
}
