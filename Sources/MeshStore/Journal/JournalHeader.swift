/// What a journal says of itself before its first frame.
struct JournalHeader: Equatable, Sendable {
    var mesh: [UInt8]
    var number: UInt64
    /// The snapshot this journal continues, 0 for the empty mesh.
    var snapshot: UInt64
    var baseRevision: UInt64
    var baseChain: UInt64
    /// The journal before, for history; 0 for none.
    var previous: UInt64
    /// Seed of the frame checks: no text a user may write into a record can pass for a frame.
    var salt: UInt64

    static let length = 128
    private static let magic = Array("DMESHJNL".utf8)

    var encoded: [UInt8] {
        var bytes = JournalHeader.magic
        bytes.append(littleEndian: UInt32(1))
        bytes.append(littleEndian: UInt32(JournalHeader.length))
        bytes += mesh
        for value in [number, snapshot, baseRevision, baseChain, previous, salt] { bytes.append(littleEndian: value) }
        bytes += [UInt8](repeating: 0, count: JournalHeader.length - 8 - bytes.count)
        bytes.appendCheck()
        return bytes
    }
}

extension JournalHeader {
    init(_ bytes: [UInt8], file: String) throws(StoreError) {
        try FileHead.check(bytes, magic: JournalHeader.magic, version: 1, length: JournalHeader.length, file: file)
        self.init(
            mesh: Array(bytes[16..<32]), number: bytes.integer(at: 32), snapshot: bytes.integer(at: 40),
            baseRevision: bytes.integer(at: 48), baseChain: bytes.integer(at: 56), previous: bytes.integer(at: 64),
            salt: bytes.integer(at: 72))
        guard previous < number, bytes[80..<120].allSatisfy({ $0 == 0 }) else {
            throw .damaged(file: file, offset: 64, finding: "a head that no version wrote")
        }
        try FileHead.checkCounts([(32, number), (40, snapshot), (48, baseRevision)], file: file)
    }
}
