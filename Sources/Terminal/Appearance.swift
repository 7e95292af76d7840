/// A foreground, a background and attributes.
package struct Appearance: Hashable, Sendable {
    package var foreground: Colour
    package var background: Colour
    package var attributes: Style.Attributes

    package init(
        foreground: Colour = .terminal, background: Colour = .terminal, attributes: Style.Attributes = []
    ) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
    }

    package enum Colour: Hashable, Sendable {
        /// The terminal's own, which keeps the user's background.
        case terminal
        /// A number of the palette. Below 16 its looks are the user's, above they are fixed.
        case palette(UInt8)
    }
}

extension Appearance {
    /// Reads `75 bold`, `bright-blue on black`, `default underline`; `nil` where it means nothing at this depth.
    init?(_ text: String, depth: Theme.Depth) {
        self.init()
        var words = text.split(separator: " ")[...]
        guard let first = words.popFirst(), let foreground = Colour(first, depth: depth) else { return nil }
        self.foreground = foreground
        if words.first == "on" {
            guard let background = words.dropFirst().first.flatMap({ Colour($0, depth: depth) }) else { return nil }
            self.background = background
            words = words.dropFirst(2)
        }
        for word in words {
            switch word {
            case "bold": attributes.insert(.bold)
            case "dim": attributes.insert(.dim)
            case "underline": attributes.insert(.underline)
            case "reverse": attributes.insert(.reverse)
            default: return nil
            }
        }
    }
}

extension Appearance.Colour {
    fileprivate init?(_ word: Substring, depth: Theme.Depth) {
        if word == "default" {
            self = .terminal
            return
        }
        switch depth {
        case .ansi256:
            // The first sixteen look different everywhere, so no contrast could be promised for them.
            guard let number = UInt8(word), number >= 16 else { return nil }
            self = .palette(number)
        case .ansi16:
            let isBright = word.hasPrefix("bright-")
            let name = isBright ? word.dropFirst("bright-".count) : word
            let names = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"]
            guard let index = names.firstIndex(where: { $0 == name }) else { return nil }
            self = .palette(UInt8(index) + (isBright ? 8 : 0))
        case .mono:
            return nil
        }
    }
}
