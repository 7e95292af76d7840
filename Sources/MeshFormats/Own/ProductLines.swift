import Documents

/// JSON lines, one product a line: read in pieces, so that the text itself never takes more than one piece and one line of memory.
struct ProductLines {
    let file: ImportFile
    let options: ImportOptions

    func read(
        after head: [UInt8], _ progress: (_ done: Int, _ total: Int) -> Void
    ) throws(FormatError) -> Import {
        var products = OwnImport(.jsonl, file: file.name, options: options)
        var records = LineRecords(file, after: head, budget: options.budget)
        var done = 0
        while let record = try records.next() {
            if done.isMultiple(of: 256) { progress(done, 0) }
            done += 1
            switch record {
            case .node(let node): products.add(product: node, path: "")
            case .unreadable(let problem): products.leaveOut(problem)
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

/// The records of a text of lines, read in pieces as they are asked for.
struct LineRecords {
    enum Record {
        case node(Node)
        /// What is wrong with its line: it costs the line only, and the next one is behind it.
        case unreadable(Problem)
    }

    private let file: ImportFile
    private var lines: JSONLines
    private var hasEnded = false

    /// `head` is what was read of the file already.
    init(_ file: ImportFile, after head: [UInt8] = [], budget: Budget) {
        self.file = file
        lines = JSONLines(name: file.name, budget: budget)
        lines.append(head)
    }

    /// Where the last node stands, in bytes.
    var place: Range<Int> { lines.place }

    /// Nil at the end.
    mutating func next() throws(FormatError) -> Record? {
        while true {
            do throws(DocumentError) {
                if let node = try lines.next() { return .node(node) }
            } catch {
                return .unreadable(Problem(file: file.name, at: error.position, path: "", reason: "\(error.reason)"))
            }
            if hasEnded { return nil }
            if let piece = try file.piece() {
                lines.append(piece)
            } else {
                lines.end()
                hasEnded = true
            }
        }
    }
}
