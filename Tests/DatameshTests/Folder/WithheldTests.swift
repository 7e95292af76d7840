import Glibc
import Testing

/// What the words that few may read look like to a user of the machine who is not one of the few.
@Suite(.serialized)
struct WithheldTests {
    @Test(.enabled(if: DiskTests.isRoot && DiskTests.hasSetpriv, "needs root and setpriv"), arguments: [false, true])
    func `a reader sees that a purpose is withheld, and no file of the readers' tells it`(_ isConfidant: Bool) throws {
        let program = try Program()
        unsafe chmod(program.scratch.path, 0o755)
        let copy = program.scratch.path + "/datamesh"
        #expect(try program.run([Program.path, copy], with: "/bin/cp").status == 0)
        #expect(try program.run("init", "--shared", "games").status == 0)
        // As an administrator opens it to a group before anything lies there.
        let apart = program.mesh + "/confidential"
        _ = unsafe mkdir(apart, 0o700)
        #expect(try program.run(["staff", apart], with: "/bin/chgrp").status == 0)
        #expect(unsafe chmod(apart, 0o2750) == 0)
        for arguments in [
            ["domain", "register", "sales", "--owner", "alice"],
            ["product", "create", "orders", "--domain", "sales", "--owner", "alice"],
            ["product", "publish", "orders", "1.0", "--field", "id:string"],
            [
                "subscribe", "orders", "--consumer", "board", "--consumer-domain", "finance", "--purpose",
                "SECRETPURPOSE",
            ],
            ["compact"],
            ["subscription", "revoke", "orders/board", "--reason", "SECRETREASON"],
        ] {
            let ending = try program.run(arguments)
            #expect(ending.status == 0, "\(arguments): \(ending)")
        }
        #expect(unsafe chmod(apart + "/facts", 0o640) == 0)
        func asReader(_ arguments: [String]) throws -> Program.Ending {
            let groups = isConfidant ? ["--groups", "staff"] : ["--clear-groups"]
            return try program.run(
                ["--reuid", "65534", "--regid", "games"] + groups + arguments, with: "/usr/bin/setpriv")
        }
        let shown = try asReader([copy, "subscription", "show", "orders/board"])
        #expect(shown.status == 0, "\(shown)")
        #expect(shown.output.contains("SECRETPURPOSE") == isConfidant, "\(shown.output)")
        #expect(shown.output.contains("withheld") == !isConfidant, "\(shown.output)")
        let log = try asReader([copy, "log", "--json"])
        #expect(log.status == 0 && log.output.contains("SECRETREASON") == isConfidant, "\(log)")
        // Whatever this reader can open, byte by byte.
        let found = try asReader(["/bin/grep", "-rlaE", "SECRET(PURPOSE|REASON)", program.mesh])
        let files = found.output.split(separator: "\n").map(String.init)
        #expect(files == (isConfidant ? [apart + "/facts"] : []), "\(files)")
    }
}
