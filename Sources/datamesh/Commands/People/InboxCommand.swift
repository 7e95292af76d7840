import ArgumentParser
import Glibc
import MeshModel

struct InboxCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inbox", abstract: "Show what waits for you, and what changed for you.",
        discussion: """
            Requests that you decide, decisions about yours, access that ends, and news
            of products you use, each with the commands that act on it. What waits is
            shown however old it is; of the rest, what is newer than --since.

            --brief is for a login banner: a few lines, or none where there is nothing.
            It then never fails: where the mesh cannot be read, or takes its time, it
            says nothing and ends with 0, so that nobody's login breaks.

            Examples:
              datamesh inbox
              datamesh inbox --since 2026-11-20 --json
              datamesh inbox --brief --since 14d
            """)

    @Flag(help: "A few lines for a login banner, or none; never fails.") var brief = false
    @Option(
        help: ArgumentHelp(
            "How far back: a day such as 2026-11-20, or a time such as 14d. Else 14d.", valueName: "since"))
    var since = Since.fortnight
    @OptionGroup var common: ReadingOptions

    func run() throws {
        guard brief else { return try show() }
        // A disk that hangs must not hold up a login either.
        signal(SIGALRM) { _ in _exit(0) }
        alarm(5)
        try? show()
    }

    private func show() throws {
        let folder = try common.folder()
        let session = try Session(OpenMesh.open(folder), output: common.output)
        let moment = since.moment(before: session.now)
        let inbox = try session.reader.inbox(
            of: session.actor, since: moment,
            escalationDays: folder.escalationDays, at: session.now)
        let output = session.output
        if brief {
            output.lines(inbox.brief)
        } else {
            output.show(inbox, since: moment)
        }
        output.document(
            .map([
                "user": .text(session.actor.user), "since": moment.tree,
                "counts": .map(Inbox.Kind.allCases.map { ($0.rawValue, .count(inbox.count($0))) }),
                "items": .list(inbox.items.map(\.tree)),
            ]))
    }
}

extension Output {
    /// A section a kind, a paragraph an item.
    fileprivate func show(_ inbox: Inbox, since: Instant) {
        if form == .plain {
            var table = Table(["": .left, "": .left, "": .left, "": .left, "": .left])
            table.rows = inbox.items.map {
                [$0.kind.rawValue, $0.at.minute, $0.product.text, $0.text, $0.commands.first ?? ""]
            }
            return self.table(table)
        }
        if inbox.items.isEmpty { line("nothing waits for you, and nothing changed for you since \(since.date)") }
        var isFirst = true
        for kind in Inbox.Kind.allCases {
            let items = inbox.items.filter { $0.kind == kind }
            guard !items.isEmpty else { continue }
            if !isFirst { line() }
            isFirst = false
            line("\(kind.title)  \(items.count)")
            for item in items {
                line("  \(item.at.date)  \(item.product) \(item.text)")
                lines(item.commands.map { "      \($0)" })
            }
            if kind == .decide { line("  with --plan, either first says what it is for and what would come of it") }
        }
    }
}

extension Inbox.Kind {
    fileprivate var title: String {
        switch self {
        case .decide: "waits for you"
        case .answer: "asks for your answer"
        case .renewal: "is to be renewed, or not"
        case .offer: "is offered to you"
        case .decision: "decided"
        case .lapse: "ends soon, or has ended"
        case .platform: "platforms have still to carry out"
        case .notice: "news of what you use"
        }
    }

    /// `2 requests wait for you`
    fileprivate func counted(_ count: Int) -> String {
        switch self {
        case .decide: count == 1 ? "1 request waits for you" : "\(count) requests wait for you"
        case .answer: count == 1 ? "1 new version to move to" : "\(count) new versions to move to"
        case .renewal: count == 1 ? "1 renewal waits for you" : "\(count) renewals wait for you"
        case .offer: count == 1 ? "1 offer waits for you" : "\(count) offers wait for you"
        case .decision: count == 1 ? "1 decision about your access" : "\(count) decisions about your access"
        case .lapse: count == 1 ? "1 access ends or has ended" : "\(count) accesses end or have ended"
        case .platform:
            count == 1 ? "1 grant or revocation to carry out" : "\(count) grants and revocations to carry out"
        case .notice: count == 1 ? "1 notice on what you use" : "\(count) notices on what you use"
        }
    }
}

extension Inbox {
    /// For a login banner: what there is in one line, and the first of what waits.
    fileprivate var brief: [String] {
        let counts = Kind.allCases.compactMap { kind in count(kind) == 0 ? nil : kind.counted(count(kind)) }
        guard !counts.isEmpty else { return [] }
        let waiting = items.filter { [.decide, .renewal, .offer].contains($0.kind) }
        return ["datamesh: \(counts.joined(separator: ", ")); 'datamesh inbox' shows them"]
            + waiting.prefix(3).map { "  \($0.product) \($0.text)" }
            + (waiting.count > 3 ? ["  and \(waiting.count - 3) more"] : [])
    }
}

extension Inbox.Item {
    /// What one types to act on it.
    fileprivate var commands: [String] {
        guard let link else { return ["datamesh product show \(product)"] }
        return switch kind {
        case .decide:
            ["datamesh subscription approve \(link)", "datamesh subscription deny \(link) --reason WHY"]
        case .answer:
            ["seen", "move", "object"].map { word in
                "datamesh campaign \(word) \(product) --consumer \(link.consumer)"
                    + (word == "object" ? " --note WHY" : "")
            }
        case .renewal:
            ["datamesh subscription renew \(link)", "datamesh subscription deny \(link) --reason WHY"]
        case .offer: ["datamesh subscription accept \(link)", "datamesh subscription decline \(link)"]
        case .platform: ["datamesh reconcile --product \(product)", "datamesh subscription show \(link)"]
        case .decision: ["datamesh subscription show \(link)", "datamesh use \(product) --consumer \(link.consumer)"]
        case .lapse: ["datamesh subscription show \(link)"]
        case .notice: ["datamesh product show \(product)"]
        }
    }

    fileprivate var tree: Tree {
        .map([
            "kind": .text(kind.rawValue), "product_id": .text(product.text),
            "subscription": link.map { .text("\($0)") } ?? .null, "at": at.tree, "text": .text(text),
            "commands": .texts(commands),
        ])
    }
}
