internal import MeshModel

/// One client as its server sees it, without a socket and without a clock: it is told what arrived and when, and says what must be done.
///
/// Answers leave in the order of their requests. A session over which nothing happens holds no buffers.
struct ServerSession: Sendable {
    typealias Moment = ContinuousClock.Instant

    enum State: Equatable, Sendable {
        /// Waits for hello.
        case greeting
        /// Waits to learn who it is.
        case identifying
        case open
        /// Over: what was said is still sent.
        case draining
    }

    /// What a session must have done, beyond having its output sent and its requests taken.
    enum Step: Equatable, Sendable {
        /// Ask who the peer is to the mesh; the answer comes to `identified` with the same ticket.
        case identify(mesh: String, ticket: UInt64)
        /// A request was answered without being carried out.
        case refused(user: String, sentence: String)
        /// The client sent what no client of ours sends.
        case violated(String)
        case limited(String)
    }

    let peer: Peer
    /// Stands in the audit for the machine.
    private let host: String
    private let meshes: [String]
    private let isReadOnly: Bool
    private let limits: SessionLimits

    private(set) var state = State.greeting
    private(set) var mesh = ""
    private var hello: UInt64 = 0
    private(set) var steps: [Step] = []
    /// Why the session is over.
    private(set) var ending = ""

    private var input = FrameReader(limit: FrameReader.longestRequest)
    /// Whole frames, oldest first; at most `limits.requests` of them.
    private var queue: [Arrival] = []
    /// Requests taken and not yet answered.
    private var taken = 0
    /// What must be said once all before it is answered.
    private var violation: String?
    private(set) var identity: Identity?
    private var lookup: Lookup?
    private var tickets: UInt64 = 0
    private(set) var output = Output()

    /// Where each limit in force runs out.
    private var frameSince: Moment?
    private var since: Moment

    struct Arrival: Sendable {
        var body: [UInt8]
        var at: Moment
    }

    struct Identity: Sendable {
        var who: Result<Actor, IdentityRefusal>
        var at: Moment
    }

    private struct Lookup: Sendable {
        var ticket: UInt64
        var since: Moment
    }

    init(
        peer: Peer, host: String, meshes: [String], isReadOnly: Bool = false, limits: SessionLimits = .init(),
        at now: Moment
    ) {
        self.peer = peer
        self.host = host
        self.meshes = meshes
        self.isReadOnly = isReadOnly
        self.limits = limits
        since = now
    }

    mutating func takeSteps() -> [Step] {
        defer { steps = [] }
        return steps
    }

    /// False while the client has as many requests under way as it may: what else it sends waits outside.
    var wantsInput: Bool { state != .draining && violation == nil && queue.count + taken < limits.requests }

    /// Nothing is left to be done or sent.
    var isOver: Bool { state == .draining && output.isEmpty }

    // MARK: What happens

    mutating func received(_ bytes: some Collection<UInt8>, at now: Moment) {
        guard state != .draining, violation == nil else { return }
        input.append(bytes)
        cut(at: now)
    }

    /// Moves whole frames into the queue, as many as it holds.
    private mutating func cut(at now: Moment) {
        do throws(WireError) {
            while queue.count + taken < limits.requests, state != .draining {
                guard let body = try input.next() else {
                    frameSince = input.isEmpty ? nil : frameSince ?? now
                    return settle(at: now)
                }
                frameSince = nil
                if state == .greeting { greet(body, at: now) } else { queue.append(Arrival(body: body, at: now)) }
            }
            // What waits now waits for us.
            frameSince = nil
        } catch {
            violate(error)
        }
        settle(at: now)
    }

