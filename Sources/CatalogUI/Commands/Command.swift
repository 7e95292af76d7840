/// Everything a person can do. Keys, palette, help and the hints of the status bar are read from here and nowhere else.
package enum Command: String, CaseIterable, Hashable, Sendable {
    case down, up, left, right
    case halfDown = "half page down"
    case halfUp = "half page up"
    case pageDown = "page down"
    case pageUp = "page up"
    case first, last
    case open, back, quit
    case backward = "place before"
    case forward = "place after"
    case nextPane = "next pane"
    case previousPane = "previous pane"
    case overview, domains, products, lineage, compliance, subscriptions, infrastructure, activity, inbox
    case filter, narrow, sort
    case reverse = "reverse order"
    case fold
    case nextSection = "next section"
    case previousSection = "previous section"
    case refocus
    case subscribe, publish, provision
    case approve, deny, renew, revoke, cancel, reconcile
    case registerDomain = "new domain"
    case createProduct = "new product"
    case createPolicy = "new policy"
    case recordQuality = "record quality"
    case waive = "waive a policy"
    case implement = "implement policy"
    case reviewAccess = "access review"
    case history
    case claim, deprecate, retire
    case beAway = "be away"
    case beBack = "be back"
    case copy
    case maximise, reload, help, palette

    /// As typed in the palette.
    package var name: String { rawValue }
}

extension Command {
    /// What it does, for help and palette.
    package var title: String {
        switch self {
        case .down: "one down"
        case .up: "one up"
        case .left: "left: close a branch, go to what feeds this"
        case .right: "right: open a branch, go to what this feeds"
        case .halfDown: "half a page down"
        case .halfUp: "half a page up"
        case .pageDown: "a page down"
        case .pageUp: "a page up"
        case .first: "to the first"
        case .last: "to the last"
        case .open: "open what is selected"
        case .back: "back to where this was opened; at the root q quits"
        case .quit: "quit"
        case .backward: "the place seen before"
        case .forward: "the place seen after"
        case .nextPane: "the next pane"
        case .previousPane: "the pane before"
        case .overview: "the mesh in short"
        case .domains: "the domains"
        case .products: "the products"
        case .lineage: "what feeds the selected product, and what it feeds"
        case .compliance: "products by policy, worst first"
        case .subscriptions: "what I use, and what others use of mine"
        case .infrastructure: "templates, and what was made from them"
        case .activity: "what happened in the mesh"
        case .inbox: "what waits for me, and what changed for me"
        case .filter:
            "filter: words, 'exact !not ^start end$ this|that *inside ~letters, domain:sales owner:alice tag:pii quality<95"
        case .narrow: "narrow to a status, a domain or a tag, with counts"
        case .sort: "the next order"
        case .reverse: "the order turned round"
        case .fold: "open or close the branch"
        case .nextSection: "to the next section"
        case .previousSection: "to the section before"
        case .refocus: "lineage of what is selected here"
        case .subscribe: "ask for access to the product"
        case .publish: "publish a version of the product"
        case .provision: "make infrastructure for the product"
        case .approve: "approve the request"
        case .deny: "deny the request, with a reason"
        case .renew: "renew the grant"
        case .revoke: "revoke the grant, with a reason"
        case .cancel: "cancel the link"
        case .reconcile: "carry out what platforms have still to do about access"
        case .registerDomain: "register a domain"
        case .createProduct: "create a data product"
        case .createPolicy: "write a governance policy"
        case .recordQuality: "record quality metrics of the product"
        case .waive: "excuse the product from a policy until a day"
        case .implement: "say how the product's domain keeps a policy its own way"
        case .history: "how this stood to its policies over time"
        case .reviewAccess: "look again at what is held: confirm it, or take it back"
        case .claim: "take an unclaimed product"
        case .deprecate: "mark the product as on its way out"
        case .retire: "take the product out of use"
        case .beAway: "be away: somebody decides about access in your place"
        case .beBack: "be back: nobody decides in your place any more"
        case .copy: "copy the command line that shows or does this"
        case .maximise: "this pane alone, or all of them again"
        case .reload: "read everything again"
        case .help: "the keys of this place"
        case .palette: "every command by name"
        }
    }

    /// Where it can be meant; nil: everywhere.
    package var panes: Set<Pane>? {
        switch self {
        case .filter, .narrow, .sort, .reverse: [.products]
        case .fold: [.domains]
        case .nextSection, .previousSection: [.product]
        case .refocus: [.lineage]
        case .history: [.compliance]
        case .approve, .deny, .renew, .revoke, .cancel: [.subscriptions, .inbox]
        case .reconcile: [.subscriptions, .infrastructure, .inbox]
        default: nil
        }
    }
}
