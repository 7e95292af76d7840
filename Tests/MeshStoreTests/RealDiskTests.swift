import Glibc
import MeshModel
import SystemPackage
import Testing
import Threads

@testable import MeshStore

/// What the store relies on of one call to the real disk.
struct RealDiskTests {
    private static func owner(_ path: String) throws -> [UInt32] {
        var facts = stat()
        try #require(unsafe stat(path, &facts) == 0)
        return [facts.st_uid, facts.st_gid]
    }

    @Test(.enabled(if: geteuid() == 0, "only root can write in somebody else's folder"))
    func `what root makes in somebody's folder is theirs`() throws {
        let scratch = try Scratch()
        try #require(unsafe chown(scratch.path, 4711, 4712) == 0)
        let disk = try RealDisk(scratch.path)
        _ = try disk.create("file", mode: 0o600)
        try disk.createFolder("folder", mode: 0o700)
        try #require(unsafe chown(scratch.path + "/folder", 4711, 4713) == 0)
        _ = try disk.create("folder/file", mode: 0o600)
        #expect(try Self.owner(scratch.path + "/file") == [4711, 4712])
        #expect(try Self.owner(scratch.path + "/folder") == [4711, 4713])
        #expect(try Self.owner(scratch.path + "/folder/file") == [4711, 4713])
        try disk.createFolder("other", mode: 0o700)
        #expect(try Self.owner(scratch.path + "/other") == [4711, 4712])
    }

    @Test func `of two that make a lock in the same moment neither is refused`() throws {
        let scratch = try Scratch()
        let disk = try RealDisk(scratch.path)
        for _ in 0..<400 {
            let others = Alongside { (try? Folder.openLock(disk)) != nil }
            #expect(throws: Never.self) { try Folder.openLock(disk) }
            #expect(others.wait())
            try #require(unsafe unlink(scratch.path + "/" + Folder.lockName) == 0)
            try #require(unsafe rmdir(scratch.path + "/private") == 0)
        }
    }

    /// Else a file, a folder or the one in it could go without its sync and nobody would know before the power goes.
    @Test func `a sync that the kernel refuses is told`() throws {
        let processes = try RealDisk("/proc")
        #expect(throws: DiskError(.invalidArgument)) { try processes.synchronize() }
        #expect(throws: DiskError(.invalidArgument)) { try processes.synchronize(folder: "sys") }
        let scratch = try Scratch()
        try #require(unsafe mkfifo(scratch.path + "/pipe", 0o600) == 0)
        let pipe = try RealFile(Descriptor(unsafe Glibc.open(scratch.path + "/pipe", O_RDWR | O_CLOEXEC)))
        #expect(throws: DiskError(.invalidArgument)) { try pipe.synchronize() }
    }

    @Test func `a file that is shortened is shorter`() throws {
        let scratch = try Scratch()
        let file = try RealDisk(scratch.path).create("file", mode: 0o600)
        try file.writeWhole(Array("0123456789".utf8), at: 0)
        try file.truncate(to: 4)
        #expect(try file.status().length == 4)
    }

    @Test func `the boot is the one that the kernel names`() throws {
        let scratch = try Scratch()
        let boot = try RealDisk(scratch.path).boot
        #expect(boot.count == 16 && boot.contains { $0 != 0 })
        #expect(try RealDisk(scratch.path).boot == boot)
    }

    /// Where a process has no input of its own, the first that it opens is number 0.
    @Test func `the descriptor 0 is one like any other`() async throws {
        await #expect(processExitsWith: .success) {
            close(0)
            let file = try Descriptor(unsafe Glibc.open("/dev/null", O_RDONLY))
            guard file.number == 0 else { exit(1) }
        }
    }

    /// A child that is just being started has the descriptor for a moment.
    @Test func `a lock that is let go is free, though a copy of its descriptor is still open`() throws {
        let scratch = try Scratch()
        let path = scratch.path + "/mesh"
        try Folder.create(path: path)
        let folder = try Folder(path: path)
        var copy: CInt = -1
        do {
            let writer = try folder.writer(waiting: .zero)
            let held = FileSystemCalls.names(in: "/proc/self/fd").compactMap { CInt($0) }.first {
                FilePath("/proc/self/fd/\($0)").isLink(to: path + "/private/lock")
            }
            copy = dup(try #require(held))
            _ = writer.view
        }
        defer { close(copy) }
        try #require(copy >= 0)
        #expect(throws: Never.self) { _ = try folder.writer(waiting: .zero) }
    }

    @Test func `whoever waits for the lock has it once it is let go`() throws {
        let scratch = try Scratch()
        let path = scratch.path + "/mesh"
        try Folder.create(path: path)
        let mark = scratch.path + "/held"
        let other = try Scratch.start([
            "flock", "-F", path + "/private/lock", "sh", "-c", "touch \(mark); exec sleep 0.2",
        ])
        while unsafe access(mark, F_OK) != 0 { usleep(2000) }
        #expect(throws: Never.self) { _ = try Folder(path: path).writer(waiting: .seconds(50)) }
        Scratch.wait(other)
    }

    @Test func `a folder that is refused keeps its mode`() throws {
        let scratch = try Scratch()
        try Scratch.run("touch", scratch.path + "/notes.txt")
        try #require(unsafe chmod(scratch.path, 0o755) == 0)
        #expect(throws: StoreError.notEmpty(path: scratch.path)) { try Folder.create(path: scratch.path) }
        #expect(try Scratch.modes(scratch.path)["."] == "755")
    }

    @Test(.enabled(if: geteuid() == 0, "only root can give a folder to any group"))
    func `what an attempt left of a shared mesh is no obstacle to the next`() throws {
        let scratch = try Scratch()
        let path = scratch.path + "/mesh"
        try FileSystemCalls.makeFolder(path)
        try FileSystemCalls.makeFolder(path + "/confidential")
        try Folder.create(path: path, sharedWith: "games", confidentialTo: "staff")
        #expect(try Scratch.modes(path + "/confidential") == [".": "2750", "facts": "640"])
    }

    private static func isReadable(_ watch: borrowing Watch) -> Bool {
        var waited = pollfd(fd: watch.descriptor, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&waited, 1, 0) == 1
    }

    @Test func `a watch tells of the watermark that was there, and of one that is made anew`() throws {
        let scratch = try Scratch()
        let disk = try RealDisk(scratch.path)
        let old = try disk.create(Watermark.name, mode: 0o600)
        let watch = try Watch(scratch.path)
        var seen = [Self.isReadable(watch)]
        try old.writeWhole([1], at: 0)
        seen.append(Self.isReadable(watch))
        try disk.remove(Watermark.name)
        let new = try disk.create(Watermark.name, mode: 0o600)
        watch.drain()
        seen.append(Self.isReadable(watch))
        try new.writeWhole([1], at: 0)
        seen.append(Self.isReadable(watch))
        #expect(seen == [false, true, false, true])
    }
}

extension FilePath {
    fileprivate func isLink(to path: String) -> Bool {
        let size = 4096
        var target = [CChar](repeating: 0, count: size)
        let count = unsafe readlink(string, &target, size)
        guard count > 0 else { return false }
        return String(decoding: target.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self).hasSuffix(path)
    }
}
