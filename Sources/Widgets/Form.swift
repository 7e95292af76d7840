package import Terminal

/// Labelled fields below each other, each with its error beside it.
package struct Form: Widget {
    package var fields: [Field]
    package var focus: Int?

    package init(fields: [Field], focus: Int? = nil) {
        self.fields = fields
        self.focus = focus
    }

    package struct Field: Hashable, Sendable {
        package var label: String
        package var content: Content
        /// A sentence beside the field; while there is one, the form cannot be sent.
        package var error: String?
        /// What may stand here, shown muted where the error would be.
        package var hint: String

        package init(_ label: String, _ content: Content, error: String? = nil, hint: String = "") {
            self.label = label
            self.content = content
            self.error = error
            self.hint = hint
        }
    }

    package enum Content: Hashable, Sendable {
        case text(Input, placeholder: String = "")
        case choice([String], selected: Int)
        case toggle(Bool)
        /// Shown, not asked.
        case fact(Line)
    }

    /// The rows all of it takes at this width.
    package func height(width: Int) -> Int {
        let columns = Columns(self, width: width)
        return fields.reduce(0) { $0 + columns.height(of: $1) }
    }

    package func draw(in rect: Rect, on frame: inout Frame) {
        let columns = Columns(self, width: rect.width)
        var rest = rect
        for (index, field) in fields.enumerated().dropFirst(firstShown(columns, height: rect.height)) {
            guard !rest.isEmpty else { return }
            draw(field, columns, isFocused: index == focus, in: rest.takeTop(columns.height(of: field)), on: &frame)
        }
    }

    /// The first field in view, so that the focused one is seen to its last row.
    private func firstShown(_ columns: Columns, height: Int) -> Int {
        guard let focus, fields.indices.contains(focus) else { return 0 }
        var first = focus
        var used = columns.height(of: fields[focus])
        while first > 0, used + columns.height(of: fields[first - 1]) <= height {
            first -= 1
            used += columns.height(of: fields[first])
        }
        return first
    }

    private func draw(_ field: Field, _ columns: Columns, isFocused: Bool, in rect: Rect, on frame: inout Frame) {
        var row = rect.row(0)
        let gutter = row.takeLeft(Gutter.width)
        if isFocused { frame.write(Gutter.mark(isFocused: true), in: gutter) }
        let label = row.takeLeft(columns.label)
        frame.write(field.label, in: label, style: isFocused ? Style.selection.bold : .text)
        _ = row.takeLeft(Columns.gap)
        let content = row.takeLeft(columns.content)
        draw(field.content, isFocused: isFocused, hasError: field.error != nil, in: content, on: &frame)
        let below = columns.errorBelow(of: field)
        if columns.isNoteBeside, below.isEmpty {
            _ = row.takeLeft(Columns.gap)
            frame.write(field.error.map { Line("✕ " + $0, .bad) } ?? Line(field.hint, .muted), in: row)
        }
        for (index, text) in below.enumerated() {
            var row = rect.row(1 + index)
            _ = row.takeLeft(Columns.indent)
            frame.write(Line(index == 0 ? "✕ " : "  ", .bad) + Line(text, .bad), in: row)
        }
    }

    private func draw(_ content: Content, isFocused: Bool, hasError: Bool, in rect: Rect, on frame: inout Frame) {
        switch content {
        case .text(let input, let placeholder):
            frame.draw(
                TextField(input, placeholder: placeholder, isFocused: isFocused, hasError: hasError), in: rect)
        case .choice(let choices, let selected):
            let chosen = choices.indices.contains(selected) ? choices[selected] : ""
            let place = choices.count > 1 ? Line("  \(selected + 1)/\(choices.count)", .muted) : Line()
            frame.write(Line("◂ ", .muted) + Line(chosen, .input) + Line(" ▸", .muted) + place, in: rect)
        case .toggle(let isOn):
            frame.write(isOn ? "[x]" : "[ ]", in: rect, style: .input)
        case .fact(let line):
            frame.write(line, in: rect)
        }
    }
}

extension Form {
    /// How a form divides its width: labels as wide as the widest, an error beside its field where all of it has room, else below.
    private struct Columns {
        static let gap = 2
        static let indent = Gutter.width + 2
        let width: Int
        let label: Int
        let content: Int
        let isNoteBeside: Bool

        init(_ form: Form, width: Int) {
            self.width = width
            let widest = form.fields.map(\.label.columns).max() ?? 0
            label = min(widest, max(0, width / 3))
            let rest = max(0, width - Gutter.width - label - Self.gap)
            isNoteBeside = rest >= 56
            content = isNoteBeside ? rest * 3 / 5 : rest
        }

        func height(of field: Field) -> Int { 1 + errorBelow(of: field).count }

        /// The rows of an error that has no room beside its field.
        func errorBelow(of field: Field) -> [String] {
            guard let error = field.error else { return [] }
            let beside = width - Gutter.width - label - content - 2 * Self.gap
            if isNoteBeside, error.columns + 2 <= beside { return [] }
            return Paragraph(error).lines(width: max(1, width - Self.indent - 2), limit: 3)
        }
    }
}
