/// Why a change is refused. Cases are facts; `description` is the sentence people read.
public enum RuleViolation: Error, Equatable, Sendable {
    case unknown(noun: String, name: String, hint: String)
    case duplicate(noun: String, name: String, hint: String)
    case invalid(what: String, value: String, reason: String)
    /// The thing is in a state in which this cannot be done.
    case conflict(what: String, reason: String)
    case notAllowed(action: String, actor: String, who: [String])
    case unreadableRule(policy: String, error: RuleSyntaxError)
    case cycle([String])
    /// Mandatory rules that fail stand in the way.
    case blocked(what: String, failures: [String])
    /// A version that says less than what changed: the least one that would do, each change that asks for it, and whom they hit.
    case versionTooLow(version: String, after: String, least: String, changes: [String], subscribers: [String])
}

extension RuleViolation: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unknown(let noun, let name, let hint):
            "there is no \(noun) '\(name)'" + (hint.isEmpty ? "" : "; \(hint)")
        case .duplicate(let noun, let name, let hint):
            "\(noun) '\(name)' exists already" + (hint.isEmpty ? "" : "; \(hint)")
        case .invalid(let what, let value, let reason):
            value.isEmpty ? "\(what): \(reason)" : "\(what) '\(value)': \(reason)"
        case .conflict(let what, let reason): "\(what) \(reason)"
        case .notAllowed(let action, let actor, let who):
            "\(actor) may not \(action); \(who.isEmpty ? "nobody holds the role that may" : "ask \(who.joined(separator: " or "))")"
        case .unreadableRule(let policy, let error): "policy '\(policy)': \(error)"
        case .cycle(let path): "this would make a circle: \(path.joined(separator: " → ")); remove one of the inputs"
        case .blocked(let what, let failures):
            "\(what) is blocked by mandatory rules: \(failures.joined(separator: "; "))"
        case .versionTooLow(let version, let after, let least, let changes, let subscribers):
            "version '\(version)' is too low after \(after): \(changes.joined(separator: "; ")); "
                + (subscribers.isEmpty ? "" : "this hits \(subscribers.joined(separator: ", ")); ")
                + "publish it as \(least)"
        }
    }
}

/// Why a rule cannot be read, and where in it.
public struct RuleSyntaxError: Error, Equatable, Sendable {
    /// Both counted from 1.
    public var line: Int
    public var column: Int
    public var reason: String

    public init(line: Int, column: Int, reason: String) {
        self.line = line
        self.column = column
        self.reason = reason
    }
}

extension RuleSyntaxError: CustomStringConvertible {
    public var description: String { "line \(line), column \(column): \(reason)" }
}
