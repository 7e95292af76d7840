/// A place in a text: line and column, both from 1; a column counts Unicode scalars.
package struct Position: Hashable, Sendable {
    package var line: Int
    package var column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// Where every text begins.
    package static let start = Position(line: 1, column: 1)
}

extension Position: Comparable {
    package static func < (left: Position, right: Position) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}

extension Position: CustomStringConvertible {
    package var description: String { "line \(line), column \(column)" }
}

/// A position in seven bytes, so that a node with its position takes 24 bytes and not 32.
///
/// Line and column have 28 bits each and stop at 268,435,455, which is more than fits the standard budget of bytes. All zero: no position.
/// The three fields stand in a node one by one, because as a struct of their own they would be padded to eight bytes.
struct PackedPosition {
    let high: UInt8
    let middle: UInt16
    let low: UInt32

    init(_ position: Position?) {
        let limit = (1 << 28) - 1
        let bits = position.map { UInt64(min($0.line, limit)) << 28 | UInt64(min($0.column, limit)) } ?? 0
        high = UInt8(truncatingIfNeeded: bits >> 48)
        middle = UInt16(truncatingIfNeeded: bits >> 32)
        low = UInt32(truncatingIfNeeded: bits)
    }

    init(high: UInt8, middle: UInt16, low: UInt32) {
        self.high = high
        self.middle = middle
        self.low = low
    }

    var position: Position? {
        let bits = UInt64(high) << 48 | UInt64(middle) << 32 | UInt64(low)
        return bits == 0 ? nil : Position(line: Int(bits >> 28), column: Int(bits & ((1 << 28) - 1)))
    }
}
