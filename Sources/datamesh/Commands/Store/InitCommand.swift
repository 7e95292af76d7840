import ArgumentParser
import MeshModel

struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Make an empty mesh in a folder of its own.",
        discussion: """
            A mesh of your own can be read by nobody else. A shared one can be
            read by the members of a group; you alone can write. A mesh that many
            write is the host's: an administrator names it in the host's file, and
            datameshd makes it.

            Examples:
              datamesh init
              datamesh init --mesh /srv/mesh --shared analysts
            """)

    @Option(help: ArgumentHelp("Let the members of a group read it.", valueName: "group")) var shared: String?
    @OptionGroup var change: ChangeOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let folder = try common.folder()
        if change.plan {
            try OpenMesh.demandNew(folder)
            guard !folder.hasMesh else { throw Failure.refused("\(folder.path) holds a mesh already") }
            common.output.line("nothing is made yet; an empty mesh would be in \(folder.path)")
            return common.output.document(.map(["mesh": .text(folder.path), "planned": .bool(true)]))
        }
        let gateway = try await OpenMesh.create(folder, sharedWith: shared)
        common.output.line(
            "an empty mesh is in \(folder.path)" + (shared.map { "; members of \($0) may read it" } ?? ""))
        common.output.line("next: datamesh import FILE…, or datamesh domain register NAME --owner NAME")
        common.output.document(
            .map([
                "mesh": .text(folder.path), "owner": .text(gateway.actor.user),
                "shared": shared.map(Tree.text) ?? .null,
            ]))
    }
}
