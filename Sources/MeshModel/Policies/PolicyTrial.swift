/// What would come of a policy that does not exist yet, or of another version of one that does: who keeps it, and who would fail that passes today.
///
/// A walk over the mesh in slices. The policy is taken as if it bound at once, whatever its lifecycle says.
public struct PolicyTrial: Sendable {
    /// A product that does not keep the policy.
    public struct Finding: Equatable, Sendable {
        public var product: DataProduct.ID
        public var owner: String
        public var result: PolicyResult
        /// It is compliant today, and would not be.
        public var isNew: Bool
    }

    public let policy: Policy
    private let reader: any MeshReader
    private let after: any MeshReader
    private let today: PolicyBook
    private let then: PolicyBook
    private let now: Instant
    private var next: RecordKey?
    public private(set) var isFinished = false
    /// Products that it speaks about, and those of them that keep it.
    public private(set) var total = 0
    public private(set) var passed = 0
    /// Those that do not, in id order.
    public private(set) var findings: [Finding] = []

    /// - Parameter after: The mesh as it would be, where more changes than the policy.
    public init(
        _ proposal: Policy, on reader: any MeshReader, after: (any MeshReader)? = nil, at now: Instant
    ) throws(GatewayError) {
        let after = after ?? reader
        do throws(RuleViolation) { try Check.policy(proposal) } catch { throw .refused(error) }
        var policy = proposal
        policy.lifecycle = .enabled
        policy.graceUntil = nil
        self.policy = policy
        self.reader = reader
        self.after = after
        self.now = now
        do throws(ReadError) {
            today = try reader.policyBook()
            let others = try after.policies().filter { $0.id != policy.id }
            then = PolicyBook(
                policies: others + [policy], domains: DomainTree(try after.domains()),
                implementations: try after.implementations(), waivers: try after.waivers())
        } catch { throw .read(error) }
        if case .domain(let scope) = policy.scope, then.domains[scope] == nil {
            throw .refused(
                .unknown(noun: "domain", name: scope.text, hint: "datamesh domain list shows those there are"))
        }
    }

    /// Checks the next products, at most so many.
    public mutating func advance(_ budget: Int) throws(ReadError) {
        guard !isFinished else { return }
        let page = try reader.scan(DataProduct.self, under: .under(.product), after: next, limit: max(1, budget))
        for product in page.items where product.status != .retired { try check(product) }
        next = page.next
        isFinished = page.next == nil
    }

    private mutating func check(_ product: DataProduct) throws(ReadError) {
        guard then.speaking(of: product).contains(where: { $0.policy.id == policy.id }) else { return }
        let report = try after.compliance(of: product, under: then, at: now)
        guard let result = report.policies.first(where: { $0.policy == policy.id }) else { return }
        total += 1
        guard !result.isCompliant else {
            passed += 1
            return
        }
        let passesToday = try reader.compliance(of: product, under: today, at: now).isCompliant
        let isNew = result.binds && passesToday
        findings.append(Finding(product: product.id, owner: product.owner, result: result, isNew: isNew))
    }

    /// Products that pass everything today and would not any more.
    public var newlyFailing: Int { findings.count(where: \.isNew) }
}
