internal import SystemPackage

/// Why a mesh's folder could not be read or written.
public enum StoreError: Error, Equatable, Sendable {
    case notAMesh(path: String)
    case alreadyAMesh(path: String)
    /// A new mesh needs a folder of its own.
    case notEmpty(path: String)
    case remote(path: String, fileSystem: String)
    case noSuchGroup(String)
    /// A file does not hold what was written to it. `offset` is where it was noticed, in bytes.
    case damaged(file: String, offset: UInt64, finding: String)
    /// Written by a later version of this program.
    case newer(file: String, finding: String)
    /// Another process is writing; `process` where the kernel says which.
    case busy(process: Int32?)
    case mayNotRead(path: String)
    case mayNotWrite(path: String, owner: String)
    case readOnly(path: String)
    /// No room (disk, quota or file-size limit): nothing was changed.
    case full(file: String)
    /// The disk refused to make a change durable: it may or may not survive.
    case uncertain(file: String, code: Int32)
    /// One commit, or one record, is more than the format can carry.
    case tooLarge(bytes: Int, limit: Int)
    /// The past is only kept from there on.
    case notKept(earliest: UInt64)
    case notYet(revision: UInt64, newest: UInt64)
    /// Any other failure of a call.
    case failed(file: String, code: Int32)
}

extension StoreError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notAMesh(let path):
            "There is no mesh in \(path). Create one with `datamesh init --mesh \(path)`."
        case .alreadyAMesh(let path):
            "There is a mesh in \(path) already. Choose another folder, or use this one."
        case .notEmpty(let path):
            "\(path) holds other files. A mesh needs an empty folder of its own."
        case .remote(let path, let fileSystem):
            "\(path) lies on a network file system (\(fileSystem)), where locks cannot be trusted. Use a local disk."
        case .noSuchGroup(let name):
            "This machine knows no group \(name). Create it, or name another."
        case .damaged(let file, let offset, let finding):
            "\(file) is damaged at byte \(offset): \(finding). Nothing was changed; restore it from a copy."
        case .newer(let file, let finding):
            "\(file) was written by a later version of datamesh: \(finding). Update this one."
        case .busy(let process):
            "Another process\(process.map { " (\($0))" } ?? "") is writing this mesh. Try again in a moment."
        case .mayNotRead(let path):
            "You may not read \(path). Ask its owner to add you to its group."
        case .mayNotWrite(let path, let owner):
            "You may read \(path) but not write it; \(owner) can."
        case .readOnly(let path):
            "\(path) lies on a read-only file system: it can be read, not changed."
        case .full(let file):
            "There is no room to write \(file) (disk, quota or file-size limit). Nothing was changed; make room and try again."
        case .uncertain(let file, let code):
            "The disk did not confirm \(file) (\(Errno(rawValue: code))): the change may or may not be there. Look before repeating it."
        case .tooLarge(let bytes, let limit):
            "One change of \(bytes) bytes is more than the \(limit) a mesh can take. Split it."
        case .notKept(let earliest):
            "The mesh is only kept as it was from revision \(earliest) on. Ask for a later time."
        case .notYet(let revision, let newest):
            "There is no revision \(revision) yet; the newest is \(newest)."
        case .failed(let file, let code):
            "\(file) could not be used: \(Errno(rawValue: code))."
        }
    }
}

extension StoreError {
    /// What a failed call on `file` means to a person.
    init(_ error: DiskError, _ file: String) {
        switch error.code {
        case .noSpace, .diskQuotaExceeded, .fileTooLarge: self = .full(file: file)
        case .permissionDenied: self = .mayNotRead(path: file)
        case .readOnlyFileSystem: self = .readOnly(path: file)
        default: self = .failed(file: file, code: error.code.rawValue)
        }
    }
}

extension Disk {
    /// A file of this folder with its path, for sentences.
    func file(_ name: String) -> String { "\(path)/\(name)" }
}

/// Runs one call on the disk and names the file when it fails.
func on<Value: ~Copyable>(_ file: String, _ call: () throws(DiskError) -> Value) throws(StoreError) -> Value {
    do { return try call() } catch { throw StoreError(error, file) }
}

/// Something a person should be told that did not stop the work.
public enum Notice: Equatable, Sendable, CustomStringConvertible {
    /// A write that was never acknowledged was cut off by a crash or a power cut.
    case tornTail(file: String, offset: UInt64, bytes: UInt64)
    /// A sync failed earlier; what was durable has been written anew.
    case rewritten(file: String, bytes: UInt64)

    public var description: String {
        switch self {
        case .tornTail(let file, let offset, let bytes):
            "\(file) ended in \(bytes) bytes of an unfinished write at byte \(offset), left out. No confirmed change is lost."
        case .rewritten(let file, let bytes):
            "The disk had refused a write to \(file); its \(bytes) durable bytes were written anew."
        }
    }
}
