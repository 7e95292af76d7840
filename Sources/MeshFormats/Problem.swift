package import Documents

/// Something wrong with one record of a file, and where: a sentence for the person who can mend it.
package struct Problem: Hashable, Sendable {
    package var file: String
    /// Both from 1; 0 where no place in the text can be named.
    package var line: Int
    package var column: Int
    /// `dataset[3].publisher.name`
    package var path: String
    /// What is wrong: `is missing`.
    package var reason: String

    package init(file: String, at position: Position?, path: String, reason: String) {
        self.file = file
        line = position?.line ?? 0
        column = position?.column ?? 0
        self.path = path
        self.reason = reason
    }
}

extension Problem: CustomStringConvertible {
    package var description: String {
        let place = line == 0 ? "" : ", line \(line), column \(column)"
        return "\(printable(file))\(place): \(path.isEmpty ? "" : "\(path) ")\(reason)"
    }
}

/// A text in double quotes, made harmless and cut after 60 characters.
func quoted(_ text: String) -> String {
    let head = text.prefix(60)
    let escaped = String(decoding: JSONWriter.write(.string(String(head)), .compact), as: UTF8.self)
    return head.endIndex < text.endIndex ? escaped.dropLast() + "…\"" : escaped
}

/// A text made harmless: controls and marks that reorder a line are escaped.
func printable(_ text: String) -> String {
    String(decoding: JSONWriter.write(.string(text), .compact).dropFirst().dropLast(), as: UTF8.self)
}
