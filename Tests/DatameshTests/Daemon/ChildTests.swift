import Glibc
import Testing

@testable import datameshd

/// The programs that the daemon starts: what they get, what is kept of what they say, and that none outstays its welcome.
struct ChildTests {
    private static let path = ["PATH": "/usr/bin:/bin"]

    private static func shell(
        _ script: String, input: String = "", environment: [String: String] = path, seconds: Int = 60,
        shouldGoOn: () -> Bool = { true }
    ) -> (ending: Child.Ending, output: String) {
        let (ending, output) = Child.run(
            ["/bin/sh", "-c", script], environment: environment, input: Array(input.utf8), seconds: seconds,
            shouldGoOn: shouldGoOn)
        return (ending, String(decoding: output, as: UTF8.self))
    }

    /// Whether a process still does something: one that waits to be reaped does not.
    private static func isRunning(_ process: String) -> Bool {
        guard let facts = try? ScratchFolder.text(of: "/proc/\(process)/stat") else { return false }
        return facts.split(separator: ")").last?.split(separator: " ").first != "Z"
    }

    @Test func `it gets its input, nothing but the environment stated, and its own session`() {
        let run = Self.shell(
            #"cat; env | grep -vE '^(PWD|SHLVL|_|OLDPWD)='; test "$(ps -o sid= -p $$ | tr -d ' ')" = $$ && echo own"#,
            input: "one line\n", environment: Self.path.merging(["DATAMESH_MESH": "main"]) { $1 })
        #expect(run.ending == .exited(0))
        let lines = run.output.split(separator: "\n")
        #expect(lines.first == "one line" && lines.last == "own", "\(run.output)")
        #expect(Set(lines.dropFirst().dropLast()) == ["PATH=/usr/bin:/bin", "DATAMESH_MESH=main"])
    }

    @Test func `how it ended is told apart`() {
        #expect(Self.shell("echo said; exit 7") == (.exited(7), "said\n"))
        #expect(Self.shell("kill -9 $$").ending == .signalled(9))
        let missing = Child.run(["/no/such/program"], environment: [:], seconds: 60).0
        #expect(missing.sentence == "could not be started: No such file or directory")
        #expect(Child.run([], environment: [:], seconds: 60).0 == .cannotStart("it names no program"))
    }

    @Test func `of what it says only the beginning is kept, and it is not held up by the rest`() {
        let run = Self.shell("head -c 3000000 /dev/zero | tr '\\0' x; echo end >&2")
        #expect(run.ending == .exited(0))
        #expect(run.output == String(repeating: "x", count: Child.longestOutput))
    }

    @Test func `one that takes too long is ended with everything that it started`() throws {
        let scratch = try ScratchFolder()
        let script = "sleep 1000 & echo $! > \(scratch.path)/new; mv \(scratch.path)/new \(scratch.path)/started; wait"
        let run = Self.shell(script) { !ScratchFolder.names(in: scratch.path).contains("started") }
        #expect(run.ending == .timedOut)
        let process = try scratch.read("started").split(separator: "\n").joined()
        #expect(Self.comesTrue { !Self.isRunning(process) })
        #expect(Self.shell("sleep 1000", seconds: 0).ending == .timedOut)
    }

    @Test func `what it leaves running ends with it`() {
        let run = Self.shell("sleep 1000 & echo $!; exit 3")
        #expect(run.ending == .exited(3))
        let process = run.output.split(separator: "\n").joined()
        #expect(!process.isEmpty && Self.comesTrue { !Self.isRunning(process) })
    }

    @Test func `one that never reads its input is no matter`() {
        #expect(Self.shell("exit 0", input: String(repeating: "x", count: 1 << 20)).ending == .exited(0))
    }

    private static func comesTrue(_ isSo: () -> Bool) -> Bool {
        let end = ContinuousClock.now + .seconds(60)
        while !isSo() {
            guard ContinuousClock.now < end else { return false }
            usleep(10_000)
        }
        return true
    }
}
