import ArgumentParser
import MeshModel

struct UseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "use", abstract: "Show how to connect to a product, and whether you may.",
        discussion: """
            Never prints a secret: those stay with whoever runs the system.

            Example:
              datamesh use sales_transactions --consumer analytics_pipeline
            """)

    @Argument(help: "The product.") var product: String
    @Option(help: "Who will read it; else yourself.") var consumer: String?
    @OptionGroup var common: ReadingOptions

    func run() throws {
        let session = try common.open()
        let product = try session.product(product)
        let consumer = try consumer.map { try Consumer.ID(stated: $0, "consumer") } ?? session.selfAsConsumer()
        var ports: [Tree] = []
        session.output.line("\(product.id)  \(product.description)")
        for port in product.ports {
            let standing = try session.standing(of: consumer, to: product, port: port.id)
            let connection = Connection(port.address, name: product.id.text)
            let place = [port.address.server, port.address.location].filter { !$0.isEmpty }.joined(separator: " ")
            session.output.line()
            session.output.line("port \(port.id)  \(place.isEmpty ? "no address is known" : place)")
            session.output.line("  access   \(standing.sentence)")
            for line in connection?.lines ?? [] { session.output.line("  \(line.tool.padded(to: 8)) \(line.command)") }
            if connection == nil, !product.contact.isEmpty || !product.owner.isEmpty {
                session.output.line("  ask      \(product.contact.isEmpty ? product.owner : product.contact)")
            }
            ports.append(
                .map([
                    "port_id": .text(port.id.text), "address": port.address.tree, "may_read": .bool(standing.mayRead),
                    "access": .text(standing.sentence),
                    "connect": .map((connection?.lines ?? []).map { ($0.tool, .text($0.command)) }),
                ]))
        }
        if product.ports.isEmpty { session.output.line("it has no port: nothing says where it can be read") }
        session.output.document(
            .map([
                "product_id": .text(product.id.text), "consumer_id": .text(consumer.text), "ports": .list(ports),
            ]))
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
