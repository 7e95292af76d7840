/// Everything about a product that a rule may speak of, as of one moment.
public struct RuleSubject: Sendable {
    public var product: DataProduct
    public var domain: Domain?
    /// The newest contract of the default port.
    public var contract: Contract?
    /// The newest point of each metric.
    public var metrics: [MetricPoint]
    public var now: Instant

    public init(product: DataProduct, domain: Domain?, contract: Contract?, metrics: [MetricPoint], now: Instant) {
        self.product = product
        self.domain = domain
        self.contract = contract
        self.metrics = metrics
        self.now = now
    }
}
