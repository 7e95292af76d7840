import Testing

/// `datamesh access review`, `subscription counter`, `accept` and `decline`.
struct AccessReviewTests {
    @Test func `what is held is confirmed or taken back, several at once`() throws {
        let program = try Program.withPublishedSales()
        try program.prepare(
            "subscribe sales_transactions --consumer one --consumer-domain analytics",
            "subscribe sales_transactions --consumer two --consumer-domain analytics",
            "access record sales_transactions --consumer two")
        let page = #"""
            $ access review
            nothing is due for review
            $ access review --older-than 0d
            SUBSCRIPTION  OF  AFFIRMED  BY  UNTIL  LAST READ
            sales_transactions/main/one  analytics  TODAY  ME  no end  no access recorded
            sales_transactions/main/two  analytics  TODAY  ME  no end  TODAY
            $ access review --older-than 0d --domain nowhere
            ! datamesh: there is no domain 'nowhere'; 'datamesh domain list' shows those there are
            [1]
            $ access review --confirm sales_transactions/two --revoke sales_transactions/one
            ● subscription sales_transactions/main/two is confirmed
            ✕ subscription sales_transactions/main/one is left as it was: reason: must be stated when a subscription is revoked
            ! datamesh: 1 of 2 cannot be decided so
            [3]
            $ access review --confirm sales_transactions/two --revoke sales_transactions/one --reason yearly --plan
            nothing is changed yet; this would happen:
            ● subscription sales_transactions/main/two is confirmed
            ● subscription sales_transactions/main/one is revoked
            ▲ subscription sales_transactions/main/one one of analytics loses its access
            $ access review --confirm sales_transactions/two --revoke sales_transactions/one --reason yearly
            ● subscription sales_transactions/main/two is confirmed
            ● subscription sales_transactions/main/one is revoked
            ▲ subscription sales_transactions/main/one one of analytics loses its access
            $ access review --older-than 0d --jsonl
            {"subscription_id":"sales_transactions/main/two","affirmed":"NOW","affirmed_by":"ME","until":null,"last_read":"NOW"}
            $ subscription show sales_transactions/two
            sales_transactions/main/two  active
              for  analytics
              asked by  ME
              asked  NOW
              until  no end

            WHEN  STATE  BY  UNTIL  NOTE
            NOW  requested  ME
            NOW  active  ME  ME owns this mesh and holds every role
            NOW  active  ME  confirmed
            NOW  active  ME  confirmed: yearly

            """#
        #expect(try program.replay(page) == page)
    }
}
