/// The records of a carried mesh as they are read, each block checked before any of it is handed on.
struct CarriedRecords: RecordStream {
    /// Up to so many bytes of the file, none at its end.
    typealias Source = (Int) throws(StoreError) -> [UInt8]

    let head: CarriedHead
    private let file: String
    private let source: Source
    private var check: UInt64
    private var body: [UInt8] = []
    private var place = 0
    private var left: UInt32 = 0
    private var last: StoredKey?
    private var hasEnded = false
    private(set) var carried = CarriedMesh()

    private static let recordHead = 16

    init(_ file: String, from source: @escaping Source) throws(StoreError) {
        self.file = file
        self.source = source
        let bytes = try Self.read(CarriedHead.length, from: source)
        head = try CarriedHead(bytes, file: file)
        check = bytes.integer(at: CarriedHead.length - 8)
        carried.revision = head.revision
        carried.bytes = UInt64(CarriedHead.length)
    }

    mutating func next() throws(StoreError) -> StoredRecord? {
        while left == 0 {
            guard place == body.count else { throw damage("a block holds more than its records") }
            guard !hasEnded else { return nil }
            try readBlock()
        }
        left -= 1
        carried.records += 1
        return try record()
    }

    private mutating func record() throws(StoreError) -> StoredRecord {
        guard body.count - place >= Self.recordHead else { throw damage("a record ends within its head") }
        let keyLength = Int(body.integer(UInt16.self, at: place + 2))
        let valueLength = Int(body.integer(UInt32.self, at: place + 4))
        let key = place + Self.recordHead
        guard keyLength <= body.count - key, valueLength <= body.count - key - keyLength else {
            throw damage("a record is longer than its block")
        }
        let value = key + keyLength
        let record = StoredRecord(
            key: StoredKey(body[place], Array(body[key..<value])), value: Array(body[value..<value + valueLength]),
            revision: body.integer(at: place + 8))
        guard body[place + 1] == 0 else { throw .newer(file: file, finding: "a record is marked in an unknown way") }
        guard last.map({ $0 < record.key }) ?? true, record.revision <= head.revision,
            record.key.kind < StoredKey.firstOwnKind || record.key.kind == StoredKey.request
        else { throw damage("a record that no version wrote") }
        last = record.key
        place = value + valueLength
        return record
    }

    private mutating func readBlock() throws(StoreError) {
        var bytes = try Self.read(8, from: source)
        guard bytes.count == 8 else { throw damage("it ends before its end is said") }
        let length = Int(bytes.integer(UInt32.self, at: 0))
        let count = bytes.integer(UInt32.self, at: 4)
        hasEnded = length == 0
        guard length <= Frame.lengthLimit, hasEnded == (count == 0) else {
            throw damage("a block of \(length) bytes with \(count) records")
        }
        bytes += try Self.read((hasEnded ? 16 : length) + 8, from: source)
        let end = bytes.count - 8
        guard end == 8 + (hasEnded ? 16 : length), bytes.hasCheck(0..<bytes.count, seed: check) else {
            throw damage("a block is not whole, or does not agree with its check")
        }
        check = bytes.integer(at: end)
        carried.bytes += UInt64(bytes.count)
        if hasEnded {
            carried.withheld = bytes.integer(at: 16)
            guard bytes.integer(UInt64.self, at: 8) == carried.records else {
                throw damage("it says that it holds other records than it does")
            }
            guard try source(1).isEmpty else { throw damage("more stands behind its end") }
            (body, place) = ([], 0)
        } else {
            (body, place, left) = (Array(bytes[8..<end]), 0, count)
        }
    }

    /// So many bytes, fewer only at the end of the file. Never allocated ahead: the length may be anybody's.
    private static func read(_ count: Int, from source: Source) throws(StoreError) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            let more = try source(min(count - bytes.count, 1 << 20))
            if more.isEmpty { break }
            bytes += more
        }
        return bytes
    }

    private func damage(_ finding: String) -> StoreError {
        .damaged(file: file, offset: carried.bytes, finding: finding)
    }
}
