extension Command {
    /// The movement that it is, if it is one.
    var motion: Motion? {
        switch self {
        case .down: .down
        case .up: .up
        case .left: .left
        case .right: .right
        case .halfDown: .halfDown
        case .halfUp: .halfUp
        case .pageDown: .pageDown
        case .pageUp: .pageUp
        case .first: .first
        case .last: .last
        default: nil
        }
    }

    /// The pane that it shows, if that is what it does.
    var pane: Pane? {
        switch self {
        case .overview: .overview
        case .domains: .domains
        case .products: .products
        case .lineage: .lineage
        case .compliance: .compliance
        case .subscriptions: .subscriptions
        case .infrastructure: .infrastructure
        case .activity: .activity
        case .inbox: .inbox
        default: nil
        }
    }
}
