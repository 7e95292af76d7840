/// Who is let in: counted by user before anybody is looked up, so that no user takes all the room there is.
struct Door: Sendable {
    let perUser: Int
    let total: Int
    private var counts: [UInt32: Int] = [:]
    private var open = 0

    /// What a user namespace shows of a user whom it does not map.
    private static let overflow: UInt32 = 65_534

    init(perUser: Int, total: Int) {
        self.perUser = perUser
        self.total = total
    }

    /// Lets a peer in; or says why not.
    mutating func enter(_ peer: Peer) -> String? {
        guard peer.uid != Self.overflow, peer.uid != .max else { return "\(IdentityRefusal.nobody(uid: peer.uid))" }
        let count = counts[peer.uid, default: 0]
        guard count < perUser else {
            return
                "uid \(peer.uid) has \(count) connections to the daemon, as many as one user may have; close some of them"
        }
        guard open < total else {
            return "\(open) connections to the daemon are open, as many as there may be; try again later"
        }
        counts[peer.uid] = count + 1
        open += 1
        return nil
    }

    /// Answers whether it was this user's last.
    @discardableResult mutating func leave(_ peer: Peer) -> Bool {
        open -= 1
        let left = counts[peer.uid, default: 1] - 1
        counts[peer.uid] = left == 0 ? nil : left
        return left == 0
    }
}
