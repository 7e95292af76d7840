import MeshModel

/// A type that a test can draw values of.
protocol Arbitrary {
    static func drawn(with generator: inout Seeded, depth: Int) -> Self
}

/// Fills every field of a value, whatever fields it has or will have.
private struct Filler: FieldVisitor {
    var generator: Seeded
    let depth: Int

    mutating func field<T: FieldValue>(_ tag: Int, _ name: StaticString, _ value: inout T) {
        guard let type = T.self as? any Arbitrary.Type, let drawn = type.drawn(with: &generator, depth: depth) as? T
        else { preconditionFailure("no test draws a \(T.self) for the field '\(name)'") }
        value = drawn
    }
}

extension Structured {
    static func drawn(with generator: inout Seeded, depth: Int) -> Self {
        var value = Self()
        var filler = Filler(generator: generator, depth: depth + 1)
        value.visit(&filler)
        generator = filler.generator
        return value
    }
}

extension NamedCase {
    static func drawn(with generator: inout Seeded, depth: Int) -> Self {
        guard let value = allCases.randomElement(using: &generator) else { preconditionFailure("no cases") }
        return value
    }
}

extension String: Arbitrary {
    static func drawn(with generator: inout Seeded, depth: Int) -> String {
        let pieces = [
            "a", "B", "0", " ", "\n", "\"", "\\", "é", "日本", "👩‍🔬", "\u{0}", "\u{202e}", ":", ",", "external:", "\u{301}",
        ]
        return (0..<Int.random(in: 0...6, using: &generator)).map { _ in pieces.randomElement(using: &generator) ?? "" }
            .joined()
    }
}

extension Bool: Arbitrary {
    static func drawn(with generator: inout Seeded, depth: Int) -> Bool { .random(using: &generator) }
}

extension Int64: Arbitrary {
    static func drawn(with generator: inout Seeded, depth: Int) -> Int64 {
        [0, 1, -1, .max, .min, .random(in: -1000...1000, using: &generator)].randomElement(using: &generator) ?? 0
    }
}

extension Double: Arbitrary {
    static func drawn(with generator: inout Seeded, depth: Int) -> Double {
        let wide = Double.random(in: -1e18...1e18, using: &generator)
        return [0, 0.1, 98.5, -2.5, 1e-7, 1_500_000, .greatestFiniteMagnitude, wide].randomElement(using: &generator)
            ?? 0
    }
}

extension Optional: Arbitrary where Wrapped: Arbitrary {
    static func drawn(with generator: inout Seeded, depth: Int) -> Wrapped? {
        .random(using: &generator) ? .drawn(with: &generator, depth: depth) : nil
    }
}

extension Array: Arbitrary where Element: Arbitrary {
    static func drawn(with generator: inout Seeded, depth: Int) -> [Element] {
        let count = depth > 3 ? 0 : Int.random(in: 0...3, using: &generator)
        return (0..<count).map { _ in .drawn(with: &generator, depth: depth) }
    }
}

extension Dictionary: Arbitrary where Key == String, Value == String {
    static func drawn(with generator: inout Seeded, depth: Int) -> [String: String] {
        let pairs = (0..<Int.random(in: 0...3, using: &generator)).map { _ in
            (String.drawn(with: &generator, depth: depth), String.drawn(with: &generator, depth: depth))
        }
        return Dictionary(pairs) { first, _ in first }
    }
}

extension Identifier: Arbitrary {
    static func drawn(with generator: inout Seeded, depth: Int) -> Identifier {
        let head = "abcz09"
        let tail = "abcz09._-"
        let count = [0, 1, 5, 127].randomElement(using: &generator) ?? 0
        let text =
            [head.randomElement(using: &generator)] + (0..<count).map { _ in tail.randomElement(using: &generator) }
        return Identifier(stringLiteral: String(text.compactMap { $0 }))
    }
}

extension Instant: Arbitrary {
    /// From the first day of year 0 to the last of year 9999: what can be written.
    static func drawn(with generator: inout Seeded, depth: Int) -> Instant {
        let any = Int64.random(in: -62_167_219_200_000...253_402_300_799_999, using: &generator)
        return Instant(milliseconds: [0, 1, -1, 1_795_424_400_000, any].randomElement(using: &generator) ?? 0)
    }
}

extension Quantity: Arbitrary {
    static func drawn(with generator: inout Seeded, depth: Int) -> Quantity {
        let values: [Double] = [0, 95, 99.9, -2.5, 0.001, 123_456_789.25]
        let value = values.randomElement(using: &generator) ?? 0
        return Quantity(value, .random(using: &generator) ? Unit.allCases.randomElement(using: &generator) : nil)
    }
}

extension Version: Arbitrary {
    static func drawn(with generator: inout Seeded, depth: Int) -> Version {
        let texts = ["1.0", "v2", "10.20.30", "0.0.1-rc.1", "3-beta"]
        return Version(text: texts.randomElement(using: &generator) ?? "") ?? Version(major: 1, minor: 0, patch: 0)
    }
}

