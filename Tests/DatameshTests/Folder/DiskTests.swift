import Glibc
import Testing

/// What the program says and does where the disk, the folder or the user is not as it wishes.
///
/// A network file system is refused by its number; none is at hand to be tried here.
@Suite(.serialized)
struct DiskTests {
    static let isRoot = geteuid() == 0
    static let hasStrace = unsafe access("/usr/bin/strace", X_OK) == 0
    static let hasSetpriv = unsafe access("/usr/bin/setpriv", X_OK) == 0

    func mesh() throws -> Program {
        let program = try Program()
        #expect(try program.run("init").status == 0)
        #expect(try program.run("domain", "register", "sales", "--owner", "alice").status == 0)
        return program
    }

    @Test(.enabled(if: hasStrace, "strace is not installed"))
    func `a commit is one write of its frame and one fdatasync, then the acknowledgement`() throws {
        let program = try mesh()
        let log = program.scratch.path + "/trace"
        let ending = try program.run(
            [
                "-f", "-y", "-e", "trace=write,pwrite64,writev,pwritev,fsync,fdatasync", "-o", log, Program.path,
                "domain",
                "register", "hr", "--owner", "alice",
            ], with: "/usr/bin/strace")
        #expect(ending.status == 0)
        let calls = try program.scratch.read("trace").split(separator: "\n").map(String.init)
        func place(_ call: String, _ file: String) -> [Int] {
            calls.indices.filter { calls[$0].contains("\(call)(") && calls[$0].contains("/\(file)") }
        }
        let frame = place("pwrite64", "journal-1")
        let sync = place("fdatasync", "journal-1")
        let mark = place("pwrite64", "watermark")
        let acknowledgement = place("write", "stdout")
        #expect(frame.count == 1 && sync.count == 1 && mark.count == 1 && acknowledgement.count == 1, "\(calls)")
        #expect(calls.count { $0.contains("sync(") } == 1)
        #expect(calls.count { $0.contains(program.mesh + "/") } == 3, "frame, sync and watermark, and nothing else")
        #expect(frame + sync + mark + acknowledgement == (frame + sync + mark + acknowledgement).sorted())
    }

    @Test func `damage in the middle is refused with file and place, by every command`() throws {
        let program = try mesh()
        #expect(try program.run("domain", "register", "hr", "--owner", "alice").status == 0)
        try flip(byte: 200, of: program.mesh + "/journal-1")
        for arguments in [["domain", "list"], ["domain", "register", "it", "--owner", "alice"], ["report"]] {
            let ending = try program.run(arguments)
            #expect(ending.status == 2)
            #expect(ending.errors.contains("journal-1 is damaged at byte 128"), "\(ending.errors)")
        }
    }

