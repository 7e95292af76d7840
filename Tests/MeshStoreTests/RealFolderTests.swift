import Glibc
import MeshStore
import SystemPackage
import Testing

/// A folder of its own for one test, gone afterwards.
struct Scratch: ~Copyable {
    let path: String

    init() throws {
        var template = Array("\(Effort.scratch)/meshstore-XXXXXX".utf8CString)
        let made = unsafe mkdtemp(&template)
        path = unsafe String(cString: try #require(made))
    }

    deinit {
        _ = try? Scratch.run("rm", "-rf", path)
    }

    /// Runs a program to its end and returns its exit status.
    @discardableResult
    static func run(_ words: String...) throws -> Int32 {
        try wait(start(words))
    }

    static func start(_ words: [String]) throws -> pid_t {
        var process: pid_t = 0
        var arguments = unsafe words.map { unsafe strdup($0) } + [nil]
        defer { unsafe arguments.forEach { unsafe free($0) } }
        let answer = unsafe posix_spawnp(&process, words[0], nil, nil, &arguments, environ)
        try #require(answer == 0)
        return process
    }

    @discardableResult
    static func wait(_ process: pid_t) -> Int32 {
        var status: Int32 = 0
        unsafe _ = waitpid(process, &status, 0)
        return (status >> 8) & 0xFF
    }

    /// Mode bits of everything in a folder, by name.
    static func modes(_ path: String) throws -> [String: String] {
        let disk = try RealDisk(path)
        var modes = [".": String(try disk.status().mode, radix: 8)]
        for name in try disk.names() {
            var facts = stat()
            try #require(unsafe stat("\(path)/\(name)", &facts) == 0)
            modes[name] = String(facts.st_mode & 0o7777, radix: 8)
        }
        return modes
    }
}

@Suite struct `A real folder` {
    @Test func `keeps what was committed, for everybody who opens it`() throws {
        let scratch = try Scratch()
        let path = scratch.path + "/deep/mesh"
        try Folder.create(path: path)
        let folder = try Folder(path: path)
        for revision in 1...12 as ClosedRange<UInt64> {
            try Story.commit(folder)
            if revision % 5 == 0 { try Story.compact(folder) }
            #expect(try Folder(path: path).view().scan(7) == Story.records(at: revision))
        }
        // The snapshot before stays for those who have it open, and every journal for history.
        let names = try RealDisk(path).names().sorted()
        #expect(
            names == [
                "CURRENT", "journal-1", "journal-2", "journal-3", "private", "snapshot-1", "snapshot-2", "watermark",
            ])
    }

