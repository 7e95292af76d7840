/// A name that rules may use, what it means and how it is read from a product or one of its fields.
public struct RuleTerm<Whole: Sendable>: Sendable {
    public let name: String
    public let type: RuleType
    /// For help and completion.
    public let explanation: String
    /// What comparisons take where nothing was stated.
    let assumed: RuleValue?
    /// Nil: never stated.
    package let read: @Sendable (Whole) -> RuleValue?

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
