package import SystemPackage

/// The one door to the disk: a folder, and what a store may do in it.
///
/// Every method is one system call and may fail, or do less than it was asked, as the call may; patience stands above,
/// in `DiskFile+Whole.swift`. Two things stand behind it: `RealDisk`, and the simulated disk of the tests that cuts
/// the power.
package protocol Disk: Sendable {
    /// Where it is, for sentences.
    var path: String { get }
    /// Sixteen bytes that change whenever the machine starts: what was cached before is gone.
    var boot: [UInt8] { get }

    func open(_ name: String, writing: Bool) throws(DiskError) -> any DiskFile
    /// A file that did not exist, open for reading and writing.
    func create(_ name: String, mode: UInt32) throws(DiskError) -> any DiskFile
    func createFolder(_ name: String, mode: UInt32) throws(DiskError)
    func rename(_ name: String, to newName: String) throws(DiskError)
    func remove(_ name: String) throws(DiskError)
    func names() throws(DiskError) -> [String]
    /// The folder itself.
    func status() throws(DiskError) -> FileStatus
    /// Makes the folder's names durable.
    func synchronize() throws(DiskError)
    /// Makes the names in a folder of this one durable.
    func synchronize(folder name: String) throws(DiskError)
}

/// An open file, closed when its last reference goes.
package protocol DiskFile: AnyObject, Sendable {
    /// Up to `count` bytes; none at the end of the file.
    func read(upTo count: Int, at offset: UInt64) throws(DiskError) -> [UInt8]
    /// How many of the bytes were written.
    func write(_ bytes: RawSpan, at offset: UInt64) throws(DiskError) -> Int
    func truncate(to length: UInt64) throws(DiskError)
    /// Makes content and length durable. When it fails, nothing may be assumed of what was written since the last one.
    func synchronize() throws(DiskError)
    func status() throws(DiskError) -> FileStatus
    /// Whether this file is now locked against every other opening of it.
    func lock() throws(DiskError) -> Bool
    func unlock()
    /// The process that holds the lock, where the kernel says.
    func lockHolder() -> Int32?
    /// The first `length` bytes, read-only. Only for files that never change again.
    func map(_ length: Int) throws(DiskError) -> Mapping
}

/// What the kernel answered to one call.
package struct DiskError: Error, Equatable {
    package let code: Errno

    package init(_ code: Errno) {
        self.code = code
    }
}

/// What the disk says of a file or folder.
package struct FileStatus: Equatable, Sendable {
    package var length: UInt64
    package var device: UInt64
    package var inode: UInt64
    /// The permission bits alone.
    package var mode: UInt32
    /// The user who owns it.
    package var owner: UInt32

    package init(length: UInt64, device: UInt64, inode: UInt64, mode: UInt32, owner: UInt32) {
        self.length = length
        self.device = device
        self.inode = inode
        self.mode = mode
        self.owner = owner
    }
}
