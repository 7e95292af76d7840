/// Facts about a product that somebody states; nil says nothing. A draft, an edit and a record of an import are all this.
public struct ProductFacts: Structured {
    public var name: String?
    public var domain: Domain.ID?
    public var owner: String?
    public var contact: String?
    public var description: String?
    public var sla: SLA?
    public var metadata: [String: String]?
    public var tags: [String]?
    public var classification: DataProduct.Classification?
    public var alignment: DataProduct.Alignment?
    public var inputs: [Input]?
    public var ports: [OutputPort]?
    public var collection: String?
    public var access: AccessTerms?

    public init() {}

    public var isBlank: Bool { self == ProductFacts() }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "name", &name)
        try v.field(2, "domain", &domain)
        try v.field(3, "owner", &owner)
        try v.field(4, "contact", &contact)
        try v.field(5, "description", &description)
        try v.field(6, "sla", &sla)
        try v.field(7, "metadata", &metadata)
        try v.field(8, "tags", &tags)
        try v.field(9, "classification", &classification)
        try v.field(10, "alignment", &alignment)
        try v.field(11, "inputs", &inputs)
        try v.field(12, "ports", &ports)
        try v.field(13, "collection", &collection)
        try v.field(14, "access_policy", &access)
    }
}

/// The name of a fact, as `ProductFacts` numbers it. The numbers are in files.
public enum Fact: String, NamedCase {
    case name, domain, owner, contact, description, sla, metadata, tags, classification, alignment, inputs, ports
    case collection
    case access = "access_policy"
}

/// Who stated some facts of a product, and when.
public struct Provenance: Structured {
    public enum Setter: Hashable, Sendable {
        case person(String)
        case source(String)
    }

    public var setter = Setter.person("")
    public var at = Instant()
    public var facts: [Fact] = []

    public init() {}

    public init(setter: Setter, at: Instant, facts: [Fact]) {
        self.setter = setter
        self.at = at
        self.facts = facts
    }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "by", &setter)
        try v.field(2, "at", &at)
        try v.field(3, "facts", &facts)
    }
}

extension Provenance.Setter: TextValue {
    public static var expectation: String { "person:NAME or source:NAME" }
    public var description: String {
        switch self {
        case .person(let name): "person:\(name)"
        case .source(let name): "source:\(name)"
        }
    }
    public init?(text: String) {
        if text.hasPrefix("person:") {
            self = .person(String(text.dropFirst(7)))
        } else if text.hasPrefix("source:") {
            self = .source(String(text.dropFirst(7)))
        } else {
            return nil
        }
    }
}

extension DataProduct {
    /// Who stated a fact; nil when nobody has.
    public func setter(of fact: Fact) -> Provenance.Setter? {
        provenance.first { $0.facts.contains(fact) }?.setter
    }

    /// What became of one fact that was stated.
    enum Outcome: Equatable {
        case same
        case set
        /// A person's edit stands against what the source says now.
        case kept(ours: String, theirs: String)
    }

    /// States facts. What an import says yields to what a person said.
    mutating func state(_ facts: ProductFacts, by setter: Provenance.Setter, at now: Instant) -> [(
        fact: Fact, outcome: Outcome
    )] {
        var outcomes: [(Fact, Outcome)] = []
        func merge<T: FieldValue>(_ fact: Fact, _ stated: T?, _ path: WritableKeyPath<DataProduct, T>) {
            guard let stated else { return }
            let current = self[keyPath: path]
            if case .source = setter, case .person? = self.setter(of: fact) {
                if current != stated { outcomes.append((fact, .kept(ours: current.brief, theirs: stated.brief))) }
                return
            }
            guard current != stated || self.setter(of: fact) == nil else {
                outcomes.append((fact, .same))
                return
            }
            self[keyPath: path] = stated
            outcomes.append((fact, .set))
        }
        merge(.name, facts.name, \.name)
        merge(.domain, facts.domain, \.domain)
        merge(.owner, facts.owner, \.owner)
        merge(.contact, facts.contact, \.contact)
        merge(.description, facts.description, \.description)
        merge(.sla, facts.sla, \.sla)
        merge(.metadata, facts.metadata, \.metadata)
        merge(.tags, facts.tags, \.tags)
        merge(.classification, facts.classification, \.classification)
        merge(.alignment, facts.alignment.map(Optional.some), \.alignment)
        merge(.inputs, facts.inputs, \.inputs)
        merge(.ports, facts.ports, \.ports)
        merge(.collection, facts.collection, \.collection)
        merge(.access, facts.access.map(Optional.some), \.access)
        record(outcomes.filter { $0.1 == .set }.map(\.0), by: setter, at: now)
        return outcomes
    }

    private mutating func record(_ facts: [Fact], by setter: Provenance.Setter, at now: Instant) {
        guard !facts.isEmpty else { return }
        for index in provenance.indices { provenance[index].facts.removeAll(where: facts.contains) }
        provenance.removeAll { $0.facts.isEmpty }
        provenance.append(Provenance(setter: setter, at: now, facts: facts))
        updated = now
    }
}

extension FieldValue {
    /// A value in a few words, for a sentence.
    var brief: String {
        func words(_ tree: Tree) -> String {
            switch tree {
            case .null: "nothing"
            case .bool(let value): String(value)
            case .number(let text), .text(let text): text.isEmpty ? "nothing" : text
            case .list(let items): items.isEmpty ? "nothing" : items.map(words).joined(separator: ", ")
            case .map(let fields): fields.map { "\($0.key) \(words($0.value))" }.joined(separator: ", ")
            }
        }
        let text = words(tree)
        return text.count > 60 ? text.prefix(59) + "…" : text
    }
}
