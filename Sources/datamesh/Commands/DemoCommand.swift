import ArgumentParser
import MeshModel

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Make a mesh to look around in, and browse it.",
        discussion: """
            Ten domains and 45 products with lineage, a month of measurements, policies
            that hold and some that do not, and requests that wait. It goes into a new
            folder of its own, or into the one that --mesh names.

            Examples:
              datamesh demo
              datamesh demo --plain       eleven steps, printed
            """)

    @OptionGroup var look: LookOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let folder = try common.mesh == nil ? Demo.scratchFolder() : common.folder()
        if common.plain || common.json || common.jsonl { return try await tour(folder) }
        let isBrowsed = Stream.output.isTerminal
        let progress = Progress()
        progress.show("ninety days in the life of a mesh")
        defer { progress.end() }
        try await Demo(folder: folder).live()
        progress.end()
        // Said before the browser opens as well, and so found again behind it.
        common.output.line("a mesh to look around in is in \(folder.path)")
        common.output.line("next: datamesh --mesh \(folder.path), or datamesh report --mesh \(folder.path)")
        if isBrowsed { try Browse.run(folder, look: look, common: common) }
    }

    /// The original's steps, numbered, each with what the mesh says afterwards.
    private func tour(_ folder: MeshFolder) async throws {
        var output = common.output
        if output.form == .plain { output.form = .text }
        let tour = Tour(gateway: try await OpenMesh.create(folder), folder: folder, now: WallClock.now)
        var steps: [Tree] = []
        for step in TourStep.allCases {
            let lines = try await tour.perform(step)
            output.line("\(step.rawValue < 10 ? " " : "")\(step.rawValue). \(step.title)")
            output.lines(lines.map { $0.isEmpty ? "" : "    \($0)" })
            steps.append(
                .map(["step": .count(step.rawValue), "title": .text(step.title), "mesh": .texts(lines)]))
        }
        output.line()
        output.line("the mesh is in \(folder.path); datamesh --mesh \(folder.path) browses it")
        output.documents(steps)
    }
}
