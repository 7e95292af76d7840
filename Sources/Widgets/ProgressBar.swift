package import Terminal

/// How far a piece of work has come: a bar and its share in percent.
package struct ProgressBar: Widget {
    package var done: Int
    package var total: Int

    package init(done: Int, of total: Int) {
        self.done = max(0, done)
        self.total = max(0, total)
    }

    package func draw(in rect: Rect, on frame: inout Frame) {
        var row = rect.row(0)
        let share = total == 0 ? 0 : min(1, Double(done) / Double(total))
        // Never 100 % before the last piece is done.
        let percent = done >= total && total > 0 ? 100 : min(99, Int(share * 100))
        frame.write("\(percent) %", in: row.takeRight(5), align: .right)
        _ = row.takeRight(1)
        let filled = Int(share * Double(row.width))
        frame.fill(row.takeLeft(filled), with: "█", style: .accent)
        frame.fill(row, with: "░", style: .muted)
    }
}
