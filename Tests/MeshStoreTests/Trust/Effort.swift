import Glibc

/// How much a test tries: a little at every run, everything where the environment says DATAMESH_LONG=1.
enum Effort {
    static let isLong = unsafe getenv("DATAMESH_LONG").map { unsafe String(cString: $0) } == "1"

    /// Where folders of tests are made.
    static let scratch = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"

    /// Prints rows under a heading, where everything is tried; columns as wide as they need to be.
    static func tell(_ heading: [String], _ rows: [[String]]) {
        guard isLong else { return }
        let all = heading.isEmpty ? rows : [heading] + rows
        let widths = (all.first ?? []).indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        for row in all {
            let cells = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
            print("| " + cells.joined(separator: " | ") + " |")
        }
    }
}
