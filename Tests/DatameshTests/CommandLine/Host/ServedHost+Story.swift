@testable import datamesh

extension ServedHost {
    /// Replays a page on which several people act: a line `# ann` says who speaks from there on.
    ///
    /// Besides what every page masks, days are DAY, the ends of a chain are HASH, and who asked on the host is nobody's business.
    func story(_ page: String) throws -> String {
        var told = ""
        for line in page.split(separator: "\n") {
            if line.hasPrefix("# ") {
                speaks(as: String(line.dropFirst(2)))
                told += "\(line)\n"
            } else if line.hasPrefix("$ ") {
                let arguments = Program.words(String(line.dropFirst(2))) + ["--mesh", "main"]
                let command = arguments.map { $0.contains(" ") ? "'\($0)'" : $0 }.joined(separator: " ")
                let replayed = try program.replay("$ " + command).split(separator: "\n").dropFirst()
                told += ([String(line)] + replayed.map(Self.masked)).joined(separator: "\n") + "\n"
            }
        }
        return told
    }

    private static func masked(_ line: Substring) -> String {
        var line = line.replacing(/2\d\d\d-\d\d-\d\d/) { $0.output.hasPrefix("20") ? "DAY" : String($0.output) }
        line = line.replacing(/\b[0-9a-f]{64}\b/, with: "HASH").replacing(/uid \d+, process \d+/, with: "SOMEBODY")
        return String(line)
    }
}
