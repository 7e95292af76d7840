import MeshModel
import Terminal
import Widgets

/// A form being filled in: what was typed, what is wrong with it, and what the mesh said to it.
struct FormModal: Equatable, Sendable {
    private(set) var inquiry: Inquiry
    private(set) var values: FormValues
    private var inputs: [String: Widgets.Input] = [:]
    private var focus = 0
    /// Fields that were left once: what is wrong is not said while it is first typed.
    private var left: Set<String> = []
    /// What it comes to is being looked at.
    var isWaiting = false
    /// Why it was refused.
    var refusal: String?

    init(_ inquiry: Inquiry, draft: FormValues? = nil) {
        self.inquiry = inquiry
        values = draft ?? [:]
        if draft != nil { refusal = nil }
        fillBlanks()
        // What is only told takes no key: the first one typed would be lost, and the first field passed over.
        focus = fields.firstIndex { $0.kind.isAsked } ?? 0
    }

    private var fields: [InquiryField] { inquiry.fields(values) }

    private mutating func fillBlanks() {
        for field in fields {
            if values[field.name] == nil { values[field.name] = field.initial }
            if case .choice(let choices) = field.kind, !choices.contains(values[field.name] ?? "") {
                values[field.name] = choices.first ?? ""
            }
            if case .text = field.kind, inputs[field.name] == nil {
                inputs[field.name] = Widgets.Input(values[field.name] ?? "")
            }
        }
    }

    /// Something to lose, were it thrown away.
    var isTouched: Bool { fields.contains { values[$0.name] != $0.initial } }

    mutating func press(_ key: Key) -> ModalStep<FormValues> {
        let fields = fields
        guard !isWaiting else { return key == .escape ? .cancelled : .open }
        switch key {
        case .escape: return .cancelled
        case .enter:
            left.formUnion(fields.map(\.name))
            let complaints = inquiry.complaints(values)
            if let first = fields.firstIndex(where: { complaints[$0.name] != nil }) {
                focus = first
                return .open
            }
            refusal = nil
            return .answered(values)
        case .tab, .down: turn(1, fields)
        case .backTab, .up: turn(-1, fields)
        default: edit(key, fields)
        }
        return .open
    }

    private mutating func turn(_ step: Int, _ fields: [InquiryField]) {
        let asked = fields.indices.filter { fields[$0].kind.isAsked }
        guard let place = asked.firstIndex(of: focus) ?? asked.first.map({ _ in 0 }) else { return }
        left.insert(fields[focus].name)
        focus = asked[(place + step + asked.count) % asked.count]
    }

    private mutating func edit(_ key: Key, _ fields: [InquiryField]) {
        guard fields.indices.contains(focus) else { return }
        let field = fields[focus]
        refusal = nil
        switch field.kind {
        case .fact: turn(1, fields)
        case .choice(let choices):
            let step: Int? =
                switch key {
                case .left, .character("h"): -1
                case .right, .character("l"), .character(" "): 1
                default: nil
                }
            guard let step, let index = choices.firstIndex(of: values[field.name] ?? "") else { return }
            values[field.name] = choices[(index + step + choices.count) % choices.count]
            fillBlanks()
        case .text:
            if field.isSuggested, values[field.name] == field.initial, key.isTyped {
                inputs[field.name] = Widgets.Input()
            }
            guard inputs[field.name]?.apply(key) == true else { return }
            values[field.name] = inputs[field.name]?.text ?? ""
        }
    }

    /// Nothing is waited for any more.
    mutating func rest() { isWaiting = false }

    mutating func refuse(_ sentence: String) {
        isWaiting = false
        refusal = sentence
        inquiry.forgetFile()
    }

    mutating func forgetFile() { inquiry.forgetFile() }

    /// The schema that a file stated.
    mutating func take(_ schema: [SchemaObject]) { inquiry.take(schema, for: values) }

    func draw(in rect: Rect, on frame: inout Frame) {
        let fields = fields
        let complaints = inquiry.complaints(values)
        let form = Form(
            fields: fields.map { field in
                Form.Field(
                    field.label, content(of: field),
                    error: left.contains(field.name) ? complaints[field.name] : nil, hint: field.hint)
            }, focus: fields.indices.contains(focus) ? focus : nil)
        let width = min(110, rect.width - 4)
        let trouble = refusal.map { Paragraph($0).lines(width: max(1, width - 2), limit: 6) } ?? []
        let height = form.height(width: width) + (trouble.isEmpty ? 0 : trouble.count + 1)
        let box = ModalFrame(
            title: inquiry.title,
            hints: isWaiting
                ? [.init("…", "looking what this would do")]
                : [.init("⏎", "go on"), .init("Tab", "next field"), .init("Esc", "leave")])
        var inside = box.draw(content: Size(width: width, height: height), in: rect, on: &frame)
        let below = inside.takeBottom(trouble.isEmpty ? 0 : min(trouble.count + 1, inside.height / 2))
        for (index, line) in trouble.enumerated() {
            let sign = index == 0 ? Tone.bad.mark + " " : Line("  ")
            frame.write(sign + Line(line), in: below.row(index + 1))
        }
        frame.draw(form, in: inside)
        if isWaiting { frame.cursor = nil }
    }

    private func content(of field: InquiryField) -> Form.Content {
        switch field.kind {
        case .text(let placeholder): .text(inputs[field.name] ?? Widgets.Input(), placeholder: placeholder)
        case .choice(let choices): .choice(choices, selected: choices.firstIndex(of: values[field.name] ?? "") ?? 0)
        case .fact: .fact(Line(field.initial))
        }
    }
}

extension Key {
    /// Whether it puts text where the cursor stands.
    fileprivate var isTyped: Bool {
        switch self {
        case .character, .paste: true
        default: false
        }
    }
}
