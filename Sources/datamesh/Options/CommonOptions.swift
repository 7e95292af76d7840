import ArgumentParser

/// What every command understands.
struct CommonOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The folder that holds the mesh, or the name of a mesh of this host. Else $DATAMESH_HOME, else the host's first mesh, else $XDG_DATA_HOME/datamesh, else ~/.local/share/datamesh.",
            valueName: "folder"))
    var mesh: String?

    @Flag(help: "Change nothing, whatever else is asked.")
    var readOnly = false

    @Flag(help: "Answer with one JSON document.")
    var json = false

    @Flag(help: "Answer with JSON lines: a record a line.")
    var jsonl = false

    @Flag(help: "Words instead of signs, and a tab between columns.")
    var plain = false

    @Flag(help: "ASCII characters only.")
    var ascii = false

    mutating func validate() throws {
        if json, jsonl { throw ValidationError("--json and --jsonl exclude each other") }
    }
}

extension CommonOptions {
    var output: Output {
        Output(
            form: json ? .json : jsonl ? .jsonLines : plain ? .plain : .text,
            asciiOnly: ascii || Stream.output.isTerminal && !Locale.isUTF8, columns: Stream.output.columns)
    }

    func folder() throws(Failure) -> MeshFolder {
        var folder = try MeshFolder(named: mesh)
        folder.isReadOnly = readOnly
        return folder
    }

    /// The mesh, as it is now.
    func open() throws -> Session { try Session(OpenMesh.open(try folder()), output: output) }
}
