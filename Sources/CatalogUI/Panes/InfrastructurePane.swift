import MeshModel
import Terminal
import Widgets

/// Templates, what was made from them, and what became of the selected one.
struct InfrastructurePane: Equatable, Sendable {
    private var lists: InfrastructureLists?
    private var cursor = ListCursor()

    private var provisions: [Provision] { lists?.provisions ?? [] }
    private var templates: [InfrastructureTemplate] { lists?.templates ?? [] }
    private var count: Int { provisions.count + templates.count }

    /// What was made stands first, then what more can be made from.
    var selectedProvision: Provision? {
        provisions.indices.contains(cursor.index) ? provisions[cursor.index] : nil
    }

    private var selectedTemplate: InfrastructureTemplate? {
        let index = cursor.index - provisions.count
        return templates.indices.contains(index) ? templates[index] : nil
    }

    mutating func fill(_ lists: InfrastructureLists, height: Int) {
        let kept = selectedProvision?.key ?? selectedTemplate?.key
        self.lists = lists
        let keys = lists.provisions.map(\.key) + lists.templates.map(\.key)
        cursor.select(keys.firstIndex { $0 == kept } ?? cursor.index, count: count, rows: listRows(height))
    }

    mutating func move(_ motion: Motion, height: Int) { cursor.move(motion, count: count, rows: listRows(height)) }
    mutating func settle(height: Int) { cursor.settle(count: count, rows: listRows(height)) }

    /// The list has the upper part, headings apart; the log of the selected one the rest.
    private func listRows(_ height: Int) -> Int { max(1, listHeight(height) - 1) }
    private func listHeight(_ height: Int) -> Int { height < 8 ? height : max(4, height / 2) }

    var position: String {
        lists == nil
            ? "…" : "\(Words.plural(provisions.count, "provision")), \(Words.plural(templates.count, "template"))"
    }

    func draw(in rect: Rect, on frame: inout Frame) {
        guard count > 0 else {
            let text =
                lists == nil
                ? "…"
                : "No templates and nothing provisioned yet.\n\ndatamesh template create -f template.yaml adds a template; i on a product makes infrastructure from one."
            frame.draw(Paragraph(text, style: .muted), in: rect.inset(columns: min(2, rect.width / 4)))
            return
        }
        var rest = rect
        let list = rest.takeTop(listHeight(rect.height))
        let visible = cursor.visible(count: count, rows: list.height - 1)
        let drawn = visible.map { index in
            index < provisions.count
                ? Self.cells(of: provisions[index]) : Self.cells(of: templates[index - provisions.count])
        }
        frame.draw(Table(columns: Self.columns, rows: drawn, selection: cursor.index - visible.lowerBound), in: list)
        guard rest.height > 1 else { return }
        frame.fill(rest.takeTop(1), with: "─", style: .rule)
        let text = rest.inset(columns: min(2, rest.width / 4))
        for (index, line) in details.prefix(text.height).enumerated() {
            frame.write(line, in: text.row(index), cut: .middle)
        }
    }

    private static let columns = [
        Table.Column("WHAT", minimum: 10, cut: .middle),
        Table.Column("TEMPLATE", minimum: 10, ideal: 24, dropOrder: 1, cut: .middle),
        Table.Column("STATE", minimum: 10, ideal: 12, dropOrder: 2),
        Table.Column("SINCE", minimum: 10, ideal: 16, dropOrder: 3),
        Table.Column("BY", minimum: 6, ideal: 12, dropOrder: 4),
    ]

    private static func cells(of provision: Provision) -> [Line] {
        [
            Line(provision.product.text), Line(provision.template.text),
            provision.state.tone.line(provision.state.rawValue), Line(Words.time(provision.at), .muted),
            Line(provision.by, .muted),
        ]
    }

    private static func cells(of template: InfrastructureTemplate) -> [Line] {
        [
            Line(template.name.isEmpty ? template.id.text : template.name), Line(template.id.text, .muted),
            Line("template", .muted), Line(template.type, .muted), Line(),
        ]
    }

    private var details: [Line] {
        if let provision = selectedProvision {
            var lines = [Line(provision.workspace, .accent)]
            lines += provision.parameters.sorted { $0.key < $1.key }.map {
                Line("\($0.key) = ", .muted) + Line($0.value)
            }
            lines += provision.outputs.sorted { $0.key < $1.key }.map { Line("\($0.key)  ", .muted) + Line($0.value) }
            lines.append(Line(Words.plural(provision.files.count, "file"), .heading))
            lines += provision.files.map { Line($0.path) }
            if !provision.log.isEmpty {
                lines.append(Line("Log", .heading))
                lines += provision.log.map { Line($0, .muted) }
            }
            return lines
        }
        guard let template = selectedTemplate else { return [] }
        var lines = Paragraph(template.description).lines(width: 100, limit: 4).map { Line($0) }
        lines.append(Line("components  ", .muted) + Line(template.components.joined(separator: ", ")))
        lines += template.configuration.sorted { $0.key < $1.key }.map { Line("\($0.key)  ", .muted) + Line($0.value) }
        if !template.parameters.isEmpty { lines.append(Line("Parameters", .heading)) }
        lines += template.parameters.map { parameter in
            Line(parameter.name.padding(to: 16)) + Line(parameter.fallback, .accent)
                + Line(
                    "  "
                        + (parameter.choices.isEmpty
                            ? parameter.description : parameter.choices.joined(separator: " ")),
                    .muted)
        }
        lines.append(Line("i on a product makes it", .muted))
        return lines
    }
}
