import ArgumentParser

@main
struct DatameshDaemon: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "datameshd", abstract: "The one writer of the meshes of a shared host.")
}
