import Terminal

/// The edges between two columns of a graph, as lines that can be told apart.
///
/// Sources that lead to the same targets share a lane: a vertical stretch that all of them enter and all targets leave.
/// Lanes of different edges stand beside each other wherever they would touch, and a joint shows only the lines that
/// meet in it: what comes from elsewhere passes below, as in `─│─` or `─├─`.
struct Lanes {
    private struct Bundle {
        var sources: Set<Int>
        var targets: Set<Int>
        var lane = 0

        var isStraight: Bool { sources.count == 1 && sources == targets }
        var extent: ClosedRange<Int> {
            let rows = sources.union(targets)
            return (rows.min() ?? 0)...(rows.max() ?? 0)
        }
        /// No two have the same source, so that the picture is the same every time.
        var place: (Int, Int, Int) { (extent.lowerBound, extent.upperBound, sources.min() ?? 0) }
    }

    private var bundles: [Bundle] = []
    private(set) var count = 0
    /// Whether two bundles run over each other on some row, because each would have to stand left of the other.
    private(set) var isTangled = false

    init() {}

    /// - Parameter edges: Rows, from and to.
    init(_ edges: [(from: Int, to: Int)]) {
        var targets: [Int: Set<Int>] = [:]
        for edge in edges { targets[edge.from, default: []].insert(edge.to) }
        var sources: [Set<Int>: Set<Int>] = [:]
        for (from, to) in targets { sources[to, default: []].insert(from) }
        bundles = sources.map { Bundle(sources: $1, targets: $0) }
            .sorted { $0.place < $1.place }
        assignLanes()
    }

    /// The columns it needs: a blank, a dash, the lanes with a dash after each, the arrow.
    var narrowest: Int { 3 + 2 * max(1, count) }

    private static let mostLanes = 12

    /// A bundle that leaves a row at the left stands left of one that arrives on that row, or they would look joined.
    private mutating func assignLanes() {
        var waiting = bundles.indices.filter { !bundles[$0].isStraight }
        while !waiting.isEmpty {
            let free = waiting.first { index in
                !waiting.contains { $0 != index && !bundles[$0].sources.isDisjoint(with: bundles[index].targets) }
            }
            let next = free ?? waiting[0]
            isTangled = isTangled || free == nil
            waiting.removeAll { $0 == next }
            let done = bundles.indices.filter { !bundles[$0].isStraight && !waiting.contains($0) && $0 != next }
            let before = done.filter { !bundles[$0].sources.isDisjoint(with: bundles[next].targets) }
            var lane = (before.map { bundles[$0].lane }.max() ?? -1) + 1
            while done.contains(where: { bundles[$0].lane == lane && bundles[$0].extent.overlaps(bundles[next].extent) }
            ) {
                lane += 1
            }
            isTangled = isTangled || lane >= Self.mostLanes
            bundles[next].lane = min(lane, Self.mostLanes - 1)
            count = max(count, bundles[next].lane + 1)
        }
    }

    /// Draws the lines between the columns `left` (where the gap begins) and `right` (where the labels' gutter begins).
    ///
    /// - Parameter labelEnds: Where each source's label ends, from which its line starts.
    func draw(from labelEnds: [Int: Int], left: Int, right: Int, top: Int, on frame: inout Frame) {
        let arrow = right - 1
        let air = max(0, right - left - narrowest)
        func column(_ bundle: Bundle) -> Int { left + 2 + air / 2 + 2 * bundle.lane }
        for row in Set(bundles.flatMap(\.extent)) {
            let leaving = bundles.first { $0.sources.contains(row) }
            let leavingEnd = leaving.map { $0.isStraight ? arrow : column($0) }
            let arriving = bundles.filter { $0.targets.contains(row) && !$0.isStraight }.map(column).min()
            let start = leaving == nil ? arriving ?? arrow : min(labelEnds[row] ?? left, left) + 1
            for x in start..<max(start, arrow) {
                let standing = bundles.first { !$0.isStraight && column($0) == x && $0.extent.contains(row) }
                var parts: Parts = []
                if let standing {
                    if standing.sources.contains(row) { parts.insert(.left) }
                    if standing.targets.contains(row) { parts.insert(.right) }
                    if row > standing.extent.lowerBound { parts.insert(.up) }
                    if row < standing.extent.upperBound { parts.insert(.down) }
                } else if leavingEnd.map({ x <= $0 }) ?? false || arriving.map({ x >= $0 }) ?? false {
                    parts = [.left, .right]
                }
                frame.write(parts.sign, at: Point(x: x, y: top + row), style: .rule)
            }
            if bundles.contains(where: { $0.targets.contains(row) }) {
                frame.write("▸", at: Point(x: arrow, y: top + row), style: .rule)
            }
        }
        drawStanding(column, start: left, top: top, on: &frame)
    }

    /// Verticals on rows that nothing enters or leaves before them.
    private func drawStanding(_ column: (Bundle) -> Int, start: Int, top: Int, on frame: inout Frame) {
        for bundle in bundles where !bundle.isStraight {
            for row in bundle.extent where frame[column(bundle), top + row].glyph.scalar == " " {
                frame.write("│", at: Point(x: column(bundle), y: top + row), style: .rule)
            }
        }
    }

    private struct Parts: OptionSet {
        let rawValue: Int
        static let up = Parts(rawValue: 1)
        static let down = Parts(rawValue: 2)
        static let left = Parts(rawValue: 4)
        static let right = Parts(rawValue: 8)

        var sign: String {
            switch self {
            case [.up, .down], .up, .down: "│"
            case [.down, .left]: "┐"
            case [.up, .left]: "┘"
            case [.down, .right]: "┌"
            case [.up, .right]: "└"
            case [.up, .down, .left]: "┤"
            case [.up, .down, .right]: "├"
            case [.down, .left, .right]: "┬"
            case [.up, .left, .right]: "┴"
            case [.up, .down, .left, .right]: "┼"
            case []: " "
            default: "─"
            }
        }
    }
}
