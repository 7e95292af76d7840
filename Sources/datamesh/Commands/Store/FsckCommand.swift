import ArgumentParser
import MeshModel
import MeshStore

struct FsckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fsck",
        abstract: "Look whether every byte of the mesh is what was written, and copy out what is whole.",
        discussion: """
            Reads all of the folder and changes nothing in it: the snapshot block by
            block, every frame of the journal, every record, the chain of the log. Ends
            with 0 where all is whole, and with 1 where something is damaged.

            --salvage makes a new mesh of your own from whatever is whole: of each
            record the newest image that can be read. Its log begins anew; the damaged
            mesh stays as it is.

            Examples:
              datamesh fsck
              datamesh fsck --salvage ~/rescued && datamesh --mesh ~/rescued
            """)

    @Option(help: ArgumentHelp("Copy what is whole into a new mesh there.", valueName: "folder")) var salvage: String?
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let folder = try common.folder()
        let examination = try OpenMesh.examine(folder)
        let output = common.output
        output.show(examination)
        var answer: [(key: String, value: Tree)] = [
            ("mesh", .text(folder.path)), ("whole", .bool(examination.isWhole)),
            ("findings", .list(examination.findings.map(\.tree))),
        ]
        if let salvage {
            let place = MeshFolder(path: salvage, isDefault: false)
            let saved = try await OpenMesh.salvage(folder, to: place)
            output.lines(saved.lines(place.path))
            answer.append(("salvaged", saved.tree(place.path)))
        } else if !examination.isWhole {
            output.line("next: restore it from a copy, or 'datamesh fsck --salvage FOLDER' copies out what is whole")
        }
        output.document(.map(answer))
        if !examination.isWhole, salvage == nil { throw Failure.no(nil) }
    }
}

extension Output {
    fileprivate func show(_ examination: Examination) {
        if form == .plain {
            var table = Table(["": .left, "PART": .left, "FINDING": .elastic])
            table.rows = examination.findings.map { [$0.sign.text(in: .plain), $0.part, $0.text] }
            return self.table(table)
        }
        let width = examination.findings.map(\.part.count).max() ?? 0
        for finding in examination.findings {
            let gap = String(repeating: " ", count: width - finding.part.count + 2)
            line("\(finding.sign.text(in: form)) \(finding.part)\(gap)\(finding.text)")
        }
    }
}

extension Examination.Finding {
    fileprivate var sign: Sign {
        switch weight {
        case .whole: .good
        case .note: .note
        case .damage: .bad
        }
    }

    fileprivate var tree: Tree {
        .map(["finding": .text(weight.rawValue), "part": .text(part), "text": .text(text)])
    }
}

extension Salvage {
    fileprivate func lines(_ path: String) -> [String] {
        var lines = ["\(records) records, the newest of revision \(revision), are in \(path)"]
        if lostRecords > 0 { lines.append("lost: \(lostRecords) records of a snapshot, unless the journals had them") }
        if lostBytes > 0 { lines.append("passed over: \(lostBytes) bytes of journals that are no whole commit") }
        if withheld > 0 { lines.append("left out: \(withheld) records that are for few eyes, and not for yours") }
        return lines + unusable.map { "not used: \($0)" }
    }

    fileprivate func tree(_ path: String) -> Tree {
        .map([
            "mesh": .text(path), "records": .count(records), "frames": .count(frames),
            "lost_records": .count(lostRecords),
            "lost_bytes": .count(Int(clamping: lostBytes)), "withheld": .count(withheld),
            "unusable": .list(unusable.map(Tree.text)), "revision": .number(String(revision)),
        ])
    }
}
