import ArgumentParser
import Glibc
import MeshModel
import MeshStore

struct SnapshotCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snapshot", abstract: "Carry a mesh to another host in one file.",
        subcommands: [SnapshotExportCommand.self, SnapshotImportCommand.self])
}

struct SnapshotExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write the mesh as it is now into one file.",
        discussion: """
            Every record of the newest revision; the log of how they came about stays
            here. What is for few eyes goes along if it is for yours, and the file can
            then be read by you alone. A file that is there already is left alone.

            Examples:
              datamesh snapshot export mesh.datamesh
              datamesh snapshot export - | ssh host datamesh snapshot import -
            """)

    @Argument(help: "The new file; - writes to standard output.", completion: .file()) var file: String
    @OptionGroup var common: CommonOptions

    func run() throws {
        let (folder, output, progress) = (try common.folder(), common.output, Progress())
        var export = try OpenMesh.export(folder)
        let outlet = try CarrierFile(writing: file)
        var pieces = 0
        do throws(StoreError) {
            while let piece = try export.next() {
                try outlet.write(piece)
                pieces += 1
                if pieces % 64 == 0 { progress.show(export.carried.sentence) }
            }
        } catch {
            progress.end()
            throw OpenMesh.failure(error, of: folder)
        }
        try outlet.keep()
        progress.end()
        let lines = ["\(outlet.name) holds \(export.carried.sentence)"] + export.carried.omission
        guard file != "-" else { return lines.forEach { Stream.errors.complain($0) } }
        output.lines(lines)
        output.document(export.carried.facts(("file", .text(file))))
    }
}

struct SnapshotImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Make a new mesh of a file that carries one: all of it, or nothing.",
        discussion: """
            The mesh is your own, and begins at the revision that the file holds. Every
            byte of the file is checked on the way. A folder that has a mesh is refused.

            Examples:
              datamesh snapshot import mesh.datamesh --plan
              datamesh snapshot import mesh.datamesh --mesh ~/carried
            """)

    @Argument(help: "The file; - reads standard input.", completion: .file()) var file: String
    @Flag(help: "Say what the file holds, and make nothing.") var plan = false
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let (folder, output, progress) = (try common.folder(), common.output, Progress())
        let inlet = try CarrierFile(reading: file)
        let carried: CarriedMesh
        do {
            if plan {
                carried = try StoreGateway.look(into: inlet.name, from: inlet.read) { progress.tell($0) }
            } else {
                try OpenMesh.demandNew(folder)
                carried = try StoreGateway.create(path: folder.path, carriedBy: inlet.name, from: inlet.read) {
                    progress.tell($0)
                }
            }
        } catch let error as StoreError {
            progress.end()
            throw Failure.refused(error.sentence(of: inlet.name))
        }
        // Whole and durable already: an index that cannot be written now is only not written yet.
        if !plan { _ = try? await OpenMesh.compact(folder) }
        progress.end()
        let place = plan ? inlet.name : folder.path
        output.lines(["\(place) holds \(carried.sentence)"] + carried.omission)
        let mesh: Tree = plan ? .null : .text(folder.path)
        output.document(carried.facts(("file", .text(file)), ("mesh", mesh), ("planned", .bool(plan))))
    }
}

extension OpenMesh {
    /// Refuses a place where no mesh of one's own can be made.
    static func demandNew(_ folder: MeshFolder) throws(Failure) {
        try demandOwn(folder, "datameshd makes it; name a folder with --mesh for one of your own")
        if let sentence = folder.whyReadOnly { throw .refused(sentence) }
    }
}

extension Progress {
    fileprivate func tell(_ carried: CarriedMesh) {
        if carried.records % 16384 == 0 { show(carried.sentence) }
    }
}

extension CarriedMesh {
    fileprivate var sentence: String { "revision \(revision): \(records) records, \(bytes) bytes" }

    fileprivate var omission: [String] {
        withheld == 0
            ? [] : ["left out: \(withheld) records that are for few eyes, and not for those of who exported it"]
    }

    fileprivate func facts(_ more: (key: String, value: Tree)...) -> Tree {
        let numbers: [(String, UInt64)] = [
            ("revision", revision), ("records", records), ("bytes", bytes), ("withheld", withheld),
        ]
        let facts: [(key: String, value: Tree)] = numbers.map { ($0.0, Tree.number(String($0.1))) }
        return .map(facts + more)
    }
}

extension StoreError {
    /// Of a file that comes from elsewhere: whoever sent it has it whole.
    fileprivate func sentence(of name: String) -> String {
        guard case .damaged(name, let offset, let finding) = self else { return description }
        return "\(name) is damaged at byte \(offset): \(finding). No mesh was made; have it exported and sent again."
    }
}
