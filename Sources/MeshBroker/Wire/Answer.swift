internal import MeshModel

/// What a server says.
struct Answer: Equatable, Sendable {
    enum Content: Equatable, Sendable {
        case welcome(Welcome)
        case consequences(Consequences)
        case receipt(Receipt)
        case failure(GatewayError)
        case status(ServerStatus)
        /// The server is ending: the request was not carried out, and the session is over.
        case stopping
        /// The session is over, for what the client sent or for what it has already; a sentence says why. Nothing was carried out.
        case turnedAway(String)
    }

    /// The request's; 0 where there was none.
    var correlation: UInt64
    var content: Content

    init(_ correlation: UInt64, _ content: Content) {
        self.correlation = correlation
        self.content = content
    }

    var bytes: [UInt8] {
        switch content {
        case .welcome(let welcome): RecordWriter.message(1, correlation, welcome)
        case .consequences(let value): RecordWriter.message(2, correlation, ConsequencesRecord(value))
        case .receipt(let receipt): RecordWriter.message(3, correlation, ReceiptRecord(receipt))
        case .failure(let error): RecordWriter.message(4, correlation, FailureRecord(error))
        case .status(let status): RecordWriter.message(5, correlation, StatusRecord(status: status))
        case .stopping: RecordWriter.message(6, correlation, NoPayload())
        case .turnedAway(let sentence): RecordWriter.message(7, correlation, Sentence(text: sentence))
        }
    }

    init(reading bytes: [UInt8]) throws(WireError) {
        do throws(RecordError) {
            var reader = RecordReader(bytes)
            let kind = try reader.varint()
            correlation = try reader.varint()
            switch kind {
            case 1: content = .welcome(try Welcome(exactly: reader))
            case 2: content = .consequences(try ConsequencesRecord(exactly: reader).value)
            case 3: content = .receipt(try ReceiptRecord(exactly: reader).value)
            case 4: content = .failure(try FailureRecord(exactly: reader).value)
            case 5: content = .status(try StatusRecord(exactly: reader).status)
            case 6:
                _ = try NoPayload(exactly: reader)
                content = .stopping
            case 7: content = .turnedAway(try Sentence(exactly: reader).text)
            default: throw .malformed("an answer numbered \(kind), which this version does not know")
            }
        } catch {
            throw WireError("no answer", error)
        }
    }
}

/// Who the client is to the mesh, as the host established it; or why it could not.
struct Welcome: Payload {
    var version: Int64 = Request.version
    var user = ""
    var groups: [String] = []
    var roles: [String] = []
    /// Blank where the user is known.
    var refusal = ""

    init() {}

    init(_ identity: Result<Actor, IdentityRefusal>) {
        switch identity {
        case .success(let actor):
            user = actor.user
            groups = actor.groups.sorted()
            roles = actor.roles.map(\.name).sorted()
        case .failure(let refusal): self.refusal = "\(refusal)"
        }
    }

    mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "version", &version)
        try v.field(2, "user", &user)
        try v.field(3, "groups", &groups)
        try v.field(4, "roles", &roles)
        try v.field(5, "refusal", &refusal)
    }
}

private struct StatusRecord: Payload {
    var status = ServerStatus()

    init() {}
    init(status: ServerStatus) { self.status = status }

    mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "status", &status)
    }
}

private struct Sentence: Payload {
    var text = ""

    init() {}
    init(text: String) { self.text = text }

    mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "text", &text)
    }
}
