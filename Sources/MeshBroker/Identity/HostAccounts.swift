package import MeshModel
internal import Synchronization
internal import Threads

/// Who a peer is to this host, looked up on threads of their own: a database that is slow or gone holds nobody up.
///
/// An answer is believed for half a minute, a failure for a second. One look-up for a user at a time; others wait for the same answer.
package final class HostAccounts: Sendable {
    package typealias Answer = @Sendable (Result<Actor, IdentityRefusal>) -> Void

    private let database: AccountDatabase
    private let roles: Mutex<@Sendable (String, Set<String>) -> Set<Role>>
    private let state = Mutex(State())
    /// So many look-ups may hang at once; one more is refused.
    private let threads: Int
    private let clock: @Sendable () -> ContinuousClock.Instant

    /// What is asked, and so what is remembered: the same user with other groups is another question.
    private struct Question: Hashable, Sendable {
        var uid: UInt32
        var groups: [UInt32]
    }

    private struct Known: Sendable {
        var names: Result<Names, IdentityRefusal>
        var at: ContinuousClock.Instant

        var lasts: Duration {
            switch names {
            case .success: HostAccounts.believed
            case .failure: HostAccounts.refusalBelieved
            }
        }
    }

    /// A user's name, and the names of the groups that count.
    private struct Names: Sendable {
        var user: String
        var groups: Set<String>
    }

    private struct State {
        var known: [Question: Known] = [:]
        var waiting: [Question: [(Peer, Answer)]] = [:]
        var busy = 0
    }

    static let believed = Duration.seconds(30)
    static let refusalBelieved = Duration.seconds(1)
    private static let mostKnown = 4096

    /// - Parameter roles: The roles of a user by name and groups, as the host's file says.
    package init(
        database: AccountDatabase = .host, threads: Int = 8,
        clock: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        roles: @escaping @Sendable (String, Set<String>) -> Set<Role>
    ) {
        self.database = database
        self.threads = threads
        self.clock = clock
        self.roles = Mutex(roles)
    }

    /// From now on roles are these: the host's file was read again.
    package func setRoles(_ roles: @escaping @Sendable (String, Set<String>) -> Set<Role>) {
        self.roles.withLock { $0 = roles }
    }

    /// Asks; the answer comes at once where it is known, else on a thread of the look-up.
    package func actor(for peer: Peer, _ answer: @escaping Answer) {
        let question = Question(uid: peer.uid, groups: peer.groups.sorted())
        let now = clock()
        let step = state.withLock { state -> Step in
            if let known = state.known[question], now < known.at + known.lasts { return .answer(known.names) }
            if state.waiting[question] != nil {
                state.waiting[question]?.append((peer, answer))
                return .wait
            }
            guard state.busy < threads else {
                return .answer(.failure(.unavailable("\(state.busy) look-ups hang")))
            }
            state.busy += 1
            state.waiting[question] = [(peer, answer)]
            return .look
        }
        switch step {
        case .answer(let names): answer(names.map { actor($0, peer) })
        case .wait: break
        case .look: WorkerThread.start { [self] in lookUp(question) }
        }
    }

    private enum Step {
        case answer(Result<Names, IdentityRefusal>)
        case wait
        case look
    }

    private func lookUp(_ question: Question) {
        let names: Result<Names, IdentityRefusal>
        do throws(IdentityRefusal) { names = .success(try find(question)) } catch { names = .failure(error) }
        let waiting = state.withLock { state in
            state.busy -= 1
            if state.known.count >= Self.mostKnown { state.known = [:] }
            state.known[question] = Known(names: names, at: clock())
            return state.waiting.removeValue(forKey: question) ?? []
        }
        for (peer, answer) in waiting { answer(names.map { actor($0, peer) }) }
    }

    private func actor(_ names: Names, _ peer: Peer) -> Actor {
        let roles = self.roles.withLock { $0 }(names.user, names.groups)
        return Actor(
            user: names.user, groups: names.groups, roles: roles, ownsMesh: false,
            origin: Origin(uid: peer.uid, pid: peer.pid, host: ""))
    }

    /// The groups that count are those that the process held and the host still gives: one who dropped a group does not regain it, and
    /// one who was removed from a group loses it.
    private func find(_ question: Question) throws(IdentityRefusal) -> Names {
        guard question.uid != 65_534, question.uid != .max, let user = try database.user(question.uid),
            Self.isName(user.name)
        else { throw .nobody(uid: question.uid) }
        let given = Set(try database.groups(user))
        var groups = Set<String>()
        for group in question.groups where given.contains(group) {
            if let name = try database.groupName(group), Self.isName(name) { groups.insert(name) }
        }
        return Names(user: user.name, groups: groups)
    }

    /// What the rules would take for a user or a group, and nothing that reads like something else.
    private static func isName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 127 && !name.hasPrefix("@")
            && name.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F && !$0.properties.isWhitespace }
    }
}
