import Glibc
import MeshModel
import Testing

@testable import datamesh

/// What comes to its end warns of it: the product's own day, and the days of what it is made from.
struct EndingTests {
    /// `report` is made from `orders`.
    static func mesh() throws -> Program {
        let program = try Program.empty()
        try program.prepare(
            "domain register sales --owner alice", "product create orders --domain sales --owner alice",
            "product publish orders 1.0 --field id:string", "product create report --domain sales --owner alice",
            "product edit report --input orders", "product publish report 1.0 --field id:string")
        return program
    }

    private func warnings(of product: String, _ program: Program) throws -> [String] {
        let sheet = try program.run("product", "show", product, "--plain").output
        return sheet.split(separator: "\n").filter { $0.contains("end") || $0.contains("made from orders,") }
            .map { program.masked(String($0)) }
    }

    @Test func `a day that is far off is said, and warns of nothing but what is made from it`() throws {
        let program = try Self.mesh()
        try program.prepare("product deprecate orders --until 2999-01-01")
        #expect(try warnings(of: "orders", program) == ["warning deprecated; ends on 2999-01-01"])
        #expect(try warnings(of: "report", program) == ["warning is made from orders, which ends on 2999-01-01"])
    }

    @Test func `a day that is near warns, and one that has passed is bad`() throws {
        let program = try Self.mesh()
        let near = WallClock.now().adding(seconds: 10 * 86_400)
        try program.prepare("product deprecate orders --until \(near.date)")
        let warned = try warnings(of: "orders", program)
        #expect(warned.first?.hasPrefix("warning ends in ") == true)
        #expect(warned.first?.hasSuffix(", on \(near.date)") == true)
        let soon = try program.moment(behind: 1)
        try program.prepare("product deprecate orders --until \(soon)")
        var shown: [String] = []
        for _ in 0..<120 where !shown.contains("fail was to end on TODAY and is not retired yet") {
            usleep(500_000)
            shown = try warnings(of: "orders", program)
        }
        #expect(shown.contains("fail was to end on TODAY and is not retired yet"))
        #expect(try warnings(of: "report", program) == ["fail is made from orders, which was to end on TODAY"])
    }

    @Test func `what is made from something retired says so`() throws {
        let program = try Self.mesh()
        try program.prepare("product retire orders")
        #expect(try warnings(of: "report", program) == ["fail is made from orders, which is retired"])
    }
}
