/// How far a campaign has come: everybody who has access to the port, and how each stands to it.
public struct CampaignStanding: Equatable, Sendable {
    public struct Row: Equatable, Sendable {
        public var link: Subscription
        public var stance: Campaign.Stance
        public var answer: Campaign.Answer?
    }

    public var campaign: Campaign
    public var rows: [Row]

    public func count(_ stance: Campaign.Stance) -> Int { rows.count { $0.stance == stance } }
    public var isDone: Bool { rows.allSatisfy { $0.stance == .moved } }

    /// `7 of 12 moved, 1 objects, 2 have seen it`
    public var sentence: String {
        guard !rows.isEmpty else { return "nobody reads it" }
        var parts = ["\(count(.moved)) of \(rows.count) moved"]
        if count(.objects) > 0 { parts.append("\(count(.objects)) \(count(.objects) == 1 ? "objects" : "object")") }
        if count(.seen) > 0 { parts.append("\(count(.seen)) \(count(.seen) == 1 ? "has" : "have") seen it") }
        return parts.joined(separator: ", ")
    }
}

extension Campaign {
    /// How a link stands to it: as its consumer said last; who never said is where the link itself shows it.
    public func row(_ link: Subscription) -> CampaignStanding.Row {
        let answer = answers.last { $0.consumer == link.consumer }
        if let answer { return .init(link: link, stance: answer.stance, answer: answer) }
        // Whoever came later and stays with nothing older came to the new one; a pin to the new one says so, too.
        let isOfNew = link.pin?.admits(version) ?? (link.requestedAt > announced)
        return .init(link: link, stance: isOfNew ? .moved : .unseen, answer: nil)
    }
}

extension MeshReader {
    /// Oldest first; of one port, or of all.
    public func campaigns(of product: DataProduct.ID, port: OutputPort.ID? = nil) throws(ReadError) -> [Campaign] {
        let prefix: RecordKey = port.map { .under(.campaign, product.text, $0.text) } ?? .under(.campaign, product.text)
        return try all(Campaign.self, under: prefix).sorted { ($0.port, $0.version) < ($1.port, $1.version) }
    }

    /// The newest of a port; those before it have been overtaken.
    public func campaign(of product: DataProduct.ID, port: OutputPort.ID) throws(ReadError) -> Campaign? {
        try campaigns(of: product, port: port).last
    }

    public func standing(of campaign: Campaign, at now: Instant) throws(ReadError) -> CampaignStanding {
        CampaignStanding(
            campaign: campaign,
            rows: try subscriptions(of: campaign.product)
                .filter { $0.port == campaign.port && $0.standing(at: now).grantsAccess }.map(campaign.row))
    }
}
