internal import SystemPackage

/// Bytes that fewer people may read than the catalogue, in a file of narrower mode: `confidential/facts`.
///
/// Appended and never changed; what is in the journal and the snapshots refers to them by place, length and check.
enum Confidences {
    static let folder = "confidential"
    static let name = "confidential/facts"

    /// What the file begins with, once its name is durable.
    private static let head = Array("DMESHCNF".utf8) + [1, 0, 0, 0, 16, 0, 0, 0]
    /// Random bytes before each fact: without them a check that everybody sees would tell whoever guesses a text that it is the one.
    static let saltLength = 16

    /// What stands in a record's place.
    struct Reference: Equatable {
        var offset: UInt64
        /// Of the salt and what stands behind it.
        var length: UInt32
        /// xxh64 of both.
        var check: UInt64

        static let size = 21
        /// No record of the model begins so: its field numbers begin at 1.
        private static let mark: UInt8 = 0

        init(to bytes: [UInt8], at offset: UInt64) {
            self.offset = offset
            length = UInt32(bytes.count)
            check = xxh64(bytes, 0..<bytes.count)
        }

        /// Nil for bytes that are the thing itself.
        init?(_ bytes: [UInt8]) {
            guard bytes.count == Self.size, bytes[0] == Self.mark else { return nil }
            offset = bytes.integer(at: 1)
            length = bytes.integer(at: 9)
            check = bytes.integer(at: 13)
        }

        var encoded: [UInt8] {
            var bytes = [Self.mark]
            bytes.append(littleEndian: offset)
            bytes.append(littleEndian: length)
            bytes.append(littleEndian: check)
            return bytes
        }
    }

    /// What one commit put into the file, and the SHA-256 of it: what the seal of the frame proves with it.
    struct Stretch: Equatable {
        var offset: UInt64
        var length: UInt64
        var digest: [UInt8]

        private static let size = 16 + SHA256.length

        init(_ bytes: [UInt8], at offset: UInt64) {
            self.offset = offset
            length = UInt64(bytes.count)
            digest = SHA256.digest(bytes)
        }

        init?(_ bytes: [UInt8]) {
            guard bytes.count == Self.size else { return nil }
            offset = bytes.integer(at: 0)
            length = bytes.integer(at: 8)
            digest = Array(bytes[16...])
        }

        var encoded: [UInt8] {
            var bytes: [UInt8] = []
            bytes.append(littleEndian: offset)
            bytes.append(littleEndian: length)
            return bytes + digest
        }
    }

    /// Opens the file for appending, making it and its folder where there is none yet: then the owner alone may read it.
    ///
    /// Whoever made it may have died before its name was durable, and what refers to it must not survive a power cut that it does not.
    /// So the head is written behind the syncs of the names: a file that has one needs none.
    static func opened(_ disk: any Disk) throws(DiskError) -> any DiskFile {
        let file = try found(disk)
        if try file.readWhole(head.count, at: 0) != head {
            try disk.synchronize(folder: folder)
            try disk.synchronize()
            try file.writeWhole(head, at: 0)
        }
        return file
    }

    /// The file, whether it has a head or not.
    static func found(_ disk: any Disk) throws(DiskError) -> any DiskFile {
        do throws(DiskError) { return try disk.open(name, writing: true) } catch {
            guard error.code == .noSuchFileOrDirectory else { throw error }
        }
        do throws(DiskError) { try disk.createFolder(folder, mode: 0o700) } catch {
            guard error.code == .fileExists else { throw error }
        }
        return try disk.create(name, mode: 0o600)
    }
}

extension Folder {
    /// Whether what few may read lies apart here: on a mesh that others read.
    func keepsConfidences() throws(StoreError) -> Bool {
        try on(disk.path) { () throws(DiskError) in try disk.status() }.mode & 0o040 != 0
    }

    /// What a reference stands for; nil where this process may not open it.
    func confidence(_ reference: Confidences.Reference) throws(StoreError) -> [UInt8]? {
        let salted: [UInt8]
        if let staged = stagedConfidence(reference) {
            salted = staged
        } else {
            guard let file = try confidentialFile() else { return nil }
            salted = try read(file, at: reference.offset, UInt64(reference.length))
        }
        guard Confidences.Reference(to: salted, at: reference.offset) == reference,
            salted.count >= Confidences.saltLength
        else { throw damagedConfidence(at: reference.offset, "its bytes do not agree with their check") }
        return Array(salted[Confidences.saltLength...])
    }

    /// Whether what a commit put apart is still what it was; nil where this process may not open it.
    func proves(_ stretch: Confidences.Stretch) throws(StoreError) -> Bool? {
        guard let file = try confidentialFile() else { return nil }
        return SHA256.digest(try read(file, at: stretch.offset, stretch.length)) == stretch.digest
    }

    private func read(_ file: any DiskFile, at offset: UInt64, _ count: UInt64) throws(StoreError) -> [UInt8] {
        let name = disk.file(Confidences.name)
        let length = try on(name) { () throws(DiskError) in try file.status() }.length
        // Before anything is allocated: a forged length must not cost memory.
        guard offset <= length, count <= length - offset, count <= Frame.lengthLimit else {
            throw damagedConfidence(at: offset, "something refers to bytes behind its end")
        }
        return try on(name) { () throws(DiskError) in try file.readWhole(Int(count), at: offset) }
    }

    func damagedConfidence(at offset: UInt64, _ finding: String) -> StoreError {
        .damaged(file: disk.file(Confidences.name), offset: offset, finding: finding)
    }
}
