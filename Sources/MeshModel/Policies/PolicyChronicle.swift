/// What governance said over time: at each moment of a window the policies, the domains' ways of keeping them and the waivers that held then.
///
/// Domains with their parents are taken as they are today. What was overwritten before meshes kept it is taken as it stands now.
public struct PolicyChronicle: Sendable {
    public let domains: DomainTree
    /// Moments at which a policy or a way of keeping one became another, oldest first.
    private let turns: [Instant]
    /// What held before the first of them, and from each on.
    private let books: [PolicyBook]
    /// Ends of grace.
    private let graces: [Instant]
    private let waivers: [DataProduct.ID: [Reign<Waiver>]]

    fileprivate init(
        policies: [Reign<Policy>], implementations: [Reign<PolicyImplementation>], waivers: [Reign<Waiver>],
        domains: DomainTree, from: Instant, through now: Instant
    ) {
        self.domains = domains
        let ends = policies.flatMap(\.ends) + implementations.flatMap(\.ends)
        let turns = Set(ends).filter { $0 > from && $0 <= now }.sorted()
        self.turns = turns
        books = ([from] + turns).map { moment in
            PolicyBook(
                policies: policies.filter { $0.holds(at: moment) }.map(\.value), domains: domains,
                implementations: implementations.filter { $0.holds(at: moment) }.map(\.value))
        }
        graces = policies.compactMap(\.value.graceUntil)
        self.waivers = Dictionary(grouping: waivers, by: \.value.product)
    }

    /// The policies that spoke about a product, era by era.
    func eras(of product: DataProduct) -> [[ParsedPolicy]] { books.map { $0.speaking(of: product) } }

    /// The place among the eras of the one that a moment falls into.
    func era(at moment: Instant) -> Int { turns.partition(behind: moment) }

    /// Moments at which a verdict on a product may have turned without anything happening to the product.
    func moments(of product: DataProduct.ID) -> [Instant] {
        turns + graces + (waivers[product] ?? []).flatMap { $0.ends + [$0.value.until] }
    }

    /// What excused a product at a moment, by policy.
    func excused(_ product: DataProduct.ID, at moment: Instant) -> [Policy.ID: Waiver] {
        var excused: [Policy.ID: Waiver] = [:]
        for waiver in waivers[product] ?? [] where waiver.holds(at: moment) {
            excused[waiver.value.policy] = waiver.value
        }
        return excused
    }

    /// Nobody was held to anything in the whole window.
    public var isBlank: Bool { books.allSatisfy(\.policies.isEmpty) }
}

/// A record and the time in which it stood so.
private struct Reign<Value: Sendable>: Sendable {
    var value: Value
    var from: Instant
    /// Nil: it stands.
    var until: Instant?

    func holds(at moment: Instant) -> Bool { from <= moment && until.map { moment < $0 } ?? true }
    var ends: [Instant] { [from] + [until].compactMap(\.self) }
}

extension [Instant] {
    /// How many of these, which are in order, are not behind a moment.
    fileprivate func partition(behind moment: Instant) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] <= moment { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension MeshReader {
    /// - Parameter policy: Only what was said of this one.
    public func policyChronicle(
        of policy: Policy.ID? = nil, from: Instant, through now: Instant
    ) throws(ReadError) -> PolicyChronicle {
        let former = try all(
            FormerGovernance.self,
            under: policy.map { .under(.formerGovernance, $0.text) } ?? .under(.formerGovernance))
        let policies = try policies().filter { policy == nil || $0.id == policy }
        let waivers = try waivers().filter { policy == nil || $0.policy == policy }
        return PolicyChronicle(
            policies: reigns(policies, former, \.text, by: \.id, since: \.created),
            implementations: reigns(
                try all(
                    PolicyImplementation.self,
                    under: policy.map { .under(.implementation, $0.text) } ?? .under(.implementation)),
                former, \.implementation, by: \.key, since: \.created),
            waivers: reigns(waivers, former, \.waiver, by: \.key, since: \.created),
            domains: DomainTree(try domains()), from: from, through: now)
    }
}

/// Each record that stands and those that stood in its place, with the time of each.
private func reigns<Value: Sendable, ID: Hashable>(
    _ standing: [Value], _ former: [FormerGovernance], _ part: KeyPath<FormerGovernance, Value?>,
    by id: KeyPath<Value, ID>, since created: KeyPath<Value, Instant>
) -> [Reign<Value>] {
    var earlier: [ID: [Reign<Value>]] = [:]
    for record in former {
        guard let value = record[keyPath: part] else { continue }
        earlier[value[keyPath: id], default: []].append(
            Reign(value: value, from: value[keyPath: created], until: record.until))
    }
    return standing.flatMap { value in
        var reigns = (earlier[value[keyPath: id]] ?? []).sorted { ($0.until ?? $0.from) < ($1.until ?? $1.from) }
        reigns.append(Reign(value: value, from: value[keyPath: created], until: nil))
        for place in reigns.indices.dropFirst() {
            if let ended = reigns[place - 1].until { reigns[place].from = max(reigns[place].from, ended) }
        }
        return reigns
    }
}
