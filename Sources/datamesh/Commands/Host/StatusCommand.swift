import ArgumentParser
import MeshBroker
import MeshFormats
import MeshModel

struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say who serves the mesh, and how that goes.",
        discussion: """
            Figures count since the daemon started. Where a mesh of this host has no
            daemon, says what can be done meanwhile and what cannot, and ends with 1.

            While no daemon runs, its own user may change the mesh and compact it, with
            every role: that is for administration, and stands in the log as theirs.

            Examples:
              datamesh status
              datamesh status --json
            """)

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let folder = try common.folder()
        guard let shared = folder.shared else { return try showOwn(folder) }
        let output = common.output
        // Its figures are for everybody, even for who may not read the files.
        let client = try OpenMesh.broker(
            shared, reading: MemoryMesh(actor: Caller.actor(on: shared.host), clock: WallClock.now))
        let head = "mesh \(shared.name)  \(folder.path)"
        let about: KeyValuePairs<String, Tree> = [
            "mesh": .text(shared.name), "folder": .text(folder.path), "socket": .text(shared.host.socket),
            "user": .text(shared.host.user),
        ]
        do {
            let status = try await client.status()
            output.line(head)
            output.show(status, shared, isReadOnly: folder.whyReadOnly != nil)
            output.document(Tree.map(about).adding(["served": .bool(true), "daemon": status.tree]))
        } catch {
            output.line(head)
            output.facts([
                ("served by", "nobody: \(error.description)"),
                ("you can", "read everything that you may read: browse, search, use, inbox, log, report"),
                ("you cannot", "change anything, or see what a change would do: it is refused, and nothing is lost"),
                ("next", "'datamesh doctor' says what is wrong"),
            ])
            output.document(Tree.map(about).adding(["served": .bool(false), "reason": .text(error.description)]))
            throw Failure.no(nil)
        }
    }

    private func showOwn(_ folder: MeshFolder) throws {
        let session = try Session(OpenMesh.open(folder), output: common.output)
        let revision = session.reader.revision
        let owner = folder.owner.map(Caller.name) ?? ""
        session.output.line("mesh \(folder.name)  \(folder.path)")
        session.output.facts([
            ("served by", "nobody, and it needs nobody: it is \(owner)'s own"),
            ("revision", "\(revision.number)" + (revision.number == 0 ? "" : " of \(revision.at.minute)")),
        ])
        session.output.document(
            .map([
                "mesh": .text(folder.name), "folder": .text(folder.path), "owner": .text(owner), "socket": .null,
                "revision": .number(String(revision.number)),
            ]))
    }
}

extension MeshStatus {
    /// What its daemon adds, as people read it; what this program does not know yet stands as it came.
    fileprivate var facts: [(String, String)] {
        var rest = figures
        var facts: [(String, String)] = []
        if let number = rest["journal"], let bytes = rest["journal_bytes"], let frames = rest["journal_frames"] {
            facts.append(("journal", "number \(number): \(frames) frames since the snapshot, \(bytes) bytes"))
            for name in ["journal", "journal_bytes", "journal_frames"] { rest[name] = nil }
        }
        if let number = rest["snapshot"], let bytes = rest["snapshot_bytes"] {
            facts.append(("snapshot", number == "0" ? "none yet" : "number \(number): \(bytes) bytes"))
            for name in ["snapshot", "snapshot_bytes"] { rest[name] = nil }
        }
        if let waiting = rest["outbox_waiting"], let told = rest["outbox_delivered"], let lost = rest["outbox_given_up"]
        {
            facts.append(("outbox", "\(waiting) wait, \(told) delivered, \(lost) given up"))
            for name in ["outbox_waiting", "outbox_delivered", "outbox_given_up"] { rest[name] = nil }
        }
        return facts + rest.sorted { $0.key < $1.key }.map { ($0.key.replacing("_", with: " "), $0.value) }
    }
}

extension Output {
    fileprivate func show(_ status: ServerStatus, _ shared: HostMesh, isReadOnly: Bool) {
        let start = WallClock.now().adding(seconds: -status.uptimeSeconds)
        facts([
            ("served by", "\(shared.host.user) at \(shared.host.socket)"),
            ("since", "\(start.minute) (\(span(Double(status.uptimeSeconds))))"),
            ("read only", status.isReadOnly || isReadOnly ? "yes: nothing can be changed" : ""),
            ("sessions", "\(status.sessions) now, \(status.mostSessions) at most, \(status.accepted) in all"),
            (
                "commits",
                "\(status.commits) in \(status.rounds) confirmations of the disk, \(status.unchanged) without a change"
            ),
            ("refused", "\(status.refusals)"), ("previews", "\(status.previews)"),
            ("turned away", "\(status.limited) at a limit, \(status.violations) for what they sent"),
            (
                "latency",
                status.commits == 0
                    ? ""
                    : "median \(milliseconds(status.medianMicroseconds)), 99th percentile \(milliseconds(status.slowestPercentMicroseconds))"
            ),
        ])
        for mesh in status.meshes where mesh.name == shared.name {
            line()
            facts([("revision", "\(mesh.revision)")] + mesh.facts)
        }
    }

    private func milliseconds(_ microseconds: Int64) -> String {
        "\(microseconds / 1000).\(microseconds % 1000 / 100) ms"
    }
}
