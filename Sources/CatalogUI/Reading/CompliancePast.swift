package import MeshModel

/// How a product, or the mesh and a domain, stood to the policies over time, as lines, the newest first.
package struct CompliancePast: Equatable, Sendable {
    package struct Row: Equatable, Sendable {
        package var at: Instant
        /// Nil: how things stood; else how they changed.
        package var level: TrustLevel?
        package var text: String
        package var product: DataProduct.ID?
    }

    /// Nil: the mesh.
    package var product: DataProduct.ID?
    package var summary: String
    package var rows: [Row]
    package var seen = 0
    package var total = 0
    package var isFinished = true

    /// How far back it goes.
    package static let days: Int64 = 30
}

extension Reading {
    /// Products that are looked at between two parts of an answer.
    private static let pastSlice = 256
    /// Moments of the mesh that are told: of more, days or weeks.
    private static let mostMoments = 60

    func compliancePast(
        of product: DataProduct.ID?, beside domain: Domain.ID?, at now: Instant, isWanted: () -> Bool,
        post: (Answer) -> Void
    ) throws(ReadError) {
        let from = now.adding(seconds: -CompliancePast.days * Instant.secondsPerDay)
        if let product {
            if let past = try past(of: product, from: from, at: now) { post(.complianceHistory(past)) }
            return
        }
        var history = try MeshComplianceHistory(reader, from: from, through: now)
        repeat {
            guard isWanted() else { return }
            try history.advance(Self.pastSlice)
            post(.complianceHistory(Self.past(of: history, beside: domain)))
        } while !history.isFinished
    }

    private func past(
        of id: DataProduct.ID, from: Instant, at now: Instant
    ) throws(ReadError) -> CompliancePast? {
        guard let product = try reader.product(id) else { return nil }
        let history = try reader.complianceHistory(
            of: product, under: try reader.policyChronicle(from: from, through: now), from: from, through: now)
        return CompliancePast(
            product: id, summary: history.sentence(since: from),
            rows: history.turns.reversed().map { turn in
                CompliancePast.Row(at: turn.at, level: turn.level, text: "\(turn.policy): \(turn.sentence)")
            })
    }

    private static func past(of history: MeshComplianceHistory, beside domain: Domain.ID?) -> CompliancePast {
        let step = history.step(atMost: mostMoments)
        let standings = history.standings(by: step)
        let beside = domain.map { history.standings(of: $0, by: step) } ?? []
        var rows = standings.map { standing in
            let inside = beside.last { $0.at <= standing.at }
            let words = domain.flatMap { domain in inside.map { "; \(domain) \($0.share)" } } ?? ""
            return CompliancePast.Row(at: standing.at, level: nil, text: standing.sentence + words)
        }
        // What changed stands above how it stood then.
        rows += history.changes.reversed().map {
            CompliancePast.Row(at: $0.at, level: $0.level, text: $0.sentence, product: $0.product)
        }
        let order = rows.enumerated().sorted { ($1.element.at, $1.offset) < ($0.element.at, $0.offset) }
        return CompliancePast(
            product: nil, summary: standings.last?.sentence ?? "no product to check", rows: order.map(\.element),
            seen: history.seen, total: history.total, isFinished: history.isFinished)
    }
}
