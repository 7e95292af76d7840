/// A name that rules may use, what it means and how it is read from a product or one of its fields.
public struct RuleTerm<Whole: Sendable>: Sendable {
    public let name: String
    public let type: RuleType
    /// For help and completion.
    public let explanation: String
    /// What comparisons take where nothing was stated.
    let assumed: RuleValue?
    /// Nil: never stated.
    let read: @Sendable (Whole) -> RuleValue?

    init(
        _ name: String, _ type: RuleType, _ explanation: String, assumed: RuleValue? = nil,
        read: @escaping @Sendable (Whole) -> RuleValue?
    ) {
        self.name = name
        self.type = type
        self.explanation = explanation
        self.assumed = assumed
        self.read = read
    }
}

/// One name, one meaning.
extension RuleTerm: Equatable {
    public static func == (a: RuleTerm, b: RuleTerm) -> Bool { a.name == b.name }
}

/// What kind of value a name stands for, and so what it can be compared with.
public enum RuleType: Equatable, Sendable {
    case text
    /// One of a few words.
    case word([String])
    case list
    case number(Measure)
    case version
    case moment
    case flag
    /// Whatever somebody wrote: a number where it is compared with one, else words.
    case written

    public enum Measure: Equatable, Sendable {
        /// A plain number; units do not fit.
        case count
        /// `bare` is the unit of a number that is written without one; nil: it must be written with one.
        case quantity(Dimension, bare: Unit?)
        /// Takes the unit of what it is compared with.
        case open
    }

    /// "a share", "a list", for a sentence.
    var noun: String {
        switch self {
        case .text: "text"
        case .word: "a word"
        case .list: "a list"
        case .number(.count), .number(.open): "a number"
        case .number(.quantity(let dimension, _)): dimension.noun
        case .version: "a version"
        case .moment: "a time"
        case .flag: "true or false"
        case .written: "what somebody wrote"
        }
    }
}

/// What a name stood for in one product.
public enum RuleValue: Equatable, Sendable {
    case text(String)
    case list([String])
    case quantity(Quantity)
    case version(Version)
    case moment(Instant)
    case flag(Bool)

    /// Nil where nothing is written.
    static func stated(_ text: String) -> RuleValue? { text.isEmpty ? nil : .text(text) }
    static func stated(_ list: [String]) -> RuleValue? { list.isEmpty ? nil : .list(list) }
    static func count(_ number: Int) -> RuleValue { .quantity(Quantity(Double(number))) }

    /// To two decimals: what is computed need not be read to the sixteenth digit.
    var rounded: RuleValue {
        guard case .quantity(let quantity) = self else { return self }
        return .quantity(Quantity((quantity.value * 100).rounded() / 100, quantity.unit))
    }

    /// Short enough for a sentence.
    var observed: String {
        switch self {
        case .text(let text): text.count > 60 ? text.prefix(59) + "…" : text
        case .list(let items): items.isEmpty ? "none" : items.abridged(5)
        case .quantity(let quantity): quantity.description
        case .version(let version): version.description
        case .moment(let moment): moment.description
        case .flag(let value): value ? "true" : "false"
        }
    }
}

extension [String] {
    /// `a, b, c and 4 more`
    func abridged(_ limit: Int) -> String {
        count <= limit
            ? joined(separator: ", ") : prefix(limit).joined(separator: ", ") + " and \(count - limit) more"
    }
}
