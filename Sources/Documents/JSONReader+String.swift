extension JSONReader {
    /// The string that begins here, its escapes resolved.
    mutating func string(_ kind: String) throws(DocumentError) -> String {
        let began = position
        index += 1
        var start = index
        var escaped = false
        var ascii = true
        while true {
            guard index < end else {
                // The end may stand anywhere behind a character that needs several bytes.
                throw error(.truncated(inside: kind, began: began), at: position(of: index))
            }
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") { break }
            if byte == UInt8(ascii: "\\") {
                if !escaped { scratch.removeAll(keepingCapacity: true) }
                escaped = true
                scratch.append(contentsOf: bytes[start..<index])
                try escape(kind, began)
                start = index
            } else if byte < 0x20 {
                let place = position(of: index)
                if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                    throw error(
                        .syntax("\(kind) ends on the line where it begins; is its closing quote missing?"), at: place)
                }
                throw error(.syntax("\(Encoding.describe([byte])) is written as an escape inside \(kind)"), at: place)
            } else {
                if byte >= 0x80 {
                    ascii = false
                    if byte & 0xC0 == 0x80 { continuations += 1 }
                }
                index += 1
            }
        }
        let tail = bytes[start..<index]
        if tail.count + (escaped ? scratch.count : 0) > budget.scalar {
            throw error(.budget(.scalar, allowed: budget.scalar), at: began)
        }
        if escaped { scratch.append(contentsOf: tail) }
        index += 1
        if escaped {
            if let text = String(validating: scratch, as: UTF8.self) { return text }
        } else if ascii {
            return String(decoding: tail, as: UTF8.self)
        } else if let text = String(validating: tail, as: UTF8.self) {
            return text
        }
        // A string stands on one line, so what comes before its line does not matter.
        let offset = Encoding.firstInvalid(in: bytes[lineStart..<index]) ?? index
        throw error(Encoding.reason(bytes[offset]), at: position(of: offset))
    }

    /// Appends what the escape at the index stands for.
    private mutating func escape(_ kind: String, _ began: Position) throws(DocumentError) {
        let start = index
        guard index + 1 < end else {
            throw error(.truncated(inside: kind, began: began), at: position(of: end))
        }
        let letter = bytes[index + 1]
        index += 2
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): scratch.append(letter)
        case UInt8(ascii: "b"): scratch.append(0x08)
        case UInt8(ascii: "f"): scratch.append(0x0C)
        case UInt8(ascii: "n"): scratch.append(0x0A)
        case UInt8(ascii: "r"): scratch.append(0x0D)
        case UInt8(ascii: "t"): scratch.append(0x09)
        case UInt8(ascii: "u"):
            let first = try hex(kind, began)
            var value = UInt32(first)
            if UTF16.isLeadSurrogate(first) {
                if index + 1 >= end, index == end || bytes[index] == UInt8(ascii: "\\") {
                    throw error(.truncated(inside: kind, began: began), at: position(of: end))
                }
                if bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u") {
                    index += 2
                    let second = try hex(kind, began)
                    if UTF16.isTrailSurrogate(second) {
                        value = 0x10000 + (value - 0xD800) << 10 + UInt32(second) - 0xDC00
                    }
                }
            }
            guard let scalar = Unicode.Scalar(value) else {
                throw error(.syntax("half of a surrogate pair is no character"), at: position(of: start))
            }
            scratch.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        default:
            throw error(
                .syntax("an escape is one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four digits"),
                at: position(of: start))
        }
    }

    private mutating func hex(_ kind: String, _ began: Position) throws(DocumentError) -> UInt16 {
        var value: UInt16 = 0
        for _ in 0..<4 {
            guard index < end else { throw error(.truncated(inside: kind, began: began), at: position(of: end)) }
            let digit: UInt8
            switch bytes[index] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = bytes[index] - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = bytes[index] - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = bytes[index] - UInt8(ascii: "A") + 10
            default: throw error(.syntax("expected four hexadecimal digits after \\u"), at: position(of: index))
            }
            value = value << 4 | UInt16(digit)
            index += 1
        }
        return value
    }
}
