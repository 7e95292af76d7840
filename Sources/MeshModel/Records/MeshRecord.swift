/// The kinds of keyed records that a mesh consists of. Numbers are in files and never change.
public enum RecordKind: UInt8, CaseIterable, Sendable {
    case domain = 1
    case product = 2
    case contract = 3
    case consumer = 4
    case subscription = 5
    case policy = 6
    case template = 7
    case provision = 8
    case metric = 9
    case access = 10
    case alias = 11
    case carried = 12
    case note = 13
    case absence = 14
    case waiver = 15
    case implementation = 16
    case campaign = 40
    case notice = 41
    case endorsement = 42
    case platformGrant = 30
    case renewal = 31
    case formerGovernance = 50

    /// Whether every key of the kind begins with a product's id.
    public var isOfProduct: Bool {
        switch self {
        case .product, .contract, .subscription, .provision, .metric, .access, .carried, .note, .waiver, .platformGrant,
            .renewal, .campaign, .notice, .endorsement:
            true
        case .domain, .consumer, .policy, .template, .alias, .absence, .implementation, .formerGovernance: false
        }
    }
}

/// Where a record stands: its kind and its key. Keys order by bytes; parts are joined by NUL, so that all
/// records below the same first parts stand together.
public struct RecordKey: Hashable, Sendable {
    public var kind: RecordKind
    public var bytes: [UInt8]

    public init(kind: RecordKind, bytes: [UInt8]) {
        self.kind = kind
        self.bytes = bytes
    }

    public init(_ kind: RecordKind, _ parts: String...) {
        self.init(kind: kind, bytes: Array(parts.joined(separator: "\0").utf8))
    }

    /// The prefix of every key below these parts; with no parts, of the whole kind.
    public static func under(_ kind: RecordKind, _ parts: String...) -> RecordKey {
        RecordKey(kind: kind, bytes: parts.flatMap { Array($0.utf8) + [0] })
    }

    public func hasPrefix(_ prefix: RecordKey) -> Bool { kind == prefix.kind && bytes.starts(with: prefix.bytes) }

    /// What stands behind every key that begins with the same part behind a prefix. No text has a byte so high.
    public func end(ofGroupBehind prefix: RecordKey) -> RecordKey {
        let part = bytes[prefix.bytes.count...].prefix { $0 != 0 }
        return RecordKey(kind: kind, bytes: prefix.bytes + part + [0, 0xff])
    }

    /// Whether a record is a product's own, or one of those that stand below it: its versions, measurements, and access to it.
    public func belongs(to product: DataProduct.ID) -> Bool {
        guard kind.isOfProduct else { return false }
        let id = product.text.utf8
        return bytes.starts(with: id) && (bytes.count == id.count || bytes[id.count] == 0)
    }

    public var parts: [String] {
        bytes.split(separator: 0, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
    }
}

extension RecordKey: Comparable {
    public static func < (a: RecordKey, b: RecordKey) -> Bool {
        a.kind == b.kind ? a.bytes.lexicographicallyPrecedes(b.bytes) : a.kind.rawValue < b.kind.rawValue
    }
}

extension RecordKey: CustomStringConvertible {
    public var description: String { "\(kind) \(parts.joined(separator: "/"))" }
}

/// A noun that is stored under a key of its own.
public protocol MeshRecord: Structured {
    static var kind: RecordKind { get }
    var key: RecordKey { get }
}

extension MeshRecord {
    public var record: [UInt8] {
        var writer = RecordWriter()
        write(to: &writer)
        return writer.bytes
    }

    public init(record bytes: [UInt8]) throws(RecordError) {
        var reader = RecordReader(bytes)
        try self.init(from: &reader)
    }
}

/// What a commit does to one record: its bytes from now on (nil: gone), and those before.
public struct RecordWrite: Equatable, Sendable {
    public var key: RecordKey
    public var value: [UInt8]?

    public init(key: RecordKey, value: [UInt8]?) {
        self.key = key
        self.value = value
    }
}
