import Glibc
import MeshModel
import MeshStore
import Testing

/// The real program, killed with a signal that nobody can catch.
@Suite(.serialized)
struct KillTests {
    /// SplitMix64: a failure can be run again by its seed.
    struct Dice: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var z = state
            z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
            z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
            return z ^ (z >> 31)
        }
    }

    static func open(_ program: Program) throws -> any MeshReader { try open(program.mesh) }

    static func open(_ mesh: String) throws -> any MeshReader {
        try StoreGateway(path: mesh, actor: Actor(user: "dana", ownsMesh: true)) { Instant(milliseconds: 0) }
            .reader()
    }

    @Test(arguments: [UInt64(2026)])
    func `killed 40 times at any moment, nothing acknowledged is lost and nothing is half there`(_ seed: UInt64) throws
    {
        let program = try Program()
        #expect(try program.run("init").status == 0)
        let begun = try Self.open(program).revision.number
        // How long one takes when nobody kills it, so that kills fall all over it.
        let clock = ContinuousClock()
        let whole = try clock.measure { _ = try program.run("domain", "register", "first", "--owner", "alice") }
        var longest = Int(whole.components.attoseconds / 1_000_000_000_000) * 3 / 2
        var dice = Dice(state: seed)
        var acknowledged: Set<String> = ["first"]
        var killed = 0
        for number in 0..<40 {
            let name = "d\(number)"
            let arguments = number % 10 == 9 ? ["compact"] : ["domain", "register", name, "--owner", "alice"]
            let process = try program.start(arguments)
            usleep(UInt32(Int.random(in: 0...max(longest, 2000), using: &dice)))
            kill(process, SIGKILL)
            let status = Program.wait(for: process)
            if status == 0, arguments.count > 1 { acknowledged.insert(name) }
            if status == 128 + SIGKILL { killed += 1 }
            // How long one takes depends on what else the machine does: the range follows, so that about as many end as are killed.
            longest = status == 128 + SIGKILL ? min(longest * 5 / 4, 1_000_000) : max(longest * 4 / 5, 2000)
        }
        let reader = try Self.open(program)
        let there = Set(try reader.domains().map(\.id.text))
        #expect(acknowledged.isSubset(of: there), "seed \(seed): lost \(acknowledged.subtracting(there))")
        // Each commit made one domain: a half one, or one that nobody asked for, would show here.
        #expect(reader.revision.number - begun == UInt64(there.count))
        #expect(killed > 4 && acknowledged.count > 4, "killed \(killed), acknowledged \(acknowledged.count)")
        // And it goes on.
        #expect(try program.run("domain", "register", "last", "--owner", "alice").status == 0)
    }

    /// Four shells, each changing the mesh 10 times. One that waits longer than its patience is told who writes, and tries again.
    @Test func `writers in several processes take turns`() throws {
        let program = try Program()
        #expect(try program.run("init").status == 0)
        let begun = try Self.open(program).revision.number
        let script = """
            for i in $(seq 10); do
              until "$0" domain register "d$1-$i" --owner alice 2>"$2"; do grep -q "is writing this mesh" "$2" || exit 1; done
            done
            """
        let processes = try (0..<4).map {
            try program.start(
                ["-c", script, Program.path, "\($0)", "\(program.scratch.path)/errors-\($0)"], with: "/bin/sh")
        }
        #expect(processes.map(Program.wait) == [0, 0, 0, 0])
        let reader = try Self.open(program)
        let expected = Set((0..<4).flatMap { shell in (1...10).map { "d\(shell)-\($0)" } })
        #expect(Set(try reader.domains().map(\.id.text)) == expected)
        let revisions = try reader.history(of: nil, before: nil, limit: 200).map(\.revision.number)
        #expect(revisions == (1...begun + 40).reversed())
    }

    @Test(.timeLimit(.minutes(60)))
    func `another process's change is announced`() async throws {
        let program = try Program()
        #expect(try program.run("init").status == 0)
        let begun = try Self.open(program).revision.number
        let mesh = try StoreGateway(path: program.mesh, actor: Actor(user: "dana")) { Instant(milliseconds: 0) }
        var revisions = mesh.revisions().makeAsyncIterator()
        #expect(try program.run("domain", "register", "sales", "--owner", "alice").status == 0)
        #expect(await revisions.next()?.number == begun + 1)
    }
}
