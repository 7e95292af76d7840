import Documents

/// A text to import, taken in pieces.
package struct ImportFile {
    /// What it is called in sentences: its path.
    package let name: String
    /// The next piece; nil at the end. Asked for once each.
    let next: () throws -> [UInt8]?

    package init(name: String, next: @escaping () throws -> [UInt8]?) {
        self.name = name
        self.next = next
    }

    package init(name: String, bytes: [UInt8]) {
        var rest: [UInt8]? = bytes
        self.init(name: name) {
            defer { rest = nil }
            return rest
        }
    }

    /// The next piece, its error as ours.
    func piece() throws(FormatError) -> [UInt8]? {
        do { return try next() } catch { throw .failed(file: name, reason: "\(error)") }
    }

    /// As much as shows what it is: its first line, unless that is very long.
    func head() throws(FormatError) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < ProductLines.longestHead, !bytes.contains(UInt8(ascii: "\n")), let piece = try piece() {
            bytes += piece
        }
        return bytes
    }

    /// All of it, or as much as shows that it is more than the budget allows.
    func whole(after head: [UInt8], budget: Budget) throws(FormatError) -> [UInt8] {
        var bytes = head
        while bytes.count <= budget.bytes, let piece = try piece() { bytes += piece }
        return bytes
    }
}
