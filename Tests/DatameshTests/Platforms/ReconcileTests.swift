import Glibc
import MeshModel
import Testing

@testable import datamesh

/// Access that a platform carries out: hooks run on approval and revocation, and `datamesh reconcile` for what is left.
struct ReconcileTests {
    /// A platform made of files: who is let in has one in `open/`. It refuses everything while `broken` is there.
    static let door = #"""
        template_id: door
        files:
          - path: door.sh
            mode: "0755"
            content: |
              #!/bin/sh
              set -eu
              echo "$1 $2 $3 $4"
              if [ -e broken ]; then echo "the door is stuck" >&2; exit 7; fi
              if [ "$1" = grant ]; then echo "$3 $4" > "open/$2"; else rm -f "open/$2"; fi
          - {path: open/, content: ""}
        hooks:
          - {event: grant, argv: [./door.sh, grant, "{{grant.consumer}}", "until:{{grant.until}}", "fields:{{grant.fields|json}}"], time_limit_s: 20}
          - {event: revoke, argv: [./door.sh, revoke, "{{grant.consumer}}", "", ""], time_limit_s: 20}

        """#

    static func withDoor() throws -> Program {
        let program = try Program.withPublishedSales()
        try program.scratch.write(door, to: "door.yaml")
        try program.prepare("template create -f SCRATCH/door.yaml", "provision sales_transactions --template door")
        return program
    }

    static let workspace = "mesh/workspaces/sales_transactions/door"

    private func stick(_ program: Program) throws { try program.scratch.write("", to: Self.workspace + "/broken") }
    private func unstick(_ program: Program) {
        _ = unsafe unlink("\(program.scratch.path)/\(Self.workspace)/broken")
    }
    private func open(_ program: Program) -> [String] {
        ScratchFolder.names(in: "\(program.scratch.path)/\(Self.workspace)/open").sorted()
    }

    @Test func `what is approved is granted by the platform, and what is revoked is closed`() throws {
        let program = try Self.withDoor()
        let page = #"""
            $ subscribe sales_transactions --consumer board --consumer-domain analytics --plan
            nothing is changed yet; this would happen:
            ● subscription sales_transactions/main/board is granted at once: ME owns this mesh and holds every role
            · subscription sales_transactions/main/board the domain 'analytics' is outside this mesh
            · subscription sales_transactions/main/board is usable once door has granted it
            · subscription sales_transactions/main/board door: grant would run ./door.sh grant board until: fields:[]
            $ subscribe sales_transactions --consumer board --consumer-domain analytics
            ● subscription sales_transactions/main/board is granted at once: ME owns this mesh and holds every role
            · subscription sales_transactions/main/board the domain 'analytics' is outside this mesh
            · subscription sales_transactions/main/board is usable once door has granted it
            ● door: grant sales_transactions/main/board is usable
            $ subscription list --plain
            sales_transactions/main/board	analytics	active, usable	NOW	ME		
            $ use sales_transactions --consumer board
            sales_transactions  Daily sales transactions

            port main  no address is known
              access  board is subscribed
              ask  alice
            $ reconcile
            nothing is outstanding: platforms do what the mesh says

            """#
        #expect(try program.replay(page) == page)
        #expect(open(program) == ["board"])
        let end = #"""
            $ subscription revoke sales_transactions/board --reason over --plan
            nothing is changed yet; this would happen:
            ● subscription sales_transactions/main/board is revoked
            ▲ subscription sales_transactions/main/board board of analytics loses its access
            · subscription sales_transactions/main/board stays open until door has revoked it
            · subscription sales_transactions/main/board door: revoke would run ./door.sh revoke board '' ''
            $ access review --revoke sales_transactions/board --reason over --plan
            nothing is changed yet; this would happen:
            ● subscription sales_transactions/main/board is revoked
            ▲ subscription sales_transactions/main/board board of analytics loses its access
            · subscription sales_transactions/main/board stays open until door has revoked it
            · subscription sales_transactions/main/board door: revoke would run ./door.sh revoke board '' ''
            $ subscription revoke sales_transactions/board --reason over
            ● subscription sales_transactions/main/board is revoked
            ▲ subscription sales_transactions/main/board board of analytics loses its access
            · subscription sales_transactions/main/board stays open until door has revoked it
            ● door: revoke sales_transactions/main/board is closed
            $ subscription list --plain
            sales_transactions/main/board	analytics	revoked	NOW	ME		

