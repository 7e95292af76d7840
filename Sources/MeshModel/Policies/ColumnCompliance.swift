/// What a reader can tell of many products' compliance without reading their records.
public protocol ColumnCompliance: Sendable {
    /// Products that were judged, those that were passed over counted in.
    var judged: Int { get }
    /// Of every domain with products that were judged, and of those above it.
    var rows: [ComplianceSweep.Row] { get }
    var mesh: ComplianceSweep.Row { get }

    /// Products that have to be read to be judged, in id order.
    func unjudged(after: RecordKey?, limit: Int) throws(ReadError) -> [DataProduct.ID]

    /// Judged products of a domain and below it that do not satisfy every policy: those that fail most first, then by id.
    func troubled(in domain: Domain.ID, limit: Int) throws(ReadError) -> [ComplianceSweep.Troubled]
}

extension ComplianceSweep {
    /// A product that does not satisfy every policy.
    public struct Troubled: Equatable, Sendable {
        public var product: DataProduct.ID
        /// How bad it is: a policy that binds and fails weighs more than all that only warn.
        public var weight: Int

        package init(_ product: DataProduct.ID, weight: Int) {
            self.product = product
            self.weight = weight
        }

        package static let binding = 10_000
        package static let warning = 100
        package static let unmeasured = 1

        package static func weight(of report: ComplianceReport) -> Int {
            report.policies.reduce(0) { weight, policy in
                if policy.isCompliant { return weight }
                let isFailing = policy.rules.contains { $0.outcome == .fail }
                return weight + (!isFailing ? unmeasured : policy.binds ? binding : warning)
            }
        }
    }
}

extension MeshReader {
    /// A reader without columns.
    public func columnCompliance(
        under book: PolicyBook, within domain: Domain.ID?, at now: Instant
    ) throws(ReadError) -> (any ColumnCompliance)? { nil }
}
