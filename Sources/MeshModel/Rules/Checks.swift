/// What texts and numbers must satisfy besides their bounds, wherever they come from.
package enum Check {
    /// A user of the host, or `@group`.
    static func person(_ name: String, _ what: String) throws -> String {
        let trimmed = name.trimmed
        guard !trimmed.isEmpty, trimmed != "@" else {
            throw RuleViolation.invalid(what: what, value: "", reason: "must not be empty; name a user or an @group")
        }
        guard trimmed.utf8.count <= Bounds.person,
            !trimmed.unicodeScalars.contains(where: { $0 == " " || $0.isControl })
        else {
            throw RuleViolation.invalid(what: what, value: trimmed, reason: "is not the name of a user or an @group")
        }
        return trimmed
    }

    static func people(_ names: [String], _ what: String) throws -> [String] {
        var seen: [String] = []
        for name in names {
            let person = try person(name, what)
            if !seen.contains(person) { seen.append(person) }
        }
        return seen
    }

    static func id<Noun>(_ id: Identifier<Noun>, _ what: String) throws {
        guard !id.isBlank else {
            throw RuleViolation.invalid(what: what, value: "", reason: "needs \(Identifier<Noun>.expectation)")
        }
    }

    static func tags(_ tags: [String]) -> [String] {
        var seen = Set<String>()
        return tags.map(\.trimmed).filter { !$0.isEmpty && seen.insert($0).inserted }
    }

    static func share(_ quantity: Quantity?, _ what: String) throws {
        guard let quantity else { return }
        guard quantity.dimension ?? .share == .share, (0...100).contains(quantity.base) else {
            throw RuleViolation.invalid(
                what: what, value: "\(quantity)", reason: "is not a share between 0 and 100 percent")
        }
    }

    static func sla(_ sla: SLA) throws {
        try share(sla.availability, "availability")
        try share(sla.quality, "quality")
        if let freshness = sla.freshness {
            guard freshness.dimension ?? .time == .time, freshness.value > 0 else {
                throw RuleViolation.invalid(
                    what: "freshness", value: "\(freshness)", reason: "is not a length of time such as 24h")
            }
        }
    }

    static func terms(_ terms: AccessTerms?) throws {
        guard let terms else { return }
        if terms.kind == .roleBased, terms.roles.allSatisfy({ $0.trimmed.isEmpty }) {
            throw RuleViolation.invalid(
                what: "access policy", value: "role-based", reason: "names no role; list them in roles")
        }
        _ = try people(terms.approvers, "approver")
    }

    /// Facts that anybody states, tidied; whether what they name is in the mesh is not asked here.
    static func facts(_ stated: ProductFacts) throws -> ProductFacts {
        var facts = stated
        facts.tags = facts.tags.map(tags)
        if let sla = facts.sla { try self.sla(sla) }
        try terms(facts.access)
        var ports = Set<OutputPort.ID>()
        for port in facts.ports ?? [] {
            try id(port.id, "port")
            guard ports.insert(port.id).inserted else {
                throw RuleViolation.invalid(what: "port", value: port.id.text, reason: "stands twice")
            }
        }
        return facts
    }

    /// All that can be said against an imported product without knowing the mesh: a reader asks it, to name the place in the file.
    package static func imported(_ product: ImportedProduct) throws(RuleViolation) {
        do {
            try BoundsGauge.check(product)
            _ = try statements(of: product)
        } catch let violation as RuleViolation {
            throw violation
        } catch {
            preconditionFailure("checks throw violations only: \(error)")
        }
    }

    /// The same of one that is within all bounds; its facts, tidied.
    static func statements(of product: ImportedProduct) throws -> ProductFacts {
        let facts = try facts(product.facts)
        if let owner = facts.owner, !owner.isEmpty { _ = try person(owner, "owner") }
        try schema(product.schema)
        if !product.version.isEmpty, Version(text: product.version) == nil {
            throw RuleViolation.invalid(
                what: "version", value: product.version,
                reason: "cannot be read; expected \(Version.expectation)")
        }
        for metric in product.metrics { _ = try metric.checked() }
        return facts
    }

    static func fields(_ fields: [SchemaField], of object: String, depth: Int = 1) throws {
        guard depth <= Bounds.fields else {
            throw RuleViolation.invalid(
                what: "schema", value: object, reason: "nests its fields \(depth) deep; \(Bounds.fields) is the most")
        }
        var seen = Set<String>()
        for field in fields {
            guard !field.name.trimmed.isEmpty else {
                throw RuleViolation.invalid(what: "schema", value: object, reason: "has a field without a name")
            }
            guard seen.insert(field.name).inserted else {
                throw RuleViolation.invalid(what: "field", value: field.name, reason: "stands twice in \(object)")
            }
            if !field.fields.isEmpty {
                try Check.fields(field.fields, of: "\(object).\(field.name)", depth: depth + 1)
            }
        }
    }

    static func schema(_ schema: [SchemaObject]) throws {
        var seen = Set<String>()
        for object in schema {
            guard !object.name.trimmed.isEmpty else {
                throw RuleViolation.invalid(what: "schema", value: "", reason: "has an object without a name")
            }
            guard seen.insert(object.name).inserted else {
                throw RuleViolation.invalid(what: "schema object", value: object.name, reason: "stands twice")
            }
            try fields(object.fields, of: object.name)
        }
    }
}

extension String {
    var trimmed: String {
        // Nearly every text begins and ends so; whether another is white is asked of tables.
        let visible: ClosedRange<UInt8> = 0x21...0x7E
        if let first = utf8.first, let last = utf8.last, visible.contains(first), visible.contains(last) { return self }
        var text = Substring(self)
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}

extension Unicode.Scalar {
    /// Whether it moves or ends a line instead of standing in it.
    var isControl: Bool {
        if isASCII { return self < " " || self == "\u{7F}" }
        return switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}

extension Planner {
    /// A product that a change names.
    func product(_ id: DataProduct.ID) throws -> DataProduct {
        guard let product = try mesh.product(id) else {
            throw RuleViolation.unknown(
                noun: "product", name: id.text, hint: "datamesh search \(id.text) finds what is near")
        }
        return product
    }

    func knownDomain(_ id: Domain.ID) throws -> Domain {
        guard let domain = try mesh.domain(id) else {
            throw RuleViolation.unknown(
                noun: "domain", name: id.text, hint: "register it first: datamesh domain register \(id) --owner NAME")
        }
        return domain
    }

    /// The port meant: the named one, which must exist, or the default.
    func port(_ named: OutputPort.ID?, of product: DataProduct) throws -> OutputPort.ID {
        guard let named else { return product.defaultPort }
        guard product.ports.contains(where: { $0.id == named }) else {
            throw RuleViolation.unknown(
                noun: "port", name: "\(product.id)/\(named)",
                hint: "its ports are \(product.ports.map(\.id.text).joined(separator: ", "))")
        }
        return named
    }
}
