extension ContractComparison {
    /// For a pull request: what breaks first, then the least version and why.
    public func markdown(_ old: String, _ new: String) -> String {
        var lines = ["### `\(Self.code(old))` → `\(Self.code(new))`: \(summary)", ""]
        if !differences.isEmpty {
            lines += ["| impact | where | what |", "|---|---|---|"]
            for impact in ContractDifference.Impact.allCases.reversed() {
                for difference in differences where difference.impact == impact {
                    let name = impact == .breaking ? "**breaking**" : impact.rawValue
                    lines.append("| \(name) | `\(Self.code(difference.path))` | \(Self.cell(difference.text)) |")
                }
            }
            lines.append("")
        }
        lines.append(step == .keep ? "The version may stay." : "Next version: **\(next)** (\(step)).")
        return lines.joined(separator: "\n") + "\n"
    }

    /// Text between backticks: none of its own, and no end of the cell.
    private static func code(_ text: String) -> String {
        text.isEmpty ? "contract" : cell(text).replacing("`", with: "'")
    }

    private static func cell(_ text: String) -> String {
        let flat = text.map { $0.isNewline ? " " : $0 }.map(String.init).joined()
        return flat.replacing("\\", with: "\\\\").replacing("|", with: "\\|").replacing("<", with: "&lt;")
    }
}
