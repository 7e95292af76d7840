import Glibc
import Testing

@testable import datamesh

/// `datamesh doctor`: on hosts where all is well, and where it is not.
struct DoctorTests {
    private static let terminal: [String: String?] = ["TERM": "xterm", "LANG": "C.UTF-8"]

    private func findings(_ program: Program, _ arguments: [String] = [], _ changes: [String: String?] = [:]) throws
        -> (
            status: Int32, lines: [String]
        )
    {
        let ending = try program.run(
            ["doctor", "--plain"] + arguments, environment: Self.terminal.merging(changes) { $1 })
        #expect(ending.errors == "")
        return (
            ending.status,
            program.masked(ending.output).split(separator: "\n").map { String($0.replacing(/\d+ MB/, with: "N MB")) }
        )
    }

    @Test func `a mesh of one's own is well`() throws {
        let (status, lines) = try findings(try Program.withSales())
        #expect(status == 0)
        #expect(
            lines == [
                "ok\tconfig\tMESH is a mesh of one's own: it needs no daemon\t",
                "ok\tfolder\tMESH and its 4 files are ME's\t", "ok\tdisk\tN MB free\t",
                "ok\tmesh\tMESH opens at revision 3\t",
                "ok\tlocale\tit is UTF-8\t", "ok\tterminal\tTERM is known here\t",
            ])
    }

    @Test func `a mesh of the host with its daemon is well but for its modes, and what to type is said`() throws {
        let host = try ServedHost()
        let program = host.program
        let folder = program.scratch.path + "/main"
        unsafe chmod(folder, 0o2750)
        let (status, lines) = try findings(program, ["--mesh", "main"])
        let pid = getpid()
        #expect(
            Array(lines.prefix(4))
                == [
                    "ok\tconfig\tSCRATCH/config.yaml is believed; the mesh is 'main'\t",
                    "ok\tgroup\tME is in the group \(Program.group)\t",
                    "ok\tconfidential\tpurposes, comments and accesses are for the daemon alone\t",
                    "ok\tdaemon\tME (process \(pid)) listens at SCRATCH/run/mesh.sock\t",
                ].map(program.masked))
        // It was made as one's own, and only its folder opened afterwards.
        #expect(
            lines.contains(
                "warning\tfiles\tSCRATCH/main/CURRENT has the mode 0400 instead of 0440\tchmod 0440 SCRATCH/main/CURRENT"
            ), "\(lines)")
        #expect(status == 0)
    }

    struct Harm: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var line: String
        var spoil: @Sendable (Program) throws -> Void
    }

    static let harms = [
        Harm(
            testDescription: "the folder is everybody's",
            line: "fail\tfolder\tMESH has the mode 0777, which lets in more than 2750\tchmod 2750 MESH"
        ) {
            unsafe chmod($0.mesh, 0o777)
        },
        Harm(
            testDescription: "everybody may append to the journal",
            line:
                "fail\tfiles\tMESH/journal-1 has the mode 0666, which lets in more than 0600\tchmod 0600 MESH/journal-1"
        ) {
            unsafe chmod($0.mesh + "/journal-1", 0o666)
        },
        Harm(
            testDescription: "the lock is within reach",
            line: "fail\tfiles\tMESH/private has the mode 0755, which lets in more than 0700\tchmod 0700 MESH/private"
        ) {
            unsafe chmod($0.mesh + "/private", 0o755)
        },
        Harm(
            testDescription: "a file that is a link",
            line:
                "fail\tfiles\tMESH/CURRENT is not a file but a symbolic link\tlook who put it there; a mesh makes its files itself"
        ) {
            unsafe rename($0.mesh + "/CURRENT", $0.scratch.path + "/CURRENT")
            unsafe symlink($0.scratch.path + "/CURRENT", $0.mesh + "/CURRENT")
        },
        Harm(testDescription: "no mesh", line: "fail\tmesh\tthere is no mesh in MESH\tdatamesh init --mesh MESH") {
            unsafe unlink($0.mesh + "/CURRENT")
        },
    ]

    @Test(arguments: harms)
    func `what is wrong with the files is found, with what to do`(_ harm: Harm) throws {
        let program = try Program.empty()
        try harm.spoil(program)
        let (status, lines) = try findings(program)
        #expect(status == 1)
        #expect(lines.contains(harm.line), "\(lines)")
    }

    @Test func `what is wrong with the daemon is found`() throws {
        let program = try Program()
        try program.prepare("init --mesh SCRATCH/main")
        try program.host(user: "daemon")
        let socket = program.scratch.path + "/run/mesh.sock"
        func daemon() throws -> String {
            let (status, lines) = try findings(program, ["--mesh", "main"])
            #expect(status == 1)
            return lines.first { $0.contains("\tdaemon\t") } ?? ""
        }
        #expect(
            try daemon()
                == "fail\tdaemon\tthere is no socket SCRATCH/run/mesh.sock: everything can be read, nothing changed\tsystemctl start datameshd.socket"
        )
        unsafe mkdir(program.scratch.path + "/run", 0o755)
        try program.scratch.write("", to: "run/mesh.sock")
        #expect(try daemon().hasPrefix("fail\tdaemon\tSCRATCH/run/mesh.sock is no socket: nothing was sent"))
        try program.host(user: "no-such-user")
        #expect(
            try daemon().hasPrefix(
                "fail\tdaemon\tthis host has no user no-such-user, who should serve the mesh\tuseradd "))
        unsafe unlink(socket)
    }

    @Test func `a socket that somebody else serves is found`() throws {
        let host = try ServedHost()
        try host.program.host(user: "daemon")
        let (_, lines) = try findings(host.program, ["--mesh", "main"])
        // Root may hold a socket until its daemon is needed; anybody else who could is a squatter.
        let expected =
            geteuid() == 0
            ? "ok\tdaemon\tit starts when somebody needs it (SCRATCH/run/mesh.sock)\t"
            : "fail\tdaemon\tothers than uid 1 may write in SCRATCH/run, where the daemon's socket lies: nothing was sent; tell the administrator of this host\tstop whoever listens, and systemctl restart datameshd.socket"
        #expect(lines.contains(expected), "\(lines)")
    }

    @Test func `a folder on the way that others may write is found`() throws {
        let host = try ServedHost()
        unsafe chmod(host.program.scratch.path, 0o777)
        let (status, lines) = try findings(host.program, ["--mesh", "main"])
        #expect(status == 1)
        #expect(
            lines.contains(
                host.program.masked(
                    "fail\tfolder\tothers than \(geteuid() == 0 ? "" : "root and ")ME may write in SCRATCH, which holds the mesh\tchown root SCRATCH, and chmod go-w SCRATCH"
                )
            ), "\(lines)")
    }

    @Test func `groups that are missing are found`() throws {
        let program = try Program()
        try program.host()
        try program.scratch.write(
            try program.scratch.read("config.yaml").replacing(
                "readers: \(Program.group)", with: "readers: no-readers, confidential: no-few"),
            to: "config.yaml")
        let (status, lines) = try findings(program, ["--mesh", "main"])
        #expect(status == 1)
        #expect(
            lines.contains(
                "fail\tgroup\tthis host has no group no-readers, whose members read the mesh\tgroupadd --system no-readers"
            ), "\(lines)")
        #expect(lines.contains { $0.hasPrefix("fail\tconfidential\tthis host has no group no-few") })
    }

    @Test func `a terminal that is not known, and a locale that is not UTF-8, are no failure`() throws {
        let program = try Program.empty()
        let (status, lines) = try findings(program, [], ["TERM": "no-such", "LANG": "C"])
        #expect(status == 0)
        #expect(lines.contains("warning\tlocale\tit is not UTF-8, so signs are drawn in ASCII\texport LANG=C.UTF-8"))
        #expect(lines.contains { $0.hasPrefix("warning\tterminal\tthis host knows no terminal “no-such”") })
    }

    @Test(arguments: [
        (1 << 20, 5000, Finding.Outcome.fail), (1 << 29, 5000, .warning), (1 << 40, 5000, .ok), (1 << 40, 10, .fail),
        (1 << 40, 500, .warning),
    ])
    func `a disk that fills up is found before it is full`(_ bytes: Int, _ inodes: Int, _ outcome: Finding.Outcome) {
        #expect(Doctor.room(free: UInt64(bytes), inodes: UInt64(inodes), of: true).outcome == outcome)
        #expect(Doctor.room(free: 1 << 40, inodes: 0, of: false).outcome == .ok)
    }

    @Test func `programs are told the same`() throws {
        let program = try Program()
        let ending = try program.run(["doctor", "--json"], environment: Self.terminal)
        #expect(ending.status == 1)
        #expect(
            program.masked(ending.output) == #"""
                {
                  "sound": false,
                  "findings": [
                    {
                      "check": "config",
                      "outcome": "ok",
                      "text": "MESH is a mesh of one's own: it needs no daemon",
                      "remedy": ""
                    },
                    {
                      "check": "mesh",
                      "outcome": "fail",
                      "text": "there is no mesh in MESH",
                      "remedy": "datamesh init --mesh MESH"
                    },
                    {
                      "check": "locale",
                      "outcome": "ok",
                      "text": "it is UTF-8",
                      "remedy": ""
                    },
                    {
                      "check": "terminal",
                      "outcome": "ok",
                      "text": "TERM is known here",
                      "remedy": ""
                    }
                  ]
                }

                """#)
    }
}
