import MeshModel
import Terminal

extension Catalog {
    /// Takes in what happened, and says what is to be done about it.
    package mutating func update(_ message: Message) -> [Effect] {
        switch message {
        case .key(let key): return press(key)
        case .resized(let size):
            self.size = size
            return settled()
        case .shown:
            if !modals.isEmpty { modals[modals.count - 1].wasShown() }
            return []
        case .rested(let ticket):
            guard tickets.isNewest(ticket) else { return [] }
            return rested()
        case .revised(let revision):
            guard revision > self.revision else { return [] }
            self.revision = revision
            return readAgain()
        case .answered(let ticket, let answer, let now):
            guard tickets.isNewest(ticket) else { return [] }
            self.now = now
            return take(answer)
        case .previewed(let ticket, let result):
            return tickets.isNewest(ticket) ? previewed(result) : []
        case .committed(let ticket, let result):
            return tickets.isNewest(ticket) ? committed(result) : late(result)
        case .schemaRead(let ticket, let result):
            return tickets.isNewest(ticket) ? schemaRead(result) : []
        case .planned(let ticket, let result):
            return tickets.isNewest(ticket) ? planned(result) : []
        case .provisioning(let ticket, let line):
            if tickets.isNewest(ticket) { modals.last(\.run) { $0.log(line) } }
            return []
        case .provisioned(let ticket, let result):
            return provisioned(result, isWatched: tickets.isNewest(ticket))
        case .reconciled(let result):
            tell(result)
            return []
        case .trouble(let sentence):
            complain(sentence)
            return []
        }
    }

    private mutating func tell(_ result: Result<Reconciliation, Refusal>) {
        switch result {
        case .failure(let refusal): complain(refusal.sentence)
        case .success(let told):
            let sentences = told.failed + told.done + told.waiting
            guard told.failed.isEmpty else { return complain(sentences.joined(separator: "; ")) }
            notice =
                sentences.isEmpty
                ? Notice(.info, "nothing is outstanding: platforms do what the mesh says")
                : Notice(told.waiting.isEmpty ? .good : .info, sentences.joined(separator: "; "))
        }
    }

    /// What went wrong is said at once, and stays in Activity.
    mutating func complain(_ sentence: String) {
        notice = Notice(.bad, sentence)
        activity.add(trouble: sentence, at: now)
    }

    private mutating func take(_ answer: Answer) -> [Effect] {
        switch answer {
        case .domains(let tree): domains.fill(tree, height: rows(of: .domains))
        case .products(let page):
            products.fill(page, height: rows(of: .products))
            return settled()
        case .facets(let values, let total): return open(values, of: total)
        case .sheet(let answer): sheet.fill(answer)
        case .material(let material): return open(material)
        case .review(let due): return open(due)
        case .lineage(let graph): lineage.fill(graph)
        case .compliance(let grid): compliance.fill(grid, height: rows(of: .compliance))
        case .subscriptions(let lists): subscriptions.fill(lists, height: rows(of: .subscriptions))
        case .infrastructure(let lists): infrastructure.fill(lists, height: rows(of: .infrastructure))
        case .activity(let list): activity.fill(list, height: rows(of: .activity))
        case .inbox(let inbox): self.inbox.fill(inbox, at: now, height: rows(of: .inbox))
        case .complianceProducts(let products): compliance.fill(products, height: rows(of: .compliance))
        case .complianceHistory(let past): compliance.fill(past, height: rows(of: .compliance))
        case .overview(let overview): self.overview.fill(overview)
        case .failed(let sentence):
            intent = nil
            complain(sentence)
        }
        return settled()
    }

    private mutating func rested() -> [Effect] {
        switch place.pane {
        case .domains:
            domains.tell()
            guard isWide else { return [] }
            return products.narrow(to: domains.selected) ? [searchProducts()] : showSelected()
        case .products: return isWide ? showSelected() : []
        default: return []
        }
    }
}

extension Catalog {
    var layout: Layout { Layout(size: size, pane: place.pane, isMaximised: isMaximised) }
    var isWide: Bool { layout.isWide }

    /// Rows that a pane's list has on the present screen.
    func rows(of pane: Pane) -> Int {
        let content = layout.content(of: pane)
        let height = content.height - (pane == .domains ? domainFactsHeight(in: content, isWide: isWide) : 0)
        return pane == .products ? max(0, height - products.rowsAbove()) : height
    }

    /// Brings every list into its place after the screen or its rows changed, and asks for what came into view: on a screen
    /// that has become wide, that is the sheet of a product which was selected while there was no room for one.
    mutating func settled() -> [Effect] {
        domains.settle(height: rows(of: .domains))
        products.settle(height: rows(of: .products))
        subscriptions.settle(height: rows(of: .subscriptions))
        infrastructure.settle(height: rows(of: .infrastructure))
        activity.settle(height: rows(of: .activity))
        inbox.settle(height: rows(of: .inbox))
        compliance.settle(height: rows(of: .compliance))
        return (products.wants(height: rows(of: .products)) ? [searchProducts()] : []) + followSelection()
    }

    mutating func ask(_ lane: Lane, _ question: Question) -> Effect { .ask(tickets.draw(lane), question) }

    mutating func searchProducts() -> Effect { ask(.products, products.search(height: rows(of: .products))) }

    /// Beside a list, the sheet follows when things rest; the very first one at once.
    private mutating func followSelection() -> [Effect] {
        guard isWide, place.pane != .product, let selected = products.selected, selected != sheet.id else { return [] }
        return sheet.id == nil ? showSelected() : [.rest(tickets.draw(.rest))]
    }

    /// The sheet of the selected product, beside the list.
    mutating func showSelected() -> [Effect] {
        guard let id = products.selected, sheet.show(id) else { return [] }
        return [ask(.sheet, .sheet(id))]
    }

    /// Everything that is in view, from the newest revision.
    mutating func readAgain() -> [Effect] {
        var effects = [ask(.domains, .domains)]
        if place.pane.isBeside || isWide { effects.append(searchProducts()) }
        if let id = sheet.id, place.pane.isBeside { effects.append(ask(.sheet, .sheet(id))) }
        effects += load(place.pane)
        // How many requests wait is said on every screen.
        if place.pane != .inbox { effects.append(ask(.inbox, .inbox(days: InboxPane.days))) }
        return effects
    }

    /// What a pane shows when one comes to it.
    mutating func load(_ pane: Pane) -> [Effect] {
        switch pane {
        case .domains, .products: []
        case .product:
            if let id = place.product { sheet.show(id) ? [ask(.sheet, .sheet(id))] : [] } else { [] }
        case .lineage: lineage.focus.map { [ask(.lineage, .lineage($0))] } ?? []
        case .compliance:
            (compliance.isFresh(revision) ? [] : [ask(.compliance, .compliance)])
                + (compliance.history.map { [ask(.history, $0)] } ?? [])
        case .subscriptions: [ask(.subscriptions, .subscriptions)]
        case .infrastructure: [ask(.infrastructure, .infrastructure)]
        case .activity: [ask(.activity, .activity(limit: ActivityPane.limit))]
        // The links as well: what is decided here is one of them.
        case .inbox: [ask(.inbox, .inbox(days: InboxPane.days)), ask(.subscriptions, .subscriptions)]
        case .overview: [ask(.overview, .overview)]
        }
    }
}
