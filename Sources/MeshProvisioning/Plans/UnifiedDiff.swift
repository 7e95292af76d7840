/// The difference of two texts as `diff -u` writes it; empty when they are the same.
func unifiedDiff(from old: String, to new: String, path: String) -> String {
    let before = lines(old)
    let after = lines(new)
    guard before != after else { return "" }
    let edits = edits(from: before, to: after)
    var text = "--- \(path)\n+++ \(path)\n"
    for hunk in hunks(edits) {
        var body = ""
        var (oldCount, newCount) = (0, 0)
        for edit in edits[hunk] {
            switch edit.sign {
            case " ": (oldCount, newCount) = (oldCount + 1, newCount + 1)
            case "-": oldCount += 1
            default: newCount += 1
            }
            body += "\(edit.sign)\(edit.line)\n"
        }
        let first = edits[hunk.lowerBound]
        let oldStart = oldCount == 0 ? first.old : first.old + 1
        let newStart = newCount == 0 ? first.new : first.new + 1
        text += "@@ -\(oldStart),\(oldCount) +\(newStart),\(newCount) @@\n" + body
    }
    return text
}

/// A line, what becomes of it, and how many lines of either text stand before it.
private struct Edit {
    var sign: Character
    var line: Substring
    var old: Int
    var new: Int
}

/// Beyond so many changed lines the shortest difference costs more than it tells: the block is shown as replaced.
private let mostCompared = 2000

private func lines(_ text: String) -> [Substring] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last == "" { lines.removeLast() }
    return lines
}

private func edits(from before: [Substring], to after: [Substring]) -> [Edit] {
    let head = zip(before, after).prefix { $0 == $1 }.count
    let tail = min(
        zip(before.reversed(), after.reversed()).prefix { $0 == $1 }.count, min(before.count, after.count) - head)
    let old = before[head..<(before.count - tail)]
    let new = after[head..<(after.count - tail)]
    var removed = Set(old.indices)
    var inserted = Set(new.indices)
    if old.count + new.count <= mostCompared {
        let difference = Array(new).difference(from: Array(old))
        removed = Set(difference.removals.map { change in offset(change) + head })
        inserted = Set(difference.insertions.map { change in offset(change) + head })
    }
    var edits: [Edit] = []
    var (i, j) = (0, 0)
    while i < before.count || j < after.count {
        if removed.contains(i), i < before.count {
            edits.append(Edit(sign: "-", line: before[i], old: i, new: j))
            i += 1
        } else if inserted.contains(j), j < after.count {
            edits.append(Edit(sign: "+", line: after[j], old: i, new: j))
            j += 1
        } else {
            edits.append(Edit(sign: " ", line: before[i], old: i, new: j))
            (i, j) = (i + 1, j + 1)
        }
    }
    return edits
}

private func offset(_ change: CollectionDifference<Substring>.Change) -> Int {
    switch change {
    case .insert(let offset, _, _), .remove(let offset, _, _): offset
    }
}

/// Changes with three lines of context around, joined where they touch.
private func hunks(_ edits: [Edit]) -> [Range<Int>] {
    let context = 3
    var hunks: [Range<Int>] = []
    for (index, edit) in edits.enumerated() where edit.sign != " " {
        let range = max(0, index - context)..<min(edits.count, index + context + 1)
        if let last = hunks.last, last.upperBound >= range.lowerBound {
            hunks[hunks.count - 1] = last.lowerBound..<range.upperBound
        } else {
            hunks.append(range)
        }
    }
    return hunks
}
