internal import Synchronization

/// The rows of a snapshot's index that an overlay stands over, ascending: gathered when a revision is first searched, not at every keystroke.
final class HiddenRows: Sendable {
    private let overlay: ProductOverlay
    private let found = Mutex<[Int]?>(nil)

    init(of overlay: ProductOverlay) { self.overlay = overlay }

    var rows: [Int] {
        found.withLock { found in
            if let found { return found }
            let rows = overlay.entries.values.compactMap(\.row).sorted()
            found = rows
            return rows
        }
    }
}
