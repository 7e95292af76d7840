import CNcurses
import Terminal

/// A theme in the numbers of the terminal at hand.
struct Palette {
    struct Ink: Equatable {
        let attributes: attr_t
        let pair: Int32
    }

    private var inks: [Role: Ink] = [:]

    /// - Parameter wantsColours: Whether the person wants them; the terminal may have none all the same.
    init(_ theme: Theme, wantsColours: Bool) {
        let colours = wantsColours && has_colors() && start_color() == OK ? Int(cncurses_colors()) : 0
        let depth: Theme.Depth = colours >= 256 ? .ansi256 : colours >= 8 ? .ansi16 : .mono
        // Without the terminal's own colours there is no “default”: it would be white on black.
        let keepsBackground = colours > 0 && use_default_colors() == OK
        for role in Role.allCases {
            var look = theme.appearance(of: role, at: depth)
            if colours < 16 { look.keepToEight() }
            var pair: Int32 = 0
            if depth != .mono, look.foreground != .terminal || look.background != .terminal {
                let number = alloc_pair(
                    look.foreground.number(else: keepsBackground ? -1 : 7),
                    look.background.number(else: keepsBackground ? -1 : 0))
                pair = max(0, number)
            }
            inks[role] = Ink(attributes: look.attributes.ncurses, pair: pair)
        }
    }

    func ink(for style: Style) -> Ink {
        let ink = inks[style.role] ?? Ink(attributes: 0, pair: 0)
        return Ink(attributes: ink.attributes | style.attributes.ncurses, pair: ink.pair)
    }
}

extension Appearance {
    /// Bright colours as their dark ones in bold, which such terminals brighten.
    fileprivate mutating func keepToEight() {
        switch foreground {
        case .palette(8):
            // Bold black cannot be read where bold does not brighten.
            foreground = .terminal
        case .palette(let number) where number > 8:
            foreground = .palette(number - 8)
            attributes.insert(.bold)
        case .palette, .terminal:
            break
        }
        if case .palette(let number) = background, number >= 8 { background = .palette(number - 8) }
    }
}

extension Appearance.Colour {
    fileprivate func number(else standard: Int32) -> Int32 {
        switch self {
        case .terminal: standard
        case .palette(let number): Int32(number)
        }
    }
}

extension Style.Attributes {
    fileprivate var ncurses: attr_t {
        var result: attr_t = 0
        if contains(.bold) { result |= CNCURSES_BOLD }
        if contains(.dim) { result |= CNCURSES_DIM }
        if contains(.underline) { result |= CNCURSES_UNDERLINE }
        if contains(.reverse) { result |= CNCURSES_REVERSE }
        return result
    }
}
