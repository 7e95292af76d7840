import ArgumentParser
import MeshModel

struct DiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Show what differs between two states of the mesh.",
        discussion: """
            A state is a revision, a time or an age. Ends with 0 whatever differs.

            Examples:
              datamesh diff 7d
              datamesh diff 2026-11-01 2026-11-15 --product sales_transactions
              datamesh diff 120 128 --jsonl
            """)

    @Argument(help: "The earlier state.") var from: String
    @Argument(help: "The later state; else the mesh as it is now.") var to: String?
    @Option(help: "Only what belongs to this product.") var product: String?
    @OptionGroup var common: CommonOptions

    func run() throws {
        let folder = try common.folder()
        let earlier = try OpenMesh.past(folder, from).1
        let later = try to.map { try OpenMesh.past(folder, $0).1 } ?? OpenMesh.open(folder).reader()
        guard earlier.revision <= later.revision else {
            throw Failure.refused(
                "revision \(earlier.revision.number) is later than \(later.revision.number): name the earlier state first"
            )
        }
        var difference = try later.difference(since: earlier)
        if let product { difference.items.removeAll { $0.key.parts.first != product } }
        let output = common.output
        output.line(
            "revision \(difference.from.number) of \(difference.from.at.minute) to \(difference.to.number) of \(difference.to.at.minute): \(difference.items.count == 1 ? "1 record differs" : "\(difference.items.count) records differ")"
        )
        for item in difference.items {
            output.line("\(item.sign) \(item.key.kind) \(item.key.parts.joined(separator: "/"))")
            for field in item.fields {
                output.line("    \(field.name)  \(field.before.abridged) → \(field.after.abridged)")
            }
        }
        output.documents(difference.items.map(\.tree))
    }
}

extension MeshDifference.Item {
    fileprivate var sign: String {
        switch kind {
        case .created: "+"
        case .changed: "~"
        case .removed: "-"
        }
    }

    fileprivate var tree: Tree {
        .map([
            ("kind", .text("\(key.kind)")), ("key", .texts(key.parts)), ("change", .text(kind.rawValue)),
            (
                "fields",
                .list(
                    fields.map { .map([("name", .text($0.name)), ("before", $0.before), ("after", $0.after)]) })
            ),
        ])
    }
}

extension Tree {
    /// In a line: a value as it is, and of a list or a map how much there is.
    fileprivate var abridged: String {
        switch self {
        case .text(let text): text.isEmpty ? "–" : text.count > 60 ? text.prefix(59) + "…" : text
        case .number(let text): text
        case .bool(let value): value ? "yes" : "no"
        case .null: "–"
        case .list(let items): items.count == 1 ? "1 item" : "\(items.count) items"
        case .map(let fields): fields.map(\.key).joined(separator: ", ")
        }
    }
}
