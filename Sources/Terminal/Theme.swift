/// How each role looks on terminals of different means.
///
/// Every depth has a table of its own: 256 colours are not rounded down to 16, because what those look like is the
/// user's choice, and a terminal without colours must still tell the roles apart.
package struct Theme: Hashable, Sendable {
    package let name: String
    private var tables: [Depth: [Role: Appearance]]

    /// How many colours a table may use.
    package enum Depth: String, CaseIterable, Hashable, Sendable {
        case ansi256, ansi16, mono
    }

    /// Bold, underlined or reverse, and no colour: for terminals without them, and for whoever wants none.
    package static let plain = Theme(
        name: "plain",
        table: [
            .title: Appearance(attributes: .bold), .heading: Appearance(attributes: .underline),
            .selection: Appearance(attributes: .bold), .bad: Appearance(attributes: .bold),
            .match: Appearance(attributes: .underline), .keyHint: Appearance(attributes: .bold),
            .input: Appearance(attributes: .underline), .inputError: Appearance(attributes: [.underline, .bold]),
        ])

    private init(name: String, table: [Role: Appearance]) {
        self.name = name
        tables = Dictionary(uniqueKeysWithValues: Depth.allCases.map { ($0, table) })
    }

    /// A theme as it is written in a file: `ansi256 → accent → "75 bold"`.
    ///
    /// What it does not mention is as in the plain theme.
    package init(
        name: String, entries: [(role: String, depth: String, value: String)]
    ) throws(ThemeError) {
        self.name = name
        tables = Self.plain.tables
        for entry in entries {
            guard let depth = Depth(rawValue: entry.depth) else {
                throw .unknownDepth(theme: name, depth: entry.depth)
            }
            guard let role = Role(rawValue: entry.role) else {
                throw .unknownRole(theme: name, depth: depth, role: entry.role)
            }
            guard let appearance = Appearance(entry.value, depth: depth) else {
                throw .unreadable(theme: name, depth: depth, role: role, value: entry.value)
            }
            tables[depth]?[role] = appearance
        }
    }

    package func appearance(of role: Role, at depth: Depth) -> Appearance {
        tables[depth]?[role] ?? Appearance()
    }
}

/// Why a theme cannot be used.
package enum ThemeError: Error, Hashable, Sendable, CustomStringConvertible {
    case unknownDepth(theme: String, depth: String)
    case unknownRole(theme: String, depth: Theme.Depth, role: String)
    case unreadable(theme: String, depth: Theme.Depth, role: Role, value: String)

    package var description: String {
        switch self {
        case .unknownDepth(let theme, let depth):
            let depths = Theme.Depth.allCases.map(\.rawValue).joined(separator: ", ")
            return "theme \(theme): “\(depth)” is no table of colours; there are \(depths)"
        case .unknownRole(let theme, let depth, let role):
            let roles = Role.allCases.map(\.rawValue).joined(separator: ", ")
            return "theme \(theme), \(depth.rawValue): “\(role)” is no role; there are \(roles)"
        case .unreadable(let theme, let depth, let role, let value):
            return "theme \(theme), \(depth.rawValue), \(role.rawValue): “\(value)” cannot be read; "
                + "write \(depth.wanted), then any of bold, dim, underline, reverse"
        }
    }
}

extension Theme.Depth {
    fileprivate var wanted: String {
        switch self {
        case .ansi256: "default or a number from 16 to 255, on and a second one for the background"
        case .ansi16: "default or a name from black to white, bright- before it or not"
        case .mono: "default"
        }
    }
}
