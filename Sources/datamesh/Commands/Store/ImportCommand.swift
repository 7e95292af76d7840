import ArgumentParser
import MeshFormats
import MeshModel

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Import catalogues: all of a file, or nothing of it.",
        discussion: """
            The format is recognised. Importing a file again changes only what changed
            in it; what people edited stays, and what vanished is marked missing.
            A mesh that does not exist yet is made.

            JSON lines of 16 MiB and more are read through first, and refused where
            anything is not valid; then they are brought in by parts, each of them
            whole or not at all. What was interrupted goes on when it is imported
            again. From standard input nothing can be read twice: save it to a file.

            The daemon of a shared mesh takes at most 1 MiB at once, and a file that
            is not of lines is never brought in by halves: one that is more is
            refused. Divide it, and give each part a --source of its own; or have an
            administrator import it as the daemon's user while the daemon is stopped.

            Examples:
              datamesh import data.json --dry-run
              datamesh import target/manifest.json --domain shop
              datamesh import orders.odcs.yaml --format odcs
            """)

    @Argument(help: "The files; - reads standard input.", completion: .file()) var files: [String]
    @Option(help: "What they are; else recognised.") var format: Format?
    @Option(help: "Every product goes into this domain, whatever the file says.") var domain: String?
    @Option(help: "The name under which the mesh remembers the source.") var source: String?
    @Flag(name: [.long, .customLong("plan")], help: "Say what would happen, and change nothing.")
    var dryRun = false
    @Flag(help: "Leave out what is not valid, and name it.") var skipInvalid = false
    @Option(
        help: ArgumentHelp(
            "Bring JSON lines in by parts of so many products, however short they are. (default: by 4096, from 16 MiB on)",
            valueName: "products"))
    var part: Int?
    @OptionGroup var common: CommonOptions

    mutating func validate() throws {
        if source != nil, files.count > 1 { throw ValidationError("--source names one import; state one file") }
        if let part, !(1...100_000).contains(part) { throw ValidationError("--part \(part): expected 1 to 100000") }
    }

    func run() async throws {
        var options = ImportOptions()
        options.format = format
        options.domain = try domain.map { try Domain.ID(stated: $0, "domain") }
        options.source = source
        options.skipInvalid = skipInvalid
        let output = common.output
        let progress = Progress()
        // Read before the mesh is made: a file that is refused leaves nothing behind.
        let longFiles = try files.filter { try isLong($0, options) }
        let imports = try read(files.filter { !longFiles.contains($0) }, options, progress)
        let long = try longFiles.map { try survey($0, options, progress) }

        let folder = try common.folder()
        let session = try await open(folder, output)
        var hasChanged = false
        for found in imports {
            output.found(found.format, found.source, found.counts, found.doubts)
            progress.show(dryRun ? "comparing with the mesh" : "writing")
            defer { progress.end() }
            if try await bring(found, into: session, progress) { hasChanged = true }
        }
        for whole in long {
            var run = LongImportRun(whole, into: session, isPlanned: dryRun, partSize: part, progress)
            if try await run.run() { hasChanged = true }
        }
        // Many records at once: a snapshot spares every later start from reading them out of the journal. What was imported is
        // durable already, so that one which cannot be written now is only not written yet.
        guard hasChanged, folder.shared == nil else { return }
        progress.show("making the index")
        defer { progress.end() }
        _ = try? await OpenMesh.compact(folder, onlyIfBehind: true)
    }

    /// Whether a file is to be brought in by parts.
    private func isLong(_ path: String, _ options: ImportOptions) throws(Failure) -> Bool {
        guard let length = InputFile.length(path), part != nil || length >= LongImportRun.threshold else {
            return false
        }
        return LongImport.resembles(try FilePieces(path).next() ?? [], options)
    }

    private func survey(_ path: String, _ options: ImportOptions, _ progress: Progress) throws -> LongImport {
        defer { progress.end() }
        let pieces = try FilePieces(path)
        let text = LongText(name: path) { offset, count in try pieces.bytes(at: offset, count: count) }
        do throws(FormatError) {
            return try LongImport(text, options: options) { progress.show("\(path): \($0) records read") }
        } catch {
            throw Failure.refused(error.description)
        }
    }

    private func read(_ files: [String], _ options: ImportOptions, _ progress: Progress) throws -> [Import] {
        guard !files.isEmpty else { return [] }
        let reader = ImportReader(options: options) { done, total in
            if done % 256 == 0 { progress.show("\(done)\(total > 0 ? " of \(total)" : "") records read") }
        }
        progress.show("reading \(files.joined(separator: ", "))")
        defer { progress.end() }
        let texts = try files.map { try InputFile($0).text }
        do throws(FormatError) {
            return try reader.read(texts) { path in InputFile.exists(path) ? try InputFile(path).text : nil }
        } catch {
            throw Failure.refused(error.description)
        }
    }

    /// The mesh, made first where there is none; a dry run compares with an empty one that nobody keeps.
    private func open(_ folder: MeshFolder, _ output: Output) async throws -> Session {
        if folder.hasMesh || folder.shared != nil { return try Session(OpenMesh.open(folder), output: output) }
        if dryRun {
            let actor = Caller.actor(folderOwner: nil)
            return try Session(MemoryMesh(actor: actor, clock: WallClock.now), output: output)
        }
        let gateway = try await OpenMesh.create(folder)
        Stream.errors.complain("made a new mesh in \(folder.path)")
        return try Session(gateway, output: output)
    }

    /// A file that is too much at once: what vanished is known only from a whole one, so its parts must not pass for each other.
    private static func told(_ error: any Error, of found: Import) -> any Error {
        guard let error = error as? GatewayError, case .refused(let violation) = error,
            case .conflict(let what, let reason) = violation, what == "this batch"
        else { return error }
        return Failure.refused(
            "\(found.source) \(reason): give each part a --source of its own; or an administrator imports it as the daemon's user while the daemon is stopped ('datamesh import --help')"
        )
    }

    /// Whether the mesh was changed.
    private func bring(_ found: Import, into session: Session, _ progress: Progress) async throws -> Bool {
        let output = session.output
        let consequences: Consequences
        var revision: Revision?
        do {
            if dryRun {
                consequences = try await session.gateway.preview(found.changes)
            } else {
                let receipt = try await session.gateway.commit(found.changes, requestID: .random(), agreed: nil)
                consequences = receipt.consequences
                if receipt.changed { revision = receipt.revision }
            }
        } catch {
            throw Self.told(error, of: found)
        }
        progress.end()
        output.line("\(dryRun ? "would be: " : "")\(consequences.tally.sentence)")
        output.say(consequences)
        if !dryRun, revision == nil { output.line("nothing was written: the mesh says the same already") }
        output.document(
            .map([
                "format": .text(found.format.rawValue), "source": .text(found.source),
                "planned": .bool(dryRun), "changed": .bool(revision != nil),
                "revision": revision.map { .number(String($0.number)) } ?? .null,
                "counts": .map(found.counts.map { ($0.noun, .count($0.count)) }),
            ]).adding(consequences.tally.fields).adding(found.doubts.fields).adding([
                "consequences": consequences.list
            ]))
        return revision != nil
    }
}

extension InputFile {
    fileprivate var text: ImportFile { ImportFile(name: name, bytes: bytes) }
}

extension Format: ExpressibleByArgument {}
