/// One place of a frame: what stands there and how it is drawn.
package struct Cell: Hashable, Sendable {
    package var glyph: Glyph
    package var style: Style

    package init(_ glyph: Glyph, _ style: Style) {
        self.glyph = glyph
        self.style = style
    }

    package static let blank = Cell(.space, .text)
}
