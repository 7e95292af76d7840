import Glibc
import MeshModel
import Testing

@testable import MeshStore

/// The real program, killed while it writes: seen to have begun, then given a random moment more.
@Suite(.serialized)
struct WriteKillTests {
    /// What the program is seen to do before it is killed.
    enum Moment: CaseIterable {
        /// A frame is being written, synced or confirmed.
        case frame
        /// A snapshot is being written aside.
        case snapshot
        /// Another snapshot, or a journal without what a killed writer left, comes into force.
        case current
    }

    /// What a kill left behind.
    struct Remains {
        var kills = 0
        /// A whole frame that was not confirmed, and a part of one.
        var unconfirmed = 0
        var torn = 0
        /// A file that was being written aside.
        var aside = 0
        /// A snapshot or journal in force whose watermark was still missing.
        var unmarked = 0
        var acknowledged = 0

        var hits: Int { unconfirmed + torn + aside + unmarked }
    }

    /// One process imports four files, each a commit of its own, and then compacts. Whatever it printed must be there, and of what it did
    /// not print at most one commit more, whole.
    @Test(arguments: [UInt64(1), 2, 3, 4])
    func `killed 9 times in the middle of writing, nothing acknowledged is lost and nothing is half there`(
        _ seed: UInt64
    ) throws {
        let program = try Program()
        #expect(try program.run("init").status == 0)
        #expect(try program.run("domain", "register", "sales", "--owner", "alice").status == 0)
        var dice = KillTests.Dice(state: seed)
        var remains = Remains()
        var round = 0
        // One that was too quick for its kill does not count.
        while remains.kills < 9, round < 40 {
            round += 1
            let sizes = (0..<4).map { _ in Bool.random(using: &dice) ? 50_000 : 2_000 }
            let files = try sizes.enumerated().map { try Self.write("r\(round)-\($0)", $1, in: program) }
            let moment = Moment.allCases[round % 3]
            let status = try Self.kill(program, files, 6 * sizes.reduce(0, +), at: moment, &dice)
            if status == 128 + SIGKILL { remains.kills += 1 }

            let place = "seed \(seed), round \(round), \(moment)"
            let printed = try program.scratch.read("stdout").split(separator: "\n").count { $0.contains(" new, ") }
            remains.acknowledged += printed
            let isTorn = try Self.inspect(program.mesh, &remains)
            if isTorn {
                let next = try program.run("domain", "edit", "sales", "--description", place)
                #expect(
                    next.status == 0 && next.errors.split(separator: "unfinished write").count == 2, "\(place): \(next)"
                )
                #expect(try program.run("domain", "list").errors.isEmpty)
            }
            let reader = try KillTests.open(program)
            let there = try (0..<4).map { try Self.count("r\(round)-\($0)", in: reader) }
            let whole = there.prefix { $0 == 3 }.count
            #expect(there[whole...].allSatisfy { $0 == 0 }, "\(place): \(there)")
            #expect(whole == printed || whole == printed + 1, "\(place): \(printed) printed, \(there)")
        }
        #expect(try program.run("domain", "register", "last", "--owner", "alice").status == 0)
        let reader = try KillTests.open(program)
        let history = try reader.history(of: nil, before: nil, limit: 1000).map(\.revision.number)
        #expect(history == (1...reader.revision.number).reversed(), "seed \(seed)")
        #expect(remains.kills == 9 && remains.hits > 0, "seed \(seed): \(remains)")
    }

    /// A file of three products, and its path.
    private static func write(_ name: String, _ size: Int, in program: Program) throws -> String {
        let text = String(repeating: "x", count: size)
        let lines = (0..<3).map {
            #"{"product_id":"\#(name)-\#($0)","domain":"sales","owner":"alice","description":"\#(text)"}"#
        }
        try program.scratch.write(lines.joined(separator: "\n") + "\n", to: name + ".jsonl")
        return "\(program.scratch.path)/\(name).jsonl"
    }

    private static func count(_ name: String, in reader: any MeshReader) throws -> Int {
        try (0..<3).count { number in
            guard let id = DataProduct.ID("\(name)-\(number)") else { return false }
            return try reader.product(id) != nil
        }
    }

    /// Starts an import of files that make so many bytes of frames, waits until it does what is waited for, and kills it a moment later.
    private static func kill(
        _ program: Program, _ files: [String], _ bytes: Int, at moment: Moment, _ dice: inout KillTests.Dice
    ) throws -> Int32 {
        let mesh = program.mesh
        let current = try Folder(path: mesh).readCurrent()
        let file = status(mesh + "/CURRENT").st_ino
        // What a killed writer left is first copied to the next journal.
        func length() -> off_t {
            max(
                status("\(mesh)/journal-\(current.journal)").st_size,
                status("\(mesh)/journal-\(current.journal + 1)").st_size)
        }
        let enough = length() + Int.random(in: 0..<bytes, using: &dice)
        let pause: UInt32 =
            switch moment {
            case .frame: Bool.random(using: &dice) ? 0 : .random(in: 0..<400, using: &dice)
            case .snapshot: .random(in: 0..<3000, using: &dice)
            case .current: .random(in: 0..<300, using: &dice)
            }
        func hasBegun() -> Bool {
            switch moment {
            case .frame: length() > enough
            case .snapshot: status("\(mesh)/snapshot-\(current.snapshot + 1).new").st_size > 0
            case .current: status(mesh + "/CURRENT").st_ino != file
            }
        }
        let process = try program.start(["import"] + files)
        let clock = ContinuousClock()
        let end = clock.now + .seconds(60)
        while !hasBegun(), !hasEnded(process), clock.now < end {}
        if pause > 0 { usleep(pause) }
        Glibc.kill(process, SIGKILL)
        return Program.wait(for: process)
    }

    /// Whether a process has nothing more to do but to be waited for.
    private static func hasEnded(_ process: pid_t) -> Bool {
        var report = unsafe siginfo_t()
        let answer = unsafe waitid(P_PID, id_t(process), &report, WEXITED | WNOHANG | WNOWAIT)
        return unsafe answer != 0 || report.si_signo == SIGCHLD
    }

    private static func status(_ path: String) -> stat {
        var status = stat()
        return unsafe lstat(path, &status) == 0 ? status : stat()
    }

    /// Counts what a kill has left; returns whether a part of a frame ends the journal.
    private static func inspect(_ mesh: String, _ remains: inout Remains) throws -> Bool {
        if try RealDisk(mesh).names().contains(where: { $0.hasSuffix(".new") }) { remains.aside += 1 }
        let folder = try Folder(path: mesh)
        let current = try folder.readCurrent()
        guard let (mark, _) = try folder.readWatermark(), mark.journal == current.journal else {
            remains.unmarked += 1
            return false
        }
        let journal = try Journal(folder.disk, current)
        guard try journal.status().length > mark.length else { return false }
        var place = Journal.Place(offset: mark.length, revision: mark.revision, chain: try folder.view().chain)
        if case .torn = try journal.read(from: &place, to: nil, floor: 0, { _, _ in }) {
            remains.torn += 1
            return true
        }
        remains.unconfirmed += 1
        return false
    }
}
