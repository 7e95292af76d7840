/// A line of text in several styles: `Line("● ", .good) + "fresh 3 h of 24"`.
package struct Line: Hashable, Sendable, ExpressibleByStringLiteral {
    package private(set) var runs: [Run]

    package struct Run: Hashable, Sendable {
        package let text: String
        package let style: Style
    }

    package init(_ text: String = "", _ style: Style = .text) {
        runs = text.isEmpty ? [] : [Run(text: text, style: style)]
    }

    package init(stringLiteral text: String) {
        self.init(text)
    }

    /// A text in which some places are shown as matches of a search.
    ///
    /// - Parameter matches: Positions of scalars in `text`, ascending. A mark stays with what it joins.
    package init(_ text: String, _ style: Style = .text, matches: [Range<Int>]) {
        self.init()
        guard !matches.isEmpty else {
            append(text, style)
            return
        }
        var part = String.UnicodeScalarView()
        var isMatch = false
        for (offset, scalar) in text.unicodeScalars.enumerated() {
            let wasMatch = isMatch
            if treatment(of: scalar) != .join { isMatch = matches.contains { $0.contains(offset) } }
            if isMatch != wasMatch {
                append(String(part), wasMatch ? Style(.match, style.attributes) : style)
                part.removeAll()
            }
            part.append(scalar)
        }
        append(String(part), isMatch ? Style(.match, style.attributes) : style)
    }

    package var columns: Int { runs.reduce(0) { $0 + $1.text.columns } }
    package var text: String { runs.map(\.text).joined() }

    package mutating func append(_ text: String, _ style: Style = .text) {
        runs += Line(text, style).runs
    }

    /// The same, each run in another style.
    package func restyled(_ change: (Style) -> Style) -> Line {
        var line = Line()
        line.runs = runs.map { Run(text: $0.text, style: change($0.style)) }
        return line
    }

    package static func + (left: Line, right: Line) -> Line {
        var both = left
        both.runs += right.runs
        return both
    }
}
