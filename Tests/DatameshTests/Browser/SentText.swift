/// What a program sent to a terminal, taken apart: commands by kind, and the text between them.
struct SentText {
    /// How often each kind of command was sent: `CSI m`, `CSI ? h`, `OSC 52`, `ESC ( B`, `C0 07`.
    private(set) var kinds: [String: Int] = [:]
    /// The arguments of every `CSI m`: what colours and attributes were asked for.
    private(set) var looks: [[Int]] = []
    /// What is shown, without any command.
    private(set) var text = ""

    init(_ bytes: [UInt8]) {
        var shown: [UInt8] = []
        var rest = bytes[...]
        while let byte = rest.popFirst() {
            switch byte {
            case 0x1B: takeCommand(&rest)
            case 0x0D, 0x0A, 0x08, 0x09: break
            case 0..<0x20, 0x7F: kinds["C0 \(hexadecimal(byte))", default: 0] += 1
            default: shown.append(byte)
            }
        }
        text = String(decoding: shown, as: UTF8.self)
    }

    private mutating func takeCommand(_ rest: inout ArraySlice<UInt8>) {
        guard let first = rest.popFirst() else { return }
        switch first {
        case UInt8(ascii: "["):
            let arguments = rest.prefix { (0x30...0x3F).contains($0) }
            rest = rest.dropFirst(arguments.count)
            let between = rest.prefix { (0x20...0x2F).contains($0) }
            rest = rest.dropFirst(between.count)
            let end = rest.popFirst().map { String(UnicodeScalar($0)) } ?? ""
            let mark = arguments.first.map { (0x3C...0x3F).contains($0) ? "\(UnicodeScalar($0)) " : "" } ?? ""
            kinds["CSI \(mark)\(String(decoding: between, as: UTF8.self))\(end)", default: 0] += 1
            if end == "m", mark.isEmpty {
                looks.append(String(decoding: arguments, as: UTF8.self).split(separator: ";").compactMap { Int($0) })
            }
        case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"), UInt8(ascii: "_"):
            let body = rest.prefix { $0 != 0x07 && $0 != 0x1B }
            rest = rest.dropFirst(body.count)
            if rest.popFirst() == 0x1B { rest = rest.dropFirst() }
            let number = String(decoding: body.prefix { $0 != UInt8(ascii: ";") }, as: UTF8.self)
            kinds[first == UInt8(ascii: "]") ? "OSC \(number)" : "string \(UnicodeScalar(first))", default: 0] += 1
        case 0x20...0x2F:
            let end = rest.popFirst().map { String(UnicodeScalar($0)) } ?? ""
            kinds["ESC \(UnicodeScalar(first)) \(end)", default: 0] += 1
        default: kinds["ESC \(UnicodeScalar(first))", default: 0] += 1
        }
    }

    /// Whether any text was sent in a colour, whichever way it is asked for.
    var hasColour: Bool {
        looks.contains { look in look.contains { (30...38).contains($0) || (40...48).contains($0) || $0 >= 90 } }
    }
}

private func hexadecimal(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
}
