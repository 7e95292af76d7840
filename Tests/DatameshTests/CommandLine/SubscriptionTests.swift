import Testing

/// `datamesh subscribe`, `subscription`, `consumer`, `use` and `access`.
struct SubscriptionTests {
    @Test func `a subscription is asked for, granted, used and taken back`() throws {
        let program = try Program.withPublishedSales()
        let page = #"""
            $ subscribe sales_transactions --consumer analytics_pipeline --consumer-domain analytics --plan
            nothing is changed yet; this would happen:
            ● subscription sales_transactions/main/analytics_pipeline is granted at once: ME owns this mesh and holds every role
            · subscription sales_transactions/main/analytics_pipeline the domain 'analytics' is outside this mesh
            $ subscribe sales_transactions --consumer analytics_pipeline --consumer-domain analytics
            ● subscription sales_transactions/main/analytics_pipeline is granted at once: ME owns this mesh and holds every role
            · subscription sales_transactions/main/analytics_pipeline the domain 'analytics' is outside this mesh
            $ subscription list
            SUBSCRIPTION  OF  STATE  ASKED  BY  UNTIL  PURPOSE
            sales_transactions/main/analytics_pipeline  analytics  active  NOW  ME
            $ subscription show sales_transactions/analytics_pipeline
            sales_transactions/main/analytics_pipeline  active
              for  analytics
              asked by  ME
              asked  NOW
              until  no end

            WHEN  STATE  BY  UNTIL  NOTE
            NOW  requested  ME
            NOW  active  ME  ME owns this mesh and holds every role
            $ use sales_transactions --consumer analytics_pipeline
            sales_transactions  Daily sales transactions

            port main  no address is known
              access  analytics_pipeline is subscribed
              ask  alice
            $ access record sales_transactions --consumer analytics_pipeline --rows 1500000
            ● product sales_transactions access by analytics_pipeline recorded
            $ access record sales_transactions --consumer somebody --action download
            ● product sales_transactions access by somebody recorded
            ▲ product sales_transactions somebody had no active subscription
            $ access list sales_transactions
            WHEN  CONSUMER  ACTION  ROWS  RECORDED BY
            NOW  somebody  download  ME  no active subscription
            NOW  analytics_pipeline  read  1500000  ME
            $ subscription renew sales_transactions/analytics_pipeline --until 2999-12-31
            ● subscription sales_transactions/main/analytics_pipeline is renewed until 2999-12-31
            $ subscription revoke sales_transactions/analytics_pipeline
            ! datamesh: reason: must be stated when a subscription is revoked
            [3]
            $ subscription revoke sales_transactions/analytics_pipeline --reason 'project ended'
            ● subscription sales_transactions/main/analytics_pipeline is revoked
            ▲ subscription sales_transactions/main/analytics_pipeline analytics_pipeline of analytics loses its access
            $ subscription list --state active
            no subscription
            $ subscription list --consumer analytics_pipeline
            SUBSCRIPTION  OF  STATE  ASKED  BY  UNTIL  PURPOSE
            sales_transactions/main/analytics_pipeline  analytics  revoked  NOW  ME  2999-12-31
            $ use sales_transactions --consumer analytics_pipeline
            sales_transactions  Daily sales transactions

            port main  no address is known
              access  revoked on TODAY: project ended; datamesh subscribe sales_transactions
              ask  alice

            """#
        #expect(try program.replay(page) == page)
    }

    @Test func `several are decided together, each for itself`() throws {
        let program = try Program.withPublishedSales()
        try program.prepare(
            "subscribe sales_transactions --consumer one --consumer-domain analytics",
            "subscribe sales_transactions --consumer two --consumer-domain analytics")
        let page = #"""
            $ subscription revoke sales_transactions/one sales_transactions/two sales_transactions/three --reason over --plan
            nothing is changed yet; this would happen:
            ● subscription sales_transactions/main/one is revoked
            ▲ subscription sales_transactions/main/one one of analytics loses its access
            ● subscription sales_transactions/main/two is revoked
            ▲ subscription sales_transactions/main/two two of analytics loses its access
            ✕ subscription sales_transactions/main/three is left as it was: there is no subscription 'sales_transactions/main/three'; datamesh subscription list shows those there are
            ! datamesh: 1 of 3 cannot be revoked
            [3]
            $ subscription revoke sales_transactions/two --reason over
            ● subscription sales_transactions/main/two is revoked
            ▲ subscription sales_transactions/main/two two of analytics loses its access
            $ subscription revoke sales_transactions/one sales_transactions/two --reason over --jsonl
            {"subscription_id":"sales_transactions/main/one","planned":false,"refused":null,"consequences":[{"tone":"does","subject":"subscription sales_transactions/main/one","text":"is revoked"},{"tone":"warning","subject":"subscription sales_transactions/main/one","text":"one of analytics loses its access"}]}
            {"subscription_id":"sales_transactions/main/two","planned":false,"refused":"subscription 'sales_transactions/main/two' is revoked; it cannot be revoked","consequences":[]}
            ! datamesh: 1 of 2 cannot be revoked
            [3]
            $ subscription deny sales_transactions/one --reason 'too much' --instead sales_transactions
            ! datamesh: subscription 'sales_transactions/main/one' is revoked; it cannot be denied
            [3]
            $ subscription list --state revoked --plain
            sales_transactions/main/one	analytics	revoked	NOW	ME		
            sales_transactions/main/two	analytics	revoked	NOW	ME		

            """#
        #expect(try program.replay(page) == page)
    }

    @Test func `a subscription for programs has the names of the original`() throws {
        let program = try Program.withPublishedSales()
        let page = #"""
            $ subscribe sales_transactions --consumer analytics_pipeline --consumer-domain analytics --json
            {
              "product_id": "sales_transactions",
              "port_id": "main",
              "consumer_id": "analytics_pipeline",
              "consumer_domain": "analytics",
              "state": "active",
              "purpose": "",
              "requested_by": "ME",
              "requested_at": "NOW",
              "until": null,
              "history": [
                {
                  "state": "requested",
                  "at": "NOW",
                  "by": "ME",
                  "note": "",
                  "until": null,
                  "has_note": false,
                  "alternative": null,
                  "verdict": null,
                  "fields": []
                },
                {
                  "state": "active",
                  "at": "NOW",
                  "by": "ME",
                  "note": "ME owns this mesh and holds every role",
                  "until": null,
                  "has_note": false,
                  "alternative": null,
                  "verdict": null,
                  "fields": []
                }
              ],
              "version": null,
              "uses": [],
              "fields": [],
              "subscription_id": "sales_transactions/main/analytics_pipeline",
              "standing": "active",
              "changed": true,
              "revision": 5,
              "consequences": [
                {
                  "tone": "does",
                  "subject": "subscription sales_transactions/main/analytics_pipeline",
                  "text": "is granted at once: ME owns this mesh and holds every role"
                },
                {
                  "tone": "note",
                  "subject": "subscription sales_transactions/main/analytics_pipeline",
                  "text": "the domain 'analytics' is outside this mesh"
                }
              ]
            }
            $ subscription list --jsonl
            {"product_id":"sales_transactions","port_id":"main","consumer_id":"analytics_pipeline","consumer_domain":"analytics","state":"active","purpose":"","requested_by":"ME","requested_at":"NOW","until":null,"history":[{"state":"requested","at":"NOW","by":"ME","note":"","until":null,"has_note":false,"alternative":null,"verdict":null,"fields":[]},{"state":"active","at":"NOW","by":"ME","note":"ME owns this mesh and holds every role","until":null,"has_note":false,"alternative":null,"verdict":null,"fields":[]}],"version":null,"uses":[],"fields":[],"subscription_id":"sales_transactions/main/analytics_pipeline","standing":"active"}
            $ use sales_transactions --consumer analytics_pipeline --json
            {
              "product_id": "sales_transactions",
              "consumer_id": "analytics_pipeline",
              "ports": [
                {
                  "port_id": "main",
                  "address": {
                    "server": "",
                    "location": "",
                    "format": "parquet"
                  },
                  "may_read": true,
                  "access": "analytics_pipeline is subscribed",
                  "connect": {}
                }
              ]
            }
            $ access record sales_transactions --consumer analytics_pipeline --json
            {
              "recorded": 1,
              "changed": true,
              "revision": 6,
              "consequences": [
                {
                  "tone": "does",
                  "subject": "product sales_transactions",
                  "text": "access by analytics_pipeline recorded"
                }
              ]
            }
            $ access list sales_transactions --jsonl
            {"product_id":"sales_transactions","consumer_id":"analytics_pipeline","at":"NOW","action":"read","rows":0,"recorded_by":"ME","serial":0,"subscribed":true}

            """#
        #expect(try program.replay(page) == page)
    }

    @Test func `a consumer is registered and shown with what it uses`() throws {
        let program = try Program.withPublishedSales()
        let page = #"""
            $ consumer list
            no registered consumer
            $ consumer register bi_board --domain marketing --owner carol --name Board
            ● consumer bi_board is registered, owned by carol
            $ subscribe sales_transactions --consumer bi_board
            ● subscription sales_transactions/main/bi_board is granted at once: ME owns this mesh and holds every role
            · subscription sales_transactions/main/bi_board the domain 'marketing' is outside this mesh
            $ consumer list
            CONSUMER  NAME  DOMAIN  OWNER
            bi_board  Board  marketing  carol
            $ consumer show bi_board
            Board (bi_board)
              domain  marketing
              owner  carol
              registered  NOW

            PRODUCT  PORT  STATE  UNTIL  PURPOSE
            sales_transactions  main  active
            $ consumer show bi_board --json
            {
              "consumer_id": "bi_board",
              "name": "Board",
              "domain": "marketing",
              "owner": "carol",
              "created": "NOW",
              "registered": true,
              "subscriptions": [
                {
                  "product_id": "sales_transactions",
                  "port_id": "main",
                  "consumer_id": "bi_board",
                  "consumer_domain": "marketing",
                  "state": "active",
                  "purpose": "",
                  "requested_by": "ME",
                  "requested_at": "NOW",
                  "until": null,
                  "history": [
                    {
                      "state": "requested",
                      "at": "NOW",
                      "by": "ME",
                      "note": "",
                      "until": null,
                      "has_note": false,
                      "alternative": null,
                      "verdict": null,
                      "fields": []
                    },
                    {
                      "state": "active",
                      "at": "NOW",
                      "by": "ME",
                      "note": "ME owns this mesh and holds every role",
                      "until": null,
                      "has_note": false,
                      "alternative": null,
                      "verdict": null,
                      "fields": []
                    }
                  ],
                  "version": null,
                  "uses": [],
                  "fields": [],
                  "subscription_id": "sales_transactions/main/bi_board",
                  "standing": "active"
                }
              ]
            }
            $ subscribe sales_transactions --consumer nightly --consumer-domain marketing
            ● subscription sales_transactions/main/nightly is granted at once: ME owns this mesh and holds every role
            · subscription sales_transactions/main/nightly the domain 'marketing' is outside this mesh
            $ consumer show nightly
            nightly
              domain  marketing
              owner  not registered

            PRODUCT  PORT  STATE  UNTIL  PURPOSE
            sales_transactions  main  active
            $ consumer show nobody
            ! datamesh: there is no consumer 'nobody'; 'datamesh subscription list' shows who uses what
            [1]

            """#
        #expect(try program.replay(page) == page)
    }

    @Test func `a request says which fields it reads and which versions it stays with`() throws {
        let program = try Program.withPublishedSales()
        let page = #"""
            $ subscribe sales_transactions --consumer board --consumer-domain analytics --version 1 --uses amount,date
            ● subscription sales_transactions/main/board is granted at once: ME owns this mesh and holds every role
            · subscription sales_transactions/main/board the domain 'analytics' is outside this mesh
            $ subscription show sales_transactions/board
            sales_transactions/main/board  active
              for  analytics
              asked by  ME
              asked  NOW
              until  no end
              version  stays with 1
              reads  amount, date

            WHEN  STATE  BY  UNTIL  NOTE
            NOW  requested  ME
            NOW  active  ME  ME owns this mesh and holds every role
            $ subscribe sales_transactions --consumer other --consumer-domain analytics --version 2
            ! datamesh: version '2': is no version of port main of 'sales_transactions'; those published are 1.0
            [3]
            $ subscribe sales_transactions --consumer other --consumer-domain analytics --uses amuont
            ! datamesh: field 'amuont': is not in version 1.0 of 'sales_transactions'; did you mean amount?
            [3]

            """#
        #expect(try program.replay(page) == page)
    }
}
