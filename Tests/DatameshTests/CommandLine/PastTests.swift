import Testing

/// `--at`, `datamesh diff`, and `search --explain`.
struct `The past, and why` {
    @Test func `a mesh is looked at as it was, and two states are compared`() throws {
        let program = try Program.empty()
        let page = #"""
            $ domain register sales --owner ME
            ● domain sales is registered, owned by ME
            $ product create orders --domain sales --owner ME --description first
            ● product orders is created as a draft in sales, owned by ME
            $ compact
            compacted at revision 3
            $ product edit orders --description second --tag daily
            ● product orders description, tags changed
            $ product list --plain --at 3
            orders	–	draft	sales	ME	–	0	first
            $ product list --plain
            orders	–	draft	sales	ME	–	0	second
            $ product list --at 2
            no product
            $ search second --at 3
            ! datamesh: nothing found
            [1]
            $ product list --at 99
            ! datamesh: There is no revision 99 yet; the newest is 4.
            [3]
            $ product list --at soon
            ! datamesh: 'soon' is no time of the past: expected a revision such as 128, a time such as NOW, or an age such as 7d
            ! Usage: datamesh <subcommand>
            !   See 'datamesh --help' for more information.
            [64]
            $ diff 2 3 --jsonl
            {"kind":"product","key":["orders"],"change":"created","fields":[]}
            $ diff 4 3
            ! datamesh: revision 4 is later than 3: name the earlier state first
            [3]
            $ diff 4
            revision 4 of NOW to 4 of NOW: 0 records differ

            """#
        #expect(try program.replay(page) == page)
    }

    @Test func `history is kept within bounds that one sets`() throws {
        let program = try Program.empty()
        let page = #"""
            $ domain register sales --owner ME
            ● domain sales is registered, owned by ME
            $ compact
            compacted at revision 2
            $ domain register web --owner ME
            ● domain web is registered, owned by ME
            $ compact --keep-history 90d
            compacted at revision 3
            0 of the journals before removed, BYTES bytes; the log begins behind revision 0, and --at opens the mesh from revision 0 on
            $ domain list --at 1
            no domain yet; 'datamesh domain register' makes one
            $ compact --keep-history 1B
            compacted at revision 3
            3 of the journals before removed, BYTES bytes; the log begins behind revision 3, and --at opens the mesh from revision 3 on
            $ domain list --at 2
            ! datamesh: The mesh is only kept as it was from revision 3 on. Ask for a later time.
            [3]
            $ log
            nothing happened yet
            $ compact --keep-history soon
            ! datamesh: --keep-history soon: expected an age such as 90d or an amount of data such as 500MB
            ! Usage: datamesh <subcommand>
            !   See 'datamesh --help' for more information.
            [64]

            """#
        #expect(try program.replay(page).replacing(/\d+ bytes/, with: "BYTES bytes") == page)
    }

    @Test func `checkpoints are kept by a retention that is set once and stays`() throws {
        let program = try Program.empty()
        let page = #"""
            $ domain register sales --owner ME
            ● domain sales is registered, owned by ME
            $ compact --keep-checkpoints 'newest 3' --plan
            nothing is changed yet; revision 2 would be written into a snapshot
            nothing would be lost, history included
            of the snapshots before, those of these would be kept from now on: newest 3
            $ compact --keep-checkpoints 'daily 2,newest 3'
            compacted at revision 2
            checkpoints are kept from now on: newest 3, daily 2; snapshots: 1; --at opens the mesh from revision 0 on
            $ domain register web --owner ME
            ● domain web is registered, owned by ME
            $ compact
            compacted at revision 3
            $ compact
            compacted at revision 3
            $ compact
            compacted at revision 3
            $ fsck
            ● CURRENT  names snapshot-4 and journal-5
            ● snapshot-4  holds revision 3 in 6 records, every block as its check says
            ● journal-5  holds 0 frames up to revision 3
            ● snapshot-2  holds revision 3 in 6 records, every block as its check says
            ● snapshot-3  holds revision 3 in 6 records, every block as its check says
            ● retention  keeps checkpoints: newest 3, daily 2
            ● records  3 can be read
            ● chain  holds over 3 frames of the kept journals
            $ compact --keep-checkpoints none --json
            {
              "revision": 3,
              "retention": "none",
              "snapshots": 2,
              "earliest": 0
            }
            $ compact --keep-checkpoints hourly
            ! datamesh: --keep-checkpoints hourly: expected some of newest, daily, weekly and monthly, each with a count, such as 'daily 7, weekly 4', or none
            ! Usage: datamesh <subcommand>
            !   See 'datamesh --help' for more information.
            [64]

            """#
        #expect(try program.replay(page) == page)
    }

    @Test func `points and accesses are bounded by what is set once and stays`() throws {
        let program = try Program.withSales()
        let page = #"""
            $ quality record sales_transactions accuracy=91
            ● product sales_transactions accuracy 91 recorded
            $ quality record sales_transactions accuracy=92
            ● product sales_transactions accuracy 92 recorded
            $ compact --keep-points 1 --keep-accesses 2 --plan
            nothing is changed yet; revision 5 would be written into a snapshot
            of history nothing would be removed
            from now on would be kept: the newest point of each metric and the newest 2 accesses of each product; 1 of those that there are would be removed for good
            $ compact --keep-points 1
            compacted at revision 5
            kept from now on: the newest point of each metric and all accesses of each product
            $ compact --keep-accesses 2 --json
            {
              "revision": 5,
              "points": 1,
              "accesses": 2
            }
            $ compact
            compacted at revision 5
            $ fsck
            ● CURRENT  names snapshot-3 and journal-4
            ● snapshot-3  holds revision 5 in 8 records, every block as its check says
            ● snapshot-3  keeps the newest point of each metric and the newest 2 accesses of each product
            ● segment-2  holds 1 points and accesses up to revision 5, every block as its check says
            ● journal-4  holds 0 frames up to revision 5
            ● snapshot-2  holds revision 5 in 8 records, every block as its check says
            ● snapshot-2  keeps the newest point of each metric and the newest 2 accesses of each product
            ● records  4 can be read
            ● chain  holds over 5 frames of the kept journals
            $ compact --keep-points all
            compacted at revision 5
            kept from now on: all points of each metric and the newest 2 accesses of each product
            $ compact --keep-points 0
            ! datamesh: --keep-points 0: expected a count from 1 to 1000000, or all
            ! Usage: datamesh <subcommand>
            !   See 'datamesh --help' for more information.
            [64]
            $ compact --keep-accesses 1000001
            ! datamesh: --keep-accesses 1000001: expected a count from 1 to 1000000, or all
            ! Usage: datamesh <subcommand>
            !   See 'datamesh --help' for more information.
            [64]
            $ compact --keep-accesses=-1
            ! datamesh: --keep-accesses -1: expected a count from 1 to 1000000, or all
            ! Usage: datamesh <subcommand>
            !   See 'datamesh --help' for more information.
            [64]

            """#
        #expect(try program.replay(page) == page)
    }

    @Test func `a result says what each word counted for it`() throws {
        let program = try Program.withSales()
        let page = #"""
            $ search --explain 'sales dai' --limit 1
            sales_transactions  261
              sales  194  a word of its name, description; rarity 1.0
              dai  67  the beginning of a word of its description; rarity 1.0
              standing  0  used by 0
            $ search --explain slstrns --json
            [
              {
                "score": 228,
                "words": [
                  {
                    "word": "slstrns",
                    "score": 228,
                    "reason": "its letters stand in its id or name in this order"
                  }
                ],
                "standing": 0,
                "standing_reason": "used by 0",
                "product_id": "sales_transactions"
              }
            ]
            ! datamesh: no name has it: these have its letters in this order
            $ search ransac --plain
            sales_transactions	–	draft	sales	alice	–	0	Daily sales transactions
            ! datamesh: no word begins so: these have it inside their names

            """#
        #expect(try program.replay(page) == page)
    }
}
