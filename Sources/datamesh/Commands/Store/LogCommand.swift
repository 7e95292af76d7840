import ArgumentParser
import MeshModel

struct LogCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log", abstract: "Show what happened, newest first.",
        discussion: """
            Examples:
              datamesh log --limit 20
              datamesh log sales_transactions --jsonl
            """)

    @Argument(help: "Only what touched this product.") var product: String?
    @Option(help: "At most so many.") var limit = 50
    @OptionGroup var common: CommonOptions

    func run() throws {
        let session = try common.open()
        let key = try product.map { try session.product($0).key }
        let entries = try session.reader.history(of: key, before: nil, limit: max(0, limit))
        if entries.isEmpty { session.output.line("nothing happened yet") }
        var table = Table(["REVISION": .right, "WHEN": .left, "WHO": .left, "WHAT": .elastic])
        table.rows = entries.map { entry in
            [String(entry.revision.number), entry.revision.at.minute, entry.actor, entry.summary]
        }
        session.output.table(table)
        session.output.documents(
            entries.map { entry in
                .map([
                    "revision": .number(String(entry.revision.number)), "at": entry.revision.at.tree,
                    "actor": .text(entry.actor), "changes": .list(entry.changes.map(\.tree)),
                ])
            })
    }
}

extension JournalEntry {
    /// The first changes in words, and how many more.
    fileprivate var summary: String {
        let words = changes.prefix(3).map(\.words).joined(separator: "; ")
        return words + (changes.count > 3 ? " +\(changes.count - 3)" : "")
    }
}

extension Change {
    fileprivate var words: String {
        switch self {
        case .registerDomain(let domain): "registered the domain \(domain.id)"
        case .editDomain(let edit): "edited the domain \(edit.id)"
        case .createProduct(let draft): "created \(draft.id)"
        case .editProduct(let edit): "edited \(edit.id)"
        case .claimProduct(let claim): "\(claim.owner) took \(claim.id)"
        case .publish(let publication): "published \(publication.product) \(publication.version)"
        case .deprecate(let change): "deprecated \(change.product)"
        case .retire(let change): "retired \(change.product)"
        case .registerConsumer(let consumer): "registered the consumer \(consumer.id)"
        case .subscribe(let request): "\(request.consumer) asked for \(request.product)"
        case .decide(let decision): "\(decision.verdict) \(decision.subscription)"
        case .createPolicy(let policy): "created the policy \(policy.id)"
        case .setPolicyLifecycle(let change): "policy \(change.policy) is \(change.lifecycle)"
        case .createTemplate(let template): "created the template \(template.id)"
        case .provision(let provision): "\(provision.template) for \(provision.product) is \(provision.state)"
        case .recordQuality(let report): "measured \(report.product)"
        case .recordAccess(let report): "recorded \(report.events.count) access\(report.events.count == 1 ? "" : "es")"
        case .importDomain(let domain): "imported the domain \(domain.id)"
        case .importProduct(let product): "imported \(product.proposed) from \(product.source)"
        case .concludeImport(let conclusion): "ended the import from \(conclusion.source)"
        case .setAbsence(let absence):
            absence.deputies.isEmpty
                ? "\(absence.person) is back"
                : "\(absence.person) is away; \(absence.deputies.joined(separator: ", ")) decides"
        }
    }
}
