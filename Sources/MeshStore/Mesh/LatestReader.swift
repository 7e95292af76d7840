internal import MeshModel
internal import Synchronization

/// The newest reader of a folder that was made: the next one is made from it, by looking at what was written since.
final class LatestReader: Sendable {
    private let folder: Folder
    private let latest = Mutex<StoreReader?>(nil)

    init(_ folder: Folder) { self.folder = folder }

    func reader(of view: RecordView) throws(StoreError) -> StoreReader {
        try latest.withLock { latest throws(StoreError) in
            if let latest, latest.view.revision == view.revision, latest.view.snapshot === view.snapshot {
                return latest
            }
            // A view older than what is known already is answered, and forgotten.
            let earlier = latest.flatMap { $0.view.revision <= view.revision ? $0 : nil }
            let reader: StoreReader
            do throws(ReadError) { reader = try StoreReader(folder, view, after: earlier) } catch {
                throw StoreError(error, folder.path)
            }
            if earlier != nil || latest == nil { latest = reader }
            return reader
        }
    }

    /// What was staged was not written, and its revisions will be made of something else.
    func forget() { latest.withLock { $0 = nil } }
}
