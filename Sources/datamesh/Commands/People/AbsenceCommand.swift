import ArgumentParser
import MeshModel

struct AbsenceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "absence", abstract: "Say who is away, and who decides about access meanwhile.",
        subcommands: [Set.self, End.self, List.self])

    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "set", abstract: "Be away: somebody decides about access in your place.",
            discussion: """
                You stay who you are: what you may do, you may still do. The deputies may
                decide about the requests that wait for you, for as long as you are away.

                Examples:
                  datamesh absence set --deputy bob --until 2026-12-07
                  datamesh absence set --for carol --deputy @stewards --note "ill"
                """)

        @Option(help: "A user or an @group that decides meanwhile; may be repeated.") var deputy: [String] = []
        @Option(name: .customLong("for"), help: "Who is away; else yourself. For others: a steward.") var person:
            String?
        @Option(help: "The first day; else from now on.") var from: Instant?
        @Option(help: "The day they are back; else until 'absence end'.") var until: Instant?
        @Option(help: "A word to whoever asks.") var note = ""
        @OptionGroup var change: ChangeOptions
        @OptionGroup var common: CommonOptions

        func run() async throws {
            guard !deputy.names.isEmpty else {
                throw Failure.usage(
                    "who decides meanwhile? Name a deputy with --deputy; 'datamesh absence end' ends an absence")
            }
            let session = try common.open()
            var absence = Absence()
            absence.person = person ?? session.actor.user
            absence.deputies = deputy.names
            if let from { absence.from = from }
            absence.until = until
            absence.note = note
            try await session.carryOut(absence, change)
        }
    }

    struct End: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "end", abstract: "Be back: nobody decides in your place any more.",
            discussion: """
                Examples:
                  datamesh absence end
                  datamesh absence end --for carol
                """)

        @Option(name: .customLong("for"), help: "Who is back; else yourself. For others: a steward.") var person:
            String?
        @OptionGroup var change: ChangeOptions
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let session = try common.open()
            var absence = Absence()
            absence.person = person ?? session.actor.user
            guard let stored = try session.reader.find(Absence.self, Absence.key(absence.person)),
                !stored.deputies.isEmpty
            else {
                throw Failure.notFound(
                    "absence of", absence.person, hint: "'datamesh absence list' shows who is away")
            }
            try await session.carryOut(absence, change)
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List who is away or will be, and who decides meanwhile.",
            discussion: """
                Example:
                  datamesh absence list
                """)

        @OptionGroup var common: CommonOptions

        func run() throws {
            let session = try common.open()
            let now = session.now
            let absences = try session.reader.all(Absence.self, under: .under(.absence)).filter {
                !$0.deputies.isEmpty && ($0.until.map { $0 > now } ?? true)
            }
            if absences.isEmpty { session.output.line("nobody is away") }
            var table = Table([
                "WHO": .left, "": .left, "FROM": .left, "UNTIL": .left, "DEPUTIES": .left, "NOTE": .elastic,
            ])
            table.rows = absences.map {
                [
                    $0.person, $0.holds(at: now) ? "away" : "later", $0.from.date, $0.until?.date ?? "",
                    $0.deputies.joined(separator: ", "), $0.note,
                ]
            }
            session.output.table(table)
            session.output.documents(absences.map { $0.tree.adding(["away": .bool($0.holds(at: now))]) })
        }
    }
}

extension Session {
    fileprivate func carryOut(_ absence: Absence, _ options: ChangeOptions) async throws {
        try await carryOut([.setAbsence(absence)], options) { try $0.find(Absence.self, absence.key)?.tree }
    }
}
