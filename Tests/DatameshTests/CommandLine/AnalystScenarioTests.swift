import MeshModel
import Testing

/// Somebody who looks for data and wants to use it, through the command line only; the other side answers in between.
struct AnalystScenarioTests {
    /// A host's mesh with a product of olga's that asks for approval and for a purpose.
    static func host() throws -> ServedHost {
        let host = try ServedHost(roles: [.steward, .platform])
        host.speaks(as: "olga")
        try host.program.prepare(
            "domain register sales --owner olga --team olga,paul --mesh main",
            "product create orders --domain sales --owner olga --description 'All orders, daily' --freshness 24h --mesh main",
            "product publish orders 1.0 --field id:string --field price:decimal --field region:string --field email:string --access approval --purpose-required --longest-days 365 --mesh main",
            "product create orders_public --domain sales --owner olga --description 'Orders without people' --mesh main",
            "product publish orders_public 1.0 --field id:string --access open --mesh main")
        return host
    }

    @Test func `an analyst finds, asks, gets less, takes it, uses it, asks for more and gives it up`() throws {
        let host = try Self.host()
        func act(as user: String, _ page: String) throws {
            host.speaks(as: user)
            let replayed = try host.program.replay(page).replacing(/20\d\d-\d\d-\d\d/, with: "20YY-MM-DD")
            #expect(replayed == page)
        }
        try act(
            as: "ann",
            #"""
            $ search email --mesh main --plain
            orders	1.0	published	sales	olga	–	0	All orders, daily
            $ use orders --consumer board --mesh main
            orders  All orders, daily

            port main  no address is known
              access  board is not subscribed (asks for approval; a purpose is required; at most 365 days); datamesh subscribe orders
              ask  olga
            $ subscribe orders --consumer board --consumer-domain finance --mesh main
            ! datamesh: purpose: must be stated: the terms of 'orders' ask for it
            [3]
            $ subscribe orders --consumer board --consumer-domain finance --purpose forecast --uses price,region,phone --mesh main
            ! datamesh: field 'phone': is not in version 1.0 of 'orders'; datamesh product show orders lists its fields
            [3]
            $ subscribe orders --consumer board --consumer-domain finance --purpose forecast --uses price,region,email --version 1 --until 2999-01-01 --mesh main
            ! datamesh: until '2999-01-01': is beyond the 365 days that the terms allow
            [3]
            $ subscribe orders --consumer board --consumer-domain finance --purpose forecast --uses price,region,email --version 1 --mesh main
            ● subscription orders/main/board is asked for; olga decides
            · subscription orders/main/board the domain 'finance' is outside this mesh
            $ subscription approve orders/board --mesh main
            ! datamesh: ann may not approve the subscription 'orders/main/board'; ask olga
            [3]

            """#)
        try act(
            as: "olga",
            #"""
            $ subscription counter orders/board --fields price,region --reason 'no people' --mesh main
            · subscription orders/main/board asked for by ann: forecast
            ● subscription orders/main/board is offered until 20YY-MM-DD with price, region
            ▲ subscription orders/main/board asked for email as well, and does not get it

            """#)
        try act(
            as: "ann",
            #"""
            $ subscription list --plain --mesh main
            orders/main/board	finance	offered	NOW	ann	20YY-MM-DD	forecast
            $ subscription decline orders/board --reason 'email is needed' --mesh main
            ● subscription orders/main/board is declined

            """#)
        try act(
            as: "olga",
            #"""
            $ subscription counter orders/board --fields price,region --reason 'then without' --mesh main
            · subscription orders/main/board asked for by ann: forecast
            ● subscription orders/main/board is offered until 20YY-MM-DD with price, region
            ▲ subscription orders/main/board asked for email as well, and does not get it

            """#)
        try act(
            as: "ann",
            #"""
            $ subscription accept orders/board --mesh main
            ● subscription orders/main/board is accepted until 20YY-MM-DD with price, region
            ▲ subscription orders/main/board asked for email as well, and does not get it
            $ use orders --consumer board --mesh main
            orders  All orders, daily

            port main  no address is known
              access  board is subscribed until 20YY-MM-DD
              ask  olga
            $ subscription show orders/board --mesh main
            orders/main/board  active
              for  finance
              purpose  forecast
              asked by  ann
              asked  NOW
              until  20YY-MM-DD
              version  stays with 1
              reads  price, region, email
              only  price, region

            WHEN  STATE  BY  UNTIL  NOTE
            NOW  requested  ann  20YY-MM-DD  forecast
            NOW  requested  olga  20YY-MM-DD  offered: no people
            NOW  requested  ann  20YY-MM-DD  declined: email is needed
            NOW  requested  olga  20YY-MM-DD  offered: then without
            NOW  active  ann  20YY-MM-DD  accepted
            $ subscribe orders_public --consumer board --consumer-domain finance --mesh main
            ● subscription orders_public/main/board is granted at once: the product is open
            · subscription orders_public/main/board the domain 'finance' is outside this mesh
            $ subscription cancel orders/board --reason 'the public one will do' --mesh main
            ● subscription orders/main/board is cancelled
            $ subscription cancel orders/board --mesh main
            ! datamesh: subscription 'orders/main/board' is cancelled; it cannot be cancelled
            [3]

            """#)
    }
}
