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
