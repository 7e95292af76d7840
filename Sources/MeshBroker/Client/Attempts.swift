internal import MeshModel

/// What a client does about each attempt to have one thing answered, and what it may say of it in the end.
///
/// The one thing that must be right: "nothing was changed" is said only where it is so.
struct Attempts: Sendable {
    typealias Moment = ContinuousClock.Instant

    enum Verdict: Equatable, Sendable {
        case done(Answer.Content)
        case failed(GatewayError)
        case again(after: Duration)
    }

    /// When waiting for an answer ends.
    let end: Moment
    private let isChange: Bool
    private let socket: String
    private let absence: Duration
    /// When the daemon went away.
    private var lostAt: Moment?
    /// The daemon had a whole request, and did not say what became of it.
    private var mayHaveHappened = false
    private var pause = Duration.milliseconds(10)

    init(of content: Request.Content, at socket: String, _ patience: BrokerGateway.Patience, since start: Moment) {
        isChange = content.isChange
        self.socket = socket
        absence = patience.absence
        end = start + patience.answer
    }

    mutating func judge(_ result: Result<Answer.Content, LineError>, at now: Moment) -> Verdict {
        switch result {
        // Turned down before anybody looked whether the request was known already: that says nothing of an earlier attempt.
        case .success(.failure(let error)) where !error.isAboutTheChange: return .failed(given(up: error))
        // What happened before is answered as it was then.
        case .success(let content): return .done(content)
        case .failure(.calledOff): return .failed(.busy("this was called off"))
        case .failure(.absent(let reason)):
            // Who was there a moment ago may be back in a moment.
            guard lostAt != nil else { return .failed(absent(reason)) }
            return again(at: now, orElse: absent(reason))
        case .failure(.untrusted(let sentence)): return .failed(given(up: .readOnly(sentence)))
        case .failure(.notYet(let sentence)): return again(at: now, orElse: given(up: .readOnly(sentence)))
        case .failure(.turnedAway(let sentence)):
            return .failed(given(up: .busy(isChange ? "\(sentence); nothing was changed" : sentence)))
        case .failure(.stopping):
            return again(at: now, orElse: given(up: .busy("the daemon of this mesh is ending\(nothing)")))
        case .failure(.lost(let reason, let sent)):
            mayHaveHappened = mayHaveHappened || sent
            return again(
                at: now, orElse: given(up: .busy("the daemon of this mesh cannot be reached (\(reason))\(nothing)")))
        case .failure(.silent(let sent)):
            mayHaveHappened = mayHaveHappened || sent
            return .failed(
                given(up: .busy("the daemon of this mesh does not answer in time (socket \(socket))\(nothing)")))
        }
    }

    private var nothing: String {
        isChange ? "; nothing was changed, try again in a moment" : "; try again in a moment"
    }

    private mutating func again(at now: Moment, orElse error: GatewayError) -> Verdict {
        let since = lostAt ?? now
        lostAt = since
        guard now + pause < min(since + absence, end) else { return .failed(error) }
        defer { pause = min(pause * 2, .milliseconds(400)) }
        return .again(after: pause)
    }

    private func absent(_ reason: String) -> GatewayError {
        given(
            up: .readOnly(
                "the daemon of this mesh does not answer (socket \(reason)): everything can be read, nothing can be changed now; try again in a moment, or tell the administrator of this host"
            ))
    }

    /// The error, unless it would say too much.
    private func given(up error: GatewayError) -> GatewayError {
        guard isChange, mayHaveHappened else { return error }
        return .unwritable(
            "the daemon of this mesh went away after the change was sent (socket \(socket)): it may or may not have been made; look before you repeat it"
        )
    }
}

extension GatewayError {
    /// The rules spoke, which they do only of requests that were not carried out before.
    fileprivate var isAboutTheChange: Bool {
        switch self {
        case .refused, .stale: true
        case .read, .readOnly, .busy, .unwritable: false
        }
    }
}

extension Request.Content {
    var isChange: Bool {
        if case .commit = self { true } else { false }
    }

    /// A server ends the session over what is too long: it is refused here, with a way out.
    func mustFit() throws(GatewayError) {
        let changes: [Change]
        switch self {
        case .preview(let list), .commit(let list, _, _): changes = list
        case .hello, .status: return
        }
        guard changes.count <= Request.mostChanges else {
            throw Self.tooMuch(
                "has \(changes.count) changes, and \(Request.mostChanges) is the most that are sent at once")
        }
        let length = Request(.max, self).bytes.count
        guard length <= FrameReader.longestRequest else {
            throw Self.tooMuch(
                "is \(length) bytes long, and \(FrameReader.longestRequest) is the most that is sent at once")
        }
    }

    private static func tooMuch(_ finding: String) -> GatewayError {
        .refused(.conflict(what: "this batch", reason: finding + "; split it into several"))
    }
}
