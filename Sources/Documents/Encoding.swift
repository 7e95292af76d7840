/// UTF-8, which every text has to be, and sentences about what is not.
enum Encoding {
    /// Where the text begins: after a byte order mark. Throws for another encoding than UTF-8 and for more bytes than the budget has.
    static func start(of bytes: [UInt8], name: String, budget: Budget) throws(DocumentError) -> Int {
        func refuse(_ reason: DocumentError.Reason) -> DocumentError {
            DocumentError(document: name, position: .start, reason: reason)
        }
        if bytes.count > budget.bytes { throw refuse(.budget(.bytes, allowed: budget.bytes)) }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return 3 }
        let other: String? =
            switch (bytes.first, bytes.dropFirst().first, bytes.dropFirst(2).first, bytes.dropFirst(3).first) {
            case (0, 0, 0xFE, 0xFF), (0xFF, 0xFE, 0, 0): "UTF-32"
            case (0xFE, 0xFF, _, _), (0xFF, 0xFE, _, _): "UTF-16"
            case (0, 0, 0, _?), (_?, 0, 0, 0): "UTF-32 without a byte order mark"
            case (0, _?, _, _), (_?, 0, _, _): "UTF-16 without a byte order mark"
            default: nil
            }
        if let other { throw refuse(.encoding("this is \(other); save it as UTF-8")) }
        return 0
    }

    /// The offset of the first byte that is not UTF-8.
    static func firstInvalid(in bytes: ArraySlice<UInt8>) -> Int? {
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: bytes.span)
            return nil
        } catch {
            return bytes.startIndex + error.byteOffsets.lowerBound
        }
    }

    static func reason(_ byte: UInt8) -> DocumentError.Reason {
        let hex = String(byte, radix: 16, uppercase: true)
        return .encoding("the byte 0x\(hex) is not UTF-8; save the text as UTF-8")
    }

    /// Where a byte stands, counted from the start.
    static func position(of offset: Int, in bytes: ArraySlice<UInt8>) -> Position {
        let before = bytes[bytes.startIndex..<offset]
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? before.startIndex
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        let mark = line == 1 && bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 1 : 0
        return Position(line: line, column: before[lineStart...].count { $0 & 0xC0 != 0x80 } + 1 - mark)
    }

    /// The character these bytes begin with, as part of a sentence: itself where that is harmless, else its number.
    static func describe(_ bytes: ArraySlice<UInt8>) -> String {
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        switch decoder.decode(&iterator) {
        case .scalarValue(let scalar):
            let unseen = Escape.isHostile(scalar) || scalar != " " && scalar.properties.isWhitespace
            if !unseen { return "'\(scalar)'" }
            let digits = String(scalar.value, radix: 16, uppercase: true)
            return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        case .emptyInput: return "nothing"
        case .error: return bytes.first.map { "0x" + String($0, radix: 16, uppercase: true) } ?? "nothing"
        }
    }
}
