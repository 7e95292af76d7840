import Glibc
import Testing

/// `datamesh snapshot export` and `import`: one file that carries a mesh to another host.
struct CarryingTests {
    /// What the commands print of a mesh, which must be the same of the one that was carried.
    private static let looks = [
        ["domain", "list", "--json"], ["product", "list", "--json"], ["subscription", "list", "--json"],
        ["consumer", "list", "--json"], ["policy", "list", "--json"],
    ]

    private static func looks(_ program: Program, _ mesh: String) throws -> [String] {
        try looks.map { try program.run($0 + ["--mesh", mesh]).output }
    }

    @Test func `a mesh is carried in one file, and goes on where it was`() throws {
        let program = try Program.withSales()
        let file = program.scratch.path + "/file"
        let carried = program.scratch.path + "/carried"
        let export = try program.run("snapshot", "export", file)
        #expect(export.status == 0, "\(export)")
        let sentence = export.output.dropFirst(file.count + 1)
        #expect(sentence.hasPrefix("holds revision "))
        let plan = try program.run("snapshot", "import", file, "--plan", "--mesh", carried)
        #expect(plan.output == "\(file) \(sentence)")
        #expect(unsafe access(carried, F_OK) != 0)
        #expect(try program.run("snapshot", "import", file, "--mesh", carried).output == "\(carried) \(sentence)")
        let before = try Self.looks(program, program.mesh)
        #expect(try Self.looks(program, carried) == before)
        #expect(before.contains { $0.contains("sales") })
        #expect(try program.run("fsck", "--mesh", carried).status == 0)
        try program.prepare("domain register later --owner ME --mesh SCRATCH/carried")
        #expect(try program.run("log", "--verify", "--mesh", carried).status == 0)
        #expect(try program.run("fsck", "--mesh", carried).status == 0)
        #expect(try program.run("domain", "list", "--mesh", carried).output.contains("later"))
    }

    @Test func `it goes through a pipe, and for its owner's eyes alone`() throws {
        let program = try Program.withSales()
        let file = program.scratch.path + "/file"
        let piped = try program.run(["-c", "\(Program.path) snapshot export - > \(file)"], with: "/bin/sh")
        #expect(piped.status == 0)
        #expect(piped.errors.contains("standard output holds revision "))
        let pulled = "\(Program.path) snapshot import - --mesh \(program.scratch.path)/carried < \(file)"
        #expect(try program.run(["-c", pulled], with: "/bin/sh").status == 0)
        #expect(try Self.looks(program, program.scratch.path + "/carried") == Self.looks(program, program.mesh))
        try program.prepare("snapshot export SCRATCH/second")
        var facts = stat()
        #expect(unsafe stat(program.scratch.path + "/second", &facts) == 0 && facts.st_mode & 0o777 == 0o600)
        #expect(unsafe stat(program.scratch.path + "/carried", &facts) == 0 && facts.st_mode & 0o777 == 0o700)
    }

    @Test func `what is there is left alone`() throws {
        let program = try Program.withSales()
        try program.prepare("snapshot export SCRATCH/file")
        let page = #"""
            $ snapshot export SCRATCH/file
            ! datamesh: SCRATCH/file is there already; name a new file, or remove it first
            [3]
            $ snapshot import SCRATCH/file
            ! datamesh: There is a mesh in MESH already. Choose another folder, or use this one.
            [3]
            $ snapshot import SCRATCH/file --mesh SCRATCH
            ! datamesh: SCRATCH holds other files. A mesh needs an empty folder of its own.
            [3]
            $ snapshot import SCRATCH/none --mesh SCRATCH/new
            ! datamesh: SCRATCH/none cannot be read: No such file or directory
            [3]
            $ snapshot import SCRATCH/file --mesh SCRATCH/new --read-only
            ! datamesh: --read-only was asked for, so nothing is changed; leave it out to change something
            [3]
            $ snapshot export SCRATCH/none --mesh SCRATCH/new
            ! datamesh: there is no mesh in SCRATCH/new; 'datamesh init' makes an empty one, 'datamesh demo' one to look around in
            [2]

            """#
        #expect(try program.replay(page) == page)
    }

    @Test func `a damaged file makes no mesh, and a newer one is said to be that`() throws {
        let program = try Program.withSales()
        let (file, folder) = (program.scratch.path + "/file", program.scratch.path + "/new")
        try program.prepare("snapshot export SCRATCH/file")
        let whole = try Self.bytes(file)
        func refusal(_ bytes: [UInt8]) throws -> String {
            let damaged = program.scratch.path + "/damaged"
            try Self.write(bytes, damaged)
            let ending = try program.run("snapshot", "import", damaged, "--mesh", folder)
            #expect(ending.status == 3, "\(ending)")
            #expect(unsafe access(folder, F_OK) != 0, "something is left of it")
            return ending.errors
        }
        for place in [0, 20, 130, 200, whole.count / 2, whole.count - 30, whole.count - 1] {
            var bytes = whole
            bytes[place] ^= 4
            #expect(try refusal(bytes).contains("is damaged at byte"), "byte \(place)")
        }
        for length in [0, 100, 128, 131, whole.count / 2, whole.count - 32, whole.count - 1] {
            #expect(try refusal(Array(whole.prefix(length))).contains("is damaged at byte"), "\(length) bytes")
        }
        #expect(try refusal(whole + [0]).contains("more stands behind its end"))
        #expect(try program.run("snapshot", "import", file, "--mesh", folder).status == 0)
    }

    private static func bytes(_ path: String) throws -> [UInt8] {
        let file = unsafe open(path, O_RDONLY)
        try #require(file >= 0)
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 24)
        let count = unsafe read(file, &bytes, bytes.count)
        return Array(bytes.prefix(max(0, count)))
    }

    private static func write(_ bytes: [UInt8], _ path: String) throws {
        let file = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600 as mode_t)
        try #require(file >= 0)
        defer { close(file) }
        #expect(unsafe Glibc.write(file, bytes, bytes.count) == bytes.count)
    }
}
