import ArgumentParser
import MeshModel
import MeshStore

struct LogCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log", abstract: "Show what happened, newest first.",
        discussion: """
            Between what was done stands what came of it: a rule that a product began to
            fail or to pass, a promise that it broke or keeps again. That is worked out and
            has no revision; in a mesh of more than \(Activity.mostProducts) products it is told of those that
            the entries shown touch.

            A shared mesh also says who was behind each change, why they might, and what
            was refused to whom. --verify reads all that is kept and ends with 1 where the
            chain of digests breaks.

            Examples:
              datamesh log --limit 20
              datamesh log sales_transactions --jsonl
              datamesh log --long
              datamesh log --refused
              datamesh log --verify
            """)

    @Argument(help: "Only what touched this product, its versions, measurements, or access to it.") var product: String?
    @Option(help: "At most so many.") var limit = 50
    @Flag(help: "Also where each came from, and on what grounds.") var long = false
    @Flag(help: "The requests that were refused.") var refused = false
    @Flag(help: "Prove that nothing in the log was exchanged, or name the first place where it was.") var verify = false
    @OptionGroup var common: ReadingOptions

    mutating func validate() throws {
        if verify, refused || long || product != nil {
            throw ValidationError("--verify is about the whole log; leave the rest out")
        }
        if refused, product != nil { throw ValidationError("--refused is about the whole mesh; leave the product out") }
    }

    func run() throws {
        if verify { return try showProof() }
        let session = try common.open()
        if refused { return try showRefusals(session) }
        let product = try product.map { try session.product($0) }
        let entries = try session.reader.history(of: product?.id, before: nil, limit: max(0, limit))
        let changes = try session.reader.stateChanges(beside: entries, of: product, at: session.now)
        if entries.isEmpty { session.output.line("nothing happened yet") }
        var table = Table(["REVISION": .right, "WHEN": .left, "WHO": .left, "WHAT": .elastic])
        if long { table.headings += [("FROM", .left), ("BECAUSE", .left)] }
        let happened = Happening.inOrder(entries, changes)
        table.rows = happened.map { happening in
            switch happening {
            case .done(let entry):
                [String(entry.revision.number), entry.revision.at.minute, entry.actor, entry.summary]
                    + (long ? [entry.origin.words, entry.grounds.joined(separator: "; ")] : [])
            case .became(let change):
                ["", change.at.minute, Sign(change.level).text(in: session.output.form), change.sentence]
                    + (long ? ["", ""] : [])
            }
        }
        session.output.table(table)
        if entries.contains(where: \.isAbridged) { session.output.line("some words are withheld from you") }
        session.output.documents(
            happened.map { happening in
                switch happening {
                case .done(let entry): entry.tree
                case .became(let change): change.tree
                }
            })
    }

    private func showProof() throws {
        let report = try OpenMesh.verify(try common.folder())
        let output = common.output
        output.document(report.tree)
        if let found = report.firstBreak {
            throw Failure.no(
                "the chain is broken at revision \(found.revision): \(found.file.isEmpty ? "" : "\(found.file), byte \(found.offset): ")\(found.finding)"
            )
        }
        guard let first = report.first, let last = report.last else {
            return output.line("nothing happened yet, so nothing is to be proven")
        }
        output.line("the chain is whole: revisions \(first) to \(last)")
        output.facts([
            ("proven", "\(report.proven) frames, each to follow the one before it"),
            ("unsealed", report.unsealed == 0 ? "" : "\(report.unsealed) frames of before seals were kept"),
            ("head", "sha256 \(report.head)"),
            ("next", "keep the head elsewhere: later it proves that nothing before it was exchanged"),
        ])
    }

    private func showRefusals(_ session: Session) throws {
        let refusals = try session.reader.refusals(limit: max(0, limit))
        if refusals.isEmpty { session.output.line("no refused request is recorded") }
        var table = Table(["WHEN": .left, "WHO": .left, "TIMES": .right, "WANTED": .left, "REFUSED BECAUSE": .elastic])
        if long { table.headings.append(("FROM", .left)) }
        table.rows = refusals.map { refusal in
            [
                refusal.at.minute, refusal.actor, String(refusal.count), refusal.changes.joined(separator: ", "),
                refusal.reason,
            ] + (long ? [refusal.origin.words] : [])
        }
        session.output.table(table)
        session.output.documents(refusals.map(\.tree))
    }
}

