/// Which snapshot and which journal of a folder are in force: the file CURRENT.
struct Current: Equatable, Sendable {
    /// Sixteen random bytes that every file of one mesh carries.
    var mesh: [UInt8]
    /// 0 while there is none.
    var snapshot: UInt64
    var journal: UInt64

    static let name = "CURRENT"
    static let length = 64
    private static let magic = Array("DMESHCUR".utf8)

    var encoded: [UInt8] {
        var bytes = Current.magic
        bytes.append(littleEndian: UInt32(1))
        bytes.append(littleEndian: UInt32(Current.length))
        bytes += mesh
        bytes.append(littleEndian: snapshot)
        bytes.append(littleEndian: journal)
        bytes.append(littleEndian: UInt64(0))
        bytes.appendCheck()
        return bytes
    }

    init(mesh: [UInt8], snapshot: UInt64, journal: UInt64) {
        self.mesh = mesh
        self.snapshot = snapshot
        self.journal = journal
    }

    init(_ bytes: [UInt8], file: String) throws(StoreError) {
        try FileHead.check(bytes, magic: Current.magic, version: 1, length: Current.length, file: file)
        guard bytes.count == Current.length, bytes.integer(UInt64.self, at: 48) == 0 else {
            throw .damaged(file: file, offset: UInt64(Current.length), finding: "it holds more than was written")
        }
        self.init(mesh: Array(bytes[16..<32]), snapshot: bytes.integer(at: 32), journal: bytes.integer(at: 40))
        guard journal > 0 else { throw .damaged(file: file, offset: 40, finding: "no journal is named") }
        try FileHead.checkCounts([(32, snapshot), (40, journal)], file: file)
    }
}

/// What every file of the folder begins with: eight letters, a version, the length of the checked head.
enum FileHead {
    /// Throws unless `bytes` begin with a head of that length whose check agrees.
    static func check(
        _ bytes: [UInt8], magic: [UInt8], version: UInt32, length: Int, file: String
    ) throws(StoreError) {
        guard bytes.count >= length else {
            throw .damaged(file: file, offset: UInt64(bytes.count), finding: "it ends within its head")
        }
        guard bytes.starts(with: magic) else {
            throw .damaged(file: file, offset: 0, finding: "it does not begin as such a file does")
        }
        guard bytes.hasCheck(0..<length) else {
            throw .damaged(file: file, offset: 0, finding: "its head does not agree with its check")
        }
        let found = bytes.integer(UInt32.self, at: 8)
        guard found <= version else { throw .newer(file: file, finding: "format \(found), this is \(version)") }
        guard found > 0, bytes.integer(UInt32.self, at: 12) == UInt32(length) else {
            throw .damaged(file: file, offset: 8, finding: "a head that no version wrote")
        }
    }

    /// Numbers and revisions are counted up from 0 by one: none has ever come this far, and one more never overflows.
    static let countLimit: UInt64 = 1 << 62

    /// Throws for a count, with the place it stands at, that nobody can have come to.
    static func checkCounts(_ counts: [(offset: UInt64, count: UInt64)], file: String) throws(StoreError) {
        for (offset, count) in counts where count >= countLimit {
            throw .damaged(file: file, offset: offset, finding: "\(count) is more than anybody can have counted to")
        }
    }
}
