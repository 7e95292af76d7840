import Glibc
import PseudoTerminal
import Testing

/// What a session costs the line and the machine.
@Suite(.serialized)
struct CostTests {
    struct Cost: Equatable {
        var bytes: Int
        var reads: Int
    }

    /// What it takes to come to a row with one key: the frame in which the mark stands there.
    private func cost(of key: String, to name: String, in session: BrowserSession) -> Cost {
        let before = Cost(bytes: session.terminal.output.count, reads: session.terminal.reads)
        session.terminal.type(key)
        session.selects(name)
        return Cost(bytes: session.terminal.output.count - before.bytes, reads: session.terminal.reads - before.reads)
    }

    private func expectCheap(_ session: BrowserSession) {
        var costs: [Cost] = []
        for (key, name) in [("j", "01"), ("j", "02"), ("j", "03"), ("k", "02"), ("k", "01"), ("j", "02"), ("j", "03")] {
            costs.append(cost(of: key, to: "sales_orders_\(name)", in: session))
            // A frame that comes after what is counted would be one too many.
            session.terminal.settle(quiet: .milliseconds(150))
        }
        #expect(costs.allSatisfy { $0.bytes <= 120 && $0.reads == 1 }, "\(costs)")
    }

    @Test func `a cursor move in a list alone takes at most 120 bytes in one write`() async throws {
        let session = try BrowserSession(try await BrowserMesh.long())
        session.selects("sales_orders_00")
        session.terminal.type("z")
        session.waits("products alone") { !$0.screen.contains("│") }
        session.settle()
        let begun = session.terminal.output.count
        expectCheap(session)
        session.settle()
        // Nothing followed a move either.
        #expect(session.terminal.output.count - begun <= 7 * 120)
        session.quit()
    }

    @Test func `the same on a screen that has room for a list only`() async throws {
        let session = try BrowserSession(try await BrowserMesh.long(), columns: 80, rows: 24)
        session.selects("sales_orders_00")
        session.settle()
        expectCheap(session)
        session.quit()
    }

    @Test(.enabled(if: ReadmeTests.hasData, "there is no ../shared/data"))
    func `the same in a real catalogue`() async throws {
        let program = try Program()
        for arguments in [["init"], ["import", ReadmeTests.data + "/dcat-us/gsa.json"]] {
            let ending = try program.run(arguments)
            try #require(ending.status == 0, "\(ending)")
        }
        let session = try BrowserSession(program)
        session.shows("Products  339")
        session.waits("a product") { _ in session.selected != nil }
        session.settle()
        // The detail: what comes after the move itself.
        var details: [Int] = []
        for _ in 0..<10 {
            let (before, selected) = (session.terminal.output.count, session.selected)
            session.terminal.type("j")
            session.waits("a move") { _ in session.selected != nil && session.selected != selected }
            let moved = session.terminal.output.count
            #expect(moved - before <= 120, "\(moved - before)")
            session.settle()
            details.append(session.terminal.output.count - moved)
        }
        #expect(details.allSatisfy { $0 <= 4000 }, "\(details)")
        session.terminal.type("z")
        session.waits("products alone") { !$0.screen.contains("│") }
        session.settle()
        var costs: [Cost] = []
        for key in ["j", "j", "j", "k", "k", "j", "j", "j", "j", "j"] {
            let before = Cost(bytes: session.terminal.output.count, reads: session.terminal.reads)
            let selected = session.selected
            session.terminal.type(key)
            session.waits("a move") { _ in session.selected != nil && session.selected != selected }
            session.settle()
            costs.append(
                Cost(bytes: session.terminal.output.count - before.bytes, reads: session.terminal.reads - before.reads))
        }
        #expect(costs.allSatisfy { $0.bytes <= 120 && $0.reads == 1 }, "\(costs)")
        session.quit()
    }

    @Test func `beside a list the product is painted when the cursor rests, and not on the way`() async throws {
        let session = try BrowserSession(try await BrowserMesh.long())
        session.selects("sales_orders_00")
        session.shows("id         sales_orders_00")
        session.settle()
        let move = cost(of: "j", to: "sales_orders_01", in: session)
        #expect(move.bytes <= 120 && move.reads == 1, "\(move)")
        session.shows("id         sales_orders_01")
        session.settle()
        // Held down, only the last one is painted.
        let begun = session.terminal.output.count
        for number in 2..<10 { _ = cost(of: "j", to: "sales_orders_0\(number)", in: session) }
        session.shows("id         sales_orders_09")
        session.settle()
        let sent = SentText(Array(session.terminal.output[begun...]))
        #expect(
            session.terminal.output.count - begun <= 8 * 120 + 2000,
            "\(session.terminal.output.count - begun): \(sent.text)")
        session.quit()
    }

    @Test(arguments: ["2", "2z", "3", "4", "7", "2s", "?"])
    func `nobody doing anything costs nothing`(_ keys: String) async throws {
        let session = try await BrowserSession.opened()
        session.terminal.type(keys)
        session.settle()
        // On a busy machine the last answers may take a moment; then a second in which nothing happens at all.
        var quiet = false
        var seen: [[Int]] = []
        for _ in 0..<10 where !quiet {
            let before = [session.terminal.output.count, try Self.switches(of: session.terminal.processID)]
            session.terminal.settle(quiet: .seconds(1))
            let after = [session.terminal.output.count, try Self.switches(of: session.terminal.processID)]
            quiet = before == after
            seen.append(after)
        }
        #expect(quiet, "\(seen)")
    }

    /// Voluntary context switches of every thread of a process: how often any of them woke up and waited again.
    static func switches(of process: Int32) throws -> Int {
        let threads = ScratchFolder.names(in: "/proc/\(process)/task")
        return try threads.reduce(0) { sum, thread in
            let status = try ScratchFolder.text(of: "/proc/\(process)/task/\(thread)/status")
            let line = status.split(separator: "\n").first { $0.hasPrefix("voluntary_ctxt_switches") }
            return sum + (line.flatMap { Int($0.split(separator: "\t").last ?? "") } ?? 0)
        }
    }
}
