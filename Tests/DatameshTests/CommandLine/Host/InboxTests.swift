import MeshModel
import Testing

@testable import datamesh

/// `datamesh inbox` and `absence`.
struct InboxTests {
    /// A product of one person, and another's request for it that waits.
    private static func request(of owner: String, by asker: String) throws -> ServedHost {
        let host = try ServedHost()
        host.speaks(as: owner)
        try host.program.prepare(
            "domain register sales --owner \(owner) --mesh main",
            "product create orders --domain sales --owner \(owner) --mesh main",
            "product publish orders 1.0 --field id:string --access approval --mesh main")
        host.speaks(as: asker)
        try host.program.prepare(
            "subscribe orders --consumer churn --consumer-domain analytics --purpose 'churn model' --mesh main")
        return host
    }

    @Test func `nothing waits in an empty mesh, and a banner then has no line`() throws {
        let program = try Program.empty()
        let page = #"""
            $ inbox --since 2026-01-02
            nothing waits for you, and nothing changed for you since 2026-01-02
            $ inbox --brief
            $ inbox --since 2026-01-02 --jsonl
            {"user":"ME","since":"NOW","counts":{"decide":0,"answer":0,"renewal":0,"offer":0,"decision":0,"lapse":0,"platform":0,"notice":0},"items":[]}
            $ inbox --since yesterday
            ! datamesh: The value 'yesterday' is invalid for '--since <since>'
            ! Help:  --since <since>  How far back: a day such as 2026-11-20, or a time such as 14d. Else 14d.
            ! Usage: datamesh inbox [--brief] [--since <since>] [--at <when>] [--mesh <folder>] [--read-only] [--json] [--jsonl] [--plain] [--ascii]
            !   See 'datamesh inbox --help' for more information.
            [64]

            """#
        #expect(try program.replay(page) == page)
    }

    @Test(arguments: [
        ["inbox", "--brief"], ["inbox", "--brief", "--json"], ["inbox", "--brief", "--mesh", "/dev/null"],
    ])
    func `a banner is silent and ends well where there is no mesh`(_ command: [String]) throws {
        #expect(try Program().run(command) == Program.Ending(status: 0, output: "", errors: ""))
    }

    @Test func `a banner is silent where the mesh is damaged`() throws {
        let program = try Program.withSales()
        try program.scratch.write("rubbish", to: "mesh/watermark")
        _ = try program.run(
            ["-c", "chmod u+w $DATAMESH_HOME/CURRENT; echo x > $DATAMESH_HOME/CURRENT"], with: "/bin/sh")
        #expect(try program.run("domain", "list").status == 2)
        #expect(try program.run("inbox", "--brief") == Program.Ending(status: 0, output: "", errors: ""))
    }

    @Test func `what waits is shown with what one types to decide`() throws {
        let host = try Self.request(of: Program.user, by: "ann")
        let page = #"""
            $ inbox --mesh main
            waits for you  1
              TODAY  orders ann asks for churn of analytics, 0 s ago: churn model
                  datamesh subscription approve orders/main/churn
                  datamesh subscription deny orders/main/churn --reason WHY
              with --plan, either first says what it is for and what would come of it
            $ inbox --brief --mesh main
            datamesh: 1 request waits for you; 'datamesh inbox' shows them
              orders ann asks for churn of analytics, 0 s ago: churn model
            $ inbox --brief --jsonl --mesh main --since 2026-01-02
            {"user":"ME","since":"NOW","counts":{"decide":1,"answer":0,"renewal":0,"offer":0,"decision":0,"lapse":0,"platform":0,"notice":0},"items":[{"kind":"decide","product_id":"orders","subscription":"orders/main/churn","at":"NOW","text":"ann asks for churn of analytics, 0 s ago: churn model","commands":["datamesh subscription approve orders/main/churn","datamesh subscription deny orders/main/churn --reason WHY"]}]}

            """#
        #expect(try host.program.replay(page).replacing(/\d+ s ago/, with: "0 s ago") == page)
    }

    @Test func `what was decided, what ends and what is new stand apart`() throws {
        let host = try Self.request(of: "olga", by: Program.user)
        host.speaks(as: "olga")
        let soon = WallClock.now().adding(seconds: 3 * Instant.secondsPerDay).date
        try host.program.prepare(
            "subscription approve orders/churn --until \(soon) --reason welcome --mesh main",
            "product deprecate orders --note 'use orders2' --mesh main")
        let page = #"""
            $ inbox --mesh main
            decided  1
              TODAY  orders granted to churn by olga until SOON: welcome
                  datamesh subscription show orders/main/churn
                  datamesh use orders --consumer churn

            ends soon, or has ended  1
              SOON  orders the access of churn ends in 2 d; olga can renew it
                  datamesh subscription show orders/main/churn

            news of what you use  2
              TODAY  orders is deprecated: use orders2
                  datamesh product show orders
              TODAY  orders has version 1.0
                  datamesh product show orders
            $ inbox --brief --mesh main
            datamesh: 1 decision about your access, 1 access ends or has ended, 2 notices on what you use; 'datamesh inbox' shows them
            $ inbox --since 2999-01-01 --mesh main
            ends soon, or has ended  1
              SOON  orders the access of churn ends in 2 d; olga can renew it
                  datamesh subscription show orders/main/churn

            """#
        let seen = try host.program.replay(page).replacing(soon, with: "SOON").replacing(/in (2|3) d/, with: "in 2 d")
        #expect(seen.replacing(/in \d\d h/, with: "in 2 d") == page)
    }

    @Test func `somebody is away, is back, and others are asked meanwhile`() throws {
        let host = try ServedHost()
        let page = #"""
            $ absence list --mesh main
            nobody is away
            $ absence set --deputy bob,@stewards --until 2999-12-31 --note skiing --mesh main
            ● person ME is away from TODAY until 2999-12-31; bob, @stewards decides meanwhile
            $ absence list --mesh main
            WHO  FROM  UNTIL  DEPUTIES  NOTE
            ME  away  TODAY  2999-12-31  bob, @stewards  skiing
            $ absence set --for carol --deputy bob --from 2999-01-01 --mesh main
            ● person carol is away from 2999-01-01 until told otherwise; bob decides meanwhile
            $ absence list --jsonl --mesh main
            {"person":"carol","deputies":["bob"],"from":"2999-01-01T00:00:00Z","until":null,"note":"","away":false}
            {"person":"ME","deputies":["bob","@stewards"],"from":"NOW","until":"2999-12-31T00:00:00Z","note":"skiing","away":true}
            $ absence end --mesh main
            ● person ME decides alone again
            $ absence end --mesh main
            ! datamesh: there is no absence of 'ME'; 'datamesh absence list' shows who is away
            [1]
            $ absence set --mesh main
            ! datamesh: who decides meanwhile? Name a deputy with --deputy; 'datamesh absence end' ends an absence
            [64]
            $ absence set --deputy ME --mesh main
            ! datamesh: deputy 'ME': cannot be the one who is away
            [3]
            $ absence set --deputy bob --until 2000-01-01 --mesh main
            ! datamesh: until '2000-01-01': is not after the first day
            [3]

            """#
        #expect(try host.program.replay(page) == page)
    }

    @Test func `only a steward says that somebody else is away`() throws {
        let host = try ServedHost(roles: [])
        let ending = try host.program.run("absence", "set", "--for", "carol", "--deputy", "bob", "--mesh", "main")
        #expect(ending.status == 3)
        #expect(
            ending.errors
                == "datamesh: \(Program.user) may not say that carol is away; ask carol or somebody with the role steward\n"
        )
    }
}
