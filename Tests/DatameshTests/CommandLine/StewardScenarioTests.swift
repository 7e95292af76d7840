import Testing

/// Who keeps the rules of a mesh together with those who answer for its domains.
struct StewardScenarioTests {
    @Test
    func
        `a steward tries a policy, gives grace, enforces and waives; domains keep it their own way and vouch for each other`()
        throws
    {
        let host = try ServedHost()
        try host.program.scratch.write(
            "policy_id: named\ntype: metadata\nrules:\n  - description exists\n  - contact exists\n", to: "named.yaml")
        let page = #"""
            # sue
            $ domain register sales --owner olga --team olga,paul
            ● domain sales is registered, owned by olga
            $ domain register finance --owner fred
            ● domain finance is registered, owned by fred
            # olga
            $ product create orders --domain sales --owner olga --description 'All orders, daily' --freshness 24h
            ● product orders is created as a draft in sales, owned by olga
            $ product publish orders 1.0 --field id:string --field price:decimal --access open
            ● product orders 1.0 is published at port main
            $ product create visits --domain sales --owner paul
            ● product visits is created as a draft in sales, owned by paul
            $ product publish visits 1.0 --field id:string --field page:string --access open
            ● product visits 1.0 is published at port main
            # sue
            $ policy test SCRATCH/named.yaml
            0 of 2 products keep named; 2 would fail that pass today
               PRODUCT  OWNER  TODAY  RULE
            ✕  orders  olga  compliant  contact exists wanted, nothing observed
            ✕  visits  paul  compliant  description exists wanted, nothing observed
            ✕  visits  paul  compliant  contact exists wanted, nothing observed
            [1]
            $ policy create -f SCRATCH/named.yaml --lifecycle draft
            ● policy named is created: 2 mandatory rules, global
            $ policy enable named --grace-until 2999-03-31
            ● policy named only warns until 2999-03-31
            $ check
            2 of 2 products are compliant
            # olga
            $ policy create mine --rule 'owner exists'
            ● policy mine is created: 1 mandatory rule, global
            $ quality record orders completeness=97 --source dbt
            ● product orders completeness 97 recorded
            # paul
            $ product edit visits --description 'Every page view' --contact paul@example.org
            ● product visits contact, description changed
            # sue
            $ policy create full --type quality --rule 'completeness >= 95%'
            ● policy full is created: 1 mandatory rule, global
            $ policy enable named
            ● policy named is enabled from now on
            $ check
            0 of 2 products are compliant
            PRODUCT  PASS  OF  NOT MEASURED  WORST
            orders  3  4  0  named: contact exists wanted, nothing observed
            visits  3  4  1  full: completeness >= 95% wanted, not measured
            [1]
            $ policy waive named orders --until 2999-01-31 --reason 'the contact changes in January'
            ● policy named is waived for orders until 2999-01-31: the contact changes in January
            · product orders contact exists wanted, nothing observed
            $ check orders
            orders is compliant; rules that pass: 3 of 4
               POLICY  RULE
            ●  full  completeness >= 95%: 97% observed (dbt, NOW)
            ●  mine  owner exists: olga observed
            ●  named  description exists: All orders, daily observed
            ▲  named  contact exists wanted, nothing observed
            named is waived until 2999-01-31 by sue: the contact changes in January
            # olga
            $ policy implement full --domain sales --rule 'completeness >= 98%'
            ● policy full is kept its own way in sales
            · domain sales completeness >= 95% is kept as completeness >= 98%
            $ check orders --policy full
            orders is not compliant with full; rules that pass: 0 of 1
               POLICY  RULE
            ✕  full  completeness >= 98% wanted, 97% observed (dbt, NOW)
            full is checked as sales keeps it
            [1]
            $ notice post orders 'EU rows are late since 09:10' --severity warning
            ● product orders has the notice 1: EU rows are late since TIME
            # fred
            $ subscribe orders --consumer ledger --consumer-domain finance
            ● subscription orders/main/ledger is granted at once: the product is open
            $ product endorse orders --as finance --note 'closes our books'
            ● product orders is endorsed by finance
            $ product endorse orders --as sales
            ! datamesh: fred may not endorse for the domain 'sales'; ask olga or paul
            [3]
            # sue
            $ product show orders
            orders  1.0  published
            ▲ EU rows are late since TIME (olga, since NOW)
            All orders, daily
            · freshness of 24 h promised, not measured
            · quality 97, measured by dbt TIME
            ✕ 1 policy passes, 1 fails: full, 1 waived: named until 2999-01-31
            · 1 consumer
            · endorsed by finance
              domain  sales
              owner  olga
              promises  freshness 24h
              classification  internal
              access  open to everybody
              updated  NOW
            PORT  VERSION  SERVER  LOCATION  FORMAT
            main  1.0
            FIELD  TYPE  IS  DESCRIPTION
            id  string
            price  decimal
            METRIC  VALUE  MEASURED  BY
            completeness  97  NOW  dbt
            not compliant; rules that pass: 2 of 4
               POLICY  RULE
            ✕  full  completeness >= 98% wanted, 97% observed (dbt, NOW)
            ●  mine  owner exists: olga observed
            ●  named  description exists: All orders, daily observed
            ▲  named  contact exists wanted, nothing observed
            CONSUMER  OF  STATE  UNTIL  PURPOSE
            ledger  finance  active
            $ policy waivers
            PRODUCT  POLICY  UNTIL  BY  REASON
            orders  named  2999-01-31  sue  holds  the contact changes in January
            $ policy implementations
            POLICY  DOMAIN  METRICS  RULES  WHY
            full  sales  completeness >= 98%
            $ policy deprecate full
            ● policy full is deprecated from now on
            $ report
            Mesh health, NOW
              domains  2
              products  2: 2 published
              subscriptions  1: 1 active
              compliance  2 of 2 products; rules: 5 of 8, 1 not measured
              quality  97 % over 1 product
              freshness  promised by 1 product
              to look at  nothing
            Domains
              domain  owner  products  published  links  compliant  rules  quality  unclaimed  missing
              finance  fred  0  0  0  0 of 0  0 of 0  –  0  0
              sales  olga  2  2  1  2 of 2  5 of 8, 1 not measured  97  0  0
            Policies
              policy  products  pass  fail  not measured
              full  2  0  1  1
              named  2  1  1  0
              mine  2  2  0  0
            Most used products
              product  consumers
              orders  1
            Consumers of most products
              consumer  products
              ledger  1

            """#
        #expect(try host.story(page) == page)
    }
}
