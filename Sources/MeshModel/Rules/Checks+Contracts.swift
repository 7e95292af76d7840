extension Check {
    static func constraints(_ constraints: FieldConstraints, of field: String) throws {
        let bounds = [
            constraints.minimum, constraints.maximum, constraints.exclusiveMinimum, constraints.exclusiveMaximum,
            constraints.multipleOf, constraints.format,
        ]
        for bound in bounds { try text(bound, "bound of '\(field)'", longest: longestName) }
        try text(constraints.pattern, "pattern of '\(field)'")
        let counts = [constraints.shortest, constraints.longest, constraints.fewestItems, constraints.mostItems]
        for count in counts.compactMap(\.self) where count < 0 {
            throw RuleViolation.invalid(what: "length of '\(field)'", value: "\(count)", reason: "is below zero")
        }
        guard constraints.allowed.count <= longestList else {
            throw RuleViolation.invalid(
                what: "field", value: field, reason: "lists more than \(longestList) allowed values")
        }
        for value in constraints.allowed { try text(value, "allowed value of '\(field)'") }
    }

    static func quality(_ expectations: [QualityExpectation], of thing: String) throws {
        guard expectations.count <= longestList else {
            throw RuleViolation.invalid(
                what: "quality", value: thing, reason: "has more than \(longestList) expectations")
        }
        for expectation in expectations {
            for words in [expectation.name, expectation.metric, expectation.unit, expectation.severity] {
                try text(words, "quality of '\(thing)'", longest: longestTitle)
            }
            for words in [expectation.query, expectation.description] { try text(words, "quality of '\(thing)'") }
            guard expectation.values.count <= 2 else {
                throw RuleViolation.invalid(
                    what: "quality", value: thing, reason: "compares with more than two values")
            }
            for value in expectation.values { try text(value, "threshold of '\(thing)'", longest: longestName) }
        }
    }
}
