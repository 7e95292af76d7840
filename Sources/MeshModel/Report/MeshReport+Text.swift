/// The report for people: the same sections as plain lines and as Markdown.
extension MeshReport {
    /// A heading, and lines or a table below it.
    private struct Section {
        var title: String
        var facts: [(String, String)] = []
        var header: [String] = []
        var rows: [[String]] = []
    }

    private var sections: [Section] {
        var sections = [
            Section(
                title: "Mesh health, \(at)",
                facts: [("domains", String(domains.count)), ("products", mesh.productWords)] + mesh.facts)
        ]
        if !domains.isEmpty {
            sections.append(
                Section(
                    title: "Domains",
                    header: [
                        "domain", "owner", "products", "published", "links", "compliant", "rules", "quality",
                        "unclaimed",
                        "missing",
                    ],
                    rows: domains.map { domain in
                        let figures = domain.figures
                        return [
                            domain.id.text, domain.owner.isEmpty ? "–" : domain.owner, String(figures.products),
                            String(figures.statuses[.published] ?? 0), String(figures.activeSubscriptions),
                            "\(figures.compliant) of \(figures.checked)", figures.score.description,
                            oneDecimal(figures.quality), String(figures.unclaimed), String(figures.missing),
                        ]
                    }))
        }
        if !policies.isEmpty {
            sections.append(
                Section(
                    title: "Policies", header: ["policy", "products", "pass", "fail", "not measured"],
                    rows: policies.map {
                        [$0.id.text, String($0.products), String($0.passed), String($0.failed), String($0.notMeasured)]
                    }))
        }
        if !topProducts.isEmpty {
            sections.append(
                Section(
                    title: "Most used products", header: ["product", "consumers"],
                    rows: topProducts.map { [$0.name, String($0.count)] }))
        }
        if !topConsumers.isEmpty {
            sections.append(
                Section(
                    title: "Consumers of most products", header: ["consumer", "products"],
                    rows: topConsumers.map { [$0.name, String($0.count)] }))
        }
        return sections
    }

    /// Lines for a terminal or a mail.
    public var text: [String] {
        var lines: [String] = []
        for section in sections {
            if !lines.isEmpty { lines.append("") }
            lines.append(section.title)
            let width = section.facts.map(\.0.count).max() ?? 0
            for (name, value) in section.facts { lines.append("  \(padded(name, width))  \(value)") }
            let table = [section.header] + section.rows
            let widths = section.header.indices.map { column in table.map { $0[column].count }.max() ?? 0 }
            guard !section.header.isEmpty else { continue }
            for row in table {
                let cells = row.enumerated().map { padded($1, widths[$0]) }.joined(separator: "  ")
                lines.append("  " + String(cells.reversed().drop { $0 == " " }.reversed()))
            }
        }
        return lines
    }

    public var markdown: String {
        var lines: [String] = []
        for (place, section) in sections.enumerated() {
            lines += place == 0 ? ["# \(section.title)", ""] : ["", "## \(section.title)", ""]
            lines += section.facts.map { "- \($0.0): \(escaped($0.1))" }
            guard !section.header.isEmpty else { continue }
            lines.append("| \(section.header.joined(separator: " | ")) |")
            lines.append("|\(String(repeating: " --- |", count: section.header.count))")
            lines += section.rows.map { "| \($0.map(escaped).joined(separator: " | ")) |" }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension MeshReport.Figures {
    fileprivate var productWords: String {
        let words = DataProduct.Status.allCases.compactMap { status in
            statuses[status].map { "\($0) \(status.rawValue)" }
        }
        return "\(products)" + (words.isEmpty ? "" : ": \(words.joined(separator: ", "))")
    }

    fileprivate var facts: [(String, String)] {
        let standings = MeshReport.standings.compactMap { standing in
            subscriptions[standing].map { "\($0) \(standing.rawValue)" }
        }
        let attention = [
            (unclaimed, "unclaimed"), (missing, "missing at their source"),
            (withoutDescription, "without a description"),
            (withoutContract, "without a contract"),
        ].filter { $0.0 > 0 }.map { "\($0) \($1)" }
        return [
            (
                "subscriptions",
                "\(totalSubscriptions)" + (standings.isEmpty ? "" : ": \(standings.joined(separator: ", "))")
            ),
            ("compliance", "\(compliant) of \(checked) products; rules: \(score)"),
            (
                "quality",
                quality == nil ? "not measured" : "\(oneDecimal(quality)) % over \(counted(measured, "product"))"
            ),
            ("freshness", "promised by \(counted(promisingFreshness, "product"))"),
            ("to look at", attention.isEmpty ? "nothing" : attention.joined(separator: ", ")),
        ]
    }
}

private func oneDecimal(_ value: Double?) -> String { value.map { plainNumber(($0 * 10).rounded() / 10) } ?? "–" }

private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
}

/// Text that Markdown takes for text.
private func escaped(_ text: String) -> String {
    text.map { character in
        if character.isNewline { return " " }
        return "\\`*_[]<>|#".contains(character) ? "\\\(character)" : String(character)
    }.joined()
}
