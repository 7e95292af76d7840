internal import Glibc
internal import MeshModel
internal import SystemPackage

/// A client's connection to its daemon: made when it is needed, kept while it holds. Asks one thing after another.
struct ClientLine: ~Copyable {
    typealias Moment = ContinuousClock.Instant

    let place: SocketPlace
    let mesh: String
    /// How long a daemon may take to say who one is.
    private let greeting = Duration.seconds(4)

    private var socket: Socket?
    private var frames = FrameReader(limit: FrameReader.longestAnswer)
    private var buffer = [UInt8](repeating: 0, count: 1 << 14)
    private var correlation: UInt64 = 0
    private(set) var welcome: Welcome?

    init(to place: SocketPlace, mesh: String) {
        self.place = place
        self.mesh = mesh
    }

    /// Sends a request and waits for its answer; rung, `bell` ends the waiting.
    mutating func ask(_ content: Request.Content, until end: Moment, bell: Bell? = nil) throws(LineError)
        -> Answer.Content
    {
        do throws(LineError) {
            dropIfOver()
            if socket == nil { try connect(until: min(end, ContinuousClock.now + greeting), bell) }
            return try exchange(content, until: end, bell)
        } catch {
            // Whatever it was, answers that come now would be to a question nobody asks any more.
            hangUp()
            throw error
        }
    }

    private mutating func hangUp() {
        socket = nil
        frames = FrameReader(limit: FrameReader.longestAnswer)
    }

    /// A daemon that ended meanwhile has closed the connection, or said so.
    private mutating func dropIfOver() {
        guard socket != nil else { return }
        if (try? socket?.read(into: &buffer)) != .nothing { hangUp() }
    }

    private mutating func connect(until end: Moment, _ bell: Bell?) throws(LineError) {
        socket = try place.connect()
        let content: Answer.Content
        do throws(LineError) {
            content = try exchange(.hello(version: Request.version, mesh: mesh), until: end, bell)
        } catch {
            switch error {
            // Nothing but hello was said.
            case .lost(let reason, _): throw .lost(reason, sent: false)
            case .silent: throw .silent(sent: false)
            case .absent, .untrusted, .notYet, .stopping, .turnedAway, .calledOff: throw error
            }
        }
        guard case .welcome(let welcome) = content else { throw .lost("an answer to another question", sent: false) }
        self.welcome = welcome
    }

    private mutating func exchange(
        _ content: Request.Content, until end: Moment, _ bell: Bell?
    ) throws(LineError) -> Answer.Content {
        correlation += 1
        let sent = try send(FrameReader.frame(Request(correlation, content).bytes), until: end, bell)
        while true {
            let answer = try nextAnswer(until: end, bell, sent: sent)
            if answer.correlation == correlation { return answer.content }
        }
    }

    /// False where the daemon has closed the connection: what it said before that is still there to be read.
    private mutating func send(_ frame: [UInt8], until end: Moment, _ bell: Bell?) throws(LineError) -> Bool {
        var start = 0
        while start < frame.count {
            do throws(Errno) { start += try socket?.write(frame, from: start) ?? 0 } catch { return false }
            if start < frame.count { try wait(for: Int16(POLLOUT), until: end, bell, sent: false) }
        }
        return true
    }

    private mutating func nextAnswer(until end: Moment, _ bell: Bell?, sent: Bool) throws(LineError) -> Answer {
        while true {
            let answer: Answer?
            do throws(WireError) {
                answer = try frames.next().map { body throws(WireError) in try Answer(reading: body) }
            } catch {
                throw .lost("\(error)", sent: sent)
            }
            switch answer?.content {
            case .stopping: throw .stopping
            case .turnedAway(let sentence): throw .turnedAway(sentence)
            case .welcome, .consequences, .receipt, .failure, .status: if let answer { return answer }
            case nil: break
            }
            let read: Socket.Read?
            do throws(Errno) { read = try socket?.read(into: &buffer) } catch {
                // A Unix socket that was closed before all in it was read says so: our last frame was not taken whole.
                throw .lost("\(error)", sent: sent && error != .connectionReset)
            }
            switch read {
            case .bytes(let count): frames.append(buffer[..<count])
            case .nothing: try wait(for: Int16(POLLIN), until: end, bell, sent: sent)
            case .ended, nil: throw .lost("the daemon closed the connection", sent: sent)
            }
        }
    }

    /// Until the socket can be read or written, or failed: trying it again says how.
    private mutating func wait(for what: Int16, until end: Moment, _ bell: Bell?, sent: Bool) throws(LineError) {
        guard let number = socket?.number else { return }
        var awaited = [pollfd(fd: number, events: what, revents: 0)]
        if let bell { awaited.append(pollfd(fd: bell.descriptor, events: Int16(POLLIN), revents: 0)) }
        let left = ContinuousClock.now.duration(to: end).microseconds
        guard left > 0 else { throw .silent(sent: sent) }
        _ = unsafe poll(&awaited, nfds_t(awaited.count), Int32(clamping: (left + 999) / 1000))
        if awaited.count > 1, awaited[1].revents != 0 { throw .calledOff }
    }
}
