import ArgumentParser
import MeshModel

struct CampaignCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "campaign", abstract: "Campaigns: how everybody comes from one major version to the next.",
        discussion: """
            Publishing a new major version that leaves somebody behind opens one. Old
            and new are served together; each who reads it answers.
            """,
        subcommands: [List.self, Show.self, Announce.self, Seen.self, Object.self, Move.self])

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List the campaigns, with how far each has come.",
            discussion: """
                Example:
                  datamesh campaign list
                """)

        @Flag(help: "Those that are done or overtaken, too.") var all = false
        @OptionGroup var common: ReadingOptions

        func run() throws {
            let session = try common.open()
            let reader = session.reader
            var table = Table([
                "PRODUCT": .left, "PORT": .left, "FROM": .left, "TO": .left, "UNTIL": .left, "MOVED": .right,
                "OF": .right, "NOTE": .elastic,
            ])
            var trees: [Tree] = []
            for campaign in try reader.all(Campaign.self, under: .under(.campaign)) {
                let standing = try reader.standing(of: campaign, at: session.now)
                let newest = try reader.campaign(of: campaign.product, port: campaign.port)
                guard all || newest == campaign && !standing.isDone else { continue }
                table.rows.append([
                    campaign.product.text, campaign.port.text, campaign.from.written, campaign.version.written,
                    campaign.until?.date ?? "", String(standing.count(.moved)), String(standing.rows.count),
                    campaign.note,
                ])
                trees.append(standing.tree)
            }
            if trees.isEmpty { session.output.line("nobody has to move to a new version") }
            session.output.table(table)
            session.output.documents(trees)
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show who has moved, who objects, and who has not seen it.",
            discussion: """
                Ends with 1 while somebody has to move.

                Example:
                  datamesh campaign show sales_transactions
                """)

        @OptionGroup var place: CampaignPlace
        @OptionGroup var common: ReadingOptions

        func run() throws {
            let session = try common.open()
            let product = try session.product(place.product)
            let port = try place.portID ?? product.defaultPort
            guard let campaign = try session.reader.campaign(of: product.id, port: port) else {
                throw Failure.no("nobody has to move to a new version of '\(product.id)'")
            }
            let standing = try session.reader.standing(of: campaign, at: session.now)
            session.output.line("\(product.id) from \(campaign.from) to \(campaign.version): \(standing.sentence)")
            session.output.facts([
                "until": campaign.until?.date ?? "nobody has said", "note": campaign.note,
                "announced": "\(campaign.announced.minute) by \(campaign.announcedBy)",
            ])
            var table = Table([
                "CONSUMER": .left, "OF": .left, "STANDS": .left, "SINCE": .left, "BY": .left, "NOTE": .elastic,
            ])
            table.rows = standing.rows.map { row in
                [
                    row.link.consumer.text, row.link.consumerDomain, row.stance.rawValue, row.answer?.at.minute ?? "",
                    row.answer?.by ?? "", row.answer?.note ?? "",
                ]
            }
            if !table.rows.isEmpty { session.output.line() }
            session.output.table(table)
            session.output.document(standing.tree)
            if !standing.isDone { throw Failure.no(nil) }
        }
    }

    struct Announce: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "announce", abstract: "Say until when the old version is served, or what to do.",
            discussion: """
                Example:
                  datamesh campaign announce sales_transactions --until 2027-03-31
                """)

        @OptionGroup var place: CampaignPlace
        @Option(help: "The day up to which the old version is served.") var until: Instant?
        @Option(help: "What whoever reads it should do.") var note: String?
        @OptionGroup var change: ChangeOptions
        @OptionGroup var common: CommonOptions

        mutating func validate() throws {
            if until == nil, note == nil { throw ValidationError("what is announced? State --until or --note") }
        }

        func run() async throws {
            let session = try common.open()
            let announcement = CampaignAnnouncement(
                product: try session.productID(place.product), port: try place.portID, until: until, note: note)
            try await session.carryOut([.announceCampaign(announcement)], change) {
                try session.campaign(announcement.product, announcement.port, in: $0)
            }
        }
    }
}

