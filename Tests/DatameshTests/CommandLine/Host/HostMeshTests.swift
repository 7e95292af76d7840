import Glibc
import Testing

/// A mesh of the host: how it is found, whose word counts, and what its daemon lets through.
struct HostMeshTests {
    /// A user that every Debian has and no test is.
    private static let other = "daemon"

    @Test func `the host's mesh is meant by its name, by its folder, and where nobody names one`() throws {
        let program = try Program()
        let main = "\(program.scratch.path)/main"
        try program.prepare("init --mesh SCRATCH/main", "init --mesh SCRATCH/own")
        try program.host(user: Self.other)
        unsafe symlink(main, program.scratch.path + "/link")
        let places: [(arguments: [String], environment: [String: String?])] = [
            (["--mesh", "main"], [:]), ([], ["DATAMESH_HOME": nil]), ([], ["DATAMESH_HOME": "main"]),
            (["--mesh", main], [:]), (["--mesh", main + "/"], [:]), (["--mesh", program.scratch.path + "/link"], [:]),
            ([], ["DATAMESH_HOME": main, "XDG_DATA_HOME": program.scratch.path]),
        ]
        for place in places {
            let ending = try program.run(
                ["domain", "register", "a", "--owner", "b"] + place.arguments, environment: place.environment)
            #expect(ending.status == 3, "\(place)")
            #expect(ending.errors.contains("nothing can be changed now"), "\(place): \(ending)")
        }
        // One's own is found by its folder, and has no daemon.
        let own = try program.run("domain", "register", "a", "--owner", "b", "--mesh", program.scratch.path + "/own")
        #expect(own.status == 0, "\(own)")
    }

