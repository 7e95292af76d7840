/// Every name that a rule may use besides the metrics: one table for parsing, evaluation, help and completion.
public enum RuleVocabulary {
    /// What a product declares.
    public static let facts: [RuleTerm<RuleSubject>] = [
        .init("product_id", .text, "the product's id") { .text($0.product.id.text) },
        .init("name", .text, "the product's name") { .stated($0.product.name) },
        .init("description", .text, "what it says of itself") { .stated($0.product.description) },
        .init("domain", .text, "the domain it belongs to") { .stated($0.product.domain.text) },
        .init("domain.owner", .text, "who owns its domain") { $0.domain.flatMap { .stated($0.owner) } },
        .init("domain.team", .list, "the people of its domain") { $0.domain.flatMap { .stated($0.team) } },
        .init("owner", .text, "who owns it") { .stated($0.product.owner) },
        .init("contact", .text, "where questions go") { .stated($0.product.contact) },
        .init("status", .words(DataProduct.Status.self), "how far it is in its life") {
            .text($0.product.status.rawValue)
        },
        .init("classification", .words(DataProduct.Classification.self), "who may see it at all") {
            .text($0.product.classification.rawValue)
        },
        .init("alignment", .words(DataProduct.Alignment.self), "where it stands between systems and people") {
            $0.product.alignment.map { .text($0.rawValue) }
        },
        .init("tags", .list, "its tags") { .stated($0.product.tags) },
        .init("source", .text, "the import it came from") { .stated($0.product.source) },
        .init("collection", .text, "the collection it belongs to") { .stated($0.product.collection) },
        .init("version", .version, "the newest version of its first port") {
            $0.contract.map { .version($0.version) }
        },
        .init("ports", .number(.count), "how many places it can be read at") { .count($0.product.ports.count) },
        .init("inputs", .number(.count), "how many things it is made from") { .count($0.product.inputs.count) },
        .init("fields", .number(.count), "how many fields its newest version has") {
            $0.contract.map { .count($0.fields.count) }
        },
        .init(
            "access.type", .words(AccessTerms.Kind.self), "how one comes to use it; approval where no terms are stated",
            assumed: .text(AccessTerms.Kind.approval.rawValue)
        ) { $0.terms.map { .text($0.kind.rawValue) } },
        .init("access.roles", .list, "roles that may use it at once") { $0.terms.flatMap { .stated($0.roles) } },
        .init("sla.availability", .share, "the availability it promises; a bare number is percent") {
            $0.product.sla.availability.map { .quantity($0) }
        },
        .init(
            "sla.freshness", .number(.quantity(.time, bare: .hours)),
            "how old its data may be; a bare number is hours"
        ) { $0.product.sla.freshness.map { .quantity($0) } },
        .init("sla.quality", .share, "the quality it promises; a bare number is percent") {
            $0.product.sla.quality.map { .quantity($0) }
        },
        .init("age", .number(.quantity(.time, bare: nil)), "how long ago it last changed") {
            $0.product.updated.isBlank ? nil : .quantity(Quantity($0.now.seconds(since: $0.product.updated), .seconds))
        },
        .init("created", .moment, "when it came into the mesh") {
            $0.product.created.isBlank ? nil : .moment($0.product.created)
        },
    ]

    /// What a field of a contract declares.
    public static let fields: [RuleTerm<SchemaField>] = [
        .init("name", .text, "the field's name") { .stated($0.name) },
        .init("type", .text, "its type, as the source writes it") { .stated($0.type) },
        .init("description", .text, "what it says of itself") { .stated($0.description) },
        .init("required", .flag, "it is never empty") { .flag($0.required) },
        .init("unique", .flag, "no value stands twice") { .flag($0.unique) },
        .init("primary_key", .flag, "it tells one row from another") { .flag($0.primaryKey) },
        .init("pii", .flag, "it says something about a person") { .flag($0.pii) },
        .init("tags", .list, "its tags") { .stated($0.tags) },
    ]

    /// Families whose further names are the user's own.
    public static let families = ["sla.NAME", "metadata.KEY"]

    static func fact(_ name: String) -> RuleTerm<RuleSubject>? {
        if let term = facts.first(where: { $0.name == name }) { return term }
        if let key = ownName(name, in: "sla.") {
            return RuleTerm(name, .written, "a promise of its own") {
                $0.product.sla.others[key].flatMap { .stated($0) }
            }
        }
        if let key = ownName(name, in: "metadata.") {
            return RuleTerm(name, .written, "what its metadata say") {
                $0.product.metadata[key].flatMap { .stated($0) }
            }
        }
        return nil
    }

    private static func ownName(_ name: String, in family: String) -> String? {
        guard name.hasPrefix(family) else { return nil }
        let key = name.dropFirst(family.count)
        let parts = key.split(separator: ".", omittingEmptySubsequences: false)
        return parts.allSatisfy { !$0.isEmpty } ? String(key) : nil
    }

    static func field(_ name: String) -> RuleTerm<SchemaField>? { fields.first { $0.name == name } }

    /// What a metric's name says of its values: a unit at its end, a count, a dimension of quality.
    static func measure(ofMetric name: String) -> RuleType.Measure {
        if let unit = Unit.suffixes.first(where: { name.hasSuffix($0.suffix) })?.unit {
            .quantity(unit.dimension, bare: unit)
        } else if name == "count" || name.hasSuffix("_count") {
            .count
        } else if name == "quality" || Quality.dimensions.contains(name) {
            .quantity(.share, bare: .percent)
        } else {
            .open
        }
    }
}

extension RuleType {
    fileprivate static let share = RuleType.number(.quantity(.share, bare: .percent))

    fileprivate static func words<Word: NamedCase>(_ type: Word.Type) -> RuleType {
        .word(Word.allCases.map(\.rawValue))
    }
}

extension RuleSubject {
    /// The terms that hold for the default port; nil: none were stated.
    var terms: AccessTerms? { contract?.access ?? product.access }
}

extension Contract {
    /// Every field with its path: `address.city` stands inside `address`; the object's name leads where there are several.
    public var fields: [(path: String, field: SchemaField)] {
        var found: [(path: String, field: SchemaField)] = []
        var open: [(path: String, field: SchemaField)] = []
        for object in schema.reversed() {
            let prefix = schema.count > 1 ? "\(object.name)." : ""
            open += object.fields.reversed().map { (prefix + $0.name, $0) }
        }
        while let next = open.popLast() {
            found.append(next)
            open += next.field.fields.reversed().map { ("\(next.path).\($0.name)", $0) }
        }
        return found
    }
}
