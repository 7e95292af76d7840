import MeshModel
import Terminal
import Widgets

/// What the products that were found have in common: one of it narrows the list to those that have it.
struct FacetList: Equatable, Sendable {
    private let values: [ProductFacets.Value]
    private let total: Int
    private var picker = Picker()

    init(_ values: [ProductFacets.Value], of total: Int) {
        self.values = values
        self.total = total
    }

    var count: Int { values.count }

    var shown: [ProductFacets.Value] {
        let wanted = Folding.folded(picker.filter.text)
        guard !wanted.isEmpty else { return values }
        return values.filter { Folding.folded("\($0.field.rawValue) \($0.text)").contains(wanted) }
    }

    mutating func press(_ key: Key, rows: Int) -> ModalStep<ProductFacets.Value> {
        let shown = shown
        return picker.press(key, count: shown.count, rows: rows).map { shown[$0] }
    }

    func draw(in rect: Rect, on frame: inout Frame) {
        let shown = shown
        let box = ModalFrame(
            title: "Narrow",
            hints: [.init("⏎", "narrow"), .init("↑↓", "choose"), .init("Esc", "leave")],
            right: Line("\(Words.count(total)) products", .muted))
        picker.draw(
            box, prompt: "/ ",
            columns: [
                Table.Column("", minimum: 6, ideal: 6), Table.Column("", minimum: 12),
                Table.Column("", minimum: 6, ideal: 9, align: .right),
            ],
            count: shown.count, height: Picker.rows(of: count, in: rect), in: rect, on: &frame
        ) { place in
            let value = shown[place]
            return [Line(value.field.rawValue, .muted), Line(value.text), Line(Words.count(value.count))]
        }
    }
}
