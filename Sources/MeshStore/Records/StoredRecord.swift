internal import Glibc

/// Where a record stands: its kind, and bytes that are unique within the kind.
///
/// Keys of several parts are joined by a zero byte, so that all records under a first part follow one another.
package struct StoredKey: Hashable, Sendable, Comparable {
    package var kind: UInt8
    package var bytes: [UInt8]

    package init(_ kind: UInt8, _ bytes: [UInt8]) {
        self.kind = kind
        self.bytes = bytes
    }

    /// Kinds from here on are the store's own.
    package static let firstOwnKind: UInt8 = 240
    /// Kind of the records that remember which request made which revision.
    static let request: UInt8 = 255
    package static let lengthLimit = Int(UInt16.max)

    package static func < (left: StoredKey, right: StoredKey) -> Bool {
        left.kind != right.kind ? left.kind < right.kind : precedes(left.bytes, right.bytes)
    }

    private static func precedes(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        let common = min(left.count, right.count)
        let order = unsafe left.withUnsafeBytes { left in
            unsafe right.withUnsafeBytes { right in
                guard let left = left.baseAddress, let right = right.baseAddress else { return Int32(0) }
                return unsafe memcmp(left, right, common)
            }
        }
        return order != 0 ? order < 0 : left.count < right.count
    }
}

/// One keyed value, and the revision that wrote it.
package struct StoredRecord: Equatable, Sendable {
    package var key: StoredKey
    package var value: [UInt8]
    package var revision: UInt64

    package init(key: StoredKey, value: [UInt8], revision: UInt64) {
        self.key = key
        self.value = value
        self.revision = revision
    }
}

/// What one layer of a view says of a key.
struct RecordImage: Equatable, Sendable {
    let key: StoredKey
    /// None where the record was deleted.
    let value: [UInt8]?
    let revision: UInt64

    /// Nil for a deletion.
    var record: StoredRecord? { value.map { StoredRecord(key: key, value: $0, revision: revision) } }
}

/// One record a commit leaves behind: a new value, or none where the record is deleted.
package struct StoredWrite: Equatable, Sendable {
    package var key: StoredKey
    package var value: [UInt8]?
    /// The revision that wrote the image this one replaces; 0 where there was none. The writer sets it.
    package internal(set) var previous: UInt64
    /// Whether few may read the value: on a mesh that others read, it then lies in a file of its own.
    package var isConfidential: Bool

    package init(_ key: StoredKey, _ value: [UInt8]?, isConfidential: Bool = false) {
        self.key = key
        self.value = value
        self.isConfidential = isConfidential
        previous = 0
    }
}
