/// A line of text in several styles: `"● " .good, "fresh 3 h of 24" .text`.
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

    package var columns: Int { runs.reduce(0) { $0 + $1.text.columns } }
    package var text: String { runs.map(\.text).joined() }

    package mutating func append(_ text: String, _ style: Style = .text) {
        runs += Line(text, style).runs
    }

    package static func + (left: Line, right: Line) -> Line {
        var both = left
        both.runs += right.runs
        return both
    }
}
