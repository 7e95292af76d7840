internal import MeshModel

/// What a message says beyond its kind: fields by number, and nothing else.
///
/// Unlike a journal's records, which a later version may have written, both ends of a socket have agreed on a version: a field that is
/// not known, comes twice or out of turn, or bytes behind the last one are refused.
protocol Payload: Structured {}

extension Payload {
    init(exactly reader: RecordReader) throws(RecordError) {
        self.init()
        var decoder = PayloadDecoder(reader: reader)
        try visit(&decoder)
        try decoder.finish()
    }
}

private struct PayloadDecoder: FieldVisitor {
    var reader: RecordReader
    private var pending: (tag: UInt64, body: RecordReader)?

    init(reader: RecordReader) { self.reader = reader }

    mutating func field<T: FieldValue>(_ tag: Int, _ name: StaticString, _ value: inout T) throws(RecordError) {
        if pending == nil, !reader.isAtEnd { pending = (try reader.varint(), try reader.lengthPrefixed()) }
        guard let (found, body) = pending, found == tag else { return }
        pending = nil
        var content = body
        value = try T(from: &content)
        guard content.isAtEnd else { throw .malformed("bytes behind the field '\(name)'") }
    }

    func finish() throws(RecordError) {
        guard pending == nil, reader.isAtEnd else { throw .malformed("bytes behind the last field") }
    }
}

/// A number that uses all its 64 bits.
struct Bits: FieldValue {
    var value: UInt64

    init(_ value: UInt64) { self.value = value }

    func write(to writer: inout RecordWriter) { writer.varint(value) }
    init(from reader: inout RecordReader) throws(RecordError) { value = try reader.varint() }
    var tree: Tree { .number(String(value)) }
    init(_ tree: Tree) throws(TreeError) {
        guard case .number(let text) = tree, let value = UInt64(text) else {
            throw TreeError("expected a whole number, found something else")
        }
        self.value = value
    }
}

extension RecordWriter {
    /// A message: its kind, the number that ties an answer to its request, and what it says.
    static func message(_ kind: UInt64, _ correlation: UInt64, _ payload: some Payload) -> [UInt8] {
        var writer = RecordWriter()
        writer.varint(kind)
        writer.varint(correlation)
        payload.write(to: &writer)
        return writer.bytes
    }
}

/// A message that says nothing but its kind.
struct NoPayload: Payload {
    init() {}
    mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {}
}
