import Testing

/// `datamesh domain`.
struct DomainTests {
    @Test func `a domain is registered, edited, listed and shown`() throws {
        let program = try Program.empty()
        let page = #"""
            $ domain register sales --owner sales_team --plan
            nothing is changed yet; this would happen:
            ● domain sales is registered, owned by sales_team
            $ domain list
            no domain yet; 'datamesh domain register' makes one
            $ domain register sales --name 'Sales Domain' --owner sales_team --team alice,bob
            ● domain sales is registered, owned by sales_team
            $ domain register online --owner bob --parent sales
            ● domain online is registered, owned by bob
            $ domain edit online --description 'The shop on the web' --team carol
            ● domain online team, description changed
            · domain online carol may act for it from now on
            $ domain edit online --team carol
            nothing to change: it is so already
            $ domain list
            DOMAIN  NAME  OWNER  TEAM  PRODUCTS  PARENT  DESCRIPTION
            online  online  bob  1  0  sales  The shop on the web
            sales  Sales Domain  sales_team  2  0
            $ domain list --plain
            online	online	bob	1	0	sales	The shop on the web
            sales	Sales Domain	sales_team	2	0		
            $ domain show sales
            Sales Domain (sales)

              owner  sales_team
              team  alice, bob
              registered  NOW

            """#
        #expect(try program.replay(page) == page)
    }

    @Test func `a domain for programs has the names of the original`() throws {
        let program = try Program.empty()
        let page = #"""
            $ domain register sales --name 'Sales Domain' --owner sales_team --team alice,bob --description 'Sales and revenue data' --json
            {
              "domain_id": "sales",
              "name": "Sales Domain",
              "owner": "sales_team",
              "team": [
                "alice",
                "bob"
              ],
              "description": "Sales and revenue data",
              "parent": null,
              "tags": [],
              "contact": "",
              "created": "NOW",
              "source": "",
              "changed": true,
              "revision": 2,
              "consequences": [
                {
                  "tone": "does",
                  "subject": "domain sales",
                  "text": "is registered, owned by sales_team"
                }
              ]
            }
            $ domain list --jsonl
            {"domain_id":"sales","name":"Sales Domain","owner":"sales_team","team":["alice","bob"],"description":"Sales and revenue data","parent":null,"tags":[],"contact":"","created":"NOW","source":"","products":0}
            $ domain show sales --json
            {
              "domain_id": "sales",
              "name": "Sales Domain",
              "owner": "sales_team",
              "team": [
                "alice",
                "bob"
              ],
              "description": "Sales and revenue data",
              "parent": null,
              "tags": [],
              "contact": "",
              "created": "NOW",
              "source": "",
              "products": []
            }
            $ domain edit sales --owner bob --plan --json
            {
              "consequences": [
                {
                  "tone": "does",
                  "subject": "domain sales",
                  "text": "owner changed"
                },
                {
                  "tone": "warning",
                  "subject": "domain sales",
                  "text": "sales_team may no longer act for it"
                },
                {
                  "tone": "note",
                  "subject": "domain sales",
                  "text": "bob decides where nobody nearer does"
                }
              ],
              "planned": true
            }

            """#
        #expect(try program.replay(page) == page)
    }
}
