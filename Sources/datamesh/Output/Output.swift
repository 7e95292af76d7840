import Documents
import MeshFormats
import MeshModel
import Terminal

/// Where a command's answer goes, and in which form.
struct Output {
    enum Form {
        case text
        /// Words instead of signs, tabs instead of columns: for other programs.
        case plain
        case json
        /// A record a line.
        case jsonLines
    }

    var form = Form.text
    var asciiOnly = false
    /// Of the terminal; nil: nobody looks, so nothing is cut.
    var columns: Int?

    var isForPrograms: Bool { form == .json || form == .jsonLines }

    /// One line of text, whatever stands in it; answers for programs leave it out.
    func line(_ text: String = "") { lines([text]) }

    func lines(_ texts: [String]) {
        guard !isForPrograms, !texts.isEmpty else { return }
        Stream.output.write(Array(texts.map { sanitised($0, asciiOnly: asciiOnly) + "\n" }.joined().utf8))
    }

    /// A text of several lines.
    func text(_ text: String) {
        let end = text.hasSuffix("\n") ? text.dropLast() : Substring(text)
        lines(end.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
    }

    /// One document, where the form is JSON.
    func document(_ tree: @autoclosure () throws -> Tree) rethrows {
        guard isForPrograms else { return }
        var writer = JSONWriter(form == .json ? .pretty : .compact)
        writer.write(Node(try tree()))
        if form == .jsonLines { writer.endLine() }
        Stream.output.write(writer.drain())
    }

    /// A list of records, where the form is JSON: one document, or a record a line.
    func documents(_ trees: [Tree]) {
        guard form == .jsonLines else { return document(.list(trees)) }
        for tree in trees { document(tree) }
    }
}

/// How something stands, as a sign beside its words.
enum Sign {
    case good, note, warning, bad

    init(_ tone: Consequence.Tone) {
        self =
            switch tone {
            case .does: .good
            case .note: .note
            case .warning: .warning
            }
    }

    init(_ level: TrustLevel) {
        self =
            switch level {
            case .good: .good
            case .warning: .warning
            case .bad: .bad
            case .unknown: .note
            }
    }

    func text(in form: Output.Form) -> String {
        switch self {
        case .good: form == .plain ? "ok" : "●"
        case .note: form == .plain ? "note" : "·"
        case .warning: form == .plain ? "warning" : "▲"
        case .bad: form == .plain ? "fail" : "✕"
        }
    }
}
