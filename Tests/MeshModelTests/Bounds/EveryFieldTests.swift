import MeshModel
import Testing

/// No field of any change is without a limit, whatever fields it has or will have.
///
/// Each change is drawn at random, and each text, list and number in it is replaced by one that nothing takes.
struct EveryFieldTests {
    /// What a change carries, and whether a mesh would take it with something else in it.
    struct Payload: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let draw: @Sendable (_ seed: UInt64) -> Tree
        let takes: @Sendable (Tree) -> Bool

        init<Value: Structured & Arbitrary>(_ type: Value.Type) {
            testDescription = "\(type)"
            draw = { seed in
                var generator = Seeded(state: seed)
                return Value.drawn(with: &generator, depth: 0).tree
            }
            takes = { tree in
                guard let value = try? Value(tree) else { return false }
                return (try? BoundsGauge.check(value)) != nil
            }
        }
    }

    static let payloads = [
        Payload(Domain.self), Payload(DomainEdit.self), Payload(ProductDraft.self), Payload(ProductEdit.self),
        Payload(ProductClaim.self), Payload(Publication.self), Payload(StatusChange.self), Payload(Consumer.self),
        Payload(SubscriptionRequest.self), Payload(SubscriptionDecision.self), Payload(Policy.self),
        Payload(PolicyLifecycleChange.self), Payload(InfrastructureTemplate.self), Payload(Provision.self),
        Payload(QualityReport.self), Payload(AccessReport.self), Payload(ImportedProduct.self),
        Payload(ImportConclusion.self), Payload(Absence.self), Payload(Waiver.self), Payload(WaiverEnd.self),
        Payload(PolicyImplementation.self), Payload(PlatformGrant.self),
    ]

    @Test(arguments: payloads)
    func `every text, list and number has a limit`(_ payload: Payload) {
        let text = Tree.text(String(repeating: "x", count: 65_537))
        for seed in 1...5 as ClosedRange<UInt64> {
            // Two are larger than all others, and tried by themselves.
            for (path, tree) in Self.enlarged(payload.draw(seed), text)
            where !path.hasSuffix(".carried") && !path.hasSuffix(".content") && payload.takes(tree) {
                Issue.record("\(path) has no limit")
            }
        }
    }

    /// The tree once for each leaf and list in it, with that one too large.
    static func enlarged(_ tree: Tree, _ text: Tree) -> [(path: String, tree: Tree)] {
        switch tree {
        case .text: return [("", text)]
        case .number(let digits) where !digits.contains("."): return []
        case .number: return [("", .number("1e300"))]
        case .null, .bool: return []
        case .list(let items):
            var trees = items.first.map { [("", Tree.list(Array(repeating: $0, count: 10_001)))] } ?? []
            for (index, item) in items.enumerated() {
                for (path, inner) in enlarged(item, text) {
                    var copy = items
                    copy[index] = inner
                    trees.append(("[\(index)]\(path)", .list(copy)))
                }
            }
            return trees
        case .map(let fields):
            var trees: [(path: String, tree: Tree)] = []
            for (index, field) in fields.enumerated() {
                for (path, inner) in enlarged(field.value, text) {
                    var copy = fields
                    copy[index].value = inner
                    trees.append((".\(field.key)\(path)", .map(copy)))
                }
            }
            return trees
        }
    }
}
