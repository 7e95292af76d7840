package import MeshModel

/// Lengths of time and numbers in the few letters that a column has.
package enum Words {
    /// `12,345`: groups of three, so that orders of magnitude are seen.
    package static func count(_ value: Int) -> String {
        var digits = String(value.magnitude)
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        groups.insert(digits, at: 0)
        return (value < 0 ? "-" : "") + groups.joined(separator: ",")
    }

    /// `1 product`, `3 products`.
    package static func plural(_ value: Int, _ noun: String, _ many: String? = nil) -> String {
        "\(count(value)) \(value == 1 ? noun : many ?? noun + "s")"
    }

    /// At most one digit behind the point: `98.5`.
    package static func share(_ value: Double) -> String { plainNumber((value * 10).rounded() / 10) }

    /// `a, b, c +2`: as many names as are asked for, and how many more there are.
    package static func list(_ names: [String], most: Int) -> String {
        let shown = names.prefix(most).joined(separator: ", ")
        return names.count > most ? "\(shown) +\(names.count - most)" : shown
    }

    /// A moment to the minute, in UTC: `2026-11-23 08:30`.
    package static func time(_ moment: Instant) -> String {
        let text = moment.description
        guard text.utf8.count >= 16 else { return text }
        return text.prefix(16).map { $0 == "T" ? " " : String($0) }.joined()
    }
}

extension String {
    /// As one word of a command line that a POSIX shell reads.
    package var quotedForShell: String {
        let plain =
            !isEmpty
            && utf8.allSatisfy { byte in
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                    || "-_./:=@,+%".utf8.contains(byte)
            }
        return plain
            ? self : "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
