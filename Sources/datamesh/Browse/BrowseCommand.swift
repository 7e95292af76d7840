import ArgumentParser
import Terminal

/// The browser: what `datamesh` does when nothing else is said.
struct BrowseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "browse",
        abstract: "Browse the mesh in the terminal; what datamesh does when nothing else is said.",
        discussion: """
            ? shows the keys of a place, : every command by name.

            Example:
              datamesh --mesh /srv/mesh --theme light
            """)

    @OptionGroup var look: LookOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let folder = try common.folder()
        // An empty mesh at the place that nobody had to name; not where no browser would open.
        if folder.isDefault, !folder.isReadOnly, !folder.hasMesh, Stream.output.isTerminal {
            _ = try await OpenMesh.create(folder)
            Stream.errors.complain("made a new mesh in \(folder.path)")
        }
        try Browse.run(folder, look: look, common: common)
    }
}

extension Browse {
    /// Browses the mesh of a folder.
    static func run(_ folder: MeshFolder, look: LookOptions, common: CommonOptions) throws {
        let theme = try Theme.named(look.theme)
        let gateway = try OpenMesh.open(folder)
        try run(
            gateway: gateway,
            options: .init(
                mesh: folder.name, workspaces: folder.workspaces, escalationDays: folder.escalationDays,
                isReadOnly: folder.whyReadOnly != nil, theme: theme, hasColours: !look.noColor,
                asciiOnly: common.ascii, hasMouse: !look.noMouse))
    }
}

/// How the browser looks.
struct LookOptions: ParsableArguments {
    @Option(help: "dark, light or plain.") var theme = "dark"
    @Flag(help: "No colours; NO_COLOR in the environment does the same.") var noColor = false
    @Flag(help: "Leave the mouse to the terminal.") var noMouse = false
}
