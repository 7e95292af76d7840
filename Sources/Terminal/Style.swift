/// What a piece of a screen means. A theme says how that looks; nothing else in the program knows a colour.
package enum Role: String, CaseIterable, Hashable, Sendable {
    case text, muted, accent, title, heading, selection
    case good, warning, bad, info
    case match, rule, keyHint, input, inputError
}

/// How a cell is drawn: what it means, and what is added to that.
package struct Style: Hashable, Sendable {
    package var role: Role
    package var attributes: Attributes

    package init(_ role: Role = .text, _ attributes: Attributes = []) {
        self.role = role
        self.attributes = attributes
    }

    /// What a terminal without colours can still show.
    package struct Attributes: OptionSet, Hashable, Sendable {
        package let rawValue: UInt8

        package init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        package static let bold = Attributes(rawValue: 1)
        package static let dim = Attributes(rawValue: 2)
        package static let underline = Attributes(rawValue: 4)
        package static let reverse = Attributes(rawValue: 8)
    }

    package func adding(_ more: Attributes) -> Style {
        Style(role, attributes.union(more))
    }

    package var bold: Style { adding(.bold) }
    package var underlined: Style { adding(.underline) }

    package static let text = Style(.text)
    package static let muted = Style(.muted)
    package static let accent = Style(.accent)
    package static let title = Style(.title)
    package static let heading = Style(.heading)
    package static let selection = Style(.selection)
    package static let good = Style(.good)
    package static let warning = Style(.warning)
    package static let bad = Style(.bad)
    package static let info = Style(.info)
    package static let match = Style(.match)
    package static let rule = Style(.rule)
    package static let keyHint = Style(.keyHint)
    package static let input = Style(.input)
    package static let inputError = Style(.inputError)
}