            """#
        #expect(try program.replay(end) == end)
        #expect(open(program) == [])
    }

    @Test func `a hook that fails leaves a state that is seen, and is tried again`() throws {
        let program = try Self.withDoor()
        try stick(program)
        let page = #"""
            $ subscribe sales_transactions --consumer board --consumer-domain analytics
            ● subscription sales_transactions/main/board is granted at once: ME owns this mesh and holds every role
            · subscription sales_transactions/main/board the domain 'analytics' is outside this mesh
            · subscription sales_transactions/main/board is usable once door has granted it
            ✕ door: grant sales_transactions/main/board failed: the door is stuck
            ! datamesh: a platform could not carry it out; 'datamesh reconcile' tries again
            [1]
            $ subscription list --plain
            sales_transactions/main/board	analytics	active, grant failed	NOW	ME		
            $ use sales_transactions --consumer board
            sales_transactions  Daily sales transactions

            port main  no address is known
              access  board is approved, and not let in yet; door: grant failed since TODAY: the door is stuck
              ask  alice
            $ subscription list --access lapsed_but_open
            no subscription
            $ subscription list --access grant_failed --plain
            sales_transactions/main/board	analytics	active, grant failed	NOW	ME		
            $ inbox --plain
            platform	NOW	sales_transactions	board, door: grant failed since TODAY: the door is stuck	datamesh reconcile --product sales_transactions
            notice	NOW	sales_transactions	has version 1.0	datamesh product show sales_transactions
            $ reconcile --plan
            nothing is changed yet; this would happen:
            grant sales_transactions/main/board, active, door: grant failed since TODAY: the door is stuck
              run ./door.sh grant board until: fields:[]
            $ reconcile
            ✕ door: grant sales_transactions/main/board failed: the door is stuck
            ! datamesh: a platform could not carry it out; 'datamesh reconcile' tries again
            [1]
            $ reconcile --plan
            nothing is changed yet; this would happen:
            grant sales_transactions/main/board, active, door: grant failed since TODAY after 2 attempts: the door is stuck
              run ./door.sh grant board until: fields:[]
            $ subscription revoke sales_transactions/board --reason over
            ● subscription sales_transactions/main/board is revoked
            ▲ subscription sales_transactions/main/board board of analytics loses its access
            · subscription sales_transactions/main/board stays open until door has revoked it
            ✕ door: revoke sales_transactions/main/board failed: the door is stuck
            ! datamesh: a platform could not carry it out; 'datamesh reconcile' tries again
            [1]
            $ subscription list --plain
            sales_transactions/main/board	analytics	revoked, lapsed but open	NOW	ME		
            $ reconcile --jsonl --plan
            {"subscription_id":"sales_transactions/main/board","template_id":"door","state":"lapsed_but_open","action":"revoke","commands":[["./door.sh","revoke","board","",""]],"planned":true}

            """#
        #expect(try program.replay(page) == page)
        unstick(program)
        let mended = #"""
            $ reconcile --jsonl
            {"subscription_id":"sales_transactions/main/board","template_id":"door","state":"lapsed_but_open","action":"revoke","commands":[["./door.sh","revoke","board","",""]],"outcome":"done","reason":""}
            $ reconcile
            nothing is outstanding: platforms do what the mesh says
            $ log --limit 4 --plain
            17	NOW	ME	revoke of sales_transactions/main/board by door is done
            16	NOW	ME	revoke of sales_transactions/main/board by door is running
            15	NOW	ME	revoke of sales_transactions/main/board by door is failed
            14	NOW	ME	revoke of sales_transactions/main/board by door is running