/// Which campaign is meant.
struct CampaignPlace: ParsableArguments {
    @Argument(help: "The product.") var product: String
    @Option(help: "The port; else the product's first.") var port: String?

    var portID: OutputPort.ID? { get throws { try port.map { try OutputPort.ID(stated: $0, "port") } } }
}

extension Session {
    fileprivate func campaign(
        _ product: DataProduct.ID, _ port: OutputPort.ID?, in reader: any MeshReader
    ) throws -> Tree? {
        guard let found = try reader.product(product),
            let campaign = try reader.campaign(of: product, port: port ?? found.defaultPort)
        else { return nil }
        return try reader.standing(of: campaign, at: now).tree
    }
}

/// An answer to a campaign: the commands differ in it and in nothing else.
protocol AnsweringCommand: AsyncParsableCommand {
    static var stance: Campaign.Stance { get }
    var place: CampaignPlace { get }
    var consumer: String { get }
    var note: String { get }
    var change: ChangeOptions { get }
    var common: CommonOptions { get }
}

extension AnsweringCommand {
    func run() async throws {
        let session = try common.open()
        let answer = CampaignAnswer(
            Self.stance, product: try session.productID(place.product), port: try place.portID,
            consumer: try Consumer.ID(stated: consumer, "consumer"), note: note)
        try await session.carryOut([.answerCampaign(answer)], change) {
            try session.campaign(answer.product, answer.port, in: $0)
        }
    }
}

extension CampaignCommand {
    struct Seen: AnsweringCommand {
        static let configuration = CommandConfiguration(
            commandName: "seen", abstract: "Say that you know of the new version.",
            discussion: """
                Example:
                  datamesh campaign seen sales_transactions --consumer bi_board
                """)
        static let stance = Campaign.Stance.seen

        @OptionGroup var place: CampaignPlace
        @Option(help: "For which consumer.") var consumer: String
        @Option(help: "A word to the owner.") var note = ""
        @OptionGroup var change: ChangeOptions
        @OptionGroup var common: CommonOptions
    }

    struct Object: AnsweringCommand {
        static let configuration = CommandConfiguration(
            commandName: "object", abstract: "Say that you cannot move, and why.",
            discussion: """
                Example:
                  datamesh campaign object sales_transactions --consumer bi_board \\
                      --note "the year's close reads it until February"
                """)
        static let stance = Campaign.Stance.objects

        @OptionGroup var place: CampaignPlace
        @Option(help: "For which consumer.") var consumer: String
        @Option(help: "Why.") var note: String
        @OptionGroup var change: ChangeOptions
        @OptionGroup var common: CommonOptions
    }

    struct Move: AnsweringCommand {
        static let configuration = CommandConfiguration(
            commandName: "move", abstract: "Say that you read the new version from now on.",
            discussion: """
                Example:
                  datamesh campaign move sales_transactions --consumer bi_board
                """)
        static let stance = Campaign.Stance.moved

        @OptionGroup var place: CampaignPlace
        @Option(help: "For which consumer.") var consumer: String
        @Option(help: "A word to the owner.") var note = ""
        @OptionGroup var change: ChangeOptions
        @OptionGroup var common: CommonOptions
    }
}

extension CampaignStanding {
    fileprivate var tree: Tree {
        let campaign = campaign.tree.fields.filter { $0.key != "answers" }
        return .map(campaign).adding([
            "moved": .count(count(.moved)), "objects": .count(count(.objects)), "seen": .count(count(.seen)),
            "unseen": .count(count(.unseen)), "of": .count(rows.count),
            "consumers": .list(
                rows.map { row in
                    .map([
                        "consumer_id": .text(row.link.consumer.text), "domain": .text(row.link.consumerDomain),
                        "stance": row.stance.tree, "at": .optional(row.answer?.at), "by": .text(row.answer?.by ?? ""),
                        "note": .text(row.answer?.note ?? ""),
                    ])
                }),
        ])
    }
}
