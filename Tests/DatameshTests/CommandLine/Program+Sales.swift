// Where tests begin.
extension Program {
    /// A mesh with nothing in it.
    static func empty() throws -> Program {
        let program = try Program()
        try program.prepare("init")
        return program
    }

    /// The original's domain, and its product as a draft.
    static func withSales() throws -> Program {
        let program = try empty()
        try program.prepare(
            "domain register sales --name 'Sales Domain' --owner sales_team --team alice,bob --description 'Sales and revenue data'",
            "product create sales_transactions --domain sales --owner alice --description 'Daily sales transactions' --availability 99.9 --freshness 24h --quality 95 --meta format=parquet --meta partition=date"
        )
        return program
    }

    /// The same with its first version.
    static func withPublishedSales() throws -> Program {
        let program = try withSales()
        try program.prepare(
            "product publish sales_transactions 1.0 --field transaction_id:string --field amount:decimal --field date:date --access role-based --role analyst,manager"
        )
        return program
    }
}
