import Glibc
import Testing

/// `datamesh log --verify` and `--refused`, and what is withheld from readers.
struct LogProofTests {
    @Test func `a whole chain is proven, and its head is named`() throws {
        let program = try Program.withSales()
        let page = #"""
            $ log --verify
            the chain is whole: revisions 1 to 3
              proven  3 frames, each to follow the one before it
              head  sha256 DIGEST
              next  keep the head elsewhere: later it proves that nothing before it was exchanged
            $ log --verify --jsonl
            {"whole":true,"first":1,"last":3,"proven":3,"unsealed":0,"head":"DIGEST","break":null}
            $ log --refused
            no refused request is recorded
            $ log --verify --refused
            ! datamesh: --verify is about the whole log; leave the rest out
            ! Usage: datamesh log [<product>] [--limit <limit>] [--long] [--refused] [--verify] [--at <when>] [--mesh <folder>] [--read-only] [--json] [--jsonl] [--plain] [--ascii]
            !   See 'datamesh log --help' for more information.
            [64]

            """#
        #expect(try program.replay(page).replacing(/[0-9a-f]{64}/, with: "DIGEST") == page)
    }

    @Test(arguments: [200, 700]) func `a byte that was changed is named with its file and place`(_ offset: Int) throws {
        let program = try Program.withSales()
        // Into history, which a snapshot has left behind.
        try program.prepare("compact", "domain edit sales --name Sales")
        let journal = program.mesh + "/journal-1"
        let descriptor = unsafe open(journal, O_RDWR)
        var byte: UInt8 = 0
        #expect(unsafe pread(descriptor, &byte, 1, offset) == 1)
        byte ^= 1
        #expect(unsafe pwrite(descriptor, &byte, 1, offset) == 1)
        close(descriptor)
        let ending = try program.run("log", "--verify")
        #expect(ending.status == 1)
        #expect(ending.errors.hasPrefix("datamesh: the chain is broken at revision "), "\(ending)")
        #expect(ending.errors.contains("journal-1, byte "), "\(ending)")
        let json = try program.run("log", "--verify", "--jsonl")
        #expect(json.status == 1)
        #expect(json.output.hasPrefix(#"{"whole":false,"#), "\(json)")
    }

    private static let isRoot = geteuid() == 0
    private static let hasSetpriv = unsafe access("/usr/bin/setpriv", X_OK) == 0

    @Test(.enabled(if: isRoot && hasSetpriv, "needs root and setpriv"))
    func `a reader sees that there are words, and not which`() throws {
        let program = try Program()
        unsafe chmod(program.scratch.path, 0o755)
        let copy = program.scratch.path + "/datamesh"
        #expect(try program.run([Program.path, copy], with: "/bin/cp").status == 0)
        #expect(try program.run("init", "--shared", "games").status == 0)
        try program.prepare(
            "domain register sales --owner alice", "product create orders --domain sales --owner alice",
            "product publish orders 1.0 --field id:string --access approval",
            "subscribe orders --consumer churn --consumer-domain analytics --purpose 'churn model'",
            "access record orders --consumer churn --rows 5")
        func seen(_ words: String...) throws -> String {
            let ending = try program.run(
                ["--reuid", "65534", "--regid", "games", "--clear-groups", copy] + words, with: "/usr/bin/setpriv")
            #expect(ending.status == 0, "\(ending)")
            #expect(!ending.output.contains("churn model"))
            return ending.output
        }
        #expect(try seen("subscription", "list").contains("withheld\n"))
        #expect(try seen("subscription", "show", "orders/churn").contains("purpose   withheld\n"))
        #expect(try seen("subscription", "show", "orders/churn", "--json").contains(#""withheld": true"#))
        let accesses = try seen("access", "list", "orders")
        #expect(accesses.contains("withheld") && accesses.contains("some of it is withheld from you"), "\(accesses)")
        #expect(try seen("access", "list", "orders", "--jsonl").hasSuffix(#""withheld":true}"# + "\n"))
        let log = try seen("log")
        #expect(log.hasSuffix("some words are withheld from you\n"), "\(log)")
        #expect(try seen("log", "--jsonl", "--limit", "1").contains(#""withheld":true"#))
        // Its owner reads it all.
        let owner = try program.run("subscription", "show", "orders/churn", "--json").output
        #expect(owner.contains("churn model") && !owner.contains("withheld"), "\(owner)")
        #expect(!(try program.run("log").output.contains("withheld")))
    }
}
