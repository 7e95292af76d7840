/// The first page of a snapshot: which revision it holds, and where its sections stand.
struct SnapshotHeader: Equatable, Sendable {
    struct Section: Equatable, Sendable {
        var name: String
        /// A reader that does not know it must not read the file.
        var isRequired: Bool
        var offset: UInt64
        var length: UInt64
    }

    var mesh: [UInt8]
    var number: UInt64
    var revision: UInt64
    var chain: UInt64
    var time: Int64
    var fileSize: UInt64
    /// Where the table of block checks stands, and its own check.
    var table: UInt64
    var tableCheck: UInt64
    var recordCount: UInt64
    var sections: [Section]
    /// Bytes under one check.
    var block = SnapshotHeader.block

    static let page: UInt64 = 4096
    /// Small, so that whoever asks for one record does not pay for checking many: a first screen touches some hundred blocks.
    static let block: UInt64 = 4096
    private static let version: UInt32 = 3
    /// What version 1 had under one check.
    private static let firstBlock: UInt64 = 65536
    static let sectionLimit = 61
    static let nameLimit = 32
    private static let magic = Array("DMESHSNP".utf8)
    private static let firstSection = 104

    var blockCount: UInt64 { (table - SnapshotHeader.page + block - 1) / block }

    var encoded: [UInt8] {
        precondition(sections.count <= SnapshotHeader.sectionLimit)
        var bytes = SnapshotHeader.magic
        bytes.append(littleEndian: SnapshotHeader.version)
        bytes.append(littleEndian: UInt32(SnapshotHeader.page))
        bytes += mesh
        bytes.append(littleEndian: number)
        bytes.append(littleEndian: revision)
        bytes.append(littleEndian: chain)
        bytes.append(littleEndian: time)
        bytes.append(littleEndian: fileSize)
        bytes.append(littleEndian: table)
        bytes.append(littleEndian: tableCheck)
        bytes.append(littleEndian: recordCount)
        bytes.append(littleEndian: UInt32(sections.count))
        bytes.append(littleEndian: UInt32(0))
        for section in sections {
            let name = Array(section.name.utf8)
            precondition(name.count <= SnapshotHeader.nameLimit)
            bytes += name + [UInt8](repeating: 0, count: SnapshotHeader.nameLimit - name.count)
            bytes.append(littleEndian: UInt32(section.isRequired ? 1 : 0))
            bytes.append(littleEndian: UInt32(0))
            bytes.append(littleEndian: section.offset)
            bytes.append(littleEndian: section.length)
            bytes.append(littleEndian: UInt64(0))
        }
        bytes += [UInt8](repeating: 0, count: Int(SnapshotHeader.page) - 8 - bytes.count)
        bytes.appendCheck()
        return bytes
    }
}

extension SnapshotHeader {
    init(_ bytes: [UInt8], file: String) throws(StoreError) {
        try FileHead.check(
            bytes, magic: SnapshotHeader.magic, version: SnapshotHeader.version, length: Int(SnapshotHeader.page),
            file: file)
        self.init(
            mesh: Array(bytes[16..<32]), number: bytes.integer(at: 32), revision: bytes.integer(at: 40),
            chain: bytes.integer(at: 48), time: bytes.integer(at: 56), fileSize: bytes.integer(at: 64),
            table: bytes.integer(at: 72), tableCheck: bytes.integer(at: 80), recordCount: bytes.integer(at: 88),
            sections: [],
            block: bytes.integer(UInt32.self, at: 8) == 1 ? SnapshotHeader.firstBlock : SnapshotHeader.block)
        let count = bytes.integer(UInt32.self, at: 96)
        guard count <= SnapshotHeader.sectionLimit else {
            throw .damaged(file: file, offset: 96, finding: "\(count) sections are more than fit")
        }
        try FileHead.checkCounts([(32, number), (40, revision)], file: file)
        try refuseMisplacedTable(file)
        var end = SnapshotHeader.page
        for index in 0..<Int(count) {
            let section = try SnapshotHeader.section(bytes, SnapshotHeader.firstSection + 64 * index, file)
            // Compared without adding: a hostile offset near the end of all numbers must not overflow.
            guard section.offset >= end, section.offset % SnapshotHeader.page == 0, section.offset <= table,
                section.length <= table - section.offset, !sections.contains(where: { $0.name == section.name })
            else {
                throw .damaged(
                    file: file, offset: UInt64(SnapshotHeader.firstSection + 64 * index),
                    finding: "section \(section.name) lies outside the file or over another")
            }
            end = section.offset + section.length
            sections.append(section)
        }
    }

    private func refuseMisplacedTable(_ file: String) throws(StoreError) {
        guard table >= SnapshotHeader.page, table % SnapshotHeader.page == 0, fileSize <= UInt64(Int.max),
            table <= fileSize, fileSize - table == 8 * blockCount
        else { throw .damaged(file: file, offset: 72, finding: "its table of checks lies outside the file") }
    }

    private static func section(_ bytes: [UInt8], _ at: Int, _ file: String) throws(StoreError) -> Section {
        let name = bytes[at..<at + nameLimit].prefix { $0 != 0 }
        guard !name.isEmpty, name.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .damaged(file: file, offset: UInt64(at), finding: "a section without a readable name")
        }
        return Section(
            name: String(decoding: name, as: UTF8.self), isRequired: bytes.integer(UInt32.self, at: at + 32) & 1 == 1,
            offset: bytes.integer(at: at + 40), length: bytes.integer(at: at + 48))
    }
}
