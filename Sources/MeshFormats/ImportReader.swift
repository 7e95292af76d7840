package import Documents

/// Turns the texts of files into imports, whatever their formats.
package struct ImportReader {
    package var options: ImportOptions
    private let progress: (_ done: Int, _ total: Int) -> Void

    /// `progress` hears how many records of the file under way are done; a total of 0 is not known yet.
    package init(
        options: ImportOptions = ImportOptions(), progress: @escaping (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) {
        self.options = options
        self.progress = progress
    }

    /// One import a file, in their order. A dbt project takes several files: its catalog and run results are used where they are named or stand beside
    /// the manifest; `beside` answers the file of that path, or nil.
    package func read(
        _ files: [ImportFile], beside: (_ path: String) throws -> ImportFile? = { _ in nil }
    ) throws(FormatError) -> [Import] {
        var imports: [(place: Int, import: Import)] = []
        var artifacts: [(place: Int, artifact: Artifact)] = []
        for (place, file) in files.enumerated() {
            let head = try file.head()
            if options.format == .jsonl || options.format == nil && ProductLines.resembles(head) {
                imports.append((place, try ProductLines(file: file, options: options).read(after: head, progress)))
                continue
            }
            let documents = try documents(file, after: head)
            if options.format ?? .dbt == .dbt, let artifact = documents.first.flatMap(Artifact.init) {
                artifacts.append((place, artifact))
            } else {
                imports.append((place, try read(documents)))
            }
        }
        imports += try read(artifacts, beside: beside)
        return imports.sorted { $0.place < $1.place }.map(\.import)
    }

    /// The text of one file by itself.
    package func read(_ bytes: [UInt8], file: String) throws(FormatError) -> Import {
        let imports = try read([ImportFile(name: file, bytes: bytes)])
        guard let first = imports.first else { preconditionFailure("one file makes one import") }
        return first
    }

    /// One document by itself.
    package func read(_ document: Document) throws(FormatError) -> Import { try read([document]) }

    private func read(_ documents: [Document]) throws(FormatError) -> Import {
        guard let document = documents.first else { preconditionFailure("a text without a document is refused before") }
        guard let format = options.format ?? Format.recognise(document) else {
            throw .unrecognised(file: document.name, seen: Format.seen(document.root))
        }
        if format != .mesh, format != .odcs, documents.count > 1 {
            let reason = "a second document begins here; \(format.title) is one"
            throw .refused(Problem(file: document.name, at: documents[1].root.position, path: "", reason: reason))
        }
        switch format {
        case .dcatUS: return try Catalogue(file: document.name, root: document.root, options: options).read(progress)
        case .dbt:
            guard let artifact = Artifact(document) else {
                throw .unrecognised(file: document.name, seen: Format.seen(document.root))
            }
            return try manifest(artifact, with: [])
        case .odcs: return try ContractFile(documents: documents, options: options).read(progress)
        case .mesh, .jsonl: return try MeshDocument(documents: documents, options: options).read(progress)
        }
    }

    private func documents(_ file: ImportFile, after head: [UInt8]) throws(FormatError) -> [Document] {
        let bytes = try file.whole(after: head, budget: options.budget)
        let documents: [Document]
        do { documents = try Document.readAll(bytes, name: file.name, budget: options.budget) } catch {
            throw .unreadable(error)
        }
        guard !documents.isEmpty else {
            throw .refused(Problem(file: file.name, at: .start, path: "", reason: "there is nothing in it"))
        }
        return documents
    }

    private func manifest(_ artifact: Artifact, with companions: [Artifact]) throws(FormatError) -> Import {
        guard artifact.kind == .manifest else { throw artifact.needsManifest }
        let manifest = Manifest(
            artifact: artifact, catalogs: companions.filter { $0.kind == .catalog },
            runs: companions.filter { $0.kind == .runResults }, options: options)
        return try manifest.read(progress)
    }

    /// Each manifest with its companions: those of its folder, or of any where it is the only one.
    private func read(
        _ artifacts: [(place: Int, artifact: Artifact)], beside: (_ path: String) throws -> ImportFile?
    ) throws(FormatError) -> [(place: Int, import: Import)] {
        let manifests = artifacts.filter { $0.artifact.kind == .manifest }
        var companions: [[Artifact]] = Array(repeating: [], count: manifests.count)
        for (_, artifact) in artifacts where artifact.kind != .manifest {
            let near = manifests.firstIndex { $0.artifact.folder == artifact.folder }
            guard [.catalog, .runResults].contains(artifact.kind), let owner = near ?? (manifests.count == 1 ? 0 : nil)
            else { throw artifact.needsManifest }
            companions[owner].append(artifact)
        }
        var imports: [(place: Int, import: Import)] = []
        for (index, (place, artifact)) in manifests.enumerated() {
            var mine = companions[index]
            var doubts: [Problem] = []
            for (kind, name) in [(Artifact.Kind.catalog, "catalog.json"), (.runResults, "run_results.json")]
            where !mine.contains(where: { $0.kind == kind }) {
                let path = artifact.folder.isEmpty ? name : "\(artifact.folder)/\(name)"
                do {
                    guard let file = try beside(path) else { continue }
                    if let found = try documents(file, after: []).first.flatMap(Artifact.init), found.kind == kind {
                        mine.append(found)
                    } else {
                        doubts.append(
                            Problem(
                                file: path, at: nil, path: "",
                                reason: "stands beside the manifest and is left out: it is none of dbt's"))
                    }
                } catch {
                    // Nobody named it: what is wrong with it stands in nobody's way.
                    doubts.append(
                        Problem(
                            file: path, at: nil, path: "",
                            reason: "stands beside the manifest and is left out: \(error)"))
                }
            }
            var result = try manifest(artifact, with: mine)
            result.doubts.warn(doubts)
            imports.append((place, result))
        }
        return imports
    }
}
