internal import MeshModel
internal import Threads

extension SharedStore {
    /// What the files of the mesh have come to.
    public var figures: StoreFigures {
        guard let opened = folder.lastOpened() else { return StoreFigures() }
        return StoreFigures(
            revision: opened.view.revision, journal: opened.current.journal, journalBytes: opened.place.offset,
            frames: UInt64(opened.frames), snapshot: opened.current.snapshot,
            snapshotBytes: opened.view.snapshot?.header.fileSize ?? 0)
    }

    /// SHA-256 of the newest durable frame in hexadecimal: what a log outside may hold the chain to. Empty where it cannot be read.
    public var head: String {
        guard let opened = folder.lastOpened(), let seal = try? folder.lastSeal(of: opened) else { return "" }
        return hexadecimal(seal)
    }

    /// The body of the process that compacts: writes the newest durable revision as a snapshot under a name of its own, without the
    /// lock of the writer. Refuses as busy while another process does so.
    ///
    /// - Returns: The revision that it holds.
    public static func writeSnapshot(path: String) throws(StoreError) -> UInt64 {
        try writeSnapshot(Folder(path: path, knowing: ProductIndex.Part.all))
    }

    package static func writeSnapshot(_ folder: Folder) throws(StoreError) -> UInt64 {
        let making = try folder.takeLock(Snapshot.asideLockName)
        defer { withExtendedLifetime(making) {} }
        _ = try folder.view()
        guard let opened = folder.lastOpened() else { throw .notAMesh(path: folder.path) }
        let (view, number, mesh) = (opened.view, opened.current.snapshot + 1, opened.current.mesh)
        let index = ProductIndexWriter.alongside(RecordReading(folder: folder, view: view))
        let segments = try folder.writeSegment(Segments.asideName, number: number, of: view, mesh: mesh)
        try folder.writeSnapshot(
            Snapshot.asideName, number: number, of: view, try view.keptRecords(series: false), segments,
            seal: try folder.lastSeal(of: opened), mesh: mesh
        ) { (_, snapshot) throws(StoreError) in try index.wait().get().append(to: &snapshot) }
        return view.revision
    }
}

/// What the files of a mesh have come to.
public struct StoreFigures: Equatable, Sendable {
    public var revision: UInt64 = 0
    /// Number of the journal in force, and its durable bytes.
    public var journal: UInt64 = 0
    public var journalBytes: UInt64 = 0
    /// Commits and notes since the snapshot.
    public var frames: UInt64 = 0
    /// 0: none yet.
    public var snapshot: UInt64 = 0
    public var snapshotBytes: UInt64 = 0
}