    private mutating func greet(_ body: [UInt8], at now: Moment) {
        let request: Request
        do throws(WireError) { request = try Request(reading: body) } catch { return violate(error) }
        guard case .hello(let version, let mesh) = request.content else {
            return violate(WireError("a session begins with hello"))
        }
        guard version == Request.version else {
            return end(
                saying:
                    "this daemon speaks version \(Request.version) and not \(version); use the datamesh that came with it",
                request.correlation, at: now)
        }
        guard meshes.contains(mesh) else {
            let names = meshes.isEmpty ? "none" : meshes.joined(separator: ", ")
            return end(
                saying: "there is no mesh '\(mesh.prefix(64))' here; there is \(names)", request.correlation, at: now)
        }
        self.mesh = mesh
        state = .identifying
        hello = request.correlation
        look(at: now)
    }

    private mutating func look(at now: Moment) {
        tickets += 1
        lookup = Lookup(ticket: tickets, since: now)
        steps.append(.identify(mesh: mesh, ticket: tickets))
    }

    /// The host said who the peer is. An answer that comes too late for its request still serves the next one.
    mutating func identified(_ who: Result<Actor, IdentityRefusal>, ticket: UInt64, at now: Moment) {
        guard ticket == tickets, state == .identifying || state == .open else { return }
        lookup = nil
        identity = Identity(who: who.map(asTheKernelSays), at: now)
        guard state == .identifying else { return }
        state = .open
        send(Answer(hello, .welcome(Welcome(who))), at: now)
    }

    private func asTheKernelSays(_ actor: Actor) -> Actor {
        var actor = actor
        actor.origin = Origin(uid: peer.uid, pid: peer.pid, host: host)
        return actor
    }

    /// Time has passed: whatever ran out, runs out.
    mutating func expire(at now: Moment) {
        if let lookup, now >= lookup.since + limits.lookup {
            identified(
                .failure(.unavailable("no answer within \(limits.lookup.components.seconds) s")), ticket: lookup.ticket,
                at: now)
        }
        if state == .greeting, now >= since + limits.greeting {
            end(saying: "nothing was said for \(limits.greeting.components.seconds) s after connecting", at: now)
        }
        if let frameSince, now >= frameSince + limits.frame {
            self.frameSince = nil
            violate(WireError("a frame that was not complete \(limits.frame.components.seconds) s after it began"))
            settle(at: now)
        }
        if let stuck = output.since {
            let patience = state == .draining ? limits.farewell : limits.unread
            if now >= stuck + patience { giveUp("answers were not read") }
        }
    }

    /// The next moment at which `expire` has something to do.
    var deadline: Moment? {
        var first: Moment?
        func consider(_ moment: Moment?) {
            if let moment { first = first.map { min($0, moment) } ?? moment }
        }
        consider(lookup.map { $0.since + limits.lookup })
        consider(state == .greeting ? since + limits.greeting : nil)
        consider(frameSince.map { $0 + limits.frame })
        consider(output.since.map { $0 + (state == .draining ? limits.farewell : limits.unread) })
        return first
    }

    /// The server is ending: nothing that was not taken will be.
    mutating func stop(at now: Moment) {
        guard state != .draining else { return }
        send(Answer(0, .stopping), at: now)
        end("the server is ending")
    }

    // MARK: Requests

    /// A request that can be taken now.
    struct Head: Equatable, Sendable {
        enum Kind: Sendable { case commit, preview, other }
        var kind: Kind
        var size: Int
    }

    var head: Head? {
        guard state == .open, lookup == nil, let first = queue.first else { return nil }
        // A kind is one byte; whatever else it is, reading it says.
        let kind: Head.Kind = first.body[0] == 3 ? .commit : first.body[0] == 2 ? .preview : .other
        return Head(kind: kind, size: first.body.count)
    }

    enum Work: Equatable, Sendable {
        case commit(ChangeRequest)
        case preview([Change], by: Actor)
        case status
    }

    /// A request to be carried out, and answered in the order of taking.
    struct Job: Equatable, Sendable {
        var work: Work
        var correlation: UInt64
        var since: Moment
    }

