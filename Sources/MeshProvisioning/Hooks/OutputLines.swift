/// Cuts bytes into lines that are harmless to show: no control characters, no endless line.
struct OutputLines {
    static let longestLine = 2000
    private var pending: [UInt8] = []
    private var isCut = false

    /// The lines that are complete with these bytes.
    mutating func feed(_ bytes: [UInt8]) -> [String] {
        var lines: [String] = []
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                lines.append(take())
            } else if pending.count < Self.longestLine {
                pending.append(byte)
            } else {
                isCut = true
            }
        }
        return lines
    }

    /// What stands after the last line break; nil when nothing does.
    mutating func finish() -> String? { pending.isEmpty ? nil : take() }

    private mutating func take() -> String {
        defer { (pending, isCut) = ([], false) }
        if pending.last == UInt8(ascii: "\r") { pending.removeLast() }
        return visible(String(decoding: pending, as: UTF8.self)) + (isCut ? "…" : "")
    }
}
