import MeshModel
import Terminal
import Widgets

extension ProductsPane {
    /// Rows above the list: the headings, and the filter where there is one.
    func rowsAbove() -> Int { 1 + (isFiltering || hasFilter ? 1 : 0) + (query.complaints.isEmpty ? 0 : 1) }

    var orderLabel: String {
        let key = order.key == .relevance ? (query.hasWords ? "best match" : "consumers") : order.key.rawValue
        return "by \(key) \(order.descending ? "▾" : "▴")"
    }

    /// `42`, or `17 so far` while products are still being looked at.
    var countLabel: String {
        isLoaded ? (unseen > 0 ? "\(Words.count(found)) so far" : Words.count(found)) : "…"
    }

    func draw(in rect: Rect, isFocused: Bool, isMeshEmpty: Bool, on frame: inout Frame) {
        var rest = rect
        drawFilter(in: &rest, on: &frame)
        guard !isLoaded || found > 0 else {
            drawNothing(in: rest, isMeshEmpty: isMeshEmpty, on: &frame)
            return
        }
        let visible = cursor.visible(count: found, rows: rest.height - 1)
        let words = query.soughtTexts
        let drawn = visible.map { index in
            row(at: index).map { Self.cells(of: $0, matching: words) } ?? [Line("…", .muted)]
        }
        frame.draw(
            Table(
                columns: Self.columns(width: rest.width), rows: drawn, selection: cursor.index - visible.lowerBound,
                isFocused: isFocused && !isFiltering),
            in: rest)
    }

    private func drawFilter(in rest: inout Rect, on frame: inout Frame) {
        if isFiltering || hasFilter {
            var row = rest.takeTop(1)
            frame.write(" / ", in: row.takeLeft(3), style: isFiltering ? .keyHint : .muted)
            frame.draw(
                TextField(filter, placeholder: "words, domain:sales, tag:pii, quality<95", isFocused: isFiltering),
                in: row)
        }
        if hasFilter, let sentence = leniency.sentence {
            frame.write(Line(" ") + Tone.warning.line(sentence), in: rest.takeTop(1))
        }
        if let complaint = query.complaints.first {
            frame.write(Line(" ") + Tone.warning.line(complaint), in: rest.takeTop(1))
        }
    }

    private func drawNothing(in rect: Rect, isMeshEmpty: Bool, on frame: inout Frame) {
        let text =
            isMeshEmpty
            ? "There are no products yet.\n\nBring a catalogue in:\n  datamesh import FILE…\nor make a product here:\n  :new domain, then :new product\nor look at an example:\n  datamesh demo"
            : hasFilter
                ? "Nothing matches “\(filter.text)”.\n\nEsc clears the filter. Words are looked for in names, tags, fields and descriptions; field:value narrows, such as owner:alice or status:draft."
                : "No products here yet.\n\n:new product makes one; 1 shows the other domains."
        frame.draw(
            Paragraph(text, style: .muted),
            in: rect.inset(columns: min(2, rect.width / 4), rows: rect.height > 2 ? 1 : 0))
    }

    /// What tells products apart stays longest: the name, then how far it can be trusted.
    static func columns(width: Int) -> [Table.Column] {
        [
            Table.Column("NAME", minimum: 14, cut: .middle),
            Table.Column("TRUST", minimum: 7, dropOrder: 1),
            Table.Column("FRESH", minimum: 5, dropOrder: 4, align: .right),
            Table.Column("USERS", minimum: 5, dropOrder: 3, align: .right),
            Table.Column("ACCESS", minimum: 9, ideal: width > 76 ? 18 : 11, dropOrder: 2),
        ]
    }

    static func cells(of row: ProductRow, matching words: [String]) -> [Line] {
        let name: Style = row.status == .retired || row.status == .deprecated ? .muted : .text
        return [
            Line(row.title, name, matches: matches(of: words, in: row.title)),
            trust(row.standing),
            row.standing.freshnessSeconds.map { Line(span($0)) } ?? Line("–", .muted),
            row.standing.consumers == 0 ? Line("–", .muted) : Line(Words.count(row.standing.consumers)),
            Line(row.standing.access.description, access(row.standing.access)),
        ]
    }

    /// How many of its rules it is shown to satisfy, and what that comes to.
    private static func trust(_ standing: ProductStanding) -> Line {
        let score = standing.score
        let text = score.total == 0 ? Line("–", .muted) : Line("\(score.passed)/\(score.total)")
        return standing.level.tone.mark + " " + text
    }

    private static func access(_ word: AccessWord) -> Style {
        switch word {
        case .asks: .text
        case .closed: .muted
        case .yours, .open, .asked, .unclaimed: word.tone.style
        }
    }

    /// Where words stand in a text, whatever its case: positions of scalars, ascending.
    static func matches(of words: [String], in text: String) -> [Range<Int>] {
        let folded = text.unicodeScalars.map { Array(Folding.folded(String($0)).unicodeScalars) }
        // Where a letter folds into several, positions would no longer be those of the text.
        guard !words.isEmpty, folded.allSatisfy({ $0.count == 1 }) else { return [] }
        let letters = folded.map { $0[0] }
        var marked: Set<Int> = []
        for word in words {
            let needle = Array(word.unicodeScalars)
            guard !needle.isEmpty, needle.count <= letters.count else { continue }
            for start in 0...(letters.count - needle.count) where letters[start...].starts(with: needle) {
                marked.formUnion(start..<(start + needle.count))
            }
        }
        return marked.sorted().map { $0..<($0 + 1) }
    }
}