    @Test func `a full disk refuses the change and loses nothing`() throws {
        let program = try mesh()
        let line =
            #"{"product_id":"p","domain":"sales","description":""# + String(repeating: "x", count: 60_000) + "\"}"
        try program.scratch.write(line + "\n", to: "big.jsonl")
        let ending = try program.run(
            ["-c", "ulimit -f 1; exec \"$0\" import \"$1\"", Program.path, program.scratch.path + "/big.jsonl"],
            with: "/bin/sh")
        #expect(
            ending.status == 2 && ending.errors.contains("There is no room to write \(program.mesh)/journal-1"),
            "\(ending)")
        #expect(try program.run("domain", "list", "--json").output.contains("sales"))
        #expect(try program.run("domain", "register", "after", "--owner", "alice").status == 0)
    }

    /// More than a pipe holds, so that it is still being written when nobody listens any more.
    @Test func `a reader that stops listening is no error`() throws {
        let program = try mesh()
        let lines = (0..<1500).map { #"{"product_id":"p\#($0)","domain":"sales","owner":"alice"}"# }
        try program.scratch.write(lines.joined(separator: "\n"), to: "p.jsonl")
        #expect(try program.run("import", program.scratch.path + "/p.jsonl").status == 0)
        let ending = try program.run(
            ["-c", "\"$0\" log --json | head -1; exit ${PIPESTATUS[0]}", Program.path], with: "/bin/bash")
        #expect(ending.status == 0 && ending.errors.isEmpty, "\(ending.status) \(ending.errors)")
    }

    @Test func `a torn tail is cut by the next write, which says so once; reading goes on before and after`() throws {
        let program = try mesh()
        let journal = program.mesh + "/journal-1"
        let whole = status(journal).st_size
        let descriptor = unsafe open(journal, O_WRONLY | O_APPEND)
        #expect(unsafe write(descriptor, "FRM1 and no more", 16) == 16)
        close(descriptor)
        let before = try program.run("domain", "list", "--jsonl")
        #expect(before.status == 0 && before.errors.isEmpty)
        let sentence =
            "datamesh: \(journal) ended in 16 bytes of an unfinished write at byte \(whole), left out. No confirmed change is lost.\n"
        let next = try program.run("domain", "register", "hr", "--owner", "alice")
        #expect(next.status == 0 && next.errors == sentence, "\(next)")
        let after = try program.run("domain", "register", "it", "--owner", "alice")
        #expect(after.status == 0 && after.errors.isEmpty, "\(after)")
        #expect(try program.run("domain", "list", "--jsonl").output.split(separator: "\n").count == 3)
    }

    @Test func `a journal that is shorter than what was confirmed is damage`() throws {
        let program = try mesh()
        let journal = program.mesh + "/journal-1"
        let length = status(journal).st_size - 8
        #expect(unsafe truncate(journal, length) == 0)
        let ending = try program.run("domain", "list")
        #expect(ending.status == 2 && ending.errors.contains("journal-1 is damaged at byte \(length)"), "\(ending)")
    }

    @Test(.enabled(if: isRoot, "only root can mount"))
    func `a read-only disk is read, and a change is refused`() throws {
        let program = try mesh()
        #expect(
            try program.run(["--bind", "-o", "ro", program.mesh, program.mesh], with: "/usr/bin/mount").status == 0)
        defer { _ = try? program.run(["-l", program.mesh], with: "/usr/bin/umount") }
        let reading = try program.run("domain", "list")
        #expect(reading.status == 0 && reading.output.contains("sales"), "\(reading)")
        let writing = try program.run("domain", "register", "hr", "--owner", "alice")
        #expect(writing.status == 3 && writing.errors.contains("read-only file system"), "\(writing)")
    }

    @Test func `a folder with something else in it is left alone`() throws {
        let program = try Program()
        let other = program.scratch.path + "/other"
        #expect(unsafe mkdir(other, 0o755) == 0)
        let none = try program.run("domain", "list", "--mesh", other)
        #expect(none.status == 2 && none.errors.contains("there is no mesh in \(other)"), "\(none)")
        try program.scratch.write("mine", to: "other/notes")
        let full = try program.run("init", "--mesh", other)
        #expect(full.status == 3 && full.errors.contains("holds other files"), "\(full)")
        #expect(mode(other) == 0o755 && mode(other + "/CURRENT") == 0)
    }

    @Test(.enabled(if: isRoot && hasSetpriv, "needs root and setpriv"))
    func `the group reads a shared mesh and is told who writes, and others do not read it`() throws {
        let program = try Program()
        unsafe chmod(program.scratch.path, 0o755)
        // Where it was built, others may not come in.
        let copy = program.scratch.path + "/datamesh"
        #expect(try program.run([Program.path, copy], with: "/bin/cp").status == 0)
        #expect(try program.run("init", "--shared", "games").status == 0)
        #expect(try program.run("domain", "register", "sales", "--owner", "alice").status == 0)
        #expect(try program.run("product", "create", "orders", "--domain", "sales", "--owner", "alice").status == 0)
        #expect(try program.run("compact").status == 0)
        #expect(try program.run("domain", "register", "hr", "--owner", "alice").status == 0)
        func asUser(_ group: String, _ arguments: [String]) throws -> Program.Ending {
            try program.run(
                ["--reuid", "65534", "--regid", group, "--clear-groups", copy] + arguments, with: "/usr/bin/setpriv")
        }
        for arguments in [["search", "orders"], ["product", "show", "orders"]] {
            let reading = try asUser("games", arguments)
            #expect(reading.status == 0 && reading.output.contains("orders"), "\(reading)")
        }
        let before = try program.scratch.read("mesh/journal-2")
        let writing = try asUser("games", ["domain", "register", "it", "--owner", "nobody"])
        #expect(
            writing.status == 3 && writing.errors.contains("You may read \(program.mesh) but not write it; root can."))
        #expect(try program.scratch.read("mesh/journal-2") == before)
        for arguments in [["domain", "list"], ["domain", "register", "it", "--owner", "nobody"]] {
            let outside = try asUser("nogroup", arguments)
            #expect(outside.status == 2 && outside.errors.contains("may not read"), "\(outside)")
        }
        let modes: [String: mode_t] = [
            "": 0o2750, "/CURRENT": 0o440, "/snapshot-1": 0o440, "/journal-1": 0o640, "/journal-2": 0o640,
            "/watermark": 0o640, "/private": 0o700, "/private/lock": 0o600,
        ]
        for (file, expected) in modes { #expect(mode(program.mesh + file) == expected, "\(file)") }
        #expect(status(program.mesh + "/journal-2").st_gid == status(program.mesh).st_gid)
    }

    @Test func `a mesh of one's own is nobody else's`() throws {
        let program = try mesh()
        #expect(try program.run("compact").status == 0)
        let modes: [String: mode_t] = [
            "": 0o700, "/CURRENT": 0o400, "/snapshot-1": 0o400, "/journal-1": 0o600, "/journal-2": 0o600,
            "/watermark": 0o600, "/private": 0o700, "/private/lock": 0o600,
        ]
        for (file, expected) in modes { #expect(mode(program.mesh + file) == expected, "\(file)") }
    }

    private func status(_ path: String) -> stat {
        var status = stat()
        return unsafe lstat(path, &status) == 0 ? status : stat()
    }

    private func mode(_ path: String) -> mode_t { status(path).st_mode & 0o7777 }

    private func flip(byte offset: Int, of path: String) throws {
        let descriptor = unsafe open(path, O_RDWR)
        defer { close(descriptor) }
        var byte: UInt8 = 0
        #expect(unsafe pread(descriptor, &byte, 1, offset) == 1)
        byte ^= 0x40
        #expect(unsafe pwrite(descriptor, &byte, 1, offset) == 1)
    }
}
