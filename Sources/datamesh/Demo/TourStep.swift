/// The eleven steps of the original's demonstration, in its order.
enum TourStep: Int, CaseIterable {
    case domains = 1
    case product, publishing, subscription, policy, compliance, template, provisioning, quality, discovery, report

    var title: String {
        switch self {
        case .domains: "Domain registration with ownership"
        case .product: "Data product creation with SLAs"
        case .publishing: "Product publishing with schemas"
        case .subscription: "Consumer subscriptions"
        case .policy: "Governance policy creation"
        case .compliance: "Policy compliance checking"
        case .template: "Infrastructure template creation"
        case .provisioning: "Self-serve infrastructure provisioning"
        case .quality: "Quality metrics tracking"
        case .discovery: "Product discovery"
        case .report: "Comprehensive mesh reporting"
        }
    }
}
