/// What happens to one scalar of a text on its way to a terminal.
enum Treatment: Equatable {
    case show(Unicode.Scalar, width: Int)
    /// Takes no column of its own and joins what stands before it.
    case join
    case drop
}

/// The rule, one per scalar, that makes any text harmless: no control function reaches the terminal, nothing turns the
/// direction of writing, nothing is invisible, and every column is accounted for.
func treatment(of scalar: Unicode.Scalar) -> Treatment {
    switch scalar.value {
    case 0x20...0x7E:
        return .show(scalar, width: 1)
    case 0x09, 0x0A, 0x0D, 0x2028, 0x2029:
        return .show(" ", width: 1)
    case 0x00...0x1F:
        return .show(Unicode.Scalar(0x2400 + scalar.value) ?? replacement, width: 1)
    case 0x7F:
        return .show("␡", width: 1)
    case 0x80...0x9F:
        return .show(replacement, width: 1)
    case let value where isUnseen(value):
        return .drop
    case 0xE000...0xF8FF, 0xF0000...0x10FFFF:
        return .show(replacement, width: 1)
    default:
        switch columns(of: scalar) {
        case 0: return .join
        case 1: return .show(scalar, width: 1)
        case 2: return .show(scalar, width: 2)
        default: return .show(replacement, width: 1)
        }
    }
}

private let replacement: Unicode.Scalar = "\u{FFFD}"

/// Bidi controls, joiners and other zero-width characters, variation selectors, soft hyphen, byte order mark, skin
/// tones, tags: what changes its neighbours or hides between them.
private func isUnseen(_ value: UInt32) -> Bool {
    switch value {
    case 0xAD, 0x34F, 0x61C, 0x180B...0x180F, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFE00...0xFE0F,
        0xFEFF, 0xFFF9...0xFFFB, 0x1D173...0x1D17A, 0x1F3FB...0x1F3FF, 0xE0000...0xE0FFF:
        true
    default:
        false
    }
}

/// A text as it may be sent to a terminal without passing the grid: plain output, messages on stderr, a window's title.
///
/// Line ends become spaces, as in a cell; a writer of several lines puts them in itself, after.
package func sanitised(_ text: String, asciiOnly: Bool = false) -> String {
    var result = String.UnicodeScalarView()
    for (glyph, _) in Glyphs(text) {
        if asciiOnly {
            result.append(contentsOf: repeatElement(glyph.scalar.ascii, count: Int(glyph.width)))
        } else {
            result.append(contentsOf: glyph.scalars)
        }
    }
    return String(result)
}

extension String {
    /// How many columns the text takes on a screen.
    package var columns: Int {
        Glyphs(self).reduce(0) { $0 + Int($1.glyph.width) }
    }
}
