internal import MeshModel

/// What a client says. There is no field for who it is: the kernel says that.
struct Request: Equatable, Sendable {
    enum Content: Equatable, Sendable {
        case hello(version: Int64, mesh: String)
        case preview([Change])
        case commit([Change], requestID: RequestID, agreed: Consequences.Digest?)
        case status
    }

    /// The version of this wire. A server refuses others by name.
    static let version: Int64 = 1
    /// More changes than this are not one batch.
    static let mostChanges = 8192

    /// Chosen by the client; stands in the answer.
    var correlation: UInt64
    var content: Content

    var bytes: [UInt8] {
        switch content {
        case .hello(let version, let mesh):
            RecordWriter.message(1, correlation, Hello(version: version, mesh: mesh))
        case .preview(let changes):
            RecordWriter.message(2, correlation, ChangesAsked(changes))
        case .commit(let changes, let requestID, let agreed):
            RecordWriter.message(3, correlation, ChangesAsked(changes, requestID, agreed))
        case .status:
            RecordWriter.message(4, correlation, NoPayload())
        }
    }

    init(_ correlation: UInt64, _ content: Content) {
        self.correlation = correlation
        self.content = content
    }

    init(reading bytes: [UInt8]) throws(WireError) {
        do throws(RecordError) {
            var reader = RecordReader(bytes)
            let kind = try reader.varint()
            guard bytes.first == UInt8(exactly: kind) else {
                throw .malformed("a request numbered in more bytes than one")
            }
            correlation = try reader.varint()
            switch kind {
            case 1:
                let hello = try Hello(exactly: reader)
                content = .hello(version: hello.version, mesh: hello.mesh)
            case 2:
                let asked = try ChangesAsked(exactly: reader)
                guard asked.high == nil, asked.low == nil, asked.agreed == nil else {
                    throw .malformed("a preview with a request id")
                }
                content = .preview(asked.changes.list)
            case 3:
                let asked = try ChangesAsked(exactly: reader)
                guard let high = asked.high, let low = asked.low else {
                    throw .malformed("a change without a request id")
                }
                content = .commit(
                    asked.changes.list, requestID: RequestID(high: high.value, low: low.value),
                    agreed: asked.agreed.map { Consequences.Digest(value: $0.value) })
            case 4:
                _ = try NoPayload(exactly: reader)
                content = .status
            default: throw .malformed("a request numbered \(kind), which this version does not know")
            }
        } catch {
            throw WireError("no request", error)
        }
    }
}

struct Hello: Payload {
    var version: Int64 = 0
    var mesh = ""

    init() {}
    init(version: Int64, mesh: String) {
        self.version = version
        self.mesh = mesh
    }

    mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "version", &version)
        try v.field(2, "mesh", &mesh)
    }
}

/// What a preview and a commit have in common.
private struct ChangesAsked: Payload {
    var high: Bits?
    var low: Bits?
    var agreed: Bits?
    var changes = Batch()

    init() {}
    init(_ changes: [Change]) { self.changes.list = changes }
    init(_ changes: [Change], _ requestID: RequestID, _ agreed: Consequences.Digest?) {
        self.init(changes)
        high = Bits(requestID.high)
        low = Bits(requestID.low)
        self.agreed = agreed.map { Bits($0.value) }
    }

    mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "request_high", &high)
        try v.field(2, "request_low", &low)
        try v.field(3, "agreed", &agreed)
        try v.field(4, "changes", &changes)
    }
}

/// Changes, counted while they are read: two bytes can ask for a change that takes hundreds.
private struct Batch: FieldValue {
    var list: [Change] = []

    init() {}

    var isBlank: Bool { list.isEmpty }
    func write(to writer: inout RecordWriter) { list.write(to: &writer) }
    init(from reader: inout RecordReader) throws(RecordError) {
        while !reader.isAtEnd {
            guard list.count < Request.mostChanges else {
                throw .malformed("more than \(Request.mostChanges) changes in one request; split them")
            }
            var body = try reader.lengthPrefixed()
            list.append(try Change(from: &body))
        }
    }
    var tree: Tree { list.tree }
    init(_ tree: Tree) throws(TreeError) { list = try [Change](tree) }
}
