import MeshModel
import Testing

/// A product that fails a policy, and is excused from it.
struct WaiverTests {
    let example: Example

    init() throws {
        example = try Example()
        try example.mesh.commit(
            [
                .createPolicy(Policy(id: "must", type: .quality, rules: ["completeness >= 95%", "owner exists"])),
                .createPolicy(Policy(id: "private", type: .privacy, scope: .tag("pii"), rules: ["owner exists"])),
                .recordQuality(
                    QualityReport(product: "orders", metrics: [.init(name: "completeness", value: "90")], source: "dbt")
                ),
            ], by: Example.owner)
    }

    static func day(_ days: Int64) -> Instant { Example.now.adding(seconds: days * Instant.secondsPerDay) }

    private func waiver(_ reason: String = "the source moves", until: Instant = day(30)) -> Change {
        .waive(Waiver(policy: "must", product: "orders", reason: reason, until: until))
    }

    private func verdict(at moment: Instant) throws -> PolicyResult? {
        try example.reader().compliance(of: "orders", at: moment)?.policies.first
    }

    @Test func `while it holds a failure only warns, and it ends by itself`() throws {
        #expect(try verdict(at: Example.now)?.binds == true)
        try example.mesh.commit([waiver()], by: Example.owner)
        let excused = try #require(try verdict(at: Example.now))
        #expect(!excused.binds && !excused.isCompliant)
        #expect(excused.remark == "waived until \(Self.day(30).date)")
        #expect(excused.waiver?.createdBy == "dana")
        #expect(try example.reader().compliance(of: "orders", at: Example.now)?.isCompliant == true)
        let after = try #require(try verdict(at: Self.day(30)))
        #expect(after.binds && after.waiver == nil && after.remark.isEmpty)
        #expect(try example.reader().compliance(of: "orders", at: Self.day(30))?.isCompliant == false)
    }

    @Test func `it opens the way for a version that the policy would block`() throws {
        let publication = Change.publish(Example.publication("orders", "1.0.1"))
        #expect(
            example.refusal([publication])
                == "publishing 'orders' is blocked by mandatory rules: must: completeness >= 95% wanted, 90% observed (dbt, \(Example.now))"
        )
        #expect(example.refusal([waiver(), publication]) == nil)
    }

    @Test func `it excuses one product alone, in a sweep as in a check`() throws {
        try example.mesh.commit(
            [
                waiver(),
                .recordQuality(
                    QualityReport(product: "prices", metrics: [.init(name: "completeness", value: "90")], source: "dbt")
                ),
            ], by: Example.owner)
        var sweep = try ComplianceSweep(try example.reader(), at: Example.now)
        while !sweep.isFinished { try sweep.advance(10) }
        #expect(sweep.mesh.tallies["must"]?.failing == ["orders", "prices"])
        #expect(try example.reader().compliance(of: "orders", at: Example.now)?.isCompliant == true)
        #expect(try example.reader().compliance(of: "prices", at: Example.now)?.isCompliant == false)
        #expect((sweep.mesh.products, sweep.mesh.compliant) == (3, 1))
    }

    @Test func `it is taken back before its day, and can be given again`() throws {
        try example.mesh.commit([waiver()], by: Example.owner)
        try example.mesh.commit([.endWaiver(WaiverEnd(policy: "must", product: "orders"))], by: Example.owner)
        #expect(try verdict(at: Example.now)?.binds == true)
        #expect(try example.reader().waivers(of: "orders").map(\.endedBy) == ["dana"])
        #expect(
            example.refusal([.endWaiver(WaiverEnd(policy: "must", product: "orders"))])
                == "policy 'must' is not waived for 'orders'; datamesh policy waivers shows those that hold")
        try example.mesh.commit([waiver("again")], by: Example.owner)
        #expect(try verdict(at: Example.now)?.waiver?.reason == "again")
    }

    /// A product's sheet and its row counted a waived policy among those that fail, and called the product bad.
    @Test func `trust does not condemn what is waived`() throws {
        func trust() throws -> Trust.Part {
            let reader = try example.reader()
            let orders = try #require(try reader.product("orders"))
            return try reader.trust(of: orders, under: reader.policyBook(), at: Example.now).policies
        }
        #expect(try trust().level == .bad)
        try example.mesh.commit([waiver()], by: Example.owner)
        let waived = try trust()
        #expect(waived.level == .warning && waived.text.hasPrefix("1 policy waived: must until "), "\(waived)")
    }

    @Test func `the same waiver again changes nothing`() throws {
        try example.mesh.commit([waiver()], by: Example.owner)
        #expect(try !example.mesh.commit([waiver()], by: Example.owner).changed)
        #expect(try example.mesh.commit([waiver(until: Self.day(31))], by: Example.owner).changed)
    }

    @Test(arguments: [
        (Waiver(policy: "must", product: "orders", reason: " ", until: day(1)), "reason: must be stated"),
        (Waiver(policy: "must", product: "orders", reason: "x", until: Example.now), "needs a day in the future"),
        (
            Waiver(policy: "must", product: "orders", reason: "x", until: Instant(milliseconds: 0)),
            "needs a day in the future"
        ),
        (
            Waiver(policy: "must", product: "orders", reason: String(repeating: "x", count: 4097), until: day(1)),
            "reason: is 4097 bytes long; 4096 is the most"
        ),
        (Waiver(policy: "private", product: "orders", reason: "x", until: day(1)), "does not speak about 'orders'"),
        (Waiver(policy: "none", product: "orders", reason: "x", until: day(1)), "there is no policy 'none'"),
        (Waiver(policy: "must", product: "none", reason: "x", until: day(1)), "there is no product 'none'"),
    ])
    func `a waiver that makes no sense is refused`(_ waiver: Waiver, _ sentence: String) {
        let refusal = example.refusal([.waive(waiver)])
        #expect(refusal?.contains(sentence) == true, "\(refusal ?? "it was taken")")
    }
}
