package import MeshModel

/// Answers questions from one revision of a mesh, and keeps the search that is open, so that a page of it costs no new search.
///
/// It works in slices: long answers come in parts, and between two of them it asks whether anybody still wants the rest.
package struct Reading: Sendable {
    package let reader: any MeshReader
    package let actor: Actor
    let builtIns: [InfrastructureTemplate]
    private let escalationDays: Int64
    /// Read when it is first needed.
    var book: PolicyBook?
    var links: ActorLinks?
    private var open: (ask: ProductAsk, at: Instant, search: any ProductSearch)?

    /// - Parameters:
    ///   - builtIns: Templates of the program itself, which a mesh need not hold to use them.
    ///   - escalationDays: After so many days an undecided request waits for the domain's owner as well.
    package init(
        _ reader: any MeshReader, actor: Actor, builtIns: [InfrastructureTemplate] = [],
        escalationDays: Int64 = Inbox.escalationDays
    ) {
        self.reader = reader
        self.actor = actor
        self.builtIns = builtIns
        self.escalationDays = escalationDays
    }

    /// How far a lineage is drawn to each side, and how many nodes at most: `f` goes on from any of them.
    private static let hops = 4
    private static let mostNodes = 300

    /// Products looked at between two parts of an answer.
    private static let slice = 1 << 18

    /// - Parameters:
    ///   - isWanted: Asked between slices; false gives the question up.
    ///   - post: Takes each part of the answer; the last one is the whole.
    package mutating func answer(
        _ question: Question, at now: Instant, isWanted: () -> Bool = { true }, post: (Answer) -> Void
    ) {
        do throws(ReadError) {
            switch question {
            case .domains: post(.domains(try domainList(at: now)))
            case .products(let ask, let window, let keep):
                try products(ask, window: window, keep: keep, at: now, isWanted: isWanted, post: post)
            case .facets(let ask): try facets(ask, at: now, isWanted: isWanted, post: post)
            case .sheet(let id): post(.sheet(try sheet(id, at: now)))
            case .material(let id): post(.material(try material(id, at: now)))
            case .review:
                post(
                    .review(
                        try reader.accessReview(
                            of: actor, before: now.adding(seconds: -ReviewItem.dueAfterSeconds), at: now)))
            case .lineage(let id):
                post(
                    .lineage(
                        try reader.lineage(around: id, up: Self.hops, down: Self.hops, limit: Self.mostNodes)))
            case .compliance: try compliance(at: now, isWanted: isWanted, post: post)
            case .complianceProducts(let ids, let domain):
                post(.complianceProducts(try complianceProducts(ids, in: domain, at: now)))
            case .complianceHistory(let product, let domain):
                try compliancePast(of: product, beside: domain, at: now, isWanted: isWanted, post: post)
            case .subscriptions: post(.subscriptions(try subscriptionLists(at: now)))
            case .infrastructure: post(.infrastructure(try infrastructureLists()))
            case .activity(let limit): post(.activity(try activity(limit: limit, at: now)))
            case .inbox(let days):
                post(
                    .inbox(
                        try reader.inbox(
                            of: actor, since: now.adding(seconds: -days * Instant.secondsPerDay),
                            escalationDays: escalationDays, at: now)))
            case .overview: try overview(at: now, isWanted: isWanted, post: post)
            }
        } catch {
            post(.failed(error.description))
        }
    }

    private func domainList(at now: Instant) throws(ReadError) -> DomainList {
        let facets = try reader.facets(.all, at: now)
        return DomainList(domains: try reader.domains(), counts: facets.domains, total: facets.total)
    }

    private mutating func products(
        _ ask: ProductAsk, window: Range<Int>, keep: DataProduct.ID?, at now: Instant, isWanted: () -> Bool,
        post: (Answer) -> Void
    ) throws(ReadError) {
        var search = try begin(ask, at: now)
        repeat {
            guard isWanted() else { return }
            if search.unseen > 0 { try search.advance(Self.slice) }
            let place = try keep.flatMap { id throws(ReadError) in try search.position(of: id) }
            var window = window
            if let place, !window.contains(place) {
                let start = max(0, place - window.count / 2)
                window = start..<(start + window.count)
            }
            window = window.clamped(to: 0..<max(search.found, 1))
            // Fewer matches than were asked for: the last ones, so that something is seen.
            if window.isEmpty { window = max(0, search.found - 1)..<search.found }
            var rows: [ProductRow] = []
            for id in try search.page(window) {
                if let row = try row(id, at: now) { rows.append(row) }
            }
            post(
                .products(
                    ProductPage(
                        found: search.found, unseen: search.unseen, start: window.lowerBound, rows: rows,
                        leniency: search.ranking.leniency, place: place))
            )
        } while search.unseen > 0
        open = (ask, now, search)
    }

    /// The open search where it is the one that is asked for, else a new one.
    private mutating func begin(_ ask: ProductAsk, at now: Instant) throws(ReadError) -> any ProductSearch {
        if let open, open.ask == ask, open.search.unseen == 0 { return open.search }
        open = nil
        return try reader.search(ask.query, order: ask.order, at: now)
    }

    /// Of each field so many values are offered: tags may be hundreds of thousands.
    private static let mostFacets = 1000

    private mutating func facets(
        _ ask: ProductAsk, at now: Instant, isWanted: () -> Bool, post: (Answer) -> Void
    ) throws(ReadError) {
        var search = try begin(ask, at: now)
        while search.unseen > 0 {
            guard isWanted() else { return }
            try search.advance(Self.slice)
        }
        open = (ask, now, search)
        let facets = try search.facets()
        post(.facets(facets.values(limit: Self.mostFacets), of: facets.total))
    }
}
