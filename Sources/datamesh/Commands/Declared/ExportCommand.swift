import ArgumentParser
import Documents
import MeshFormats
import MeshModel

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write what the mesh holds as files: for apply, or for other tools.",
        discussion: """
            An id names a product; other nouns stand before their id: domain:sales,
            policy:quality, consumer:board, template:bucket,
            subscription:sales_orders/board. --all leaves subscriptions out, for they
            are what each of two sides said. All but odcs is what
            'datamesh apply' takes; odcs is the Open Data Contract Standard, a
            document a product.

            Examples:
              datamesh export sales_orders domain:sales > sales.yaml
              datamesh export --all > mesh.yaml
              datamesh export sales_orders --format odcs > sales_orders.odcs.yaml
            """)

    enum Form: String, CaseIterable, ExpressibleByArgument {
        case yaml, json, jsonl, odcs
    }

    @Argument(help: "What is written: ids of products, or noun:id.") var ids: [String] = []
    @Flag(help: "All that the mesh holds.") var all = false
    @Option(help: "How it is written.") var format = Form.yaml
    @OptionGroup var common: ReadingOptions

    mutating func validate() throws {
        if ids.isEmpty != all { throw ValidationError("name what is to be written, or ask for --all") }
    }

    func run() throws {
        let session = try common.open()
        if format == .odcs { return try contracts(session) }
        let declarations = try all ? session.reader.declarations() : ids.map(session.declaration)
        session.output.declare(declarations, as: common.json ? .json : common.jsonl ? .jsonl : format)
    }

    private func contracts(_ session: Session) throws {
        let names =
            try all
            ? session.reader.all(DataProduct.self, under: .under(.product)).map(\.id.text)
                .filter { name in
                    try DataProduct.ID(name).map { try !session.reader.contracts(of: $0).isEmpty } ?? false
                }
            : ids
        let nodes = try names.map(session.odcs)
        if common.json {
            Stream.output.write(JSONWriter.write(.list(nodes), .pretty))
        } else if common.jsonl {
            for node in nodes { Stream.output.write(JSONWriter.write(node, .compact) + [UInt8(ascii: "\n")]) }
        } else {
            Stream.output.write(nodes)
        }
    }
}

extension Stream {
    /// A YAML document a node.
    fileprivate func write(_ nodes: [Node]) {
        var writer = YAMLWriter()
        for node in nodes {
            writer.write(node)
            write(writer.drain())
        }
    }
}

extension Output {
    /// Declarations as `apply` takes them.
    func declare(_ declarations: [Declaration], as form: ExportCommand.Form = .yaml) {
        let nodes = declarations.map { Node($0.document) }
        switch form {
        case .json: Stream.output.write(JSONWriter.write(nodes.count == 1 ? nodes[0] : .list(nodes), .pretty))
        case .jsonl: for node in nodes { Stream.output.write(JSONWriter.write(node, .compact) + [UInt8(ascii: "\n")]) }
        case .yaml, .odcs: Stream.output.write(nodes)
        }
    }
}

extension Session {
    /// What `product_id`, or `noun:id`, means.
    fileprivate func declaration(_ name: String) throws -> Declaration {
        let parts = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let noun = Declaration.Noun(rawValue: parts[0]) else {
            return try reader.declaration(of: product(name))
        }
        let id = parts[1]
        let found: Declaration? =
            switch noun {
            case .product: try reader.declaration(of: product(id))
            case .domain: try Domain.ID(id).flatMap { try reader.domain($0) }.map(Declaration.init(of:))
            case .consumer: try Consumer.ID(id).flatMap { try reader.consumer($0) }.map(Declaration.init(of:))
            case .policy: try Policy.ID(id).flatMap { try reader.policy($0) }.map(Declaration.init(of:))
            case .template: try templates().first { $0.id.text == id }.map(Declaration.init(of:))
            case .implementation:
                try reader.implementations().first { "\($0.policy)/\($0.domain)" == id }.map(Declaration.init(of:))
            case .waiver: try reader.waivers().first { "\($0.policy)/\($0.product)" == id }.map(Declaration.init(of:))
            case .subscription: try spelledOut(linkID(id)).map(Declaration.init(of:))
            }
        guard let found else {
            throw Failure.notFound(noun.rawValue, id, hint: "'datamesh export --all' writes all that there is")
        }
        return found
    }
}

extension MeshReader {
    func declaration(of product: DataProduct) throws(ReadError) -> Declaration {
        Declaration(of: product, contracts: try contracts(of: product.id))
    }

    /// All that can be stated of the mesh, in an order in which it reads well.
    fileprivate func declarations() throws(ReadError) -> [Declaration] {
        var all = try domains().map(Declaration.init(of:))
        all += try self.all(Consumer.self, under: .under(.consumer)).map(Declaration.init(of:))
        all += try templates().map(Declaration.init(of:))
        for product in try self.all(DataProduct.self, under: .under(.product)) {
            all.append(try declaration(of: product))
        }
        all += try policies().map(Declaration.init(of:))
        all += try implementations().map(Declaration.init(of:))
        return all + (try waivers().map(Declaration.init(of:)))
    }
}
