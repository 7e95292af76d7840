import Testing

/// The original's example, typed into a shell.
struct ExampleTests {
    static let setup = [
        "init",
        "domain register sales --name 'Sales Domain' --owner sales_team --team alice,bob --description 'Sales and revenue data'",
        "product create sales_transactions --domain sales --owner alice --description 'Daily sales transactions' --availability 99.9 --freshness 24h --quality 95 --meta format=parquet --meta partition=date",
        "product publish sales_transactions 1.0 --field transaction_id:string --field amount:decimal --field date:date --access role-based --role analyst,manager",
    ]

    @Test func `the example runs from a shell, to the letter`() throws {
        let program = try Program()
        let page = try program.transcript(
            "init",
            "domain register sales --name 'Sales Domain' --owner sales_team --team alice,bob --description 'Sales and revenue data'"
        )
        #expect(page == "")
    }
}
