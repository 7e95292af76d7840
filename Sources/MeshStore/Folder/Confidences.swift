internal import SystemPackage

/// Bytes that fewer people may read than the catalogue, in a file of narrower mode: `confidential/facts`.
///
/// Appended and never changed; what is in the journal and the snapshots refers to them by place, length and check.
enum Confidences {
    static let folder = "confidential"
    static let name = "confidential/facts"

    /// What stands in a record's place.
    struct Reference: Equatable {
        var offset: UInt64
        var length: UInt32
        /// xxh64 of the bytes.
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

    /// Opens the file for appending, making it and its folder where there is none yet: then the owner alone may read it.
    static func opened(_ disk: any Disk) throws(DiskError) -> any DiskFile {
        do throws(DiskError) { return try disk.open(name, writing: true) } catch {
            guard error.code == .noSuchFileOrDirectory else { throw error }
        }
        do throws(DiskError) { try disk.createFolder(folder, mode: 0o700) } catch {
            guard error.code == .fileExists else { throw error }
        }
        // The folder decides who comes near; what stands in it need not know whether it has a group.
        let file = try disk.create(name, mode: 0o640)
        // What refers to it must not survive a power cut that it does not.
        try disk.synchronize(folder: folder)
        try disk.synchronize()
        return file
    }
}

extension Folder {
    /// Whether what few may read lies apart here: on a mesh that others read.
    func keepsConfidences() throws(StoreError) -> Bool {
        try on(disk.path) { () throws(DiskError) in try disk.status() }.mode & 0o040 != 0
    }

    /// What a reference stands for; nil where this process may not open it.
    func confidence(_ reference: Confidences.Reference) throws(StoreError) -> [UInt8]? {
        if let staged = stagedConfidence(reference) { return staged }
        let file: any DiskFile
        switch try confidentialFile() {
        case .open(let opened): file = opened
        case .withheld: return nil
        }
        let name = disk.file(Confidences.name)
        let length = try on(name) { () throws(DiskError) in try file.status() }.length
        // Before anything is allocated: a forged length must not cost memory.
        guard reference.offset <= length, UInt64(reference.length) <= length - reference.offset else {
            throw .damaged(file: name, offset: reference.offset, finding: "a record refers to bytes behind its end")
        }
        let bytes = try on(name) { () throws(DiskError) in
            try file.readWhole(Int(reference.length), at: reference.offset)
        }
        guard Confidences.Reference(to: bytes, at: reference.offset) == reference else {
            throw .damaged(file: name, offset: reference.offset, finding: "its bytes do not agree with their check")
        }
        return bytes
    }
}
