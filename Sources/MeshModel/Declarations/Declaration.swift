/// What a document says that one thing of the mesh should be, whatever it is now.
///
/// What is not stated stays as it is. `show --yaml` writes one of each noun, and `apply` takes them back.
public struct Declaration: Equatable, Sendable {
    public enum Noun: String, NamedCase {
        case domain, consumer, template, product, policy, implementation, waiver, subscription
    }

    public var noun: Noun
    /// A map of what is stated, without its kind.
    public var stated: Tree

    public init(_ noun: Noun, _ stated: Tree) {
        self.noun = noun
        self.stated = stated
    }

    /// A document: of the kind that it names, or that its ids give away.
    public init(_ document: Tree) throws(TreeError) {
        guard case .map(let fields) = document else { throw TreeError("expected a map, found \(document.noun)") }
        if let kind = document["kind"] {
            do { noun = try Noun(kind) } catch { throw error.inside(.key("kind")) }
        } else if let found = Noun.allCases.reversed().first(where: { $0.keys.allSatisfy { document[$0] != nil } }) {
            // Those of two ids come first: a waiver names a policy, too.
            noun = found
        } else {
            throw TreeError(
                "this says nothing that can be applied; state its kind, \(Noun.expectation), or an id such as product_id"
            )
        }
        stated = .map(fields.filter { $0.key != "kind" })
        for key in noun.keys where stated[key] == nil {
            throw TreeError("\(key) is missing; a \(noun) is known by \(noun.keys.joined(separator: " and "))")
        }
        for (key, _) in fields where noun.kept.contains(key) {
            throw TreeError("is kept by the mesh and cannot be stated; leave it out").inside(.key(key))
        }
    }

    /// What it is about, for sentences: `product sales_orders`, `waiver quality/sales_orders`.
    public var name: String { "\(noun) \(id)" }

    /// Its ids, parted by a slash.
    public var id: String {
        noun.keys.map { key in
            if case .text(let text)? = stated[key] { text } else { stated[key].flatMap { try? String($0) } ?? "" }
        }.joined(separator: "/")
    }

    /// As `apply` takes it.
    public var document: Tree {
        guard case .map(let fields) = stated else { return stated }
        return .map([("kind", .text(noun.rawValue))] + fields)
    }
}

extension Declaration.Noun {
    /// The fields by which one is known.
    public var keys: [String] {
        switch self {
        case .domain: ["domain_id"]
        case .consumer: ["consumer_id"]
        case .template: ["template_id"]
        case .product: ["product_id"]
        case .policy: ["policy_id"]
        case .implementation: ["policy_id", "domain_id"]
        case .waiver: ["policy_id", "product_id"]
        case .subscription: ["product_id", "consumer_id"]
        }
    }

    /// Fields that nobody states: the mesh keeps them.
    var kept: [String] {
        switch self {
        case .domain: ["created", "source"]
        case .consumer, .template: ["created"]
        case .product: ["created", "updated", "provenance", "source", "source_id", "missing_since"]
        case .policy, .implementation: ["created", "created_by"]
        case .waiver: ["created", "created_by", "ended_by"]
        case .subscription: ["state", "requested_by", "requested_at", "history", "fields"]
        }
    }
}

extension Declaration {
    private init(_ noun: Noun, of record: some MeshRecord) {
        guard case .map(let fields) = record.statement else { preconditionFailure("a record states a map") }
        self.init(noun, .map(fields.filter { !noun.kept.contains($0.key) }))
    }

    public init(of domain: Domain) { self.init(.domain, of: domain) }
    public init(of consumer: Consumer) { self.init(.consumer, of: consumer) }
    public init(of template: InfrastructureTemplate) { self.init(.template, of: template) }
    public init(of policy: Policy) { self.init(.policy, of: policy) }
    public init(of implementation: PolicyImplementation) { self.init(.implementation, of: implementation) }
    public init(of waiver: Waiver) { self.init(.waiver, of: waiver) }

    /// - Parameter contracts: The newest of each port.
    public init(of product: DataProduct, contracts: [Contract]) {
        var facts = ProductFacts(of: product)
        facts.ports = nil
        guard case .map(let stated) = facts.statement else { preconditionFailure("facts state a map") }
        var fields: [(key: String, value: Tree)] = [("product_id", .text(product.id.text))]
        fields += stated + [("status", product.status.tree)]
        if !product.note.isEmpty { fields.append(("note", .text(product.note))) }
        if let ends = product.ends { fields.append(("ends", ends.tree)) }
        if !product.ports.isEmpty {
            fields.append(
                (
                    "ports",
                    .list(
                        product.ports.map { port in
                            let contract = contracts.last { $0.port == port.id }
                            let promises = contract.map { [("contract", $0.declared(beside: product))] } ?? []
                            guard case .map(let address) = port.statement else { return port.statement }
                            return .map(address + promises)
                        })
                ))
        }
        self.init(.product, .map(fields))
    }
}

extension ProductFacts {
    /// All that a product says of itself; what is blank is not stated.
    public init(of product: DataProduct) {
        self.init()
        func stated<T: FieldValue>(_ value: T) -> T? { value.isBlank ? nil : value }
        name = stated(product.name)
        domain = product.domain
        owner = stated(product.owner)
        contact = stated(product.contact)
        description = stated(product.description)
        sla = stated(product.sla)
        metadata = stated(product.metadata)
        tags = stated(product.tags)
        classification = product.classification
        alignment = product.alignment
        inputs = stated(product.inputs)
        ports = stated(product.ports)
        collection = stated(product.collection)
        access = product.access
    }

    /// The same without what a product says already.
    func differing(from product: DataProduct) -> ProductFacts {
        var rest = self
        if rest.name == product.name { rest.name = nil }
        if rest.domain == product.domain { rest.domain = nil }
        if rest.owner == product.owner { rest.owner = nil }
        if rest.contact == product.contact { rest.contact = nil }
        if rest.description == product.description { rest.description = nil }
        if rest.sla == product.sla { rest.sla = nil }
        if rest.metadata == product.metadata { rest.metadata = nil }
        if rest.tags == product.tags { rest.tags = nil }
        if rest.classification == product.classification { rest.classification = nil }
        if rest.alignment == product.alignment { rest.alignment = nil }
        if rest.inputs == product.inputs { rest.inputs = nil }
        if rest.ports == product.ports { rest.ports = nil }
        if rest.collection == product.collection { rest.collection = nil }
        if rest.access == product.access { rest.access = nil }
        return rest
    }
}

extension Contract {
    /// What a person would write to publish it; promises that are the product's own are left out.
    fileprivate func declared(beside product: DataProduct) -> Tree {
        guard case .map(let fields) = statement else { return statement }
        let kept = ["product_id", "port_id", "published_at", "published_by"] + (sla == product.sla ? ["sla"] : [])
        return .map(fields.filter { !kept.contains($0.key) })
    }
}
