internal import MeshModel

/// What only grows, the newest first: the points of one metric of a product, or the accesses of a product.
enum Series {
    static let kinds = RecordKind.metric.rawValue...RecordKind.access.rawValue

    /// The key that no record of a series stands before; nil for a key that is of none.
    static func beginning(of key: StoredKey) -> StoredKey? {
        // A product and a metric, or a product: each ends with a zero.
        guard let kind = RecordKind(rawValue: key.kind), var parts = parts(kind) else { return nil }
        for (place, byte) in key.bytes.enumerated() where byte == 0 {
            parts -= 1
            if parts == 0 { return StoredKey(key.kind, Array(key.bytes[...place])) }
        }
        return nil
    }

    /// A key behind every record of the series of a key, and before the next series; nil for a key that is of none.
    static func end(of key: StoredKey) -> StoredKey? {
        // Times are hexadecimal.
        beginning(of: key).map { StoredKey($0.kind, $0.bytes + [0xff]) }
    }

    private static func parts(_ kind: RecordKind) -> Int? {
        switch kind {
        case .metric: 2
        case .access: 1
        default: nil
        }
    }
}

/// How many records of the series that a walk is in it has met.
struct SeriesCount: Sendable {
    private var series: StoredKey?
    private var count: UInt32 = 0

    mutating func add(_ key: StoredKey) {
        let series = Series.beginning(of: key)
        if series != self.series { (self.series, count) = (series, 0) }
        count += 1
    }

    /// Where to go on if a key is beyond the newest so many of its series; nil if it is not.
    func end(ofSeriesOf key: StoredKey, beyond most: UInt32) -> StoredKey? {
        guard count >= most, let series, key.kind == series.kind, key.bytes.starts(with: series.bytes) else {
            return nil
        }
        return Series.end(of: key)
    }
}

/// How many records of a series are kept: the newest; 0: all.
public struct SeriesBounds: Equatable, Sendable {
    /// Points of each metric of each product.
    public var points: UInt32
    /// Accesses of each product.
    public var accesses: UInt32

    public static let none = SeriesBounds()
    public static let most: UInt32 = 1_000_000

    public init(points: UInt32 = 0, accesses: UInt32 = 0) {
        self.points = points
        self.accesses = accesses
    }

    subscript(_ kind: UInt8) -> UInt32 {
        switch kind {
        case RecordKind.metric.rawValue: points
        case RecordKind.access.rawValue: accesses
        default: 0
        }
    }

    /// What is kept by both.
    func stricter(_ other: SeriesBounds) -> SeriesBounds {
        func least(_ one: UInt32, _ other: UInt32) -> UInt32 {
            one == 0 || other == 0 ? max(one, other) : min(one, other)
        }
        return SeriesBounds(points: least(points, other.points), accesses: least(accesses, other.accesses))
    }
}

extension SeriesBounds: CustomStringConvertible {
    public var description: String {
        "\(Self.some(points, "point")) of each metric and \(Self.some(accesses, "access", "es")) of each product"
    }

    private static func some(_ count: UInt32, _ what: String, _ plural: String = "s") -> String {
        switch count {
        case 0: "all \(what)\(plural)"
        case 1: "the newest \(what)"
        default: "the newest \(count) \(what)\(plural)"
        }
    }
}