            """#
        #expect(try program.replay(mended) == mended)
    }

    @Test func `what ends by its date stays open until it is reconciled`() throws {
        let program = try Self.withDoor()
        let end = try program.moment(behind: 6)
        try program.prepare(
            "subscribe sales_transactions --consumer board --consumer-domain analytics --until \(end)",
            "subscribe sales_transactions --consumer other --consumer-domain analytics")
        #expect(open(program) == ["board", "other"])
        while WallClock.now() <= end { usleep(100_000) }
        let page = #"""
            $ subscription list --plain --consumer board
            sales_transactions/main/board	analytics	expired, lapsed but open	NOW	ME	TODAY	
            $ reconcile
            ● door: revoke sales_transactions/main/board is closed
            $ subscription list --plain --consumer board
            sales_transactions/main/board	analytics	expired	NOW	ME	TODAY	
            $ subscription renew sales_transactions/board --until 2999-12-31
            ● subscription sales_transactions/main/board is renewed until 2999-12-31
            · subscription sales_transactions/main/board is usable once door has granted it
            ● door: grant sales_transactions/main/board is usable

            """#
        #expect(try program.replay(page) == page)
        #expect(open(program) == ["board", "other"])
        #expect(
            try program.scratch.read(Self.workspace + "/open/board") == "until:2999-12-31T00:00:00Z fields:[]\n")
    }

    @Test func `who subscribed before there was a platform is let in when it is made`() throws {
        let program = try Program.withPublishedSales()
        try program.scratch.write(Self.door, to: "door.yaml")
        try program.prepare(
            "template create -f SCRATCH/door.yaml",
            "subscribe sales_transactions --consumer board --consumer-domain analytics")
        let page = #"""
            $ provision sales_transactions --template door
            ● product sales_transactions infrastructure from template door is ready
              workspace  MESH/workspaces/sales_transactions/door
            ● door: grant sales_transactions/main/board is usable

            """#
        #expect(try program.replay(page) == page)
        #expect(open(program) == ["board"])
        // Made again, it may hold what nobody was granted yet: everybody is granted again.
        #expect(try program.replay(page) == page)
    }

    @Test func `a hook runs where it was provisioned and nowhere else`() throws {
        let program = try Self.withDoor()
        // The same mesh found at another place is not the platform's: its workspaces are elsewhere.
        try #require(unsafe rename(program.mesh, program.scratch.path + "/moved") == 0)
        let page = #"""
            $ subscribe sales_transactions --consumer board --consumer-domain analytics --mesh SCRATCH/moved
            ● subscription sales_transactions/main/board is granted at once: ME owns this mesh and holds every role
            · subscription sales_transactions/main/board the domain 'analytics' is outside this mesh
            · subscription sales_transactions/main/board is usable once door has granted it
            · door: grant sales_transactions/main/board waits: ME, who provisioned it, runs 'datamesh reconcile'
            $ subscription list --plain --mesh SCRATCH/moved
            sales_transactions/main/board	analytics	active, granting	NOW	ME		

            """#
        #expect(try program.replay(page) == page)
    }

    @Test func `an interruption ends the hook that runs, begins no other, and leaves a state that is seen`() throws {
        let program = try Program.withPublishedSales()
        try program.scratch.write(
            Self.door.replacing(
                "#!/bin/sh", with: "#!/bin/sh\n      if [ -e slow ]; then touch begun; exec sleep 660; fi"),
            to: "door.yaml")
        try program.prepare("template create -f SCRATCH/door.yaml", "provision sales_transactions --template door")
        try stick(program)
        for consumer in ["one", "two"] {
            _ = try program.run("subscribe", "sales_transactions", "--consumer", consumer, "--consumer-domain", "x")
        }
        unstick(program)
        try program.scratch.write("", to: Self.workspace + "/slow")
        let child = try program.start(["reconcile"])
        while !ScratchFolder.names(in: "\(program.scratch.path)/\(Self.workspace)").contains("begun") { usleep(20_000) }
        kill(child, SIGINT)
        #expect(Program.wait(for: child) == 1)
        #expect(
            program.masked(try program.scratch.read("stdout")) == #"""
                ✕ door: grant sales_transactions/main/one failed: './door.sh' was stopped: cancelled
                · door: grant sales_transactions/main/two waits: interrupted before it was begun

                """#)
        _ = unsafe unlink("\(program.scratch.path)/\(Self.workspace)/slow")
        #expect(open(program) == [])
        let page = #"""
            $ reconcile
            ● door: grant sales_transactions/main/one is usable
            ● door: grant sales_transactions/main/two is usable

            """#
        #expect(try program.replay(page) == page)
        #expect(open(program) == ["one", "two"])
    }
}
