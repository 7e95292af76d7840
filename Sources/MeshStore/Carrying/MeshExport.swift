/// One revision of a mesh as the bytes of one file, piece by piece.
public struct MeshExport: Sendable {
    private let folder: Folder
    private var records: KeptRecords
    private let head: CarriedHead
    /// Check of the piece before, with which the next one is seeded: no piece may be left out or exchanged.
    private var check: UInt64 = 0
    private var hasEnded = false
    public private(set) var carried = CarriedMesh()

    public init(path: String) throws(StoreError) {
        try self.init(Folder(path: path, knowing: ProductIndex.Part.all))
    }

    init(_ folder: Folder) throws(StoreError) {
        self.folder = folder
        _ = try folder.view()
        guard let opened = folder.lastOpened() else { throw .notAMesh(path: folder.path) }
        let view = opened.view
        head = CarriedHead(
            revision: view.revision, chain: view.chain, time: view.time, seal: try folder.lastSeal(of: opened))
        records = try view.keptRecords(series: true)
        carried.revision = view.revision
    }

    /// The next bytes of the file; nil behind the last.
    public mutating func next() throws(StoreError) -> [UInt8]? {
        guard !hasEnded else { return nil }
        let piece = carried.bytes == 0 ? begin() : try block()
        carried.bytes += UInt64(piece.count)
        return piece
    }

    private mutating func begin() -> [UInt8] {
        let bytes = head.encoded
        check = bytes.integer(at: bytes.count - 8)
        return bytes
    }

    /// Records up to the size of a block, or the end where there are none left.
    private mutating func block() throws(StoreError) -> [UInt8] {
        var body: [UInt8] = []
        var count: UInt32 = 0
        while body.count < CarriedHead.block, let record = try records.next() {
            var value = record.value
            if let reference = Confidences.Reference(value) {
                guard let told = try folder.confidence(reference) else {
                    carried.withheld += 1
                    continue
                }
                value = told
            }
            body.append(record.key.kind)
            body.append(0)
            body.append(littleEndian: UInt16(record.key.bytes.count))
            body.append(littleEndian: UInt32(value.count))
            body.append(littleEndian: record.revision)
            body += record.key.bytes
            body += value
            count += 1
        }
        carried.records += UInt64(count)
        var bytes: [UInt8] = []
        bytes.append(littleEndian: UInt32(body.count))
        bytes.append(littleEndian: count)
        if body.isEmpty {
            hasEnded = true
            bytes.append(littleEndian: carried.records)
            bytes.append(littleEndian: carried.withheld)
        }
        bytes += body
        check = xxh64(bytes, 0..<bytes.count, seed: check)
        bytes.append(littleEndian: check)
        return bytes
    }
}
