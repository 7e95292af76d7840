internal import Synchronization

/// The rows of a snapshot's index that an overlay stands over, ascending: found when a revision is first searched, not at every keystroke.
final class HiddenRows: Sendable {
    private let overlay: ProductOverlay
    private let index: ProductIndex?
    private let found = Mutex<[Int]?>(nil)

    init(of overlay: ProductOverlay, in index: ProductIndex?) {
        self.overlay = overlay
        self.index = index
    }

    func rows() throws(StoreError) -> [Int] {
        if let rows = found.withLock(\.self) { return rows }
        var rows: [Int] = []
        for id in overlay.entries.keys {
            if let row = try index?.row(of: id) { rows.append(row) }
        }
        rows.sort()
        found.withLock { [rows] in $0 = rows }
        return rows
    }
}
