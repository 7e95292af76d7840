import ArgumentParser
import Testing

@testable import datamesh

/// A page for each command that one can learn from.
struct HelpTests {
    private static func below(_ command: any ParsableCommand.Type) -> [any ParsableCommand.Type] {
        let plain = command.configuration.subcommands
        let grouped = command.configuration.groupedSubcommands.flatMap { $0.subcommands }
        return plain + grouped.filter { found in !plain.contains { $0 == found } }
    }

    static let commands: [[String]] = {
        func walk(_ command: any ParsableCommand.Type, _ path: [String]) -> [[String]] {
            [path] + below(command).flatMap { walk($0, path + [$0._commandName]) }
        }
        return walk(DatameshCommand.self, [])
    }()

    /// Made out of the names of types at each start, they cost a tenth of the first frame.
    @Test func `every command states its name`() {
        func walk(_ command: any ParsableCommand.Type) {
            #expect(command.configuration.commandName != nil, "\(command)")
            for command in Self.below(command) { walk(command) }
        }
        walk(DatameshCommand.self)
    }

    @Test(arguments: commands)
    func `every command has a help with an example, no wider than a terminal`(command: [String]) throws {
        let program = try Program()
        let ending = try program.run(command + ["--help"])
        #expect(ending.status == 0)
        #expect(ending.errors == "")
        #expect(ending.output.contains("OVERVIEW: "))
        let isGroup = Self.commands.contains { $0.count > command.count && $0.starts(with: command) }
        if !isGroup { #expect(ending.output.contains("Example")) }
        // But for the one line that the parser never breaks.
        let lines = ending.output.split(separator: "\n").filter { !$0.hasPrefix("USAGE: ") }
        #expect(lines.filter { $0.count > 80 } == [])
    }

    @Test func `the first page names every command`() throws {
        let program = try Program()
        let page = try program.run("--help").output
        for command in Self.commands where command.count == 1 { #expect(page.contains("\n  \(command[0]) ")) }
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func `completion comes from the parser`(shell: String) throws {
        let ending = try Program().run("--generate-completion-script", shell)
        #expect(ending.status == 0)
        #expect(ending.output.contains("subscription"))
    }

    @Test func `version and help need no mesh and no home`() throws {
        let ending = try Program().run(["--version"], environment: ["HOME": nil, "DATAMESH_HOME": nil])
        #expect(ending == Program.Ending(status: 0, output: "0.1.0\n", errors: ""))
    }
}
