import ArgumentParser

/// Measures datamesh, beside its peers where there are any, in one run on one machine.
@main
struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "datamesh-bench",
        abstract: "Measures datamesh: the store on a generated mesh, the browser on a real terminal.",
        subcommands: [Generate.self, Store.self, Points.self, Compare.self, Shared.self, Screen.self, Host.self])
}