    @Test func `of one's own is closed to others`() throws {
        let scratch = try Scratch()
        let path = scratch.path + "/mesh"
        try Folder.create(path: path)
        try Story.compact(Folder(path: path))
        #expect(
            try Scratch.modes(path) == [
                ".": "700", "CURRENT": "400", "journal-1": "600", "journal-2": "600", "private": "700",
                "snapshot-1": "400", "watermark": "600",
            ])
        #expect(try Scratch.modes(path + "/private") == [".": "700", "lock": "600"])
    }

    @Test(.enabled(if: geteuid() == 0, "only root can give a folder to any group"))
    func `that is shared may be read by its group and locked by nobody else`() throws {
        let scratch = try Scratch()
        let path = scratch.path + "/mesh"
        try Folder.create(path: path, sharedWith: "games")
        try Story.compact(Folder(path: path))
        #expect(
            try Scratch.modes(path) == [
                ".": "2750", "CURRENT": "440", "confidential": "700", "journal-1": "640", "journal-2": "640",
                "private": "700", "snapshot-1": "440", "watermark": "640",
            ])
        try Folder.create(path: path + "2", sharedWith: "games", confidentialTo: "staff")
        #expect(try Scratch.modes(path + "2/confidential") == [".": "2750", "facts": "640"])
        #expect(try Scratch.modes(path + "/private") == [".": "700", "lock": "600"])
    }

    @Test func `is made once, in a folder of its own, for a group that exists`() throws {
        let scratch = try Scratch()
        let path = scratch.path + "/mesh"
        try Folder.create(path: path)
        #expect(throws: StoreError.alreadyAMesh(path: path)) { try Folder.create(path: path) }
        #expect(throws: StoreError.notEmpty(path: scratch.path)) { try Folder.create(path: scratch.path) }
        #expect(throws: StoreError.noSuchGroup("no-such-group")) {
            try Folder.create(path: path + "2", sharedWith: "no-such-group")
        }
        #expect(throws: StoreError.notAMesh(path: scratch.path)) { _ = try Folder(path: scratch.path) }
        #expect(throws: StoreError.notAMesh(path: "/nowhere")) { _ = try Folder(path: "/nowhere") }
    }

    @Test func `held by another process is busy, and says by which`() throws {
        let scratch = try Scratch()
        let path = scratch.path + "/mesh"
        try Folder.create(path: path)
        let folder = try Folder(path: path)
        // The other process makes a file once it holds the lock.
        let mark = scratch.path + "/held"
        let other = try Scratch.start([
            "flock", "-F", path + "/private/lock", "sh", "-c", "touch \(mark); exec sleep 5",
        ])
        while unsafe access(mark, F_OK) != 0 { usleep(2000) }
        #expect { _ = try folder.writer(waiting: .milliseconds(50)) } throws: { error in
            guard case .busy(let process?)? = error as? StoreError else { return false }
            return process > 0
        }
        #expect(try folder.view().revision == 0)
        kill(other, SIGKILL)
        Scratch.wait(other)
    }

    @Test func `whose files are links or pipes is refused`() throws {
        let scratch = try Scratch()
        let path = scratch.path + "/mesh"
        for name in ["CURRENT", "journal-1", "watermark"] {
            try Scratch.run("rm", "-rf", path)
            try Folder.create(path: path)
            try Scratch.run("mv", "\(path)/\(name)", "\(scratch.path)/\(name)")
            try Scratch.run("ln", "-s", "\(scratch.path)/\(name)", "\(path)/\(name)")
            #expect(throws: StoreError.self) { _ = try Folder(path: path) }
            try Scratch.run("rm", "\(path)/\(name)")
            try Scratch.run("mkfifo", "\(path)/\(name)")
            #expect(throws: StoreError.self) { _ = try Folder(path: path) }
        }
    }

    @Test func `that was copied goes on from what the copy holds`() throws {
        let scratch = try Scratch()
        let (path, copy) = (scratch.path + "/mesh", scratch.path + "/copy")
        try Folder.create(path: path)
        let folder = try Folder(path: path)
        for _ in 0..<3 { try Story.commit(folder) }
        try Scratch.run("cp", "-a", path, copy)
        try Story.commit(folder)
        let copied = try Folder(path: copy)
        #expect(try copied.view().scan(7) == Story.records(at: 3))
        try Story.commit(copied)
        try Story.commit(copied)
        #expect(try Folder(path: copy).view().scan(7) == Story.records(at: 5))
        #expect(copied.takeNotices() == [])
    }

    @Test(.timeLimit(.minutes(60))) func `tells whoever listens of each commit`() async throws {
        let scratch = try Scratch()
        let path = scratch.path + "/mesh"
        try Folder.create(path: path)
        let (listening, writing) = (try Folder(path: path), try Folder(path: path))
        var revisions = listening.revisions().makeAsyncIterator()
        for revision in 1...5 as ClosedRange<UInt64> {
            try Story.commit(writing)
            if revision == 3 { try Story.compact(writing) }
            #expect(await revisions.next() == revision)
        }
    }

    @Test(.enabled(if: geteuid() == 0, "only root can mount"))
    func `that is full refuses, loses nothing and goes on when there is room`() throws {
        let scratch = try Scratch()
        try #require(try Scratch.run("mount", "-t", "tmpfs", "-o", "size=256k", "none", scratch.path) == 0)
        defer { _ = try? Scratch.run("umount", "-l", scratch.path) }
        let path = scratch.path + "/mesh"
        try Folder.create(path: path)
        let folder = try Folder(path: path)
        var done: UInt64 = 0
        #expect(throws: StoreError.full(file: path + "/journal-1")) {
            while done < 200 {
                var writer = try folder.writer()
                _ = try writer.commit([Story.draft(done + 1, size: 4096)])
                done += 1
            }
        }
        #expect(done > 10)
        // Of the change that did not fit nothing is left behind the others.
        #expect(try ExaminationTests.parts(RealDisk(path), .note).isEmpty)
        #expect(try Folder(path: path).view().scan(7) == Story.records(at: done, size: 4096))
        try Scratch.run("mount", "-o", "remount,size=2m", scratch.path)
        var writer = try folder.writer()
        #expect(try writer.commit([Story.draft(done + 1, size: 4096)]) == [done + 1])
        #expect(try Folder(path: path).view().scan(7) == Story.records(at: done + 1, size: 4096))
    }

    @Test(.enabled(if: geteuid() == 0, "only root can mount"))
    func `that is read-only is read`() throws {
        let scratch = try Scratch()
        try #require(try Scratch.run("mount", "-t", "tmpfs", "-o", "size=1m", "none", scratch.path) == 0)
        defer { _ = try? Scratch.run("umount", "-l", scratch.path) }
        let path = scratch.path + "/mesh"
        try Folder.create(path: path)
        try Story.commit(Folder(path: path))
        try Scratch.run("mount", "-o", "remount,ro", scratch.path)
        let folder = try Folder(path: path)
        #expect(try folder.view().scan(7) == Story.records(at: 1))
        #expect(throws: StoreError.readOnly(path: path)) { _ = try folder.writer() }
    }
}
