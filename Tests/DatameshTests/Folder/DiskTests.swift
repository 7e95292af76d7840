import Glibc
import Testing

/// What the program says and does where the disk, the folder or the user is not as it wishes.
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
        #expect(ending.status != 0 && ending.status < 128, "\(ending)")
        #expect(try program.run("domain", "list", "--json").output.contains("sales"))
        #expect(try program.run("domain", "register", "after", "--owner", "alice").status == 0)
    }

    @Test func `a reader that stops listening is no error`() throws {
        let program = try mesh()
        let ending = try program.run(
            ["-c", "\"$0\" log | true; exit ${PIPESTATUS[0]}", Program.path], with: "/bin/bash")
        #expect([0, 141].contains(ending.status) && ending.errors.isEmpty, "\(ending)")
    }

    @Test(.enabled(if: isRoot && hasSetpriv, "needs root and setpriv"))
    func `the group reads a shared mesh and is told who writes, and others do not read it`() throws {
        let program = try Program()
        unsafe chmod(program.scratch.path, 0o755)
        #expect(try program.run("init", "--shared", "games").status == 0)
        #expect(try program.run("domain", "register", "sales", "--owner", "alice").status == 0)
        func asUser(_ group: String, _ arguments: String...) throws -> Program.Ending {
            try program.run(
                ["--reuid", "65534", "--regid", group, "--clear-groups", Program.path] + arguments,
                with: "/usr/bin/setpriv")
        }
        guard try asUser("games", "--version").status == 0 else {
            // The program stands in a folder that only root may enter.
            return
        }
        let reading = try asUser("games", "domain", "list")
        #expect(reading.status == 0 && reading.output.contains("sales"), "\(reading)")
        let writing = try asUser("games", "domain", "register", "hr", "--owner", "nobody")
        #expect(writing.status == 3 && writing.errors.contains("root can"), "\(writing)")
        let outside = try asUser("nogroup", "domain", "list")
        #expect(outside.status == 2 && outside.errors.contains("may not read"), "\(outside)")
        #expect(mode(program.mesh) == 0o2750)
        #expect(mode(program.mesh + "/journal-1") == 0o640)
        #expect(mode(program.mesh + "/private") == 0o700)
        #expect(mode(program.mesh + "/private/lock") == 0o600)
    }

    @Test func `a mesh of one's own is nobody else's`() throws {
        let program = try mesh()
        #expect(mode(program.mesh) == 0o700)
        #expect(mode(program.mesh + "/journal-1") == 0o600)
    }

    private func mode(_ path: String) -> mode_t {
        var status = stat()
        return unsafe lstat(path, &status) == 0 ? status.st_mode & 0o7777 : 0
    }

    private func flip(byte offset: Int, of path: String) throws {
        let descriptor = unsafe open(path, O_RDWR)
        defer { close(descriptor) }
        var byte: UInt8 = 0
        #expect(unsafe pread(descriptor, &byte, 1, offset) == 1)
        byte ^= 0x40
        #expect(unsafe pwrite(descriptor, &byte, 1, offset) == 1)
    }
}