extension ChainReport {
    fileprivate var tree: Tree {
        .map([
            "whole": .bool(firstBreak == nil), "first": first.map { .number(String($0)) } ?? .null,
            "last": last.map { .number(String($0)) } ?? .null, "proven": .count(proven), "unsealed": .count(unsealed),
            "head": .text(head),
            "break": firstBreak.map { found in
                .map([
                    "revision": .number(String(found.revision)), "file": .text(found.file),
                    "offset": .number(String(found.offset)), "finding": .text(found.finding),
                ])
            } ?? .null,
        ])
    }
}

extension Origin {
    /// `uid 1001, process 4711 on host1`
    fileprivate var words: String {
        let parts = [uid.map { "uid \($0)" }, pid.map { "process \($0)" }].compactMap(\.self)
        return parts.joined(separator: ", ") + (host.isEmpty ? "" : " on \(host)")
    }
}

extension JournalEntry {
    fileprivate var tree: Tree {
        .map([
            "revision": .number(String(revision.number)), "at": revision.at.tree, "actor": .text(actor),
            "origin": origin.isBlank ? .null : origin.tree, "grounds": .texts(grounds), "withheld": .bool(isAbridged),
            "changes": .list(changes.map(\.tree)),
        ])
    }
}

extension JournalEntry {
    /// The first changes in words, and how many more.
    fileprivate var summary: String {
        // As a mesh begins that was made from what was whole of another.
        guard !changes.isEmpty else { return "wrote \(touched.count) records" }
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
        case .decide(let decision): "\(decision.verdict.participle) \(decision.subscription)"
        case .createPolicy(let policy): "created the policy \(policy.id)"
        case .setPolicyLifecycle(let change): "policy \(change.policy) is \(change.lifecycle)"
        case .createTemplate(let template): "created the template \(template.id)"
        case .provision(let provision): "\(provision.template) for \(provision.product) is \(provision.state)"
        case .recordQuality(let report): "measured \(report.product)"
        case .recordAccess(let report): "recorded \(report.events.count) access\(report.events.count == 1 ? "" : "es")"
        case .importDomain(let domain): "imported the domain \(domain.id)"
        case .importProduct(let product): "imported \(product.proposed) from \(product.source)"
        case .concludeImport(let conclusion): "ended the import from \(conclusion.source)"
        case .waive(let waiver): "waived the policy \(waiver.policy) for \(waiver.product)"
        case .endWaiver(let end): "ended the waiver of \(end.policy) for \(end.product)"
        case .implementPolicy(let implementation):
            "\(implementation.domain) keeps the policy \(implementation.policy) its own way"
        case .editConsumer(let consumer): "edited the consumer \(consumer.id)"
        case .editPolicy(let policy): "edited the policy \(policy.id)"
        case .editTemplate(let template): "edited the template \(template.id)"
        case .announceCampaign(let change): "announced the new version of \(change.product) again"
        case .answerCampaign(let answer):
            "\(answer.consumer) answers \(answer.stance) to the new version of \(answer.product)"
        case .postNotice(let notice): "posted a notice on \(notice.product): \(notice.text)"
        case .endNotice(let end): "ended a notice on \(end.product)"
        case .endorse(let endorsement): "endorsed \(endorsement.product)"
        case .withdrawEndorsement(let endorsement): "endorses \(endorsement.product) no longer"
        case .recordGrant(let grant): "\(grant.action) of \(grant.link) by \(grant.template) is \(grant.outcome)"
        case .setAbsence(let absence):
            absence.deputies.isEmpty
                ? "\(absence.person) is back"
                : "\(absence.person) is away; \(absence.deputies.joined(separator: ", ")) decides"
        }
    }
}
