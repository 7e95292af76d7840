import MeshModel
import Testing

/// What became of a contract, thing by thing, and what that asks of the next version.
struct ContractComparisonTests {
    static let pairs = ContractPair.objects + ContractPair.types + ContractPair.constraints + ContractPair.promises

    @Test(arguments: pairs)
    func `a change has a path, an impact and a sentence`(_ pair: ContractPair) {
        #expect(ContractComparison(pair.old, pair.new).differences == pair.differences)
    }

    @Test(arguments: pairs)
    func `a contract does not differ from itself`(_ pair: ContractPair) {
        for contract in [pair.old, pair.new] {
            let comparison = ContractComparison(contract, contract)
            #expect(comparison.differences == [])
            #expect(comparison.step == .keep)
        }
    }

    @Test func `the worst difference decides the next version, and is its reason`() {
        let old = ContractPair.contract([ContractPair.field(), ContractPair.field("b")])
        let keep = ContractComparison(old, old)
        let patch = ContractComparison(
            old, ContractPair.contract([ContractPair.field { $0.description = "x" }, ContractPair.field("b")]))
        let minor = ContractComparison(
            old,
            ContractPair.contract([
                ContractPair.field { $0.description = "x" }, ContractPair.field("b"), ContractPair.field("c"),
            ]))
        let major = ContractComparison(
            old, ContractPair.contract([ContractPair.field { $0.description = "x" }, ContractPair.field("c")]))
        #expect([keep, patch, minor, major].map(\.next.written) == ["1.2.3", "1.2.4", "1.3.0", "2.0.0"])
        #expect([keep, patch, minor, major].map(\.step) == [.keep, .patch, .minor, .major])
        #expect(minor.reasons.map(\.sentence) == ["t.c is added"])
        #expect(major.reasons.map(\.sentence) == ["t.b is removed"])
        #expect(major.summary == "1 breaking, 2 compatible")
        #expect(keep.summary == "no difference")
    }

    @Test(arguments: [
        (VersionStep.patch, "1.2.4", true), (.patch, "1.2.3", false), (.patch, "1.2.4-rc.1", true),
        (.minor, "1.2.9", false), (.minor, "1.3", true), (.minor, "2.0", true), (.major, "1.99", false),
        (.major, "2", true), (.major, "2.0.0-rc.1", true), (.keep, "1.2.3", false),
    ])
    func `a version moves far enough, or not`(_ step: VersionStep, _ version: String, _ isEnough: Bool) throws {
        let version = try #require(Version(text: version))
        #expect(step.isTaken(by: version, after: Version(major: 1, minor: 2, patch: 3)) == isEnough)
    }
}
