/// How one product stands to every policy that speaks about it, at a moment.
public struct ComplianceReport: Equatable, Sendable {
    public var product: DataProduct.ID
    public var policies: [PolicyResult]

    public init(product: DataProduct.ID, policies: [PolicyResult]) {
        self.product = product
        self.policies = policies
    }

    /// No binding policy fails, and none is left unmeasured.
    public var isCompliant: Bool { policies.allSatisfy { !$0.binds || $0.isCompliant } }

    public var score: Score { policies.map(\.score).reduce(Score(), +) }

    /// Shown as "17 of 20, 2 not measured".
    public struct Score: Equatable, Sendable {
        public var passed = 0
        public var total = 0
        public var notMeasured = 0

        public init() {}

        public static func + (a: Score, b: Score) -> Score {
            var sum = a
            sum.passed += b.passed
            sum.total += b.total
            sum.notMeasured += b.notMeasured
            return sum
        }
    }
}

extension ComplianceReport.Score: CustomStringConvertible {
    public var description: String {
        "\(passed) of \(total)" + (notMeasured == 0 ? "" : ", \(notMeasured) not measured")
    }
}

/// One policy's verdict on one product.
public struct PolicyResult: Equatable, Sendable {
    public var policy: Policy.ID
    public var name: String
    /// A failure counts against the product; otherwise it only warns.
    public var binds: Bool
    public var rules: [RuleResult]
    /// The domain whose way of keeping the policy was asked for; nil: the policy as it is written.
    public var keptAsIn: Domain.ID?
    /// What excuses the product at this moment.
    public var waiver: Waiver?

    public init(
        policy: Policy.ID, name: String, binds: Bool, rules: [RuleResult], keptAsIn: Domain.ID? = nil,
        waiver: Waiver? = nil
    ) {
        self.policy = policy
        self.name = name
        self.binds = binds
        self.rules = rules
        self.keptAsIn = keptAsIn
        self.waiver = waiver
    }

    /// Every rule passes: what is not measured is not shown to hold.
    public var isCompliant: Bool { rules.allSatisfy { $0.outcome == .pass } }

    /// What is to be known beside the verdict: "as sales keeps it, waived until 2027-01-31"; blank where the policy simply binds.
    public var remark: String {
        var parts: [String] = []
        if let keptAsIn { parts.append("as \(keptAsIn) keeps it") }
        if let waiver {
            parts.append("waived until \(waiver.until.date)")
        } else if !binds {
            parts.append("only warns")
        }
        return parts.joined(separator: ", ")
    }

    public var score: ComplianceReport.Score {
        var score = ComplianceReport.Score()
        score.total = rules.count
        for rule in rules {
            switch rule.outcome {
            case .pass: score.passed += 1
            case .notMeasured: score.notMeasured += 1
            case .fail: break
            }
        }
        return score
    }
}

/// One rule's verdict: what was wanted, and what was found.
public struct RuleResult: Equatable, Sendable {
    public enum Outcome: Equatable, Sendable {
        case pass
        case fail
        /// No metric by that name was ever reported, or the fact was never stated.
        case notMeasured
    }

    /// As written.
    public var rule: String
    public var outcome: Outcome
    /// A measured metric decided, not a declared fact.
    public var isMeasured: Bool
    private var words: Words

    /// Put together when somebody reads them: of most verdicts only the outcome is counted.
    private enum Words: Sendable {
        case stated(wanted: String, observed: String, evidence: String)
        case found(RuleFinding)
    }

    public init(rule: String, outcome: Outcome, wanted: String, observed: String, evidence: String, isMeasured: Bool) {
        self.rule = rule
        self.outcome = outcome
        self.isMeasured = isMeasured
        words = .stated(wanted: wanted, observed: observed, evidence: evidence)
    }

    init(_ rule: String, _ finding: RuleFinding) {
        self.rule = rule
        outcome = finding.outcome
        isMeasured = finding.isMeasured
        words = .found(finding)
    }

    /// `accuracy >= 90%`
    public var wanted: String {
        switch words {
        case .stated(let wanted, _, _): wanted
        case .found(let finding): finding.wanted
        }
    }

    /// `84.1%`; blank when nothing was measured.
    public var observed: String {
        switch words {
        case .stated(_, let observed, _): observed
        case .found(let finding): finding.observed
        }
    }

    /// `dbt, 2026-11-22T07:10:00Z`; blank for declared facts.
    public var evidence: String {
        switch words {
        case .stated(_, _, let evidence): evidence
        case .found(let finding): finding.evidence
        }
    }

    public static func == (a: RuleResult, b: RuleResult) -> Bool {
        (a.rule, a.outcome, a.isMeasured) == (b.rule, b.outcome, b.isMeasured)
            && (a.wanted, a.observed, a.evidence) == (b.wanted, b.observed, b.evidence)
    }

    /// "accuracy >= 90% wanted, 84.1 observed (dbt, 2026-11-22T07:10:00Z)"
    public var sentence: String {
        switch outcome {
        case .pass:
            "\(rule): \(observed.isEmpty ? "holds" : "\(observed) observed")"
                + (evidence.isEmpty ? "" : " (\(evidence))")
        case .fail:
            "\(wanted) wanted, \(observed.isEmpty ? "nothing" : observed) observed"
                + (evidence.isEmpty ? "" : " (\(evidence))")
        case .notMeasured: "\(wanted) wanted, not measured"
        }
    }
}
