/// What stands above a product's sheet: what somebody has to know before they rely on it, the worst first.
extension MeshReader {
    public func banner(of product: DataProduct, at now: Instant) throws(ReadError) -> [Trust.Part] {
        var parts = try productNotices(of: product.id).filter { $0.holds(at: now) }.map(\.part)
        parts += try endings(of: product, at: now)
        for port in product.ports {
            guard let campaign = try campaign(of: product.id, port: port.id) else { continue }
            if let part = try standing(of: campaign, at: now).part(at: now) { parts.append(part) }
        }
        let ranks: [TrustLevel] = [.bad, .warning, .good, .unknown]
        return ranks.flatMap { level in parts.filter { $0.level == level } }
    }

    /// What comes to its end, as dbt warns of deprecation: the product's own date is near or has passed; it is made from something that
    /// will end; it is made from something that has.
    public func endings(of product: DataProduct, at now: Instant) throws(ReadError) -> [Trust.Part] {
        var parts: [Trust.Part] = []
        if product.status == .deprecated, let ends = product.ends {
            let left = ends.seconds(since: now)
            if left <= 0 {
                parts.append(.init(.bad, "was to end on \(ends.date) and is not retired yet"))
            } else if left <= Double(DataProduct.nearDays * Instant.secondsPerDay) {
                parts.append(.init(.warning, "ends in \(span(left)), on \(ends.date)"))
            }
        }
        for case .product(let id) in product.inputs {
            guard let input = try self.product(id) else { continue }
            switch (input.status, input.ends) {
            case (.deprecated, let ends?) where ends > now:
                parts.append(.init(.warning, "is made from \(id), which ends on \(ends.date)"))
            case (.deprecated, let ends?):
                parts.append(.init(.bad, "is made from \(id), which was to end on \(ends.date)"))
            case (.deprecated, nil): parts.append(.init(.warning, "is made from \(id), which is deprecated"))
            case (.retired, _): parts.append(.init(.bad, "is made from \(id), which is retired"))
            case (.draft, _), (.published, _): continue
            }
        }
        return parts
    }
}

extension DataProduct {
    /// From so many days before it ends on, a product warns of it.
    static let nearDays: Int64 = 30
}

extension ProductNotice {
    fileprivate var part: Trust.Part {
        let level: TrustLevel =
            switch severity {
            case .info: .unknown
            case .warning: .warning
            case .critical: .bad
            }
        return .init(level, "\(text) (\(postedBy), since \(since.minuteOfDay))")
    }
}

extension Instant {
    /// `2026-11-26 09:10`, in UTC.
    var minuteOfDay: String { String(description.prefix(16)).replacing("T", with: " ") }
}

extension CampaignStanding {
    /// Nil where nobody is left to move.
    fileprivate func part(at now: Instant) -> Trust.Part? {
        guard !rows.isEmpty, !isDone else { return nil }
        let end = campaign.until.map { $0 > now ? " until \($0.date)" : ", which was to end on \($0.date)" } ?? ""
        let near = campaign.until.map { $0.seconds(since: now) < Double(DataProduct.nearDays * Instant.secondsPerDay) }
        return .init(
            near ?? false ? .warning : .unknown,
            "\(campaign.version) is served beside \(campaign.from)\(end): \(sentence)")
    }
}