    /// Takes the request at the head. Nil where there is none, where it was answered already, or where it must be learned first who asks.
    mutating func take(at now: Moment) -> Job? {
        guard head != nil, let first = queue.first else { return nil }
        let request: Request
        do throws(WireError) { request = try Request(reading: first.body) } catch {
            violate(error)
            settle(at: now)
            return nil
        }
        switch request.content {
        case .commit, .preview:
            guard knowsWhoAsks(at: now) else {
                look(at: now)
                return nil
            }
        case .hello:
            violate(WireError("hello was said already"))
            settle(at: now)
            return nil
        case .status: break
        }
        queue.removeFirst()
        if queue.isEmpty { queue = [] }
        taken += 1
        cut(at: now)
        let work: Work
        switch (request.content, identity?.who) {
        case (.status, _): work = .status
        case (.commit, _) where isReadOnly: return refuse(request.correlation, Self.readOnly, at: now)
        case (.commit(let changes, let requestID, let agreed), .success(let actor)):
            work = .commit(ChangeRequest(changes: changes, requestID: requestID, agreed: agreed, actor: actor))
        case (.preview(let changes), .success(let actor)): work = .preview(changes, by: actor)
        case (.commit, .failure(let refusal)), (.preview, .failure(let refusal)):
            return refuse(request.correlation, "\(refusal)", at: now)
        case (.hello, _), (.commit, nil), (.preview, nil): preconditionFailure("nobody asks")
        }
        return Job(work: work, correlation: request.correlation, since: first.at)
    }

    static let readOnly =
        "this daemon is set to change nothing (read_only in its configuration): everything can be read; ask the administrator of this host"

    private func knowsWhoAsks(at now: Moment) -> Bool {
        guard let identity else { return false }
        switch identity.who {
        case .success: return now < identity.at + limits.identity
        case .failure: return now < identity.at + limits.refusal
        }
    }

    private mutating func refuse(_ correlation: UInt64, _ sentence: String, at now: Moment) -> Job? {
        let user = (try? identity?.who.get().user) ?? ""
        steps.append(.refused(user: user, sentence: sentence))
        answer(correlation, .failure(.readOnly(sentence)), at: now)
        return nil
    }

    /// Answers a request that was taken.
    mutating func answer(_ correlation: UInt64, _ content: Answer.Content, at now: Moment) {
        taken -= 1
        send(Answer(correlation, content), at: now)
        cut(at: now)
    }

    // MARK: Output

    private mutating func send(_ answer: Answer, at now: Moment) {
        guard output.unread <= limits.unreadBytes else {
            let sentence = "\(output.unread) bytes of answers lie unread"
            steps.append(.limited(sentence))
            return giveUp(sentence)
        }
        output.append(answer.frame, at: now)
    }

    /// So many bytes of the output were taken by the socket.
    mutating func sent(_ count: Int, at now: Moment) { output.drop(count, at: now) }

    // MARK: Endings

    private mutating func violate(_ error: WireError) {
        guard violation == nil, state != .draining else { return }
        violation = error.description
        queue.removeAll()
        input = FrameReader(limit: input.limit)
        frameSince = nil
    }

    /// Ends a session that sent what it should not, once all that came before is answered.
    private mutating func settle(at now: Moment) {
        guard let violation, queue.isEmpty, taken == 0, state != .draining else { return }
        steps.append(.violated(violation))
        end(saying: violation, at: now)
    }

    private mutating func end(saying sentence: String, _ correlation: UInt64 = 0, at now: Moment) {
        send(Answer(correlation, .turnedAway(sentence)), at: now)
        end(sentence)
    }

    private mutating func end(_ reason: String) {
        if state != .draining { ending = reason }
        state = .draining
        queue = []
        input = FrameReader(limit: input.limit)
        frameSince = nil
        lookup = nil
    }

    /// Ends without last words.
    private mutating func giveUp(_ reason: String) {
        end(reason)
        output = Output()
    }
}
