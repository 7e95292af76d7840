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

    /// The first word, where it stands for a command and is none.
    static func unknownCommand(_ arguments: [String]) -> String? {
        guard let first = arguments.first, !first.hasPrefix("-"), !commands.contains(first) else { return nil }
        return first
    }

    private static var commands: [String] {
        let groups = DatameshCommand.configuration.groupedSubcommands
        return groups.flatMap { group in group.subcommands.compactMap { $0.configuration.commandName } } + ["help"]
    }
}
