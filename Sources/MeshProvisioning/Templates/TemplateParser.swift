/// Reads a template's text, keeping line and column.
struct TemplateParser {
    private let name: String
    private let target: Template.Target
    private let budget: Template.Budget
    private let source: [Unicode.Scalar]
    private let byteCount: Int
    private var index = 0
    private var position = TemplateError.Position(line: 1, column: 1)

    init(_ text: String, name: String, target: Template.Target, budget: Template.Budget) {
        self.name = name
        self.target = target
        self.budget = budget
        byteCount = text.utf8.count
        source = byteCount <= budget.sourceBytes ? Array(text.unicodeScalars) : []
    }

    /// A section that has begun and not ended.
    private struct Open {
        var name: Template.Name
        var inverted: Bool
        var position: TemplateError.Position
        var before: [Template.Node]
    }

    private enum Tag {
        case hole(Template.Name, [Filter])
        case open(Template.Name, inverted: Bool)
        case close(Template.Name)
        case remark
    }

    mutating func parse() throws(TemplateError) -> [Template.Node] {
        guard byteCount <= budget.sourceBytes else {
            throw failure(.tooLarge(what: "the template's size in bytes", allowed: budget.sourceBytes), at: position)
        }
        var nodes: [Template.Node] = []
        var open: [Open] = []
        var text = String.UnicodeScalarView()
        var textStart = position

        func flush() {
            if !text.isEmpty { nodes.append(.text(String(text), textStart)) }
            text = .init()
        }

        while index < source.count {
            if text.isEmpty { textStart = position }
            if isBraces(at: index + 1), source[index] == "\\" {
                text.append(contentsOf: source[(index + 1)...(index + 2)])
                advance(3)
                continue
            }
            guard isBraces(at: index) else {
                text.append(source[index])
                advance(1)
                continue
            }
            let start = (index, position)
            let tag = try tag()
            if case .hole(let name, let filters) = tag {
                flush()
                nodes.append(.hole(name, filters, start.1))
                continue
            }
            if let indentation = standalone(from: start.0) {
                text.removeLast(indentation)
                while index < source.count, source[index] != "\n" { advance(1) }
                advance(1)
            }
            flush()
            switch tag {
            case .hole, .remark: break
            case .open(let name, let inverted):
                guard open.count < budget.depth else {
                    throw failure(.tooLarge(what: "the depth of sections", allowed: budget.depth), at: start.1)
                }
                open.append(Open(name: name, inverted: inverted, position: start.1, before: nodes))
                nodes = []
            case .close(let name):
                guard let section = open.popLast() else {
                    throw failure(.syntax("{{/\(visible(name.text))}} ends a section that never began"), at: start.1)
                }
                guard section.name == name else {
                    throw failure(
                        .syntax(
                            "expected {{/\(visible(section.name.text))}} for the section of line \(section.position.line), found {{/\(visible(name.text))}}"
                        ), at: start.1)
                }
                nodes = section.before + [.section(name, inverted: section.inverted, nodes, section.position)]
            }
        }
        flush()
        if let section = open.last {
            throw failure(
                .syntax("the section '\(visible(section.name.text))' that begins here never ends"),
                at: section.position)
        }
        return nodes
    }

    /// The width of the blanks before a tag that is alone on its line; nil when it is not.
    private func standalone(from start: Int) -> Int? {
        var before = start
        while before > 0, isBlank(source[before - 1]) { before -= 1 }
        guard before == 0 || source[before - 1] == "\n" else { return nil }
        var after = index
        while after < source.count, isBlank(source[after]) || source[after] == "\r" { after += 1 }
        guard after == source.count || source[after] == "\n" else { return nil }
        return start - before
    }

    private mutating func tag() throws(TemplateError) -> Tag {
        let start = position
        advance(2)
        guard index < source.count else { throw unclosed(start) }
        let sign = source[index]
        if sign == "!" {
            while index < source.count, !isClosing(at: index) { advance(1) }
            guard index < source.count else { throw unclosed(start) }
            advance(2)
            return .remark
        }
        if sign == "#" || sign == "^" || sign == "/" { advance(1) }
        skipBlanks()
        let name = try readName()
        skipBlanks()
        var filters: [Filter] = []
        if sign != "#", sign != "^", sign != "/" {
            while index < source.count, source[index] == "|" {
                advance(1)
                skipBlanks()
                let at = position
                let word = readWord()
                guard let filter = Filter(rawValue: word) else { throw failure(.unknownFilter(word), at: at) }
                filters.append(filter)
                skipBlanks()
            }
        }
        guard isClosing(at: index) else {
            throw index < source.count
                ? failure(.syntax("expected }} or | after '\(visible(name.text))'"), at: position) : unclosed(start)
        }
        advance(2)
        switch sign {
        case "#": return .open(name, inverted: false)
        case "^": return .open(name, inverted: true)
        case "/": return .close(name)
        default:
            guard let filter = filters.isEmpty ? target.filter : filters[0] else {
                throw failure(.unfiltered(name: name.text), at: start)
            }
            return .hole(name, filters.isEmpty ? [filter] : filters)
        }
    }

    private mutating func readName() throws(TemplateError) -> Template.Name {
        if index < source.count, source[index] == "." {
            advance(1)
            return Template.Name(parts: [])
        }
        let start = position
        var parts: [String] = []
        repeat {
            if !parts.isEmpty { advance(1) }
            let word = readWord()
            guard !word.isEmpty else {
                throw failure(.syntax("expected a name of letters, digits, '_' and '-'"), at: position)
            }
            parts.append(word)
            guard parts.count <= budget.depth else {
                throw failure(.tooLarge(what: "the depth of a name", allowed: budget.depth), at: start)
            }
        } while index < source.count && source[index] == "."
        return Template.Name(parts: parts)
    }

    private mutating func readWord() -> String {
        var word = String.UnicodeScalarView()
        while index < source.count, isWord(source[index]) {
            word.append(source[index])
            advance(1)
        }
        return String(word)
    }

    private mutating func skipBlanks() {
        while index < source.count, isBlank(source[index]) { advance(1) }
    }

    private mutating func advance(_ count: Int) {
        for _ in 0..<count where index < source.count {
            if source[index] == "\n" {
                position.line += 1
                position.column = 1
            } else {
                position.column += 1
            }
            index += 1
        }
    }

    private func isBraces(at index: Int) -> Bool {
        index + 1 < source.count && source[index] == "{" && source[index + 1] == "{"
    }

    private func isClosing(at index: Int) -> Bool {
        index + 1 < source.count && source[index] == "}" && source[index + 1] == "}"
    }

    private func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" }

    private func isWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_", "-": true
        default: false
        }
    }

    private func unclosed(_ start: TemplateError.Position) -> TemplateError {
        failure(.syntax("the {{ that begins here has no }}"), at: start)
    }

    private func failure(_ reason: TemplateError.Reason, at position: TemplateError.Position) -> TemplateError {
        TemplateError(template: name, position: position, reason: reason)
    }
}
