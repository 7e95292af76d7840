import ArgumentParser
import MeshModel

struct LineageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lineage", abstract: "Show what products are made from, and what is made from them.",
        discussion: """
            A selector is a product, tag:NAME or domain:NAME. '+' in front asks for
            what it is made from, behind for what is made from it, a number for so
            many hops; '@x' for what is made from x and all that that is made from.

            Examples:
              datamesh lineage 2+sales_orders+1
              datamesh lineage domain:sales+ --dot | dot -Tsvg > sales.svg
            """)

    enum Drawing: String, EnumerableFlag {
        case tree, lanes, dot

        static func help(for drawing: Drawing) -> ArgumentHelp? {
            switch drawing {
            case .tree: "As a tree: what it is made from, and what is made from it."
            case .lanes: "As lanes, hop by hop from left to right."
            case .dot: "As Graphviz reads it."
            }
        }
    }

    @Argument(help: "What to show; a product alone means two hops each way.") var selector: String
    @Flag var drawing = Drawing.tree
    @Option(help: "At most so many products.") var limit = 500
    @OptionGroup var common: ReadingOptions

    func run() throws {
        let session = try common.open()
        var asked: LineageSelector
        do { asked = try LineageSelector.parse(selector) } catch { throw Failure.usage("\(selector): \(error)") }
        if case .product = asked.seed, asked.up == 0, asked.down == 0 { (asked.up, asked.down) = (2, 2) }
        guard let graph = try session.reader.lineage(asked, at: session.now, limit: max(1, limit)) else {
            throw Failure.no("nothing is selected by '\(selector)'; 'datamesh search' finds products by any word")
        }
        let output = session.output
        switch drawing {
        case .tree: output.lines(graph.tree(ascii: output.asciiOnly))
        case .lanes: output.lines(graph.lanes(ascii: output.asciiOnly))
        case .dot: output.text(graph.dot())
        }
        let hidden = graph.nodes.reduce(0) { $0 + $1.hidden }
        if hidden > 0, drawing != .dot { output.line("\(hidden) further out are not shown") }
        output.document(graph.document)
    }
}

extension LineageGraph {
    var document: Tree {
        .map([
            "focus": .text(focus.text),
            "nodes": .list(
                nodes.map { node in
                    .map([
                        "id": .text("\(node.input)"), "layer": .count(node.layer), "hidden": .count(node.hidden),
                    ])
                }),
            "edges": .list(
                edges.map { .map(["from": .text("\(nodes[$0.from].input)"), "to": .text("\(nodes[$0.to].input)")]) }),
        ])
    }
}
