import ArgumentParser
import MeshModel

/// What every command understands that changes nothing: the mesh may also be one that has been.
struct ReadingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Look at the mesh as it was: a revision, a time or an age such as 7d.", valueName: "when"))
    var at: String?

    @OptionGroup var common: CommonOptions

    var output: Output { common.output }
    var json: Bool { common.json }
    var jsonl: Bool { common.jsonl }

    func folder() throws(Failure) -> MeshFolder { try common.folder() }

    /// The mesh as it is now, or as it was: then nothing can be changed.
    func open() throws -> Session {
        guard let at else { return try common.open() }
        let (gateway, reader) = try OpenMesh.past(try folder(), at)
        return Session(gateway: gateway, reader: reader, now: reader.revision.at, output: output)
    }
}
