/// How many columns and rows something takes; never negative.
package struct Size: Hashable, Sendable {
    package let width: Int
    package let height: Int

    package init(width: Int, height: Int) {
        self.width = max(0, width)
        self.height = max(0, height)
    }

    package static let zero = Size(width: 0, height: 0)
}

/// A column and a row, counted from the upper left corner, from zero.
package struct Point: Hashable, Sendable {
    package var x: Int
    package var y: Int

    package init(x: Int, y: Int) {
        self.x = x
        self.y = y
    }
}

/// A part of a frame, which may be empty.
///
/// Layout is done by taking: `var rest = frame.bounds; let status = rest.takeBottom(1)`. What is taken is never larger
/// than what is there, so that a layout made for 80 columns still means something at one.
package struct Rect: Hashable, Sendable {
    package private(set) var x: Int
    package private(set) var y: Int
    package private(set) var width: Int
    package private(set) var height: Int

    package init(x: Int = 0, y: Int = 0, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = max(0, width)
        self.height = max(0, height)
    }

    package init(_ size: Size) {
        self.init(width: size.width, height: size.height)
    }

    package var origin: Point { Point(x: x, y: y) }
    package var size: Size { Size(width: width, height: height) }
    package var isEmpty: Bool { width == 0 || height == 0 }
    /// The first column right of it.
    package var maxX: Int { x + width }
    /// The first row below it.
    package var maxY: Int { y + height }

    package func contains(_ point: Point) -> Bool {
        point.x >= x && point.x < maxX && point.y >= y && point.y < maxY
    }

    package func intersection(_ other: Rect) -> Rect {
        let left = max(x, other.x)
        let top = max(y, other.y)
        return Rect(
            x: left, y: top, width: min(maxX, other.maxX) - left, height: min(maxY, other.maxY) - top)
    }

    /// The same without so many columns left and right, and rows above and below.
    package func inset(columns: Int = 0, rows: Int = 0) -> Rect {
        Rect(
            x: x + min(columns, width), y: y + min(rows, height), width: width - 2 * columns,
            height: height - 2 * rows)
    }

    /// One row of it, counted from its top; empty where it has no such row.
    package func row(_ index: Int) -> Rect {
        Rect(x: x, y: y + index, width: width, height: index >= 0 && index < height ? 1 : 0)
    }

    /// A rectangle of at most this size in the middle of this one.
    package func centred(_ size: Size) -> Rect {
        let width = min(self.width, size.width)
        let height = min(self.height, size.height)
        return Rect(
            x: x + (self.width - width) / 2, y: y + (self.height - height) / 2, width: width, height: height)
    }
}

extension Rect {
    package mutating func takeTop(_ rows: Int) -> Rect {
        let taken = Rect(x: x, y: y, width: width, height: min(max(0, rows), height))
        y += taken.height
        height -= taken.height
        return taken
    }

    package mutating func takeBottom(_ rows: Int) -> Rect {
        let taken = min(max(0, rows), height)
        height -= taken
        return Rect(x: x, y: maxY, width: width, height: taken)
    }

    package mutating func takeLeft(_ columns: Int) -> Rect {
        let taken = Rect(x: x, y: y, width: min(max(0, columns), width), height: height)
        x += taken.width
        width -= taken.width
        return taken
    }

    package mutating func takeRight(_ columns: Int) -> Rect {
        let taken = min(max(0, columns), width)
        width -= taken
        return Rect(x: maxX, y: y, width: taken, height: height)
    }
}
