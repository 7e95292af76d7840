import ArgumentParser
import MeshModel

struct SubscriptionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "subscription", abstract: "Who uses what: requests, grants and their history.",
        subcommands: [
            List.self, Show.self, Approve.self, Deny.self, Counter.self, Accept.self, Decline.self, Prolong.self,
            Renew.self,
            Revoke.self, Cancel.self,
        ])

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List subscriptions.",
            discussion: """
                Examples:
                  datamesh subscription list --state requested
                  datamesh subscription list --access grant_failed --access lapsed_but_open
                  datamesh subscription list --mine
                """)

        @Option(help: "Only those of a product.") var product: String?
        @Option(help: "Only those of a consumer.") var consumer: String?
        @Option(help: "Only those in a state; may be repeated.") var state: [Subscription.Standing] = []
        @Option(help: "Only those with which a platform is so far; may be repeated.") var access: [PlatformAccess] = []
        @Flag(help: "Only those that you asked for.") var mine = false
        @Option(help: "At most so many.") var limit: Int?
        @OptionGroup var common: ReadingOptions

        func run() throws {
            let session = try common.open()
            let query = SubscriptionQuery(
                product: try product.map { try session.product($0).id },
                consumer: try consumer.map { try Consumer.ID(stated: $0, "consumer") },
                requestedBy: mine ? session.actor.user : nil, standing: state.isEmpty ? nil : Set(state))
            var links = try session.links(query, limit: access.isEmpty ? limit : nil)
            if !access.isEmpty {
                links = try links.filter { link in
                    try session.reader.platformAccess(of: link, at: session.now).map(access.contains) ?? false
                }
                links = Array(links.prefix(limit ?? .max))
            }
            if links.isEmpty { session.output.line("no subscription") }
            var table = Table([
                "SUBSCRIPTION": .left, "OF": .left, "STATE": .left, "ASKED": .left, "BY": .left, "UNTIL": .left,
                "PURPOSE": .elastic,
            ])
            table.rows = try links.map { link in
                [
                    "\(link.id)", link.consumerDomain, try session.standingInWords(of: link), link.requestedAt.minute,
                    link.requestedBy, link.until?.date ?? "", link.purposeInWords,
                ]
            }
            session.output.table(table)
            try session.output.documents(links.map { try session.tree(of: $0, in: session.reader) })
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show one subscription and all that was asked and decided about it.",
            discussion: """
                --yaml writes what was asked for, as 'datamesh apply' takes it; what was
                decided is whoever decided's, and stands in --json.

                Examples:
                  datamesh subscription show sales_transactions/analytics_pipeline
                  datamesh subscription show sales_transactions/analytics_pipeline --yaml
                """)

        @OptionGroup var link: LinkArgument
        @OptionGroup var form: DeclarationOption
        @OptionGroup var common: ReadingOptions

        func run() throws {
            let session = try common.open()
            let id = try link.id(in: session)
            guard let shown = try session.spelledOut(id) else {
                throw Failure.notFound(
                    "subscription", "\(id)", hint: "'datamesh subscription list' shows those there are")
            }
            if form.yaml { return session.output.declare([Declaration(of: shown)]) }
            try session.output.line("\(id)  \(session.standingInWords(of: shown))")
            let platforms = try session.reader.platforms(of: shown, at: session.now)
            session.output.facts([
                "for": shown.consumerDomain, "purpose": shown.purposeInWords, "asked by": shown.requestedBy,
                "asked": shown.requestedAt.minute, "until": shown.until?.date ?? "no end",
                "version": shown.pin.map { "stays with \($0)" } ?? "", "reads": shown.inWords(shown.uses),
                "only": shown.inWords(shown.fields),
                "offered": shown.offer.map { offer in
                    [offer.until.map { "until \($0.date)" } ?? "", shown.inWords(offer.fields)].filter { !$0.isEmpty }
                        .joined(separator: ", with ")
                } ?? "",
                "platform": platforms.map(\.sentence).joined(separator: "; "),
            ])
            session.output.line()
            var table = Table(["WHEN": .left, "STATE": .left, "BY": .left, "UNTIL": .left, "NOTE": .elastic])
            table.rows = shown.history.map {
                [$0.at.minute, $0.state.rawValue, $0.by, $0.until?.date ?? "", $0.noteInWords]
            }
            session.output.table(table)
            try session.output.document(session.tree(of: shown, in: session.reader))
        }
    }
}

extension Session {
    func links(_ query: SubscriptionQuery, limit: Int? = nil) throws(ReadError) -> [Subscription] {
        var links: [Subscription] = []
        var after: RecordKey?
        repeat {
            let page = try reader.subscriptions(
                query, after: after, limit: min(512, (limit ?? .max) - links.count), at: now)
            for link in page.items { links.append(try reader.spelledOut(link)) }
            after = page.next
        } while after != nil && links.count < limit ?? .max
        return links
    }
}

/// A subscription on the command line: `PRODUCT/PORT/CONSUMER`, or `PRODUCT/CONSUMER` for the product's first port.
struct LinkArgument: ParsableArguments {
    @Argument(help: ArgumentHelp("PRODUCT/CONSUMER, or PRODUCT/PORT/CONSUMER.", valueName: "subscription"))
    var subscription: String

    func id(in session: Session) throws -> Subscription.ID { try session.linkID(subscription) }
}

/// Several of them.
struct LinksArgument: ParsableArguments {
    @Argument(help: ArgumentHelp("PRODUCT/CONSUMER, or PRODUCT/PORT/CONSUMER.", valueName: "subscription"))
    var subscriptions: [String]
}

extension Session {
    fileprivate func parted(_ text: String) throws -> (product: String, consumer: Consumer.ID) {
        // An alias may hold slashes; the consumer stands behind the last.
        guard let slash = text.lastIndex(of: "/"),
            let consumer = Consumer.ID(String(text[text.index(after: slash)...]))
        else { throw Failure.usage("'\(text)' names no subscription; name it as PRODUCT/CONSUMER") }
        return (String(text[..<slash]), consumer)
    }

    /// The link that a text means.
    func linkID(_ text: String) throws -> Subscription.ID {
        if let id = Subscription.ID(text: text) { return id }
        let (name, consumer) = try parted(text)
        let product = try reader.product(named: name)
        return Subscription.ID(
            product: try product?.id ?? DataProduct.ID(stated: name, "product"),
            port: product?.defaultPort ?? OutputPort.main, consumer: consumer)
    }
}
