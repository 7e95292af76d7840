/// What turns by time alone: `age` grows, and whatever it is compared with stands still.
extension ParsedPolicy {
    /// Moments at which a verdict may turn because the subject's product got older: when it is as old as a rule says, and behind that.
    func agingMoments(of subject: RuleSubject) -> [Instant] {
        let updated = subject.product.updated
        guard !updated.isBlank else { return [] }
        return rules.flatMap { rule in
            guard case .success(let rule) = rule else { return [Instant]() }
            return rule.expression.ages(of: subject).flatMap { seconds in
                [0, 1].map { updated.adding(seconds: Int64(seconds.rounded(.up)) + $0) }
            }
        }
    }
}

extension RuleExpression {
    /// The lengths of time that `age` is compared with, in seconds.
    fileprivate func ages(of subject: RuleSubject) -> [Double] {
        switch self {
        case .all(let parts), .any(let parts): parts.flatMap { $0.ages(of: subject) }
        case .not(let part), .fields(_, let part): part.ages(of: subject)
        case .implies(let condition, let wanted): condition.ages(of: subject) + wanted.ages(of: subject)
        case .comparison(let name, _, .value(let value)) where name.isComputed: value.seconds.map { [$0] } ?? []
        case .comparison(let name, _, .name(.fact(let term))) where name.isComputed: term.seconds(of: subject)
        case .comparison(.fact(let term), _, .name(let name)) where name.isComputed: term.seconds(of: subject)
        case .comparison, .exists, .holds, .membership, .contains: []
        }
    }
}

extension RuleTerm<RuleSubject> {
    fileprivate func seconds(of subject: RuleSubject) -> [Double] {
        read(subject)?.measured(type).seconds.map { [$0] } ?? []
    }
}

extension RuleValue {
    /// Of a length of time that a clock can be moved by.
    fileprivate var seconds: Double? {
        guard case .quantity(let quantity) = self, quantity.dimension == .time, abs(quantity.base) < 1e12 else {
            return nil
        }
        return quantity.base
    }
}
