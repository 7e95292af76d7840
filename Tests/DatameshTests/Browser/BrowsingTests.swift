import Glibc
import PseudoTerminal
import Testing

@Suite(.serialized)
struct BrowsingTests {
    @Test func `one walks, opens and comes back to the place`() throws {
        let session = try BrowserSession()
        #expect(session.sees("orders") && session.sees("? help"))
        session.terminal.type("2jj")
        #expect(session.terminal.wait { _ in session.selected?.contains("visits") ?? false })
        session.terminal.type("\r")
        #expect(session.sees("Who looked at what") && session.sees("Products › visits"))
        session.terminal.press(.escape)
        #expect(session.terminal.wait { !$0.screen.contains("Products › visits") })
        #expect(session.selected?.contains("visits") == true)
        session.terminal.type("Q")
        #expect(session.terminal.waitForExit() == .code(0))
        #expect(session.terminal.isCooked && !session.terminal.isAlternateScreen && session.terminal.isCursorVisible)
    }

    @Test func `a filter narrows while it is typed`() throws {
        let session = try BrowserSession()
        #expect(session.sees("visits"))
        session.terminal.type("/looked")
        #expect(session.terminal.wait { $0.screen.contains("/ looked") && !$0.screen.contains("returns") })
        session.terminal.press(.escape)
        #expect(session.sees("returns"))
    }

    @Test func `any size works and keeps the selected product`() throws {
        let session = try BrowserSession()
        #expect(session.sees("visits"))
        session.terminal.type("2j")
        #expect(session.terminal.wait { _ in session.selected?.contains("returns") ?? false })
        for (columns, rows) in [(200, 60), (80, 24), (40, 10), (10, 3), (1, 1), (120, 40)] {
            session.terminal.resize(columns: columns, rows: rows)
            session.terminal.settle(quiet: .milliseconds(150))
        }
        #expect(session.terminal.wait { _ in session.selected?.contains("returns") ?? false })
        session.terminal.type("Q")
        #expect(session.terminal.waitForExit() == .code(0))
    }

    @Test func `lineage and compliance are a key away`() throws {
        let session = try BrowserSession()
        #expect(session.sees("orders"))
        session.terminal.type("23")
        #expect(session.sees("FOCUS") && session.sees("visits"))
        session.terminal.type("4")
        #expect(session.sees("data_quality"))
    }

    @Test func `what another process changes appears without a key`() throws {
        let session = try BrowserSession()
        #expect(session.sees("visits"))
        let ending = try session.program.run(
            "product", "create", "refunds", "--domain", "sales", "--owner", "alice", "--description", "Money back")
        #expect(ending.status == 0)
        #expect(session.sees("refunds", for: .seconds(5)))
    }

    @Test func `a cursor move is cheap, and nobody doing anything costs nothing`() throws {
        let session = try BrowserSession()
        #expect(session.sees("visits"))
        session.terminal.type("2z")
        session.terminal.settle(quiet: .milliseconds(400))
        var costs: [Int] = []
        for key in ["j", "j", "k", "k", "j"] {
            let before = session.terminal.output.count
            session.terminal.type(key)
            _ = session.terminal.wait(for: .seconds(2)) { $0.output.count > before }
            session.terminal.settle(quiet: .milliseconds(300))
            costs.append(session.terminal.output.count - before)
        }
        #expect(costs.allSatisfy { (1...120).contains($0) }, "\(costs)")
        let idle = session.terminal.output.count
        // What the last key set going may take a while on a busy machine; a program that wakes by itself never has such a second.
        var wasQuiet = false
        for _ in 0..<6 where !wasQuiet {
            let switches = try Self.switches(of: session.terminal.processID)
            session.terminal.settle(quiet: .seconds(1))
            wasQuiet = try Self.switches(of: session.terminal.processID) == switches
        }
        #expect(wasQuiet)
        #expect(session.terminal.output.count == idle)
    }

    /// Voluntary context switches of every thread of a process.
    static func switches(of process: Int32) throws -> Int {
        guard let folder = unsafe opendir("/proc/\(process)/task") else { return 0 }
        defer { unsafe _ = closedir(folder) }
        var sum = 0
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) {
                unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name.first?.isNumber ?? false, let file = unsafe fopen("/proc/\(process)/task/\(name)/status", "r")
            else { continue }
            defer { unsafe _ = fclose(file) }
            var bytes = [UInt8](repeating: 0, count: 8192)
            let count = unsafe fread(&bytes, 1, bytes.count, file)
            let line = String(decoding: bytes[..<count], as: UTF8.self).split(separator: "\n")
                .first { $0.hasPrefix("voluntary_ctxt_switches") }
            sum += line.flatMap { Int($0.split(separator: "\t").last ?? "") } ?? 0
        }
        return sum
    }
}
