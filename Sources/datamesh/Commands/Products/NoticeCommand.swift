import ArgumentParser
import MeshModel

struct NoticeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notice", abstract: "Notices: what whoever uses a product should know now.",
        subcommands: [Post.self, End.self, List.self])

    struct Post: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "post", abstract: "Tell everybody who uses a product what is the matter with it.",
            discussion: """
                It stands above the product wherever that is shown, and in the inbox of
                whoever uses it, until it ends.

                Example:
                  datamesh notice post sales_transactions "EU rows late since 09:10"
                """)

        @Argument(help: "The product.") var product: String
        @Argument(help: "What is the matter.") var text: String
        @Option(help: "How bad it is.") var severity = ProductNotice.Severity.warning
        @Option(help: "Since when; else from now on.") var since: Instant?
        @Option(help: "When it ends; else when 'notice end' says so.") var until: Instant?
        @OptionGroup var change: ChangeOptions
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let session = try common.open()
            let id = try session.productID(product)
            let notice = ProductNotice(
                product: id, text, severity: severity, since: since ?? session.now, until: until)
            try await session.carryOut([.postNotice(notice)], change) { try $0.productNotices(of: id).last?.tree }
        }
    }

    struct End: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "end", abstract: "Say that it is over.",
            discussion: """
                Example:
                  datamesh notice end sales_transactions
                """)

        @Argument(help: "The product.") var product: String
        @Argument(help: "The notice's number, where there are several.") var number: Int64?
        @OptionGroup var change: ChangeOptions
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let session = try common.open()
            let end = NoticeEnd(product: try session.productID(product), number: number ?? 0)
            try await session.carryOut([.endNotice(end)], change)
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List the notices that hold.",
            discussion: """
                Example:
                  datamesh notice list sales_transactions --ended
                """)

        @Argument(help: "The product; else all.") var product: String?
        @Flag(help: "Those that are over, too.") var ended = false
        @OptionGroup var common: ReadingOptions

        func run() throws {
            let session = try common.open()
            let id = try product.map { try session.product($0).id }
            let notices = try session.reader.productNotices(of: id).filter { ended || $0.holds(at: session.now) }
            if notices.isEmpty { session.output.line("no notice") }
            var table = Table([
                "PRODUCT": .left, "NO": .right, "SEVERITY": .left, "SINCE": .left, "UNTIL": .left, "BY": .left,
                "NOTICE": .elastic,
            ])
            table.rows = notices.map {
                [
                    $0.product.text, String($0.number), $0.severity.rawValue, $0.since.minute, $0.until?.minute ?? "",
                    $0.endedBy.isEmpty ? $0.postedBy : "\($0.postedBy), ended by \($0.endedBy)", $0.text,
                ]
            }
            session.output.table(table)
            session.output.documents(notices.map { $0.tree.adding(["holds": .bool($0.holds(at: session.now))]) })
        }
    }
}
