import Glibc
import Testing

/// The daemon as the host runs it: it starts, it is told things by signals, it is killed, it ends.
@Suite(.serialized) struct DaemonProcessTests {
    @Test func `it makes its mesh, serves, and leaves nothing behind but the mesh when it is told to stop`() throws {
        let daemon = try RunningDaemon()
        try daemon.start()
        let made = try daemon.datamesh("domain", "register", "sales", "--owner", Program.user)
        #expect(made.status == 0, "\(made)")
        #expect(daemon.stop() == 0)
        #expect(FileKind(daemon.socket) == .nothing)
        #expect(
            daemon.log.contains("event=stopping signal=15") && daemon.log.contains("event=stopped"), "\(daemon.log)")
        #expect(try daemon.datamesh("domain", "show", "sales").status == 0)
        #expect(try daemon.datamesh("log", "--verify").status == 0)
    }

    @Test func `killed, it leaves a socket that the next one replaces, and every change that was confirmed`() throws {
        let daemon = try RunningDaemon()
        for number in 1...3 {
            try daemon.start()
            let made = try daemon.datamesh("domain", "register", "d\(number)", "--owner", Program.user)
            #expect(made.status == 0, "\(made)")
            #expect(daemon.stop(SIGKILL) == 128 + SIGKILL)
            #expect(FileKind(daemon.socket) == .socket)
        }
        for number in 1...3 { #expect(try daemon.datamesh("domain", "show", "d\(number)").status == 0) }
    }

    @Test func `told to stop under many writers, it keeps what it confirmed, and refuses the rest`() throws {
        let daemon = try RunningDaemon()
        try daemon.start()
        // They share the files of their output; what counts is how they end.
        let writers = try (0..<12).map { number in
            try daemon.program.start(["domain", "register", "d\(number)", "--owner", "frank", "--mesh", "main"])
        }
        #expect(daemon.wait { daemon.log.contains("event=commit") }, "\(daemon.log)")
        #expect(daemon.stop() == 0)
        let statuses = writers.map(Program.wait)
        #expect(Set(statuses).isSubset(of: [0, 3]), "\(statuses)")
        for (number, status) in statuses.enumerated() where status == 0 {
            #expect(try daemon.datamesh("domain", "show", "d\(number)").status == 0)
        }
        #expect(statuses.contains(0))
        #expect(try daemon.datamesh("log", "--verify").status == 0)
    }

    @Test func `many changed products are put into a snapshot beside, and the next daemon goes on from it`() throws {
        let daemon = try RunningDaemon()
        try daemon.start()
        // More than a session should have to hold in memory.
        let products = (0..<1100).map { "  - product_id: p\($0)\n" }.joined()
        try daemon.program.scratch.write(
            "domains:\n  - domain_id: sales\n    owner: \(Program.user)\nproducts:\n" + products, to: "mesh.yaml")
        let imported = try daemon.datamesh("import", daemon.program.scratch.path + "/mesh.yaml", "--domain", "sales")
        #expect(imported.status == 0, "\(imported)")
        #expect(daemon.wait { daemon.log.contains("event=compacted") }, "\(daemon.log)")
        #expect(daemon.log.contains("snapshot=1"), "\(daemon.log)")
        #expect(try daemon.datamesh("product", "show", "p1099").status == 0)
        daemon.stop(SIGKILL)
        try daemon.start()
        #expect(try daemon.datamesh("domain", "register", "hr", "--owner", "frank").status == 0)
        #expect(try daemon.datamesh("log", "--verify").status == 0)
    }

    @Test func `a second one does not start, on the socket nor on the mesh`() throws {
        let daemon = try RunningDaemon()
        try daemon.start()
        let second = try daemon.startInVain(daemon.program.config)
        #expect(second.status == 2, "\(second)")
        // The same mesh, served elsewhere.
        let other = daemon.program.scratch.path + "/other.yaml"
        try daemon.program.scratch.write(
            try daemon.program.scratch.read("config.yaml").replacing("/run/mesh.sock", with: "/run/other.sock"),
            to: "other.yaml")
        unsafe chmod(other, 0o644)
        let third = try daemon.startInVain(other)
        #expect(third.status == 2 && third.log.contains("nother process"), "\(third)")
        #expect(try daemon.datamesh("status").status == 0)
    }

    @Test func `what is no socket of its own is left alone, and it does not start`() throws {
        let daemon = try RunningDaemon()
        let elsewhere = daemon.program.scratch.path + "/elsewhere"
        try daemon.program.scratch.write("precious", to: "elsewhere")
        unsafe symlink(elsewhere, daemon.socket)
        var refused = try daemon.startInVain(daemon.program.config)
        #expect(refused.status == 2 && refused.log.contains("is there and is no socket of this user"), "\(refused)")
        #expect(FileKind(daemon.socket) == .link)
        unsafe unlink(daemon.socket)
        unsafe link(elsewhere, daemon.socket)
        refused = try daemon.startInVain(daemon.program.config)
        #expect(refused.status == 2 && FileKind(daemon.socket) == .file, "\(refused)")
        #expect(try daemon.program.scratch.read("elsewhere") == "precious")
        unsafe unlink(daemon.socket)
        unsafe chmod(daemon.program.scratch.path + "/run", 0o777)
        refused = try daemon.startInVain(daemon.program.config)
        #expect(refused.status == 2 && refused.log.contains("others may write in"), "\(refused)")
    }

    @Test func `a host's file that others could have written is not believed`() throws {
        let daemon = try RunningDaemon()
        let path = daemon.program.config
        unsafe symlink(path, path + ".link")
        let linked = try daemon.startInVain(path + ".link")
        #expect(linked.status == 2 && linked.log.contains("symbolic link"), "\(linked)")
        unsafe chmod(path, 0o664)
        let open = try daemon.startInVain(path)
        #expect(open.status == 2 && open.log.contains("is not believed"), "\(open)")
        let missing = try daemon.startInVain(path + ".none")
        #expect(missing.status == 2 && missing.log.contains("is not there"), "\(missing)")
        #expect(FileKind(daemon.program.scratch.path + "/main") == .nothing)
    }

    @Test func `roles that the host's file gives hold once it is told to read it again`() throws {
        let daemon = try RunningDaemon("roles: {steward: [nobody-here]}")
        try daemon.start()
        let refused = try daemon.datamesh("domain", "register", "sales", "--owner", Program.user)
        #expect(refused.status == 3 && refused.errors.contains("steward"), "\(refused)")
        try daemon.program.host("roles: {steward: [\(Program.user)]}")
        daemon.tell(SIGHUP)
        #expect(daemon.wait { daemon.log.contains("event=reloaded") }, "\(daemon.log)")
        #expect(try daemon.datamesh("domain", "register", "sales", "--owner", Program.user).status == 0)
        // A file that cannot be read changes nothing. Who changes the mesh meanwhile reads a good one.
        try daemon.program.scratch.write(try daemon.program.scratch.read("config.yaml"), to: "good.yaml")
        unsafe chmod(daemon.program.scratch.path + "/good.yaml", 0o644)
        try daemon.program.host("roles: [what]")
        daemon.tell(SIGHUP)
        #expect(daemon.wait { daemon.log.contains("event=not_reloaded") }, "\(daemon.log)")
        let still = try daemon.program.run(
            "domain", "register", "hr", "--owner", Program.user, "--mesh", "main",
            environment: ["DATAMESH_CONFIG": daemon.program.scratch.path + "/good.yaml"])
        #expect(still.status == 0, "\(still)")
    }

    @Test func `the service manager hands it a socket, hears when it serves, and keeps the socket`() throws {
        let daemon = try RunningDaemon()
        let starter = """
            import os, socket, sys
            listening = socket.socket(socket.AF_UNIX)
            listening.bind(sys.argv[1]); os.chmod(sys.argv[1], 0o666); listening.listen(8)
            told = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); told.bind(sys.argv[2])
            child = os.fork()
            if child == 0:
                if listening.fileno() == 3: os.set_inheritable(3, True)
                else: os.dup2(listening.fileno(), 3)
                os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="1", NOTIFY_SOCKET=sys.argv[2])
                os.execv(sys.argv[3], sys.argv[3:])
            told.settimeout(30)
            print(told.recv(4096).decode(), flush=True)
            listening.close()
            print(os.waitpid(child, 0)[1])
            """
        let notify = daemon.program.scratch.path + "/notify.sock"
        let manager = try daemon.program.start(
            [
                "-c", #"exec /usr/bin/python3 -c "$0" "$@" > "$OUT" 2>> "$LOG""#, starter, daemon.socket, notify,
                RunningDaemon.path, "--config", daemon.program.config, "--allow-root",
            ], with: "/bin/sh",
            environment: ["OUT": daemon.program.scratch.path + "/told", "LOG": daemon.logFile])
        let told = { (try? daemon.program.scratch.read("told")) ?? "" }
        #expect(daemon.wait { told().contains("READY=1") }, "\(told()) \(daemon.log)")
        let made = try daemon.datamesh("domain", "register", "sales", "--owner", Program.user)
        #expect(made.status == 0, "\(made)")
        _ = try daemon.program.run(
            ["-c", #"kill -TERM $(pgrep -P "$0")"#, "\(manager)"], with: "/bin/sh")
        #expect(Program.wait(for: manager) == 0)
        #expect(told().hasSuffix("\n0\n"), "\(told())")
        #expect(FileKind(daemon.socket) == .socket)
    }

    @Test func `who must be told is told although the daemon is killed while it tells them`() throws {
        let daemon = try RunningDaemon()
        let scratch = daemon.program.scratch.path
        // A command that takes as long as the file `hold` is there, and then has failed.
        try daemon.program.scratch.write(
            "#!/bin/sh\ntouch \(scratch)/begun\nwhile [ -e \(scratch)/hold ]; do sleep 0.05; done\nexit 1\n",
            to: "notify")
        try daemon.program.scratch.write("", to: "hold")
        unsafe chmod(scratch + "/notify", 0o755)
        try daemon.program.host("roles: {steward: [\(Program.user)]}\nnotify: [\(scratch)/notify]")
        try daemon.start()
        for command in [
            ["domain", "register", "sales", "--owner", Program.user],
            ["product", "create", "orders", "--domain", "sales", "--owner", Program.user],
            ["product", "publish", "orders", "1.0", "--field", "id:int", "--access", "approval"],
            ["consumer", "register", "board", "--domain", "elsewhere", "--owner", "frank"],
            ["subscribe", "orders", "--consumer", "board"],
            ["subscription", "revoke", "orders/main/board", "--reason", "it is over"],
        ] {
            let ending = try daemon.program.run(command + ["--mesh", "main"])
            #expect(ending.status == 0, "\(ending)")
        }
        #expect(daemon.wait { FileKind(scratch + "/begun") == .file }, "\(daemon.log)")
        daemon.stop(SIGKILL)
        unsafe unlink(scratch + "/hold")
        try daemon.program.scratch.write("#!/bin/sh\ncat >> \(scratch)/told\n", to: "notify")
        unsafe chmod(scratch + "/notify", 0o755)
        try daemon.start()
        let told = { (try? daemon.program.scratch.read("told")) ?? "" }
        #expect(daemon.wait { told().contains("\n") }, "\(told()) \(daemon.log)")
        #expect(told().contains(#""event":"decided","to":["frank"],"product_id":"orders""#), "\(told())")
        // What people say to each other stays in the mesh.
        #expect(!told().contains("it is over"), "\(told())")
    }
}
