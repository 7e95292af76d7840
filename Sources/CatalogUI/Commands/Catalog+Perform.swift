import MeshModel
import Terminal

extension Catalog {
    /// Carries a command out, or says why it is off.
    package mutating func perform(_ command: Command) -> [Effect] {
        if let reason = whyOff(command) {
            notice = Notice(.warning, "\(command.name): \(reason)")
            return []
        }
        if let motion = command.motion { return move(motion) }
        if let pane = command.pane { return show(pane) }
        switch command {
        case .down, .up, .left, .right, .halfDown, .halfUp, .pageDown, .pageUp, .first, .last: return []
        case .overview, .domains, .products, .lineage, .compliance, .subscriptions, .infrastructure, .activity, .inbox:
            return []
        case .open: return open()
        case .back: return back()
        case .quit: return [.quit]
        case .backward: return step(-1)
        case .forward: return step(1)
        case .nextPane: return turn(1)
        case .previousPane: return turn(-1)
        case .filter:
            products.isFiltering = true
            return settled()
        case .narrow:
            intent = FormIntent(command: command)
            return [ask(.form, .facets(products.ask))]
        case .sort:
            products.nextOrder()
            return [searchProducts()]
        case .reverse:
            products.turnOrder()
            return [searchProducts()]
        case .fold:
            domains.fold(height: rows(of: .domains))
            return []
        case .nextSection, .previousSection:
            let content = layout.content(of: .product)
            sheet.section(command == .nextSection ? 1 : -1, width: content.width, height: content.height)
            return []
        case .refocus:
            guard let product = lineage.selected else { return [] }
            return focusLineage(on: product)
        case .subscribe, .publish, .provision, .recordQuality, .waive, .implement, .claim, .deprecate, .retire:
            return subject.map { begin(command, about: $0) } ?? []
        case .approve, .deny, .renew, .revoke, .cancel:
            if let link { modals.append(.form(decisionForm(command, about: link))) }
            return []
        case .registerDomain, .createProduct, .createPolicy, .beAway, .beBack:
            modals.append(.form(blankForm(command)))
            return []
        case .history: return [ask(.history, compliance.askForHistory())]
        case .reviewAccess:
            intent = FormIntent(command: command)
            return [ask(.form, .review)]
        case .reconcile:
            notice = Notice(.info, "telling platforms what was decided…")
            return [.reconcile]
        case .copy: return copy(commandLine)
        case .maximise:
            isMaximised.toggle()
            return settled()
        case .reload: return readAgain()
        case .help, .palette:
            modals.append(.commands(CommandList(of: self, isHelp: command == .help)))
            return []
        }
    }

    /// The product that a command is about.
    var subject: DataProduct.ID? {
        switch place.pane {
        case .products: products.selected
        case .product: place.product ?? sheet.id
        case .lineage: lineage.selected
        case .compliance: compliance.selected
        case .subscriptions: subscriptions.selected?.subscription.product
        case .infrastructure: infrastructure.selectedProvision?.product
        case .inbox: inbox.selected?.product
        case .domains, .activity, .overview: nil
        }
    }

    /// The subscription that a decision is about.
    private var link: SubscriptionLists.Link? {
        guard place.pane == .inbox else { return subscriptions.selected }
        return inbox.selected?.link.flatMap { subscriptions.link($0) }
    }

    /// Why a command cannot be meant here and now; nil: it can.
    package func whyOff(_ command: Command) -> String? {
        if let panes = command.panes, !panes.contains(place.pane) {
            return "only in \(panes.map(\.title).sorted().joined(separator: ", "))"
        }
        switch command {
        case .subscribe, .publish, .provision, .recordQuality, .waive, .implement, .claim, .deprecate, .retire:
            return subject == nil ? "select a product first" : nil
        case .approve, .deny, .renew, .revoke, .cancel:
            guard let link else { return "select a subscription first" }
            return Self.applies(command, to: link.standing) ? nil : "the subscription is \(link.standing.rawValue)"
        case .history: return compliance.isHistory ? "it is shown already; Esc leaves it" : nil
        case .refocus: return lineage.selected == nil ? "select a product of this mesh first" : nil
        case .maximise:
            return place.pane.isBeside && size.width >= Layout.narrowestForThree ? nil : "this pane is alone already"
        case .back: return isAtRoot ? "nothing was opened; q or Q quits" : nil
        case .copy: return commandLine == nil ? "nothing is selected" : nil
        default: return nil
        }
    }

    private static func applies(_ command: Command, to standing: Subscription.Standing) -> Bool {
        switch command {
        case .approve, .deny: standing.isUndecided || standing == .renewing
        case .renew: standing.grantsAccess || standing == .expired
        case .revoke: standing.grantsAccess
        default: standing.isUndecided || standing.grantsAccess
        }
    }

    mutating func copy(_ text: String?) -> [Effect] {
        guard let text else { return [] }
        notice = Notice(.info, "copied, where the terminal allows it: \(text)")
        return [.copy(text)]
    }

    /// What shows the same from a shell.
    var commandLine: String? {
        switch place.pane {
        case .products, .product: subject.map { "datamesh product show \($0)" }
        case .domains: domains.selected.map { "datamesh domain show \($0)" } ?? "datamesh domain list"
        case .lineage: lineage.focus.map { "datamesh lineage \("+\($0)+".quotedForShell)" }
        case .compliance: compliance.commandLine
        case .subscriptions:
            subscriptions.selected.map { "datamesh subscription show \($0.subscription.id.description.quotedForShell)" }
                ?? "datamesh subscription list"
        case .infrastructure: "datamesh template list"
        case .activity: "datamesh log"
        case .inbox: "datamesh inbox"
        case .overview: "datamesh report"
        }
    }
}
