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

            All that was ever measured and all accesses are kept unless you bound them:
            --keep-points and --keep-accesses are set for good, or until 'all' is. The
            newest of each is always kept; what was dropped does not come back.

            Examples:
              datamesh compact
              datamesh compact --keep-history 90d
              datamesh compact --keep-history 500MB
              datamesh compact --keep-checkpoints 'daily 7, weekly 4'
              datamesh compact --keep-points 5000 --keep-accesses 1000
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
    @Option(
        help: ArgumentHelp(
            "Set for good how many points of each metric of a product stay, the newest, or all.", valueName: "count"))
    var keepPoints: String?
    @Option(
        help: ArgumentHelp(
            "Set for good how many accesses of each product stay, the newest, or all.", valueName: "count"))
    var keepAccesses: String?
    @OptionGroup var change: ChangeOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let bound = try keepHistory.map(bound)
        let retention = try keepCheckpoints.map(retention)
        let folder = try common.folder()
        let series = try seriesBounds(of: folder)
        if change.plan { return try tell(bound, retention, series, folder) }
        let revision = try await OpenMesh.compact(folder, keeping: series)
        let output = common.output
        output.line("compacted at revision \(revision.number)")
        var fields: [(key: String, value: Tree)] = [("revision", .number(String(revision.number)))]
        if let series {
            output.line("kept from now on: \(series)")
            fields += Self.fields(series)
        }
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

    private func tell(
        _ bound: HistoryBound?, _ retention: CheckpointRetention?, _ series: SeriesBounds?, _ folder: MeshFolder
    ) throws {
        let session = try common.open()
        let revision = session.reader.revision
        session.output.line("nothing is changed yet; revision \(revision.number) would be written into a snapshot")
        let dropped = try series.map { try OpenMesh.beyond($0, folder) } ?? 0
        let forgotten =
            switch bound {
            case .since(let moment)?: "what happened before \(moment.minute)"
            case .bytes(let bytes)?: "the oldest of what weighs more than \(bytes) bytes"
            case nil: ""
            }
        session.output.line(
            forgotten.isEmpty
                ? dropped == 0 ? "nothing would be lost, history included" : "of history nothing would be removed"
                : "of history \(forgotten) would be removed for good, journal by journal")
        var fields: [(key: String, value: Tree)] = [
            ("planned", .bool(true)), ("revision", .number(String(revision.number))), ("forgotten", .text(forgotten)),
        ]
        if let retention {
            session.output.line("of the snapshots before, those of these would be kept from now on: \(retention)")
            fields.append(("retention", .text(retention.description)))
        }
        if let series {
            session.output.line(
                "from now on would be kept: \(series); \(dropped) of those that there are would be removed for good")
            fields += Self.fields(series) + [("dropped", .number("\(dropped)"))]
        }
        session.output.document(.map(fields))
    }

    private static func fields(_ series: SeriesBounds) -> [(key: String, value: Tree)] {
        [("points", series.points), ("accesses", series.accesses)].map { name, count in
            (name, count == 0 ? .text("all") : .number("\(count)"))
        }
    }

    /// What both options come to; nil where neither is given.
    private func seriesBounds(of folder: MeshFolder) throws -> SeriesBounds? {
        let (points, accesses) = try (
            keepPoints.map { try Self.count("--keep-points", $0) },
            keepAccesses.map { try Self.count("--keep-accesses", $0) }
        )
        guard points != nil || accesses != nil else { return nil }
        var bounds = try OpenMesh.seriesBounds(folder)
        bounds.points = points ?? bounds.points
        bounds.accesses = accesses ?? bounds.accesses
        return bounds
    }

    private static func count(_ option: String, _ text: String) throws -> UInt32 {
        if text == "all" { return 0 }
        if let count = UInt32(text), (1...SeriesBounds.most).contains(count) { return count }
        throw ValidationError("\(option) \(text): expected a count from 1 to \(SeriesBounds.most), or all")
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
