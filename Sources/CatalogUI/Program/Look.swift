package import Terminal

/// How good a thing is, as a sign and a colour that always come together.
package enum Tone: Hashable, Sendable {
    case good, warning, bad, unknown, info

    package var sign: String {
        switch self {
        case .good: "●"
        case .warning: "▲"
        case .bad: "✕"
        case .unknown: "·"
        case .info: "◆"
        }
    }

    package var style: Style {
        switch self {
        case .good: .good
        case .warning: .warning
        case .bad: .bad
        case .unknown: .muted
        case .info: .info
        }
    }

    package var mark: Line { Line(sign, style) }

    /// The sign, then a text in the ordinary colour.
    package func line(_ text: String) -> Line { Line(sign + " ", style) + Line(text) }
}
