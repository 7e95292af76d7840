/// A lock of a folder, held for as long as this value lives.
final class FolderLock: Sendable {
    private let file: any DiskFile

    /// `file` is locked.
    init(_ file: any DiskFile) { self.file = file }

    deinit {
        // Closing alone would not do: a child process just being started still holds the descriptor for a moment.
        file.unlock()
    }
}
