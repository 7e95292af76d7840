import ArgumentParser

/// The words of the command line before the parser sees them.
enum ArgumentOrder {
    /// Options that every command understands may stand before its name, too: `datamesh --mesh F report`.
    static func ordered(_ arguments: [String]) -> [String] {
        var rest = arguments[...]
        var leading: [String] = []
        while let first = rest.first {
            if first == "--mesh", rest.count > 1 {
                leading += rest.prefix(2)
                rest = rest.dropFirst(2)
            } else if ["--json", "--jsonl", "--plain", "--ascii", "--read-only"].contains(first)
                || first.hasPrefix("--mesh=")
            {
                leading.append(first)
                rest = rest.dropFirst()
            } else {
                break
            }
        }
        guard let command = rest.first, commands.contains(command), !rest.contains("--") else { return arguments }
        return rest + leading
    }

    /// What is wrong with the first words, where they stand for a command and are none.
    static func unknownCommand(_ arguments: [String]) -> String? {
        guard let first = arguments.first, !first.hasPrefix("-") else { return nil }
        guard let command = types.first(where: { $0._commandName == first }) else {
            return first == "help"
                ? nil : "there is no command '\(first)'; 'datamesh --help' lists those there are"
        }
        let below = command.configuration.subcommands
        guard !below.isEmpty, let second = arguments.dropFirst().first, !second.hasPrefix("-"), second != "help",
            !below.contains(where: { $0._commandName == second })
        else { return nil }
        return "there is no command '\(first) \(second)'; 'datamesh \(first) --help' lists those there are"
    }

    private static var types: [any ParsableCommand.Type] {
        DatameshCommand.configuration.groupedSubcommands.flatMap(\.subcommands)
    }

    private static var commands: [String] { types.map { $0._commandName } + ["help"] }
}
