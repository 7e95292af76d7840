/// A word, number, text or sign of a rule, and where it stands.
struct RuleToken: Equatable, Sendable {
    enum Kind: Equatable, Sendable {
        case name(String)
        /// Begins with a digit: a number with its unit, a version, a date.
        case number(String)
        /// Without its quotes.
        case text(String)
        case sign(String)
        case end
    }

    var kind: Kind
    /// Both counted from 1, in characters.
    var line: Int
    var column: Int

    func error(_ reason: String) -> RuleSyntaxError { RuleSyntaxError(line: line, column: column, reason: reason) }

    /// As it may stand in a sentence; long ones are cut.
    var quoted: String {
        switch kind {
        case .name(let text), .number(let text): "'\(Self.cut(text))'"
        case .text(let text): "\"\(Self.cut(text))\""
        case .sign(let text): text
        case .end: "the end"
        }
    }

    private static func cut(_ text: String) -> String { text.count > 40 ? text.prefix(39) + "…" : text }
}

extension RuleToken {
    static func tokens(of text: String) throws(RuleSyntaxError) -> [RuleToken] {
        let characters = Array(text)
        var tokens: [RuleToken] = []
        var at = 0
        var line = 1
        var lineStart = 0

        func peek(_ distance: Int) -> Character? {
            at + distance < characters.count ? characters[at + distance] : nil
        }
        func run(from start: Int, while holds: (Character) -> Bool) -> String {
            var end = start
            while end < characters.count, holds(characters[end]) { end += 1 }
            defer { at = end }
            return String(characters[at..<end])
        }

        while let character = peek(0) {
            var token = RuleToken(kind: .end, line: line, column: at - lineStart + 1)
            if character.isNewline {
                at += 1
                line += 1
                lineStart = at
                continue
            } else if character.isWhitespace {
                at += 1
                continue
            } else if character.isLetter || character == "_" {
                token.kind = .name(run(from: at + 1, while: continuesName))
            } else if isDigit(character) || "+-.".contains(character) && peek(1).map(isDigit) == true {
                token.kind = .number(run(from: at + 1) { continuesName($0) || ":%+".contains($0) })
            } else if character == "\"" {
                at += 1
                var content = ""
                while let next = peek(0), next != "\"" {
                    if next == "\\", let escaped = peek(1), "\"\\".contains(escaped) { at += 1 }
                    content.append(characters[at])
                    at += 1
                }
                guard peek(0) == "\"" else { throw token.error("this text has no closing \"") }
                at += 1
                token.kind = .text(content)
            } else if let sign = [">=", "<=", "==", "!="].first(where: { $0.first == character && $0.last == peek(1) })
            {
                at += 2
                token.kind = .sign(sign)
            } else if "<>=()[],:%".contains(character) {
                at += 1
                token.kind = .sign(String(character))
            } else {
                throw token.error(Self.refusal(of: character))
            }
            tokens.append(token)
        }
        tokens.append(RuleToken(kind: .end, line: line, column: at - lineStart + 1))
        return tokens
    }

    private static func isDigit(_ character: Character) -> Bool { character.isASCII && character.isNumber }

    private static func continuesName(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || "_.-".contains(character)
    }

    private static func refusal(of character: Character) -> String {
        switch character {
        case "'", "“", "”", "‘", "’": "text stands in double quotes: \"…\""
        case "≥": "write >= for ≥"
        case "≤": "write <= for ≤"
        case "!", "¬": "write not, or !="
        case "&": "write and"
        case "|": "write or"
        default: "'\(character)' has no meaning in a rule"
        }
    }
}
