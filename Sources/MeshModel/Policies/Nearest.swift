/// The name that was probably meant: at most a third of its letters away, the nearest first.
///
/// Source: R. Wagner, M. Fischer, "The string-to-string correction problem", 1974.
package func nearest(to text: String, among names: [String]) -> String? {
    let typed = Array(text.prefix(64))
    let ranked = names.map { (name: $0, distance: distance(typed, Array($0))) }
    guard let best = ranked.min(by: { $0.distance < $1.distance }), best.distance > 0,
        best.distance * 3 <= max(3, best.name.count)
    else { return nil }
    return best.name
}

private func distance(_ a: [Character], _ b: [Character]) -> Int {
    var row = Array(0...b.count)
    for (i, x) in a.enumerated() {
        var diagonal = row[0]
        row[0] = i + 1
        for (j, y) in b.enumerated() {
            let substituted = diagonal + (x == y ? 0 : 1)
            diagonal = row[j + 1]
            row[j + 1] = min(substituted, diagonal + 1, row[j] + 1)
        }
    }
    return row[b.count]
}
