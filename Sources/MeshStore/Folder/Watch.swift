internal import CLinux
internal import Glibc
internal import SystemPackage

/// A descriptor that becomes readable when somebody has committed to a folder; closed when this value ends.
///
/// Only the watermark is watched for writes: it changes once a commit, after the commit is durable. The folder is
/// watched for names, should the watermark be made anew. Nothing wakes up while nothing happens.
struct Watch: ~Copyable, Sendable {
    private let inotify: Descriptor
    private let path: String

    var descriptor: Int32 { inotify.number }

    /// Throws where the kernel has no watch left for this user (128 by default): then somebody has to look by himself.
    init(_ path: String) throws(DiskError) {
        let inotify = try Descriptor(inotify_init1(O_NONBLOCK | O_CLOEXEC))
        guard unsafe inotify_add_watch(inotify.number, path, UInt32(IN_MOVED_TO | IN_CREATE | IN_ONLYDIR)) >= 0 else {
            throw DiskError(Errno(rawValue: errno))
        }
        self.inotify = inotify
        self.path = path
        watchWatermark()
    }

    /// Takes what has been reported, so that the descriptor is quiet until the next change.
    func drain() {
        unsafe withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 8) { buffer in
            while unsafe read(inotify.number, buffer.baseAddress, buffer.count) > 0 {}
        }
        watchWatermark()
    }

    /// Watching a file twice is watching it once; a missing one will be reported as created.
    private func watchWatermark() {
        unsafe _ = inotify_add_watch(inotify.number, path + "/" + Watermark.name, UInt32(IN_MODIFY))
    }
}