extension VersionPin: Arbitrary {
    static func drawn(with generator: inout Seeded, depth: Int) -> VersionPin {
        guard let pin = VersionPin(text: ["1", "0.2", "10.20.30"].randomElement(using: &generator) ?? "1") else {
            preconditionFailure("no pin")
        }
        return pin
    }
}

extension Input: Arbitrary {
    static func drawn(with generator: inout Seeded, depth: Int) -> Input {
        .random(using: &generator)
            ? .product(.drawn(with: &generator, depth: depth)) : .external("x" + .drawn(with: &generator, depth: depth))
    }
}

extension Policy.Scope: Arbitrary {
    static func drawn(with generator: inout Seeded, depth: Int) -> Policy.Scope {
        switch Int.random(in: 0...2, using: &generator) {
        case 0: .global
        case 1: .domain(.drawn(with: &generator, depth: depth))
        default: .tag("t" + .drawn(with: &generator, depth: depth))
        }
    }
}

extension Provenance.Setter: Arbitrary {
    static func drawn(with generator: inout Seeded, depth: Int) -> Provenance.Setter {
        let name = "n" + String.drawn(with: &generator, depth: depth)
        return .random(using: &generator) ? .person(name) : .source(name)
    }
}

extension Subscription.ID: Arbitrary {
    static func drawn(with generator: inout Seeded, depth: Int) -> Subscription.ID {
        .init(
            product: .drawn(with: &generator, depth: depth), port: .drawn(with: &generator, depth: depth),
            consumer: .drawn(with: &generator, depth: depth))
    }
}

extension Fact: Arbitrary {}
extension DataProduct.Status: Arbitrary {}
extension DataProduct.Classification: Arbitrary {}
extension DataProduct.Alignment: Arbitrary {}
extension AccessTerms.Kind: Arbitrary {}
extension Policy.Kind: Arbitrary {}
extension Policy.Enforcement: Arbitrary {}
extension Policy.Lifecycle: Arbitrary {}
extension Subscription.State: Arbitrary {}
extension SubscriptionDecision.Verdict: Arbitrary {}
extension Provision.State: Arbitrary {}
extension InfrastructureTemplate.Parameter.Kind: Arbitrary {}
extension InfrastructureTemplate.Hook.Event: Arbitrary {}

extension Domain: Arbitrary {}
extension DataProduct: Arbitrary {}
extension Contract: Arbitrary {}
extension Consumer: Arbitrary {}
extension Subscription: Arbitrary {}
extension Policy: Arbitrary {}
extension InfrastructureTemplate: Arbitrary {}
extension Provision: Arbitrary {}
extension MetricPoint: Arbitrary {}
extension AccessEvent: Arbitrary {}
extension Alias: Arbitrary {}
extension CarriedDocument: Arbitrary {}

extension SLA: Arbitrary {}
extension AccessTerms: Arbitrary {}
extension OutputPort: Arbitrary {}
extension Address: Arbitrary {}
extension SchemaObject: Arbitrary {}
extension SchemaField: Arbitrary {}
extension FieldConstraints: Arbitrary {}
extension QualityExpectation: Arbitrary {}
extension QualityExpectation.Comparison: Arbitrary {}
extension Provenance: Arbitrary {}
extension ProductFacts: Arbitrary {}
extension Subscription.Event: Arbitrary {}
extension Provision.AppliedFile: Arbitrary {}
extension InfrastructureTemplate.Parameter: Arbitrary {}
extension InfrastructureTemplate.File: Arbitrary {}
extension InfrastructureTemplate.Hook: Arbitrary {}

extension DomainEdit: Arbitrary {}
extension ProductDraft: Arbitrary {}
extension ProductEdit: Arbitrary {}
extension ProductClaim: Arbitrary {}
extension Publication: Arbitrary {}
extension StatusChange: Arbitrary {}
extension SubscriptionRequest: Arbitrary {}
extension SubscriptionDecision: Arbitrary {}
extension PolicyLifecycleChange: Arbitrary {}
extension QualityReport: Arbitrary {}
extension QualityReport.Metric: Arbitrary {}
extension AccessReport: Arbitrary {}
extension ImportedProduct: Arbitrary {}
extension ImportConclusion: Arbitrary {}
extension Absence: Arbitrary {}
extension Waiver: Arbitrary {}
extension WaiverEnd: Arbitrary {}
extension PolicyImplementation: Arbitrary {}
extension FormerGovernance: Arbitrary {}
extension SubscriptionNote: Arbitrary {}
extension PlatformGrant: Arbitrary {}
extension RenewalRequest: Arbitrary {}
extension PlatformGrant.Action: Arbitrary {}
extension PlatformGrant.Outcome: Arbitrary {}
extension Origin: Arbitrary {}
extension Audit: Arbitrary {}
extension RefusedRequest: Arbitrary {}
