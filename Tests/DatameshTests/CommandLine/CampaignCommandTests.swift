import Testing

/// What the owner of a product and those who use it tell each other: campaigns, notices, endorsements.
struct CampaignCommandTests {
    static func mesh() throws -> Program {
        let program = try Program.withPublishedSales()
        try program.prepare(
            "product create visits --domain sales --owner alice",
            "product publish visits 1.0 --field id:string --field page:string --access open",
            "subscribe visits --consumer board --consumer-domain bi")
        return program
    }

    @Test func `everybody who reads the old version says how they stand to the new one`() throws {
        let program = try Self.mesh()
        let page = #"""
            $ campaign list
            nobody has to move to a new version
            $ product publish visits 2.0 --field id:string --old-until 2999-01-01
            ● product visits 2.0 is published at port main after 1.0
            ▲ product visits breaks: visits.page is removed
            ▲ product visits changes its access from open to approval: 2.0 states no terms
            · product visits 1.0 and 2.0 are served together until 2999-01-01: 0 of 1 moved
            · product visits 1 subscriber will read it: board
            $ campaign show visits
            visits from 1.0 to 2.0: 0 of 1 moved
              until  2999-01-01
              announced  NOW by ME

            CONSUMER  OF  STANDS  SINCE  BY  NOTE
            board  bi  unseen
            [1]
            $ campaign seen visits --consumer board
            ● consumer board has seen 2.0
            · product visits 0 of 1 moved, 1 has seen it
            $ campaign object visits --consumer board --note 'not before March'
            ● consumer board objects to 2.0: not before March
            · product visits 0 of 1 moved, 1 objects
            $ campaign announce visits --until 2999-03-31
            ● product visits 1.0 is served beside 2.0 until 2999-03-31: 0 of 1 moved, 1 objects
            · product visits is told to board
            $ campaign list
            PRODUCT  PORT  FROM  TO  UNTIL  MOVED  OF  NOTE
            visits  main  1.0  2.0  2999-03-31  0  1
            $ campaign move visits --consumer board
            ● consumer board has moved to 2.0
            · product visits 1 of 1 moved
            $ campaign show visits
            visits from 1.0 to 2.0: 1 of 1 moved
              until  2999-03-31
              announced  NOW by ME

            CONSUMER  OF  STANDS  SINCE  BY  NOTE
            board  bi  moved  NOW  ME

            """#
        #expect(try program.replay(page) == page)
    }

    @Test func `a notice stands above the product until it ends`() throws {
        let program = try Self.mesh()
        let page = #"""
            $ notice list
            no notice
            $ notice post visits 'EU rows are late'
            ● product visits has the notice 1: EU rows are late
            · product visits 1 subscriber will be told: board
            $ notice list
            PRODUCT  NO  SEVERITY  SINCE  UNTIL  BY  NOTICE
            visits  1  warning  NOW  ME  EU rows are late
            $ notice end visits
            ● product visits no longer has the notice 1: EU rows are late
            $ notice list visits
            no notice
            $ notice end visits
            ! datamesh: product 'visits' has no notice that holds
            [3]

            """#
        #expect(try program.replay(page) == page)
    }

    @Test func `who uses a product may endorse it, and take that back`() throws {
        let program = try Self.mesh()
        let page = #"""
            $ product endorse visits
            ● product visits is endorsed by ME
            $ product endorse sales_transactions
            ! datamesh: product 'sales_transactions' is not used by ME; one endorses what one uses, or for a domain: --as DOMAIN
            [3]
            $ product unendorse visits
            ● product visits is no longer endorsed by ME
            $ product unendorse visits
            ! datamesh: product 'visits' is not endorsed by ME
            [3]

            """#
        #expect(try program.replay(page) == page)
    }

    @Test func `whoever answers for a domain may endorse for it, but not for what it offers itself`() throws {
        let program = try Self.mesh()
        let page = #"""
            $ product endorse visits --as sales
            ! datamesh: domain 'sales' offers 'visits' itself; others endorse it
            [3]
            $ product endorse visits --as nowhere
            ! datamesh: there is no domain 'nowhere'; register it first: datamesh domain register nowhere --owner NAME
            [3]
            $ domain register bi --owner carol
            ● domain bi is registered, owned by carol
            $ product endorse visits --as bi --note 'in our report' --plan
            nothing is changed yet; this would happen:
            ● product visits is endorsed by bi
            $ product endorse visits --as bi --note 'in our report'
            ● product visits is endorsed by bi
            $ product unendorse visits --as bi
            ● product visits is no longer endorsed by bi
            $ product unendorse visits --as bi
            ! datamesh: product 'visits' is not endorsed by bi
            [3]

            """#
        #expect(try program.replay(page) == page)
    }

    @Test func `the inbox lists new versions to move to, with the commands that answer`() throws {
        let program = try Self.mesh()
        try program.prepare("product publish visits 2.0 --field id:string --access open --old-until 2999-01-01")
        let page = #"""
            $ inbox
            asks for your answer  1
              TODAY  visits serves 1.0 beside 2.0 until 2999-01-01; board has to move
                  datamesh campaign seen visits --consumer board
                  datamesh campaign move visits --consumer board
                  datamesh campaign object visits --consumer board --note WHY

            news of what you use  1
              TODAY  visits has version 2.0
                  datamesh product show visits
            $ campaign move visits --consumer board
            ● consumer board has moved to 2.0
            · product visits 1 of 1 moved
            $ inbox
            news of what you use  1
              TODAY  visits has version 2.0
                  datamesh product show visits

            """#
        #expect(try program.replay(page) == page)
    }

    @Test func `a version that states no terms says what becomes of those before`() throws {
        let program = try Self.mesh()
        let page = #"""
            $ product publish visits 1.1 --field id:string --field page:string --field at:timestamp --plan
            nothing is changed yet; this would happen:
            ● product visits 1.1 is published at port main after 1.0
            · product visits visits.at is added
            ▲ product visits changes its access from open to approval: 1.1 states no terms
            · product visits 1 subscriber will read it: board

            """#
        #expect(try program.replay(page) == page)
    }

    @Test func `two products stand side by side`() throws {
        let program = try Self.mesh()
        let page = #"""
            $ product compare visits sales_transactions
                            visits  sales_transactions
            trust  unknown  unknown
            freshness  freshness not measured  freshness of 24 h promised, not measured
            quality  quality not measured  quality not measured
            policies  no policy speaks about it  no policy speaks about it
            rules  0 of 0  0 of 0
            consumers  1 consumer  0 consumers
            status  published  published
            version  1.0  1.0
            domain  sales  sales
            owner  alice  alice
            classification  internal  internal
            promises  availability 99.9%, freshness 24h, quality 95%
            access  open to everybody  role-based: analyst, manager
            updated  NOW  NOW

            FIELD  visits  sales_transactions
            id  string  –
            page  string  –
            transaction_id  –  string
            amount  –  decimal
            date  –  date
            $ product compare visits nothing
            ! datamesh: there is no product 'nothing'; 'datamesh search nothing' finds what is near
            [1]

            """#
        #expect(try program.replay(page) == page)
    }

    @Test func `a product's history shows each metric's course, and how far each promise was kept`() throws {
        let program = try Self.mesh()
        try program.prepare("quality record visits completeness=98.5")
        let page = #"""
            $ quality history visits --since 7d --metric completeness
            METRIC  COURSE  FIRST  LAST  LOWEST  HIGHEST  MEAN  TREND  POINTS
            completeness  ▄  98.5  98.5  98.5  98.5  98.5  1
            $ quality history sales_transactions --since 2020-01-01
            nothing was measured since 2020-01-01

            PROMISE  WANTED  KEPT  OF  BREACHES
            availability  99.9  not measured  0
            freshness  24h  not measured  0
            quality  95  not measured  0

            """#
        #expect(try program.replay(page) == page)
        try program.prepare("quality record sales_transactions completeness=90")
        #expect(try program.run("quality", "history", "sales_transactions").output.contains("90 of 95"))
        let history = try program.run("quality", "history", "sales_transactions", "--json").output
        #expect(history.replacing(/\s/, with: "").contains(#""promise":"quality","wanted":"95","kept_percent":"#))
        #expect(history.contains(/"kept_now": ?false/))
    }
}
