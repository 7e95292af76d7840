/// A value described once, as numbered and named fields.
///
/// One description serves the journal (by number), JSON and YAML (by name) and the registry of fields: a new field is one line.
/// Numbers ascend in the order visited and are never used again; names are those that people write in files.
public protocol Structured: FieldValue {
    /// The blank value that a reader fills. It need not satisfy the rules.
    init()
    mutating func visit<V: FieldVisitor>(_ visitor: inout V) throws(V.Failure)
}

/// Something that walks the fields of a `Structured` value, in either direction.
public protocol FieldVisitor {
    associatedtype Failure: Error
    mutating func field<T: FieldValue>(_ tag: Int, _ name: StaticString, _ value: inout T) throws(Failure)
}

/// A value that can stand in a field: it knows its bytes and its place in a tree.
public protocol FieldValue: Equatable, Sendable {
    /// Blank values are left out of records; reading leaves the owner's `init()` value in place.
    var isBlank: Bool { get }
    func write(to writer: inout RecordWriter)
    init(from reader: inout RecordReader) throws(RecordError)
    var tree: Tree { get }
    /// The same without fields that are blank, at any depth: what a person would write. It reads back as the same value.
    var statement: Tree { get }
    init(_ tree: Tree) throws(TreeError)
    /// Refuses what is more than a mesh takes; the gauge knows where the value stands.
    func measure(with gauge: inout BoundsGauge) throws(RuleViolation)
}

extension FieldValue {
    public var isBlank: Bool { false }
    public var statement: Tree { tree }
}

extension Structured {
    public func write(to writer: inout RecordWriter) {
        var copy = self
        var encoder = RecordEncoder(writer: writer)
        copy.visit(&encoder)
        writer = encoder.writer
    }

    public init(from reader: inout RecordReader) throws(RecordError) {
        self.init()
        var decoder = RecordDecoder(reader: reader)
        try visit(&decoder)
        reader.skipRest()
    }

    public var tree: Tree {
        var copy = self
        var builder = TreeBuilder()
        copy.visit(&builder)
        return .map(builder.fields)
    }

    public var statement: Tree {
        var copy = self
        var builder = StatementBuilder()
        copy.visit(&builder)
        return .map(builder.fields)
    }

    public init(_ tree: Tree) throws(TreeError) {
        guard case .map(let fields) = tree else { throw TreeError("expected a map, found \(tree.noun)") }
        self.init()
        var parser = TreeParser(fields: fields)
        try visit(&parser)
        try parser.finish()
    }
}

/// Writes each field that is not blank as tag, length, bytes.
struct RecordEncoder: FieldVisitor {
    var writer: RecordWriter
    private var last = 0

    init(writer: RecordWriter) { self.writer = writer }

    mutating func field<T: FieldValue>(_ tag: Int, _ name: StaticString, _ value: inout T) {
        precondition(tag > last, "field numbers ascend")
        last = tag
        guard !value.isBlank else { return }
        writer.varint(UInt64(tag))
        writer.lengthPrefixed { value.write(to: &$0) }
    }
}

/// Fills fields by number; numbers it does not know are passed over, so that a later version's records can be read.
struct RecordDecoder: FieldVisitor {
    var reader: RecordReader
    private var pending: (tag: Int, body: RecordReader)?

    init(reader: RecordReader) { self.reader = reader }

    mutating func field<T: FieldValue>(_ tag: Int, _ name: StaticString, _ value: inout T) throws(RecordError) {
        while true {
            if pending == nil, !reader.isAtEnd {
                let number = try reader.varint()
                guard number <= 1 << 20 else { throw .malformed("a field number of \(number)") }
                pending = (Int(number), try reader.lengthPrefixed())
            }
            guard let (found, body) = pending, found <= tag else { return }
            pending = nil
            guard found == tag else { continue }
            var content = body
            value = try T(from: &content)
            return
        }
    }
}
