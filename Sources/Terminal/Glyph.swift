/// What stands in one cell of a terminal, or in two where it is wide: a scalar, and at most two marks that join it.
package struct Glyph: Hashable, Sendable {
    package let scalar: Unicode.Scalar
    /// Zero where there is none. Plain numbers, because an optional scalar takes twice the room in every cell.
    private var firstMark: UInt32 = 0
    private var secondMark: UInt32 = 0
    /// Columns: 1 or 2, or 0 for the right half of the wide glyph before it.
    package let width: UInt8

    /// Only for scalars that passed `treatment(of:)`; text from outside goes through `Glyphs`.
    init(_ scalar: Unicode.Scalar, width: Int = 1) {
        self.scalar = scalar
        self.width = UInt8(width)
    }

    static let space = Glyph(" ")
    static let ellipsis = Glyph("…")
    static let rightHalf = Glyph(" ", width: 0)

    package var isRightHalf: Bool { width == 0 }

    /// Joins a mark to it; a third one is lost, or a flood of them would grow out of its cell.
    mutating func join(_ mark: Unicode.Scalar) {
        if firstMark == 0 {
            firstMark = mark.value
        } else if secondMark == 0 {
            secondMark = mark.value
        }
    }

    /// The scalar with its marks, in the order in which a terminal wants them.
    package var scalars: [Unicode.Scalar] {
        [scalar] + [firstMark, secondMark].filter { $0 != 0 }.compactMap(Unicode.Scalar.init)
    }
}

/// The glyphs of a text from anywhere, made harmless on the way.
///
/// This is the only way into the grid, and the one place where the rule for a scalar is applied. `offset` is the
/// position of each glyph's scalar in the text, so that what is known about the text (a match, a cursor) finds its
/// place on the screen.
package struct Glyphs: Sequence, IteratorProtocol {
    private var scalars: String.UnicodeScalarView.Iterator
    private var nextOffset = 0
    private var pending: (glyph: Glyph, offset: Int)?

    package init(_ text: String) {
        scalars = text.unicodeScalars.makeIterator()
    }

    package mutating func next() -> (glyph: Glyph, offset: Int)? {
        while let scalar = scalars.next() {
            let offset = nextOffset
            nextOffset += 1
            switch treatment(of: scalar) {
            case .drop:
                continue
            case .join:
                pending?.glyph.join(scalar)
            case .show(let shown, let width):
                let finished = pending
                pending = (Glyph(shown, width: width), offset)
                if let finished { return finished }
            }
        }
        defer { pending = nil }
        return pending
    }
}
