import Documents

/// JSON lines, one product a line: read in pieces, so that the text itself never takes more than one piece and one line of memory.
struct ProductLines {
    let file: ImportFile
    let options: ImportOptions

    func read(
        after head: [UInt8], _ progress: (_ done: Int, _ total: Int) -> Void
    ) throws(FormatError) -> Import {
        var products = OwnImport(.jsonl, file: file.name, options: options)
        var lines = JSONLines(name: file.name, budget: options.budget)
        lines.append(head)
        var hasEnded = false
        var done = 0
        while true {
            do throws(DocumentError) {
                while let node = try lines.next() {
                    if done.isMultiple(of: 256) { progress(done, 0) }
                    done += 1
                    products.add(product: node, path: "")
                }
            } catch {
                // It costs its line only; the next one is behind it.
                products.leaveOut(Problem(file: file.name, at: error.position, path: "", reason: "\(error.reason)"))
                continue
            }
            if hasEnded { break }
            if let piece = try file.piece() {
                lines.append(piece)
            } else {
                lines.end()
                hasEnded = true
            }
        }
        progress(done, done)
        return try products.finish()
    }

    /// How much of a text is looked at to see what it is.
    static let longestHead = 1 << 20

    /// Whether the first line of a text is a whole product. `head` ends with the text or holds at least a line of it.
    static func resembles(_ head: [UInt8]) -> Bool {
        // Cheap to see in nearly every other text, however long its first line is.
        guard head.prefix(1 << 16).firstRange(of: Array("\"product_id\"".utf8)) != nil else { return false }
        var lines = JSONLines(name: "")
        lines.append(head)
        lines.end()
        let first = try? lines.next()
        return first?["product_id"] != nil
    }
}
