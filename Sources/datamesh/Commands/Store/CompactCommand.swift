import ArgumentParser
import MeshModel
import MeshStore

struct CompactCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compact", abstract: "Write the journal into a new snapshot, so that the mesh opens faster.",
        discussion: """
            Nothing is lost, history included, unless you say how much of it to keep. It
            happens by itself when it pays; for a mesh of this host its daemon does it,
            and only while none runs, its user.

            Examples:
              datamesh compact
              datamesh compact --keep-history 90d
              datamesh compact --keep-history 500MB
              datamesh compact --keep-checkpoints 'daily 7, weekly 4'
            """)

    @Option(
        help: ArgumentHelp(
            "Remove the log and the states from before: an age such as 90d, or what it may weigh such as 500MB.",
            valueName: "bound"))
    var keepHistory: String?
    @Option(
        help: ArgumentHelp(
            "Set for good which snapshots stay, so that --at opens them at once: 'newest N', 'daily N', 'weekly N' and 'monthly N', or none.",
            valueName: "retention"))
    var keepCheckpoints: String?
    @OptionGroup var change: ChangeOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let bound = try keepHistory.map(bound)
        let retention = try keepCheckpoints.map(retention)
        let folder = try common.folder()
        if change.plan { return try tell(bound, retention) }
        let revision = try await OpenMesh.compact(folder)
        let output = common.output
        output.line("compacted at revision \(revision.number)")
        var fields: [(key: String, value: Tree)] = [("revision", .number(String(revision.number)))]
        if let bound {
            let forgotten = try await OpenMesh.forget(folder, beyond: bound)
            output.line(
                "\(forgotten.journals) of the journals before removed, \(forgotten.bytes) bytes; the log begins behind revision \(forgotten.logBegins), and --at opens the mesh from revision \(forgotten.earliest) on"
            )
            fields += [
                ("journals_removed", .number("\(forgotten.journals)")),
                ("bytes_removed", .number("\(forgotten.bytes)")),
                ("log_begins", .number("\(forgotten.logBegins)")), ("earliest", .number("\(forgotten.earliest)")),
            ]
        }
        if let retention {
            let kept = try await OpenMesh.keepCheckpoints(folder, retention)
            output.line(
                "checkpoints are kept from now on: \(retention); snapshots: \(kept.snapshots); --at opens the mesh from revision \(kept.earliest) on"
            )
            fields += [("retention", .text(retention.description)), ("snapshots", .number("\(kept.snapshots)"))]
            if bound == nil { fields.append(("earliest", .number("\(kept.earliest)"))) }
        }
        output.document(.map(fields))
    }

    private func tell(_ bound: HistoryBound?, _ retention: CheckpointRetention?) throws {
        let session = try common.open()
        let revision = session.reader.revision
        session.output.line("nothing is changed yet; revision \(revision.number) would be written into a snapshot")
        let forgotten =
            switch bound {
            case .since(let moment)?: "what happened before \(moment.minute)"
            case .bytes(let bytes)?: "the oldest of what weighs more than \(bytes) bytes"
            case nil: ""
            }
        session.output.line(
            forgotten.isEmpty
                ? "nothing would be lost, history included"
                : "of history \(forgotten) would be removed for good, journal by journal")
        var fields: [(key: String, value: Tree)] = [
            ("planned", .bool(true)), ("revision", .number(String(revision.number))), ("forgotten", .text(forgotten)),
        ]
        if let retention {
            session.output.line("of the snapshots before, those of these would be kept from now on: \(retention)")
            fields.append(("retention", .text(retention.description)))
        }
        session.output.document(.map(fields))
    }

    private func bound(_ text: String) throws -> HistoryBound {
        let quantity = Quantity(text: text)
        if let quantity, quantity.base >= 0, quantity.base < 1e15 {
            if quantity.dimension == .time { return .since(WallClock.now().adding(seconds: -Int64(quantity.base))) }
            if quantity.dimension == .data { return .bytes(UInt64(quantity.base)) }
        }
        throw ValidationError("--keep-history \(text): expected an age such as 90d or an amount of data such as 500MB")
    }

    private func retention(_ text: String) throws -> CheckpointRetention {
        if let retention = CheckpointRetention(text: text) { return retention }
        throw ValidationError(
            "--keep-checkpoints \(text): expected some of newest, daily, weekly and monthly, each with a count, such as 'daily 7, weekly 4', or none"
        )
    }
}
