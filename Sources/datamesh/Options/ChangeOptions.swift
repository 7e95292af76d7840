import ArgumentParser

/// What every command understands that changes a mesh.
struct ChangeOptions: ParsableArguments {
    @Flag(help: "Say what would happen, and change nothing.")
    var plan = false
}

/// The file that states what a command creates.
struct StatedFileOption: ParsableArguments {
    @Option(
        name: [.short, .long],
        help: ArgumentHelp("A YAML or JSON file that states it; - reads standard input.", valueName: "file"),
        completion: .file(extensions: ["yaml", "yml", "json"]))
    var file: String?
}
