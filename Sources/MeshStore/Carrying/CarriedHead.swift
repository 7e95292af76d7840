/// What a carried mesh says of itself before its records: FORMAT.md, *A carried mesh*.
struct CarriedHead: Equatable, Sendable {
    var revision: UInt64
    /// Check of the frame of that revision, which the first frame of the new mesh names.
    var chain: UInt64
    var time: Int64
    /// SHA-256 of that frame; empty where it is not known.
    var seal: [UInt8]

    static let length = 128
    /// Records are checked in blocks of about so many bytes.
    static let block = 64 << 10
    private static let magic = Array("DMESHCAR".utf8)

    var encoded: [UInt8] {
        var bytes = CarriedHead.magic
        bytes.append(littleEndian: UInt32(1))
        bytes.append(littleEndian: UInt32(CarriedHead.length))
        bytes.append(littleEndian: revision)
        bytes.append(littleEndian: chain)
        bytes.append(littleEndian: time)
        bytes.append(littleEndian: UInt32(seal.isEmpty ? 0 : 1))
        bytes.append(littleEndian: UInt32(0))
        bytes += seal.isEmpty ? [UInt8](repeating: 0, count: SHA256.length) : seal
        bytes += [UInt8](repeating: 0, count: CarriedHead.length - 8 - bytes.count)
        bytes.appendCheck()
        return bytes
    }
}

extension CarriedHead {
    init(_ bytes: [UInt8], file: String) throws(StoreError) {
        try FileHead.check(bytes, magic: CarriedHead.magic, version: 1, length: CarriedHead.length, file: file)
        let flags = bytes.integer(UInt32.self, at: 40)
        guard flags <= 1, bytes[80..<120].allSatisfy({ $0 == 0 }) else {
            throw .newer(file: file, finding: "its head says what this version does not know")
        }
        self.init(
            revision: bytes.integer(at: 16), chain: bytes.integer(at: 24), time: bytes.integer(at: 32),
            seal: flags == 1 ? Array(bytes[48..<80]) : [])
        try FileHead.checkCounts([(16, revision)], file: file)
    }
}

/// What a file holds that carries a mesh from one host to another.
public struct CarriedMesh: Equatable, Sendable {
    public internal(set) var revision: UInt64 = 0
    public internal(set) var records: UInt64 = 0
    /// Records that are for few eyes, and were not for those of whoever wrote the file.
    public internal(set) var withheld: UInt64 = 0
    /// The whole file.
    public internal(set) var bytes: UInt64 = 0
}
