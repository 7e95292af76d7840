import MeshModel
import Terminal
import Widgets

/// What stands over the panes and takes all keys until it is answered.
enum Modal: Equatable, Sendable {
    case commands(CommandList)
    case facets(FacetList)
    case form(FormModal)
    case confirm(ConfirmModal)
    case plan(PlanModal)
    case run(RunModal)

    /// Nobody can have read it before it was on the screen.
    var isUnseen: Bool {
        switch self {
        case .confirm(let modal): modal.isUnseen
        case .plan(let modal): modal.isUnseen
        case .commands, .facets, .form, .run: false
        }
    }

    var isConfirmation: Bool {
        switch self {
        case .confirm, .plan: true
        case .commands, .facets, .form, .run: false
        }
    }

    mutating func wasShown() {
        switch self {
        case .confirm(var modal):
            modal.isUnseen = false
            self = .confirm(modal)
        case .plan(var modal):
            modal.isUnseen = false
            self = .plan(modal)
        case .commands, .facets, .form, .run: break
        }
    }

    var form: FormModal? {
        get { if case .form(let modal) = self { modal } else { nil } }
        set { if let newValue { self = .form(newValue) } }
    }

    var run: RunModal? {
        get { if case .run(let modal) = self { modal } else { nil } }
        set { if let newValue { self = .run(newValue) } }
    }

    var confirm: ConfirmModal? {
        get { if case .confirm(let modal) = self { modal } else { nil } }
        set { if let newValue { self = .confirm(newValue) } }
    }

    func draw(in rect: Rect, on frame: inout Frame) {
        switch self {
        case .commands(let modal): modal.draw(in: rect, on: &frame)
        case .facets(let modal): modal.draw(in: rect, on: &frame)
        case .form(let modal): modal.draw(in: rect, on: &frame)
        case .confirm(let modal): modal.draw(in: rect, on: &frame)
        case .plan(let modal): modal.draw(in: rect, on: &frame)
        case .run(let modal): modal.draw(in: rect, on: &frame)
        }
    }
}

/// What a key did to a modal.
enum ModalStep<Value> {
    case open
    case cancelled
    case answered(Value)
}

extension ModalStep {
    func map<Other>(_ change: (Value) -> Other) -> ModalStep<Other> {
        switch self {
        case .open: .open
        case .cancelled: .cancelled
        case .answered(let value): .answered(change(value))
        }
    }
}

extension [Modal] {
    /// Changes the one on top, where it is of a kind.
    mutating func last<M>(_ kind: WritableKeyPath<Modal, M?>, _ change: (inout M) -> Void) {
        guard var modal = last, var value = modal[keyPath: kind] else { return }
        change(&value)
        modal[keyPath: kind] = value
        self[count - 1] = modal
    }
}
