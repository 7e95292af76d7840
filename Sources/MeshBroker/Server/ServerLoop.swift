internal import Glibc
internal import MeshModel
internal import SystemPackage

/// What a server does on its one thread: wait, read, stage, make durable together, answer.
///
/// No session is given more of a round than the others, and no user more of the long requests: whoever sends much waits longer,
/// and not whoever sends little.
final class ServerLoop {
    typealias Moment = ContinuousClock.Instant

    /// What a loop is made of.
    struct Parts {
        var listening: Int32
        var meshes: [String: any SharedMesh]
        var options: BrokerServer.Options
        var resolve: BrokerServer.Resolve
        var figures: (String) -> [String: String]
        var events: EventLine
        var ledger: ServerLedger
        var mail = ServerMail()
    }

    let listener: Socket
    let meshes: [String: any SharedMesh]
    let names: [String]
    let options: BrokerServer.Options
    let resolve: BrokerServer.Resolve
    let figures: (String) -> [String: String]
    let events: EventLine
    let ledger: ServerLedger
    let mail: ServerMail

    var poller: Poller
    var links: [UInt64: Link] = [:]
    var door: Door
    /// Links with a request to be taken, each once, longest waiting first.
    var ready: [Link] = []
    /// Links whose output or interest may have changed in this round.
    var touched: [Link] = []
    /// Links for which time counts.
    var timed: [UInt64: Link] = [:]
    /// In which round a user's last long request was carried out.
    var lastLong: [UInt32: UInt64] = [:]
    var round: UInt64 = 0
    var sessions: UInt64 = 0
    /// Until when nobody is accepted, because descriptors ran out.
    var pause: Moment?
    var isStopping = false
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)

    static let listening = UInt64.max
    static let mailing = UInt64.max - 1

    var now: Moment { ContinuousClock.now }

    init(_ parts: Parts) throws(GatewayError) {
        listener = Socket(owning: parts.listening)
        meshes = parts.meshes
        names = parts.meshes.keys.sorted()
        options = parts.options
        resolve = parts.resolve
        figures = parts.figures
        events = parts.events
        ledger = parts.ledger
        mail = parts.mail
        door = Door(perUser: options.connectionsPerUser, total: options.connections)
        do throws(Errno) {
            poller = try Poller()
            guard let bell = mail.bell else { throw .tooManyOpenFiles }
            // A socket that was inherited may be one that waits.
            let flags = fcntl(listener.number, F_GETFL)
            guard flags >= 0, fcntl(listener.number, F_SETFL, flags | O_NONBLOCK) == 0 else {
                throw Errno(rawValue: errno)
            }
            // Also says to every client that it is this process which serves, should another have made the socket.
            guard listen(listener.number, 1024) == 0 else { throw Errno(rawValue: errno) }
            try poller.add(listener.number, Self.listening, .input)
            try poller.add(bell.descriptor, Self.mailing, .input)
        } catch {
            throw .unwritable("the socket cannot be served (\(error)); start the daemon with a listening Unix socket")
        }
    }

    func serve() throws(GatewayError) {
        while !isStopping { try turn() }
        farewell()
    }

    private func turn() throws(GatewayError) {
        for event in poller.wait(milliseconds: ready.isEmpty ? patience() : 0) {
            switch event.name {
            case Self.listening: accept()
            case Self.mailing: read(mail.take())
            default:
                guard let link = links[event.name] else { continue }
                if event.canRead { read(link) }
                if event.isOver, !link.session.wantsInput { close(link, "the client hung up") }
                touched.append(link)
            }
        }
        expire()
        do throws(GatewayError) { try carryOut() } catch {
            // Nothing of the commit that failed was answered; whoever was answered before may hear it.
            for link in links.values { flush(link) }
            throw error
        }
        settleTouched()
    }

    /// Milliseconds until something runs out, -1 when nothing does.
    private func patience() -> Int32 {
        var first = pause
        for link in timed.values {
            if let deadline = link.session.deadline { first = first.map { min($0, deadline) } ?? deadline }
        }
        guard let first else { return -1 }
        let left = now.duration(to: first).microseconds
        return Int32(clamping: max(0, left + 999) / 1000)
    }

    private func expire() {
        let now = now
        if let pause, now >= pause { resumeAccepting() }
        for link in timed.values {
            guard let deadline = link.session.deadline, now >= deadline else { continue }
            link.session.expire(at: now)
            follow(link)
        }
    }

    private func read(_ letters: [ServerMail.Letter]) {
        for letter in letters {
            switch letter {
            case .stop: isStopping = true
            case .work(let work): work()
            case .identified(let session, let ticket, let who):
                guard let link = links[session] else { continue }
                link.session.identified(who, ticket: ticket, at: now)
                follow(link)
            }
        }
    }

    /// One bufferful a round: whoever sends more waits for the others' turn.
    func read(_ link: Link) {
        // What else it sends waits outside.
        guard link.session.wantsInput else { return }
        do throws(Errno) {
            switch try link.socket.read(into: &buffer) {
            case .bytes(let count): link.session.received(buffer[..<count], at: now)
            case .nothing: return
            case .ended: return close(link, "the client hung up")
            }
        } catch {
            return close(link, "the connection broke (\(error))")
        }
        follow(link)
    }

    /// Does what a session asks for, and notes whether it has work, and whether time counts for it.
    func follow(_ link: Link) {
        for step in link.session.takeSteps() {
            switch step {
            case .identify(let mesh, let ticket):
                let (number, mail) = (link.number, mail)
                resolve(link.session.peer, mesh) { who in
                    mail.post(.identified(session: number, ticket: ticket, who))
                }
            case .refused(let user, let sentence):
                ledger.count { $0.refusals += 1 }
                events.post(.refused(mesh: link.session.mesh, user: user, uid: link.uid, sentence: sentence))
            case .violated(let sentence):
                ledger.count { $0.violations += 1 }
                events.post(
                    .violated(session: link.number, uid: link.uid, pid: link.session.peer.pid, sentence: sentence))
            case .limited(let sentence):
                ledger.count { $0.limited += 1 }
                events.post(.limited(uid: link.uid, sentence: sentence))
            }
        }
        guard links[link.number] != nil else { return }
        if link.session.head != nil, !link.isReady {
            link.isReady = true
            ready.append(link)
        }
        touched.append(link)
    }

    private func settleTouched() {
        let links = touched
        touched.removeAll(keepingCapacity: true)
        for link in links where self.links[link.number] != nil { flush(link) }
    }

    /// Sends what the socket takes, and asks to be woken for the rest.
    func flush(_ link: Link) {
        do throws(Errno) {
            while !link.session.output.isEmpty {
                let count = try link.socket.write(link.session.output.bytes, from: link.session.output.start)
                guard count > 0 else { break }
                link.session.sent(count, at: now)
            }
            guard !link.session.isOver else { return close(link, link.session.ending) }
            var interest: Poller.Interest = link.session.wantsInput ? .input : []
            if !link.session.output.isEmpty { interest.insert(.output) }
            if interest != link.interest {
                try poller.change(link.socket.number, link.number, interest)
                link.interest = interest
            }
        } catch {
            return close(link, "the connection broke (\(error))")
        }
        timed[link.number] = link.session.deadline == nil ? nil : link
    }

    /// Says to everybody that it ends, and waits a little for that to be read.
    private func farewell() {
        poller.remove(listener.number)
        let end = now + .seconds(2)
        for link in links.values {
            link.session.stop(at: now)
            flush(link)
        }
        while !links.isEmpty, now < end {
            for event in poller.wait(milliseconds: Int32(clamping: now.duration(to: end).microseconds / 1000 + 1)) {
                if let link = links[event.name] { flush(link) }
            }
        }
        for link in links.values { close(link, "the server is ending") }
    }
}