    @Test func `a host's mesh that is not there yet is made by nobody but its daemon`() throws {
        let program = try Program()
        try program.host(user: Self.other)
        for command in [["domain", "list"], ["domain", "register", "a", "--owner", "b"], ["browse"]] {
            let ending = try program.run(command, environment: ["DATAMESH_HOME": nil])
            #expect(ending.status == 2)
            #expect(
                ending.errors
                    == "datamesh: the mesh 'main' of this host is not in \(program.scratch.path)/main yet: datameshd makes it when it starts; 'datamesh doctor' says more\n"
            )
        }
        try program.scratch.write("domain_id: a\nowner: b\n", to: "own.yaml")
        let importing = try program.run("import", program.scratch.path + "/own.yaml", "--mesh", "main")
        #expect(importing.status == 2, "\(importing)")
        #expect(!ScratchFolder.names(in: program.scratch.path).contains("main"))
    }

    @Test func `without its daemon a mesh is read, and a change says plainly that it cannot be made`() throws {
        let program = try Program()
        try program.prepare("init --mesh SCRATCH/main", "domain register sales --owner alice --mesh SCRATCH/main")
        try program.host(user: Self.other)
        let page = #"""
            $ domain list --mesh main
            DOMAIN  NAME  OWNER  TEAM  PRODUCTS  PARENT  DESCRIPTION
            sales  sales  alice  0  0
            $ domain register it --owner x --mesh main
            ! datamesh: the daemon of this mesh does not answer (socket SCRATCH/run/mesh.sock: No such file or directory): everything can be read, nothing can be changed now; try again in a moment, or tell the administrator of this host
            [3]
            $ status --mesh main
            mesh main  SCRATCH/main
              served by  nobody: the daemon of this mesh does not answer (socket SCRATCH/run/mesh.sock: No such file or directory): everything can be read, nothing can be changed now; try again in a moment, or tell the administrator of this host
              you can  read everything that you may read: browse, search, use, inbox, log, report
              you cannot  change anything, or see what a change would do: it is refused, and nothing is lost
              next  'datamesh doctor' says what is wrong
            [1]
            $ init --mesh main
            ! datamesh: SCRATCH/main is the mesh 'main' of this host: datameshd makes it when it starts; for one of your own, name a folder with --mesh or $DATAMESH_HOME
            [3]
            $ demo --mesh main --plain
            ! datamesh: SCRATCH/main is the mesh 'main' of this host: datameshd makes it when it starts; for one of your own, name a folder with --mesh or $DATAMESH_HOME
            [3]
            $ compact --mesh main
            ! datamesh: SCRATCH/main is the mesh 'main' of this host: datameshd compacts it by itself; there is nothing to do
            [3]
            $ domain list --mesh lab
            ! datamesh: there is no mesh in lab; 'datamesh init' makes an empty one, 'datamesh demo' one to look around in
            [2]

            """#
        #expect(try program.replay(page) == page)
    }

    @Test func `the daemon makes the change, and says who was behind it and why they might`() throws {
        let host = try ServedHost()
        let page = #"""
            $ domain register sales --owner ME --mesh main --plan
            nothing is changed yet; this would happen:
            ● domain sales is registered, owned by ME
            $ domain register sales --owner ME --mesh main
            ● domain sales is registered, owned by ME
            $ domain register sales --owner ME --mesh main --read-only
            ! datamesh: --read-only was asked for, so nothing is changed; leave it out to change something
            [3]
            $ domain register sales --owner ME --mesh main
            ! datamesh: domain 'sales' exists already; datamesh domain show sales shows it
            [3]
            $ product create orders --domain sales --owner ME --mesh main
            ● product orders is created as a draft in sales, owned by ME
            $ --mesh main domain list
            DOMAIN  NAME  OWNER  TEAM  PRODUCTS  PARENT  DESCRIPTION
            sales  sales  ME  0  1

            """#
        #expect(try host.program.replay(page) == page)
        let log = try host.program.run("log", "--long", "--plain", "--mesh", "main").output
        let uid = geteuid()
        #expect(log.contains("uid \(uid), process "), "\(log)")
        #expect(log.contains(" on here\t\(Program.user) has the role steward"), "\(log)")
        let json = try host.program.run("log", "--jsonl", "--limit", "1", "--mesh", "main").output
        #expect(json.contains(#""origin":{"uid":\#(uid),"pid":"#), "\(json)")
        let refusals = try host.program.run("log", "--refused", "--mesh", "main")
        #expect(refusals.output.contains("register_domain  domain 'sales' exists already"), "\(refusals)")
        let status = try host.program.run("status", "--mesh", "main")
        #expect(status.status == 0)
        #expect(status.output.hasPrefix("mesh main  \(host.program.scratch.path)/main\n  served by"), "\(status)")
        #expect(status.output.contains("commits      2 in "), "\(status)")
        #expect(status.output.contains("  journal   1 of 4096 frames\n"), "\(status)")
        let counted = try host.program.run("status", "--json", "--mesh", "main").output
        #expect(counted.contains(#""served": true"#) && counted.contains(#""refusals": 1"#), "\(counted)")
    }

    @Test func `roles are those of the host's file, and owning the folder is none`() throws {
        let host = try ServedHost(roles: [])
        let ending = try host.program.run("domain", "register", "sales", "--owner", "x", "--mesh", "main")
        #expect(ending.status == 3)
        #expect(
            ending.errors
                == "datamesh: \(Program.user) may not register the domain 'sales'; ask somebody with the role steward\n"
        )
    }

    @Test func `what is provisioned for a host's mesh lies with the user, and not with the mesh`() throws {
        let host = try ServedHost()
        try host.program.prepare(
            "domain register sales --owner \(Program.user) --mesh main",
            "product create orders --domain sales --owner \(Program.user) --mesh main")
        let home = try host.program.run(
            "provision", "orders", "--template", "local-files", "--plan", "--mesh", "main")
        #expect(
            home.output.contains("in \(host.program.scratch.path)/.local/state/datamesh/workspaces/main/"), "\(home)")
        let state = host.program.scratch.path + "/state"
        let made = try host.program.run(
            ["provision", "orders", "--template", "local-files", "--mesh", "main"],
            environment: ["XDG_STATE_HOME": state])
        #expect(made.status == 0, "\(made)")
        #expect(ScratchFolder.names(in: state + "/datamesh/workspaces/main").isEmpty == false)
        #expect(!ScratchFolder.names(in: host.program.scratch.path + "/main").contains("workspaces"))
    }

    @Test func `an import that is too much for one change is refused whole, with a way out`() throws {
        let host = try ServedHost()
        let text = String(repeating: "x", count: 60_000)
        let lines = (0..<20).map { #"{"product_id":"p\#($0)","domain":"d","description":"\#(text)"}"# }
        try host.program.scratch.write(lines.joined(separator: "\n"), to: "big.jsonl")
        let ending = try host.program.run("import", host.program.scratch.path + "/big.jsonl", "--mesh", "main")
        #expect(ending.status == 3, "\(ending)")
        #expect(ending.errors.contains("give each part a --source of its own"), "\(ending)")
        #expect(
            try host.program.run("domain", "list", "--mesh", "main").output
                == "no domain yet; 'datamesh domain register' makes one\n")
        try host.program.scratch.write(lines[0], to: "small.jsonl")
        let small = try host.program.run("import", host.program.scratch.path + "/small.jsonl", "--mesh", "main")
        #expect(small.status == 0, "\(small)")
    }

    @Test func `a host may forbid every change for a while`() throws {
        let host = try ServedHost(more: "read_only: true\n")
        let ending = try host.program.run("domain", "register", "sales", "--owner", "x", "--mesh", "main")
        #expect(ending.status == 3)
        #expect(
            ending.errors
                == "datamesh: the meshes of this host are only read for now (read_only in \(host.program.config)); ask the administrator of this host\n"
        )
    }

    @Test func `the daemon's own user looks after the mesh while no daemon is there, and only then`() throws {
        let program = try Program()
        try program.prepare("init --mesh SCRATCH/main")
        try program.host()
        let ending = try program.run("domain", "register", "sales", "--owner", "x", "--mesh", "main")
        #expect(ending == Program.Ending(status: 0, output: "● domain sales is registered, owned by x\n", errors: ""))
        #expect(try program.run("compact", "--mesh", "main").status == 0)
        let host = try ServedHost(roles: [])
        #expect(try host.program.run("domain", "register", "sales", "--owner", "x", "--mesh", "main").status == 3)
        #expect(try host.program.run("compact", "--mesh", "main").status == 3)
    }

    @Test func `names in the environment are nobody`() throws {
        let host = try ServedHost(roles: [])
        let ending = try host.program.run(
            ["domain", "register", "sales", "--owner", "x", "--mesh", "main"],
            environment: ["USER": "alice", "LOGNAME": "alice", "HOME": "/home/alice"])
        #expect(ending.errors.hasPrefix("datamesh: \(Program.user) may not"), "\(ending)")
    }
}

/// A host's file that must not be believed.
struct HostFileTests {
    struct Doubt: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var sentence: String
        var spoil: @Sendable (Program) throws -> Void
    }

    static let doubts = [
        Doubt(
            testDescription: "others may write it",
            sentence:
                "CONFIG may be written by others than its owner and is not believed; an administrator runs 'chmod 0644 CONFIG'"
        ) {
            unsafe chmod($0.config, 0o646)
        },
        Doubt(
            testDescription: "its group may write it",
            sentence:
                "CONFIG may be written by others than its owner and is not believed; an administrator runs 'chmod 0644 CONFIG'"
        ) {
            unsafe chmod($0.config, 0o664)
        },
        Doubt(
            testDescription: "a symbolic link",
            sentence: "CONFIG is a symbolic link and is not followed; the file itself must stand there"
        ) {
            unsafe rename($0.config, $0.config + ".real")
            unsafe symlink($0.config + ".real", $0.config)
        },
        Doubt(testDescription: "a folder", sentence: "CONFIG is no file; an administrator puts one there") {
            unsafe unlink($0.config)
            unsafe mkdir($0.config, 0o755)
        },
        Doubt(
            testDescription: "a pipe that nobody writes", sentence: "CONFIG is no file; an administrator puts one there"
        ) {
            unsafe unlink($0.config)
            unsafe mkfifo($0.config, 0o644)
        },
        Doubt(
            testDescription: "not what is expected",
            sentence:
                "CONFIG, line 1, column 1: meshs is not known here; did you mean meshes? Known are socket, user, meshes, roles, notify, escalation_days, connections_per_user, read_only"
        ) {
            try $0.scratch.write("meshs: {}\nmeshes: {main: {folder: /main, readers: staff}}\n", to: "config.yaml")
            unsafe chmod($0.config, 0o644)
        },
        Doubt(testDescription: "larger than any", sentence: "CONFIG is larger than 262144 bytes, which is the most") {
            try $0.scratch.write(String(repeating: "#", count: 300_000), to: "config.yaml")
            unsafe chmod($0.config, 0o644)
        },
    ]

    @Test(arguments: doubts)
    func `it is refused with a sentence that says what to do`(_ doubt: Doubt) throws {
        let program = try Program()
        try program.host()
        try doubt.spoil(program)
        for command in [["domain", "list"], ["domain", "list", "--mesh", "main"], ["init", "--mesh", program.mesh]] {
            let ending = try program.run(command)
            let sentence = doubt.sentence.replacing("CONFIG", with: program.config)
            #expect(ending == Program.Ending(status: 2, output: "", errors: "datamesh: \(sentence)\n"))
        }
        #expect(try program.run("inbox", "--brief") == Program.Ending(status: 0, output: "", errors: ""))
        #expect(try program.run("doctor").status == 1)
    }

    @Test(.enabled(if: geteuid() == 0, "only root can give a file away"))
    func `another user's file is refused`() throws {
        let program = try Program()
        try program.host()
        unsafe chown(program.config, 1, 1)
        let ending = try program.run("domain", "list")
        #expect(ending.status == 2)
        #expect(ending.errors.contains("belongs to daemon and is not believed"), "\(ending)")
    }

    @Test func `without one everything is as if there were no such thing`() throws {
        let program = try Program()
        #expect(try program.run("init").status == 0)
        #expect(try program.run("domain", "list").status == 0)
    }
}
