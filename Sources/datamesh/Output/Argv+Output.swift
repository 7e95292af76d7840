extension [String] {
    /// A command as one line: words that hold more than plain characters stand in quotes, line breaks as `\\n`.
    var commandLine: String {
        map { word in
            let plain = word.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "'") }
            guard !plain || word.isEmpty else { return word }
            return "'" + word.replacing("'", with: "'\\''").replacing("\n", with: "\\n").replacing("\t", with: "\\t")
                + "'"
        }
        .joined(separator: " ")
    }
}
