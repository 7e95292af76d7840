import MeshModel
import Testing

@testable import datamesh

/// The lines with which a port can be read.
struct ConnectionTests {
    struct Example: CustomTestStringConvertible {
        var address: Address
        var lines: [String]
        var testDescription: String { "\(address.server) \(address.location)" }

        init(_ server: String, _ location: String, _ format: String, _ lines: [String]) {
            address = Address(server: server, location: location, format: format)
            self.lines = lines
        }
    }

    static let examples: [Example] = [
        Example(
            "postgres://warehouse/mesh", "sales.orders", "table",
            [
                "psql: psql postgres://warehouse/mesh -c 'select * from sales.orders limit 10'",
                "dbt: {{ source('sales', 'orders') }}",
            ]),
        Example(
            "https", "https://example.com/a b.csv", "text/csv",
            [
                "curl: curl -fsSLO 'https://example.com/a b.csv'",
                #"duckdb: duckdb -c 'INSTALL httpfs; LOAD httpfs; select * from read_csv('\''https://example.com/a b.csv'\'') limit 10'"#,
            ]),
        Example("", "https://example.com/page", "", ["curl: curl -fsSLO https://example.com/page"]),
        Example(
            "", "s3://lake/orders/", "parquet",
            [
                #"duckdb: duckdb -c 'INSTALL httpfs; LOAD httpfs; select * from read_parquet('\''s3://lake/orders/**/*'\'') limit 10'"#
            ]),
        Example("kafka://broker:9092", "orders", "avro", ["kcat: kcat -C -b broker:9092 -t orders"]),
        Example(
            "", "/data/orders.parquet", "",
            [#"duckdb: duckdb -c 'select * from read_parquet('\''/data/orders.parquet'\'') limit 10'"#]),
        Example(
            "snowflake", "db.sales.orders", "",
            ["sql: select * from db.sales.orders limit 10", "dbt: {{ source('sales', 'orders') }}"]),
        Example(
            "", #"main.Orders"2"#, "",
            [#"sql: select * from main."Orders""2" limit 10"#, #"dbt: {{ source('main', 'Orders"2') }}"#]),
        Example("", "", "parquet", []),
        Example("", "ask the desk", "", []),
    ]

    @Test(arguments: examples)
    func `address and format choose the tool`(example: Example) {
        let lines = Connection(example.address, name: "orders")?.lines.map { "\($0.tool): \($0.command)" } ?? []
        #expect(lines == example.lines)
    }

    @Test(arguments: [
        Address(server: "postgres://ann:secret@warehouse/mesh", location: "a.b"),
        Address(location: "https://ann:secret@example.com/a.csv", format: "csv"),
        Address(server: "kafka://ann:secret@broker:9092", location: "t"),
        Address(location: "s3://ann:secret@bucket/a.parquet"),
    ])
    func `a secret that somebody wrote into an address is not handed on`(address: Address) throws {
        let connection = try #require(Connection(address, name: "orders"))
        #expect(!connection.lines.contains { $0.command.contains("secret") })
    }
}
