/// One thing in which two versions of a contract differ.
public struct ContractDifference: Equatable, Sendable {
    /// What it does to those who read the data.
    public enum Impact: String, NamedCase, Comparable {
        /// Written otherwise, and means the same.
        case none
        case compatible
        /// May break somebody, and nobody can tell from the contracts.
        case warning
        case breaking

        public static func < (a: Impact, b: Impact) -> Bool { a.rank < b.rank }
        private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }

    /// `orders.customer.email`; blank: the contract as a whole.
    public var path: String
    public var impact: Impact
    /// What the next version must raise on its account.
    public var step: VersionStep
    /// What changed, as a sentence that goes on after the path: `is removed`.
    public var text: String

    public init(_ path: String, _ impact: Impact, step: VersionStep? = nil, _ text: String) {
        self.path = path
        self.impact = impact
        self.step = step ?? VersionStep(for: impact)
        self.text = text
    }

    /// `orders.email is removed`
    public var sentence: String { path.isEmpty ? text : "\(path) \(text)" }

    public var tree: Tree {
        .map([
            "path": .text(path), "impact": .text(impact.rawValue), "step": .text(step.rawValue), "text": .text(text),
        ])
    }
}

/// How far a version must move. Source: semver.org 2.0.0, §6 to §8.
public enum VersionStep: String, NamedCase, Comparable {
    /// Nothing changed: the version may stay.
    case keep
    case patch
    case minor
    case major

    init(for impact: ContractDifference.Impact) {
        switch impact {
        case .none: self = .patch
        case .compatible, .warning: self = .minor
        case .breaking: self = .major
        }
    }

    public static func < (a: VersionStep, b: VersionStep) -> Bool { a.rank < b.rank }
    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    /// The least version that says so after another one.
    public func next(after version: Version) -> Version {
        switch self {
        case .keep: version
        case .patch: Version(major: version.major, minor: version.minor, patch: version.patch + 1)
        case .minor: Version(major: version.major, minor: version.minor + 1, patch: 0)
        case .major: Version(major: version.major + 1, minor: 0, patch: 0)
        }
    }

    /// Whether a version moved that far from another one; `2.0.0-rc.1` announces as much as 2.0.0 does.
    public func isTaken(by version: Version, after old: Version) -> Bool {
        switch self {
        case .keep, .patch: version > old
        case .minor: (version.major, version.minor) > (old.major, old.minor)
        case .major: version.major > old.major
        }
    }
}
