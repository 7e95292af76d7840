/// Turns the bytes a terminal sends into keys.
///
/// It knows both forms of every key (`ESC [ B` and `ESC O B`), so no terminal has to be switched, and swallows whole
/// whatever it does not know: the tail of a sequence must never arrive as letters, for `q` quits.
package struct KeyDecoder: Sendable {
    private let escapeDelay: Duration
    private var pending: [UInt8] = []
    private var paste: [UInt8]?
    /// Esc was decided, and its sequence may still come.
    private var isTailExpected = false

    /// - Parameter escapeDelay: How long after ESC the rest of its sequence may come.
    package init(escapeDelay: Duration = .milliseconds(25)) {
        self.escapeDelay = escapeDelay
    }

    /// How long to wait for more before calling `timeOut`; `nil` where nothing is half read.
    package var patience: Duration? {
        if paste != nil { return .seconds(5) }
        guard let first = pending.first else { return nil }
        // A sequence that has begun to look like one is given more time than a lone ESC.
        return first == 0x1B && pending.allSatisfy { $0 == 0x1B } ? escapeDelay : .milliseconds(500)
    }

    package mutating func decode(_ bytes: some Sequence<UInt8>) -> [Key] {
        let fresh = Array(bytes)
        if isTailExpected, fresh.count > 1, fresh[0] == UInt8(ascii: "[") || fresh[0] == UInt8(ascii: "O") {
            // A person's next key comes alone; two bytes at once are the sequence whose ESC came too early.
            pending = [0x1B]
        }
        isTailExpected = false
        pending += fresh
        var keys: [Key] = []
        while !pending.isEmpty {
            if paste != nil {
                guard let pasted = takePaste() else { break }
                keys.append(.paste(pasted))
                continue
            }
            guard let (key, length) = Self.first(of: pending[...]) else { break }
            pending.removeFirst(length)
            switch key {
            case .known(let key): keys.append(key)
            case .pasteStart: paste = []
            case .unknown: break
            }
        }
        return keys
    }

    /// Decides what is half read, because nothing more came.
    package mutating func timeOut() -> [Key] {
        let rest = pending
        pending = []
        if var bytes = paste {
            paste = nil
            bytes += rest
            return [.paste(String(decoding: bytes, as: UTF8.self))]
        }
        switch rest.count {
        case 1 where rest[0] == 0x1B:
            isTailExpected = true
            return [.escape]
        case 2 where rest[0] == 0x1B && rest[1] == 0x1B:
            return [.escape, .escape]
        case 2 where rest[0] == 0x1B && rest[1] < 0x80:
            return [.alt(Character(Unicode.Scalar(rest[1])))]
        default:
            return []
        }
    }

    /// What is pasted beyond this is lost.
    private static let longestPaste = 1 << 20

    private mutating func takePaste() -> String? {
        let end = Array("\u{1B}[201~".utf8)
        for start in pending.indices where pending[start...].starts(with: end) {
            let bytes = (paste ?? []) + pending[..<start].prefix(Self.longestPaste)
            pending.removeFirst(start + end.count)
            paste = nil
            return String(decoding: bytes, as: UTF8.self)
        }
        // The end may be cut anywhere: its possible beginning stays pending.
        let settled = max(0, pending.count - end.count + 1)
        if let room = paste.map({ Self.longestPaste - $0.count }), room > 0 {
            paste?.append(contentsOf: pending[..<min(settled, room)])
        }
        pending.removeFirst(settled)
        return nil
    }
}
