internal import Glibc

extension StoreGateway {
    /// Looks through a file that carries a mesh, and says what it holds.
    public static func look(
        into file: String, from source: @escaping (Int) throws(StoreError) -> [UInt8],
        _ tell: (CarriedMesh) -> Void = { _ in }
    ) throws(StoreError) -> CarriedMesh {
        var records = try CarriedRecords(file, from: source)
        while try records.next() != nil { tell(records.carried) }
        return records.carried
    }

    /// Makes a mesh of one's own, in a folder that is empty or not there yet, from a file that carries one: all of it, or nothing.
    public static func create(
        path: String, carriedBy file: String, from source: @escaping (Int) throws(StoreError) -> [UInt8],
        _ tell: @escaping (CarriedMesh) -> Void = { _ in }
    ) throws(StoreError) -> CarriedMesh {
        let wasThere = unsafe access(path, F_OK) == 0
        var carried = CarriedMesh()
        do throws(StoreError) {
            let begin: Folder.Beginning = { (disk, mesh) throws(StoreError) in
                try Folder.write(disk, mesh, CarriedRecords(file, from: source)) { news in
                    carried = news
                    tell(news)
                }
            }
            try Folder.create(path: path, begin: begin)
            return carried
        } catch {
            // Only where they are empty, and so of no mesh.
            unsafe _ = rmdir(path + "/private")
            if !wasThere { unsafe _ = rmdir(path) }
            throw error
        }
    }
}

extension Folder {
    /// Writes records that were carried here as the first snapshot of a mesh that nothing names yet.
    fileprivate static func write(
        _ disk: any Disk, _ mesh: [UInt8], _ records: CarriedRecords, _ tell: @escaping (CarriedMesh) -> Void
    ) throws(StoreError) -> SnapshotHeader {
        let (name, head) = (Snapshot.name(1), records.head)
        let view = RecordView(revision: head.revision, time: head.time, chain: head.chain)
        try replace(disk, name, mode: Modes(disk).immutable) { (file) throws(StoreError) in
            var writer = SnapshotWriter(file, disk.file(name))
            let count = try writer.append(Told(records: records, tell: tell))
            try writer.begin(Snapshot.Part.seal, isRequired: false)
            try writer.append(head.seal)
            try writer.finish(mesh: mesh, number: 1, of: view, recordCount: count)
            try Snapshot(disk, name + ".new", known: []).checkEverything()
        }
        return try Snapshot(disk, name, known: []).header
    }
}

/// Records on their way, and somebody who is told how far they are.
private struct Told: RecordStream {
    var records: CarriedRecords
    let tell: (CarriedMesh) -> Void

    mutating func next() throws(StoreError) -> StoredRecord? {
        let record = try records.next()
        tell(records.carried)
        return record
    }
}
