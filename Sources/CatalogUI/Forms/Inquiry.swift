import MeshModel
import Terminal

/// What was typed or chosen, by the field's name.
typealias FormValues = [String: String]

/// One thing that a form asks for.
struct InquiryField: Equatable, Sendable {
    enum Kind: Equatable, Sendable {
        case text(placeholder: String)
        case choice([String])
        /// Shown, not asked.
        case fact

        var isAsked: Bool { self != .fact }
    }

    var name: String
    var label: String
    var kind: Kind
    var initial: String
    /// The first letter typed replaces what stands there.
    var isSuggested: Bool
    var hint: String

    init(
        _ name: String, _ label: String, _ kind: Kind = .text(placeholder: ""), initial: String = "",
        isSuggested: Bool = false, hint: String = ""
    ) {
        self.name = name
        self.label = label
        self.kind = kind
        self.initial = initial
        self.isSuggested = isSuggested
        self.hint = hint
    }
}

/// What a form that was filled in comes to.
enum InquiryOutcome: Equatable, Sendable {
    case changes([Change])
    /// First a file must be read.
    case file(path: String, of: DataProduct.ID)
    case plan(ProvisionWish)
}

/// The meaning of a form: which fields there are, what is wrong with them, and what they come to.
///
/// It decides nothing that the rules decide; it only knows what can be read as what, so that a mistake is said beside its field.
protocol FormSubject: Equatable, Sendable {
    var title: String { get }
    /// The same thing asked of the same product or link: what was left half filled is offered again.
    var key: FormKey { get }
    func fields(_ values: FormValues) -> [InquiryField]
    func complaints(_ values: FormValues) -> [String: String]
    /// Asked only when there is nothing to complain of.
    func outcome(_ values: FormValues) -> InquiryOutcome
    func commandLine(_ values: FormValues) -> [String]
}

struct FormKey: Hashable, Sendable {
    var command: Command
    var subject: String
}

/// Why a form is about to open: its material is being read.
struct FormIntent: Equatable, Sendable {
    var command: Command
    /// Nil: it is about no single product.
    var product: DataProduct.ID?
    /// What was typed since: it is meant for the form.
    var typed: [Key] = []
}

/// Any form, as a value that can be compared.
enum Inquiry: Equatable, Sendable {
    case subscribe(SubscribeForm)
    case publish(PublishForm)
    case provision(ProvisionForm)
    case decide(DecisionForm)
    case quality(QualityForm)
    case claim(ClaimForm)
    case status(StatusForm)
    case domain(DomainForm)
    case product(ProductForm)
    case policy(PolicyForm)
    case absence(AbsenceForm)
    case waiver(WaiverForm)
    case implementation(ImplementationForm)
    case review(ReviewForm)

    private var subject: any FormSubject {
        switch self {
        case .subscribe(let form): form
        case .publish(let form): form
        case .provision(let form): form
        case .decide(let form): form
        case .quality(let form): form
        case .claim(let form): form
        case .status(let form): form
        case .domain(let form): form
        case .product(let form): form
        case .policy(let form): form
        case .absence(let form): form
        case .waiver(let form): form
        case .implementation(let form): form
        case .review(let form): form
        }
    }

    var title: String { subject.title }
    var key: FormKey { subject.key }
    func fields(_ values: FormValues) -> [InquiryField] { subject.fields(values) }
    func complaints(_ values: FormValues) -> [String: String] { subject.complaints(values) }
    func outcome(_ values: FormValues) -> InquiryOutcome { subject.outcome(values) }

    /// What does the same from a shell.
    func commandLine(_ values: FormValues) -> String {
        subject.commandLine(values).map(\.quotedForShell).joined(separator: " ")
    }

    /// The schema that the file held which a publication names.
    mutating func take(_ schema: [SchemaObject], for values: FormValues) {
        guard case .publish(var form) = self else { return }
        form.take(schema, for: values)
        self = .publish(form)
    }

    /// What a file held may have changed: it is read again.
    mutating func forgetFile() {
        guard case .publish(var form) = self else { return }
        form.forgetFile()
        self = .publish(form)
    }
}

extension FormValues {
    /// A value without the blanks around it.
    func text(_ name: String) -> String { self[name, default: ""].trimmed }

    /// Names that are parted by commas or blanks.
    func list(_ name: String) -> [String] {
        text(name).split { $0 == "," || $0.isWhitespace }.map(String.init)
    }
}

extension String {
    var trimmed: String {
        var text = Substring(self)
        while text.first?.isWhitespace ?? false { text.removeFirst() }
        while text.last?.isWhitespace ?? false { text.removeLast() }
        return String(text)
    }
}

/// What several forms read alike.
enum FieldReading {
    /// A date, or so many days from now; nil: neither.
    static func until(_ text: String, now: Instant) -> Instant? {
        if let moment = Instant(text: text) { return moment }
        guard let length = Quantity(text: text), length.dimension == .time, length.base > 0, length.base < 1e10 else {
            return nil
        }
        return now.adding(seconds: Int64(length.base))
    }

    static let untilExpectation = "expected a date such as 2027-06-30, or a length such as 90d"

    static func id<Noun>(_ text: String, _ noun: Noun.Type) -> String? {
        Identifier<Noun>(text) == nil ? "expected \(Identifier<Noun>.expectation)" : nil
    }
}
