import MeshModel
import Testing

/// The table of changes, both ways: each row is a pair of contracts, its class, the version it proposes and what it says.
struct ContractChangeTests {
    @Test(arguments: ContractChange.rows)
    func `a change has its class, its version and its sentence`(_ row: ContractChange) {
        #expect(row.verdict(of: ContractComparison(row.old, row.new)) == row.there)
    }

    @Test(arguments: ContractChange.rows)
    func `taking it back has them, too`(_ row: ContractChange) {
        #expect(row.verdict(of: ContractComparison(row.new, row.old)) == row.back)
    }

    /// What the table says is what publishing does: the proposed version is taken, and the step below it is not.
    @Test(arguments: ContractChange.rows)
    func `publishing takes the version that the table proposes, and none below`(_ row: ContractChange) throws {
        for (old, new, verdict) in [(row.old, row.new, row.there), (row.new, row.old, row.back)] {
            let example = try Example()
            #expect(example.refusal([Self.publication(of: old, "1.2.3")]) == nil)
            let lower = ["2.0.0": "1.99.0", "1.3.0": "1.2.99"][verdict.next]
            if let lower {
                #expect(example.refusal([Self.publication(of: new, lower)])?.contains("is too low") == true)
            }
            let next = verdict.next == "1.2.3" ? "1.2.4" : verdict.next
            #expect(example.refusal([Self.publication(of: new, next)]) == nil)
        }
    }

    static func publication(of contract: Contract, _ version: String) -> Change {
        // Nothing is published at this port before, so that the first version may be any.
        var publication = Publication(
            product: "ideas", version: version, schema: contract.schema, access: contract.access)
        publication.sla = contract.sla
        return .publish(publication)
    }
}

/// A row of the table.
struct ContractChange: CustomTestStringConvertible, Sendable {
    struct Verdict: Equatable, Sendable {
        var impact: ContractDifference.Impact
        /// After 1.2.3.
        var next: String
        var sentence: String
    }

    var name: String
    var old: Contract
    var new: Contract
    var there: Verdict
    var back: Verdict
    var testDescription: String { name }

    init(
        _ name: String, _ old: @autoclosure () -> Contract, _ new: @autoclosure () -> Contract,
        _ there: Verdict, back: Verdict
    ) {
        self.name = name
        self.old = old()
        self.new = new()
        self.there = there
        self.back = back
    }

    func verdict(of comparison: ContractComparison) -> Verdict {
        Verdict(
            impact: comparison.impact, next: comparison.next.written,
            sentence: comparison.differences.map(\.sentence).joined(separator: "; "))
    }
}

extension ContractChange.Verdict {
    static func breaking(_ sentence: String) -> Self { Self(impact: .breaking, next: "2.0.0", sentence: sentence) }
    static func warning(_ sentence: String) -> Self { Self(impact: .warning, next: "1.3.0", sentence: sentence) }
    static func compatible(_ sentence: String) -> Self { Self(impact: .compatible, next: "1.3.0", sentence: sentence) }
    /// Compatible, and nobody who reads the data sees a difference.
    static func patch(_ sentence: String) -> Self { Self(impact: .compatible, next: "1.2.4", sentence: sentence) }
    /// Written otherwise.
    static func same(_ sentence: String) -> Self { Self(impact: .none, next: "1.2.4", sentence: sentence) }
    static var keep: Self { Self(impact: .none, next: "1.2.3", sentence: "") }
}
