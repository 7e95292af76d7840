extension KeyDecoder {
    /// What the bytes at the front turned out to be.
    enum Found {
        case known(Key)
        case pasteStart
        case unknown

        init(_ key: Key?) {
            self = key.map(Found.known) ?? .unknown
        }
    }

    /// The first key and how many bytes it took; `nil` while it is not complete.
    static func first(of bytes: ArraySlice<UInt8>) -> (Found, Int)? {
        guard let first = bytes.first else { return nil }
        switch first {
        case 0x1B: return escaped(bytes)
        case 0x0D: return (.known(.enter), 1)
        case 0x09: return (.known(.tab), 1)
        case 0x08, 0x7F: return (.known(.backspace), 1)
        case 0x00...0x1F:
            let letter = first == 0 ? 0x20 : first <= 0x1A ? first + 0x60 : first + 0x40
            return (.known(.control(Character(Unicode.Scalar(letter)))), 1)
        default:
            return character(bytes).map { (Found($0.0.map(Key.character)), $0.1) }
        }
    }

    /// One scalar in UTF-8; no character where the bytes are none.
    private static func character(_ bytes: ArraySlice<UInt8>) -> (Character?, Int)? {
        guard let first = bytes.first else { return nil }
        let length: Int
        switch first {
        case 0x20..<0x7F: return (Character(Unicode.Scalar(first)), 1)
        case 0xC2...0xDF: length = 2
        case 0xE0...0xEF: length = 3
        case 0xF0...0xF4: length = 4
        default: return (nil, 1)
        }
        let sequence = bytes.prefix(length)
        for (index, byte) in sequence.dropFirst().enumerated() where byte & 0xC0 != 0x80 { return (nil, index + 1) }
        guard sequence.count == length else { return nil }
        guard let text = String(validating: sequence, as: UTF8.self), let scalar = text.unicodeScalars.first else {
            return (nil, length)
        }
        // C1 controls are no input.
        return (scalar.value < 0xA0 ? nil : Character(scalar), length)
    }

    private static func escaped(_ bytes: ArraySlice<UInt8>) -> (Found, Int)? {
        let rest = bytes.dropFirst()
        guard let second = rest.first else { return nil }
        switch second {
        case UInt8(ascii: "["):
            return control(rest.dropFirst()).map { ($0.0, $0.1 + 2) }
        case UInt8(ascii: "O"):
            guard let final = rest.dropFirst().first else { return nil }
            return (Found(applicationKey(final)), 3)
        case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"), UInt8(ascii: "_"):
            return string(rest.dropFirst()).map { (.unknown, $0 + 2) }
        case 0x1B:
            // Alt with a named key: the key. Esc twice is known only when time is over.
            guard let third = rest.dropFirst().first else { return nil }
            let isSequence = third == UInt8(ascii: "[") || third == UInt8(ascii: "O")
            return isSequence ? (.unknown, 1) : (.known(.escape), 1)
        case 0x7F, 0x00...0x1F:
            return (.known(.alt(Character(Unicode.Scalar(second)))), 2)
        default:
            return character(rest).map { (Found($0.0.map(Key.alt)), $0.1 + 1) }
        }
    }

    /// The length of the string of an OSC, DCS, SOS, PM or APC, with its terminator (BEL or ESC \).
    private static func string(_ bytes: ArraySlice<UInt8>) -> Int? {
        for index in bytes.indices {
            if bytes[index] == 0x07 { return index - bytes.startIndex + 1 }
            if bytes[index] == 0x1B, index + 1 < bytes.endIndex { return index - bytes.startIndex + 2 }
        }
        return nil
    }

    /// What follows `ESC [` (ECMA-48, 5.4): parameters, intermediates, a final byte.
    private static func control(_ bytes: ArraySlice<UInt8>) -> (Found, Int)? {
        guard let first = bytes.first else { return nil }
        if first == UInt8(ascii: "[") {
            // The Linux console's F1 to F5.
            guard let final = bytes.dropFirst().first else { return nil }
            let number = Int(final) - Int(UInt8(ascii: "A")) + 1
            return ((1...5).contains(number) ? .known(.function(number)) : .unknown, 2)
        }
        let parameters = bytes.prefix { (0x30...0x3F).contains($0) }
        let intermediates = bytes[parameters.endIndex...].prefix { (0x20...0x2F).contains($0) }
        guard let final = bytes[intermediates.endIndex...].first else { return nil }
        let length = parameters.count + intermediates.count + 1
        guard (0x40...0x7E).contains(final) else {
            // Broken off by something else, which is read anew.
            return (.unknown, length - 1)
        }
        if final == UInt8(ascii: "M"), parameters.isEmpty {
            let mouse = bytes.dropFirst(length).prefix(3).map { Int($0) - 32 }
            guard mouse.count == 3 else { return nil }
            return (Found(mouseKey(button: mouse[0], x: mouse[1], y: mouse[2])), length + 3)
        }
        if parameters.first == UInt8(ascii: "<") {
            let numbers = numbers(parameters.dropFirst())
            guard numbers.count == 3, final == UInt8(ascii: "M") else { return (.unknown, length) }
            return (Found(mouseKey(button: numbers[0], x: numbers[1], y: numbers[2])), length)
        }
        let number = numbers(parameters).first ?? 1
        if final == UInt8(ascii: "~") {
            return (number == 200 ? .pasteStart : Found(editingKey(number)), length)
        }
        // Focus reports and the like end in letters, too: only the cursor keys of this form are keys.
        return (Found(final == UInt8(ascii: "Z") ? .backTab : cursorKey(final)), length)
    }

    private static func numbers(_ parameters: ArraySlice<UInt8>) -> [Int] {
        parameters.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
            .map { Int(String(decoding: $0, as: UTF8.self)) ?? 0 }
    }

    /// Modifiers are not told apart: Ctrl with an arrow is the arrow.
    private static func cursorKey(_ final: UInt8) -> Key? {
        switch final {
        case UInt8(ascii: "A"): .up
        case UInt8(ascii: "B"): .down
        case UInt8(ascii: "C"): .right
        case UInt8(ascii: "D"): .left
        case UInt8(ascii: "H"): .home
        case UInt8(ascii: "F"): .end
        case UInt8(ascii: "P")...UInt8(ascii: "S"): .function(Int(final - UInt8(ascii: "P")) + 1)
        default: nil
        }
    }

    /// After `ESC O`: the same keys, and those of the number pad.
    private static func applicationKey(_ final: UInt8) -> Key? {
        switch final {
        case UInt8(ascii: "M"): .enter
        case UInt8(ascii: "j")...UInt8(ascii: "y"): .character(Character(Unicode.Scalar(final - 0x40)))
        default: cursorKey(final)
        }
    }

    private static func editingKey(_ number: Int) -> Key? {
        switch number {
        case 1, 7: .home
        case 2: .insert
        case 3: .delete
        case 4, 8: .end
        case 5: .pageUp
        case 6: .pageDown
        case 11...15: .function(number - 10)
        case 17...21: .function(number - 11)
        case 23, 24: .function(number - 12)
        default: nil
        }
    }

    private static func mouseKey(button: Int, x: Int, y: Int) -> Key? {
        let place = Point(x: max(0, x - 1), y: max(0, y - 1))
        // Shift, Alt and Ctrl are bits of no interest.
        return switch button & ~0b11100 {
        case 0: .click(place)
        case 64: .wheelUp(place)
        case 65: .wheelDown(place)
        default: nil
        }
    }
}
