/// How far a platform is with what a subscription says. Computed from the link and the outcome of the last hook; never stored.
public enum PlatformAccess: String, NamedCase, Comparable {
    /// Approved, and carried out by the platform.
    case usable
    /// Approved, and the platform was not told yet, or of other terms.
    case granting
    /// Approved, and the platform's hook failed; it can be tried again.
    case grantFailed = "grant_failed"
    /// Ended by its date or by a decision, and the platform was not told yet, or could not do it.
    case lapsedButOpen = "lapsed_but_open"

    public var words: String {
        switch self {
        case .usable: "usable"
        case .granting: "granting"
        case .grantFailed: "grant failed"
        case .lapsedButOpen: "lapsed but open"
        }
    }

    /// What a hook has to do about it; nil: nothing.
    public var due: PlatformGrant.Action? {
        switch self {
        case .usable: nil
        case .granting, .grantFailed: .grant
        case .lapsedButOpen: .revoke
        }
    }

    /// The worst of several platforms is the greatest.
    public static func < (a: PlatformAccess, b: PlatformAccess) -> Bool { a.rank < b.rank }
    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

extension Provision {
    /// Whether it has a hook for it, and is still there. It grants at the port that it serves, and takes back wherever it granted.
    public func carriesOut(_ action: PlatformGrant.Action, for link: Subscription) -> Bool {
        guard product == link.product, state != .destroyed else { return false }
        switch action {
        case .grant: return port == link.port && hooks.contains(.grant)
        case .revoke: return hooks.contains(.revoke)
        }
    }

    /// How far this platform is with a link; nil: it has nothing to do with it.
    public func access(of link: Subscription, last: PlatformGrant?, at now: Instant) -> PlatformAccess? {
        guard link.standing(at: now).grantsAccess else {
            return state != .destroyed && last?.mayBeOpen ?? false ? .lapsedButOpen : nil
        }
        guard carriesOut(.grant, for: link) else { return nil }
        guard let last, last.action == .grant else { return .granting }
        switch last.outcome {
        case .running: return .granting
        case .failed: return .grantFailed
        case .done:
            // What was made anew since may hold what nobody was granted yet.
            let isOfThis = last.at >= self.at && last.until == link.until && last.fields == link.fields
            return isOfThis ? .usable : .granting
        }
    }
}

/// One platform's part in one link.
public struct PlatformStanding: Equatable, Sendable {
    public var link: Subscription
    public var provision: Provision
    public var access: PlatformAccess
    /// What the platform was told last.
    public var last: PlatformGrant?

    /// `postgresql: grant failed since 2027-01-31 10:00 after 3 attempts: …`
    public var sentence: String {
        var text = "\(provision.template): \(access.words)"
        guard let last else { return text }
        switch last.outcome {
        case .failed:
            text += " since \(last.at.date)" + (last.attempts > 1 ? " after \(last.attempts) attempts" : "")
            if !last.reason.isEmpty { text += ": \(last.reason)" }
        case .running: text += "; begun on \(last.at.date) and not ended"
        case .done: break
        }
        return text
    }
}

extension MeshReader {
    /// What the platforms of a product say about a link, in the order of their templates; empty where none has anything to do with it.
    public func platforms(
        of link: Subscription, provisions: [Provision]? = nil, at now: Instant
    ) throws(ReadError) -> [PlatformStanding] {
        var standings: [PlatformStanding] = []
        let known: [Provision]
        if let provisions { known = provisions } else { known = try self.provisions(of: link.product) }
        for provision in known where !provision.hooks.isEmpty {
            let last = try find(PlatformGrant.self, PlatformGrant.key(link.id, provision.template))
            guard let access = provision.access(of: link, last: last, at: now) else { continue }
            standings.append(PlatformStanding(link: link, provision: provision, access: access, last: last))
        }
        return standings
    }

    /// How far the platforms are with a link: the one that is furthest from it; nil where none has anything to do with it.
    public func platformAccess(of link: Subscription, at now: Instant) throws(ReadError) -> PlatformAccess? {
        try platforms(of: link, at: now).map(\.access).max()
    }

    /// Every grant and every revocation that a platform has still to carry out: of one product, or of all.
    ///
    /// - Complexity: Walks the links of products that have a platform, and no others.
    public func outstanding(
        product: DataProduct.ID? = nil, at now: Instant
    ) throws(ReadError) -> [PlatformStanding] {
        var found: [PlatformStanding] = []
        for (id, provisions) in try platformProvisions(of: product) {
            for link in try subscriptions(of: id) {
                found += try platforms(of: link, provisions: provisions, at: now).filter { $0.access.due != nil }
            }
        }
        return found
    }

    /// The provisions whose templates have something to do with access, by product.
    private func platformProvisions(
        of product: DataProduct.ID?
    ) throws(ReadError) -> [(DataProduct.ID, [Provision])] {
        let prefix: RecordKey = product.map { .under(.provision, $0.text) } ?? .under(.provision)
        var found: [(DataProduct.ID, [Provision])] = []
        for provision in try all(Provision.self, under: prefix)
        where provision.hooks.contains(.grant) || provision.hooks.contains(.revoke) {
            if found.last?.0 == provision.product {
                found[found.count - 1].1.append(provision)
            } else {
                found.append((provision.product, [provision]))
            }
        }
        return found
    }
}
