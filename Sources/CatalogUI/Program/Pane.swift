/// A view of the mesh. Those that people reach by a number come first; a product is reached by opening it.
package enum Pane: Int, CaseIterable, Hashable, Sendable {
    case overview = 0
    case domains, products, lineage, compliance, subscriptions, infrastructure, activity, inbox
    case product

    package var title: String {
        switch self {
        case .overview: "Overview"
        case .domains: "Domains"
        case .products: "Products"
        case .lineage: "Lineage"
        case .compliance: "Compliance"
        case .subscriptions: "Subscriptions"
        case .infrastructure: "Infrastructure"
        case .activity: "Activity"
        case .inbox: "Inbox"
        case .product: "Product"
        }
    }

    /// These three stand side by side where there is room.
    var isBeside: Bool { self == .domains || self == .products || self == .product }

    /// What Tab goes through: the catalogue first, in the order of the numbers.
    static let ring: [Pane] = [
        .domains, .products, .lineage, .compliance, .subscriptions, .infrastructure, .activity, .inbox, .overview,
    ]
}
