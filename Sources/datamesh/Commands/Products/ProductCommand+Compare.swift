import ArgumentParser
import MeshModel

extension ProductCommand {
    struct Compare: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "compare", abstract: "Show two products side by side: which of them is it to be?",
            discussion: """
                Example:
                  datamesh product compare sales_orders sales_transactions
                """)

        @Argument(help: "The one.") var one: String
        @Argument(help: "The other.") var other: String
        @OptionGroup var common: ReadingOptions

        func run() throws {
            let session = try common.open()
            let sides = try [one, other].map { try session.side(session.product($0)) }
            let ids = sides.map(\.product.id.text)
            var table = Table(["": .left, ids[0]: .left, ids[1]: .elastic])
            table.rows = zip(sides[0].facts, sides[1].facts).compactMap { left, right in
                left.value.isEmpty && right.value.isEmpty ? nil : [left.name, left.value, right.value]
            }
            session.output.table(table)
            let fields = Self.fields(sides[0].fields, sides[1].fields)
            var schema = Table(["FIELD": .left, ids[0]: .left, ids[1]: .elastic])
            schema.rows = fields.map { [$0.name, $0.one ?? "–", $0.other ?? "–"] }
            if !schema.rows.isEmpty { session.output.line() }
            session.output.table(schema)
            session.output.document(
                .map([
                    "products": .list(sides.map(\.tree)),
                    "fields": .list(
                        fields.map { field in
                            .map([
                                "name": .text(field.name), "one": field.one.map(Tree.text) ?? .null,
                                "other": field.other.map(Tree.text) ?? .null,
                            ])
                        }),
                ]))
        }

        /// Fields of either, those that both have first.
        private static func fields(
            _ one: [(name: String, type: String)], _ other: [(name: String, type: String)]
        ) -> [(name: String, one: String?, other: String?)] {
            let types = Dictionary(other.map { ($0.name, $0.type) }) { first, _ in first }
            let known = Set(one.map(\.name))
            let rows = one.map { (name: $0.name, one: Optional($0.type), other: types[$0.name]) }
            return rows.filter { $0.other != nil } + rows.filter { $0.other == nil }
                + other.filter { !known.contains($0.name) }.map { (name: $0.name, one: nil, other: $0.type) }
        }
    }
}

/// One of two products that are compared.
private struct Side {
    var product: DataProduct
    var facts: [(name: String, value: String)]
    /// Of the newest version, without the objects' names: those differ anyway.
    var fields: [(name: String, type: String)]

    var tree: Tree {
        .map([("product_id", .text(product.id.text))] + facts.map { ($0.name, .text($0.value)) })
    }
}

extension Session {
    fileprivate func side(_ product: DataProduct) throws -> Side {
        let trust = try reader.trust(of: product, under: reader.policyBook(), at: now)
        let contract = try reader.contract(of: product.id, port: product.defaultPort)
        let banner = try reader.banner(of: product, at: now).map(\.text)
        let facts: [(name: String, value: String)] = [
            ("name", product.name), ("trust", trust.level.rawValue), ("freshness", trust.freshness.text),
            ("quality", trust.quality.text), ("policies", trust.policies.text), ("rules", "\(trust.score)"),
            ("consumers", trust.consumers.text), ("endorsements", trust.endorsements?.text ?? ""),
            ("notices", (banner + trust.notices.map(\.text)).joined(separator: "; ")),
            ("status", product.status.rawValue), ("version", contract?.version.written ?? ""),
            ("domain", product.domain.text), ("owner", product.owner),
            ("classification", product.classification.rawValue), ("promises", product.sla.words),
            ("access", try reader.terms(of: product, port: product.defaultPort).words),
            ("tags", product.tags.joined(separator: ", ")),
            ("inputs", product.inputs.map(\.description).joined(separator: ", ")),
            ("updated", product.updated.minute),
        ]
        var fields: [(name: String, type: String)] = []
        func add(_ found: [SchemaField], _ prefix: String) {
            for field in found {
                fields.append((prefix + field.name, field.type))
                add(field.fields, "\(prefix)\(field.name).")
            }
        }
        for object in contract?.schema ?? [] { add(object.fields, "") }
        return Side(product: product, facts: facts, fields: fields)
    }
}
