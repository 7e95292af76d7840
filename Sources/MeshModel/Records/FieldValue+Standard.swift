extension String: FieldValue {
    public var isBlank: Bool { isEmpty }
    public func write(to writer: inout RecordWriter) { writer.append(utf8) }
    public init(from reader: inout RecordReader) throws(RecordError) {
        guard let text = String(validating: reader.rest(), as: UTF8.self) else {
            throw .malformed("text that is not UTF-8")
        }
        self = text
    }
    public var tree: Tree { .text(self) }
    public init(_ tree: Tree) throws(TreeError) {
        switch tree {
        case .text(let text): self = text
        case .number(let text): self = text
        case .bool(let value): self = value ? "true" : "false"
        case .null: self = ""
        case .list, .map: throw TreeError("expected text, found \(tree.noun)")
        }
    }
}

extension Bool: FieldValue {
    public var isBlank: Bool { !self }
    public func write(to writer: inout RecordWriter) { writer.varint(self ? 1 : 0) }
    public init(from reader: inout RecordReader) throws(RecordError) { self = try reader.varint() != 0 }
    public var tree: Tree { .bool(self) }
    public init(_ tree: Tree) throws(TreeError) {
        guard case .bool(let value) = tree else { throw TreeError("expected true or false, found \(tree.noun)") }
        self = value
    }
}

extension Int64: FieldValue {
    public var isBlank: Bool { self == 0 }
    /// Zigzag: small negative numbers stay short.
    public func write(to writer: inout RecordWriter) {
        writer.varint(UInt64(bitPattern: (self << 1) ^ (self >> 63)))
    }
    public init(from reader: inout RecordReader) throws(RecordError) {
        let raw = try reader.varint()
        self = Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
    }
    public var tree: Tree { .number(String(self)) }
    public init(_ tree: Tree) throws(TreeError) {
        guard case .number(let text) = tree, let value = Int64(text) else {
            throw TreeError("expected a whole number, found \(tree.noun)")
        }
        self = value
    }
}

extension Double: FieldValue {
    public func write(to writer: inout RecordWriter) {
        writer.append((0..<8).map { UInt8(truncatingIfNeeded: bitPattern >> ($0 * 8)) })
    }
    public init(from reader: inout RecordReader) throws(RecordError) {
        let raw = try reader.take(8)
        self = Double(bitPattern: raw.reversed().reduce(0) { $0 << 8 | UInt64($1) })
        guard isFinite else { throw .malformed("a number that is not finite") }
    }
    public var tree: Tree { .number(plainNumber(self)) }
    public init(_ tree: Tree) throws(TreeError) {
        guard case .number(let text) = tree, let value = Double(text), value.isFinite else {
            throw TreeError("expected a number, found \(tree.noun)")
        }
        self = value
    }
}

/// A number as people write it: `95`, not `95.0`; never an exponent below 10¹⁵.
public func plainNumber(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
}

extension Optional: FieldValue where Wrapped: FieldValue {
    public var isBlank: Bool { self == nil }
    public func write(to writer: inout RecordWriter) { self?.write(to: &writer) }
    public init(from reader: inout RecordReader) throws(RecordError) { self = .some(try Wrapped(from: &reader)) }
    public var tree: Tree { self?.tree ?? .null }
    public var statement: Tree { self?.statement ?? .null }
    public init(_ tree: Tree) throws(TreeError) { self = tree == .null ? nil : .some(try Wrapped(tree)) }
}

extension Array: FieldValue where Element: FieldValue {
    public var isBlank: Bool { isEmpty }
    public func write(to writer: inout RecordWriter) {
        for element in self { writer.lengthPrefixed { element.write(to: &$0) } }
    }
    public init(from reader: inout RecordReader) throws(RecordError) {
        self = []
        while !reader.isAtEnd {
            var body = try reader.lengthPrefixed()
            append(try Element(from: &body))
        }
    }
    public var tree: Tree { .list(map(\.tree)) }
    public var statement: Tree { .list(map(\.statement)) }
    public init(_ tree: Tree) throws(TreeError) {
        guard case .list(let items) = tree else { throw TreeError("expected a list, found \(tree.noun)") }
        self = []
        for (index, item) in items.enumerated() {
            do { append(try Element(item)) } catch { throw error.inside(.index(index)) }
        }
    }
}

/// Text by text, written in key order so that equal values have equal bytes.
extension Dictionary: FieldValue where Key == String, Value == String {
    public var isBlank: Bool { isEmpty }
    public func write(to writer: inout RecordWriter) {
        for (key, value) in sorted(by: { $0.key < $1.key }) {
            writer.lengthPrefixed { key.write(to: &$0) }
            writer.lengthPrefixed { value.write(to: &$0) }
        }
    }
    public init(from reader: inout RecordReader) throws(RecordError) {
        self = [:]
        while !reader.isAtEnd {
            var key = try reader.lengthPrefixed()
            var value = try reader.lengthPrefixed()
            self[try String(from: &key)] = try String(from: &value)
        }
    }
    public var tree: Tree { .map(sorted { $0.key < $1.key }.map { ($0.key, .text($0.value)) }) }
    public init(_ tree: Tree) throws(TreeError) {
        guard case .map(let fields) = tree else { throw TreeError("expected a map, found \(tree.noun)") }
        self = [:]
        for (key, value) in fields {
            do { self[key] = try String(value) } catch { throw error.inside(.key(key)) }
        }
    }
}

/// What is written as one word: identifiers, states, times.
public protocol TextValue: FieldValue, CustomStringConvertible {
    /// Nil when the text does not stand for a value.
    init?(text: String)
    /// What is expected, for the sentence that refuses something else: "a slug such as sales.orders".
    static var expectation: String { get }
}

extension TextValue {
    public func write(to writer: inout RecordWriter) { description.write(to: &writer) }
    public init(from reader: inout RecordReader) throws(RecordError) {
        let text = try String(from: &reader)
        guard let value = Self(text: text) else { throw .malformed("'\(text)' where \(Self.expectation) stands") }
        self = value
    }
    public var tree: Tree { .text(description) }
    public init(_ tree: Tree) throws(TreeError) {
        let text = try String(tree)
        guard let value = Self(text: text) else { throw TreeError("expected \(Self.expectation), found '\(text)'") }
        self = value
    }
}

/// An enumeration whose cases people write by name.
public protocol NamedCase: TextValue, CaseIterable, RawRepresentable, Hashable where RawValue == String {}

extension NamedCase {
    public init?(text: String) { self.init(rawValue: text) }
    public var description: String { rawValue }
    public static var expectation: String { "one of " + allCases.map(\.rawValue).joined(separator: ", ") }
}
