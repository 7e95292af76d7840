import Glibc
import MeshModel
import Synchronization
import Testing

@testable import MeshProvisioning

@Suite(.serialized) struct ProvisionHookTests {
    @Test func `a hook finds three variables and nothing else`() async throws {
        // This process has more to hand on than three.
        #expect(["PWD", "SHLVL", "USER", "_"].contains { (name: String) in unsafe getenv(name) != nil })
        let scratch = try Scratch()
        let result = try await apply(try plan(try template([], hooks: [hook("env")]), in: scratch))
        #expect(result.state == .ready)
        #expect(
            result.log.sorted() == [
                "$ env", "HOME=/nonexistent", "LANG=C.UTF-8", "PATH=/usr/local/bin:/usr/bin:/bin",
            ])
    }

    @Test func `a hook runs in the workspace, without a terminal and without input`() async throws {
        let scratch = try Scratch()
        let own = try template(
            [.init(path: "run.sh", content: "#!/bin/sh\npwd; cat; echo done; tty\n", mode: "0755")],
            hooks: [hook("./run.sh")])
        let result = try await apply(try plan(own, in: scratch))
        #expect(
            result.log == [
                "added run.sh", "$ ./run.sh", scratch.path + "/workspaces/sales_transactions/own", "done", "not a tty",
                "'./run.sh' exited with 1",
            ])
    }

    @Test func `the first failure stops the rest`() async throws {
        let scratch = try Scratch()
        let own = try template([], hooks: [hook("echo", "one"), hook("false"), hook("echo", "never")])
        let result = try await apply(try plan(own, in: scratch))
        #expect(result.state == .failed)
        #expect(result.log == ["$ echo one", "one", "$ false", "'false' exited with 1"])
        let absent = try await apply(try plan(try template([], hooks: [hook("no-such-program")]), in: scratch))
        #expect(absent.state == .failed)
        #expect(absent.log.last?.hasPrefix("'no-such-program' could not be started: ") == true)
    }

    @Test func `the time limit ends a hook and everything that it started`() async throws {
        let scratch = try Scratch()
        // The child ignores the polite signal; both would hold the output open for eleven minutes.
        let own = try template(
            [.init(path: "stay.sh", content: "#!/bin/sh\n(trap '' TERM; sleep 661) &\nexec sleep 660\n", mode: "0755")],
            hooks: [hook("./stay.sh", seconds: 1)])
        let result = try await apply(try plan(own, in: scratch))
        #expect(result.state == .failed)
        #expect(result.log.last == "'./stay.sh' was stopped: it ran longer than 1 s")
        let left = await run("pgrep", "-f", "^sleep 661$")
        #expect(left.output == "")
    }

    @Test func `a hook that ignores the polite signal is killed`() async throws {
        let scratch = try Scratch()
        let own = try template(
            [.init(path: "deaf.sh", content: "#!/bin/sh\ntrap '' TERM\nwhile :; do sleep 0.1; done\n", mode: "0755")],
            hooks: [hook("./deaf.sh", seconds: 1)])
        let result = try await apply(try plan(own, in: scratch))
        #expect(result.log.last == "'./deaf.sh' was stopped: it ran longer than 1 s")
    }

    @Test func `a process left behind ends with its hook`() async throws {
        let scratch = try Scratch()
        let own = try template(
            [.init(path: "leave.sh", content: "#!/bin/sh\nsleep 662 &\necho left\n", mode: "0755")],
            hooks: [hook("./leave.sh")])
        let result = try await apply(try plan(own, in: scratch))
        #expect(result.log.suffix(2) == ["$ ./leave.sh", "left"])
        let left = await run("pgrep", "-f", "^sleep 662$")
        #expect(left.output == "")
    }

    @Test func `cancelling stops the hook and says so`() async throws {
        let scratch = try Scratch()
        let plan = try plan(try template([], hooks: [hook("sleep", "663"), hook("echo", "never")]), in: scratch)
        let (started, continuation) = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            try await provisioner.apply(plan, by: "alice", at: Samples.now) { progress in
                if case .started = progress { continuation.finish() }
            }
        }
        for await _ in started {}
        try await Task.sleep(for: .milliseconds(200))
        task.cancel()
        let result = try await task.value
        #expect(result.state == .failed)
        #expect(result.log == ["$ sleep 663", "'sleep' was stopped: cancelled"])
        let left = await run("pgrep", "-f", "^sleep 663$")
        #expect(left.output == "")
    }

    @Test func `output is bounded and harmless`() async throws {
        let scratch = try Scratch()
        let own = try template(
            [
                .init(
                    path: "loud.sh",
                    content:
                        "#!/bin/sh\nprintf '\\033[2Jred\\r\\n'\nhead -c 100000 /dev/zero | tr '\\0' x\necho\nseq 1 5000\nprintf end >&2\n",
                    mode: "0755")
            ], hooks: [hook("./loud.sh")])
        let lines = Mutex<[String]>([])
        let result = try await provisioner.apply(try plan(own, in: scratch), by: "alice", at: Samples.now) { progress in
            if case .line(let line) = progress { lines.withLock { $0.append(line) } }
        }
        #expect(result.state == .ready)
        #expect(result.log.count == 200)
        #expect(result.log.last == "end")
        let seen = lines.withLock { $0 }
        #expect(seen.count == 5003)
        #expect(seen.first == "[2Jred")
        #expect(seen[1] == String(repeating: "x", count: 2000) + "…")
    }

    @Test func `status lines become outputs`() async throws {
        let scratch = try Scratch()
        let own = try template(
            [],
            hooks: [
                hook("printf", #"host=%s\nnot an output\n=none\nurl=a=b\n"#, "{{product.id}}", event: .status),
                hook("echo", "ignored=1"),
            ])
        let made = try plan(own, in: scratch)
        #expect(made.commands.map(\.event) == [.apply, .status])
        let result = try await apply(made)
        #expect(result.outputs == ["host": "sales_transactions", "url": "a=b"])
        let status = await provisioner.status(of: made)
        #expect(status.isHealthy)
        #expect(status.outputs == result.outputs)
    }

    @Test func `drift is what a person changed since`() async throws {
        let scratch = try Scratch()
        let own = try template(
            ["a", "b", "c", "d", "e"].map { .init(path: "\($0).txt", content: $0) } + [.init(path: "f/", content: "")])
        let provision = try await apply(try plan(own, in: scratch))
        #expect(try provisioner.drift(of: provision) == [])
        let folder = provision.workspace
        _ = await run(
            "sh", "-c", "echo x > a.txt; rm b.txt; chmod 600 c.txt; ln -sf a.txt d.txt; chmod 700 f", in: folder)
        #expect(
            try provisioner.drift(of: provision) == [
                Drift(path: "a.txt", kind: .content), Drift(path: "b.txt", kind: .missing),
                Drift(path: "c.txt", kind: .mode), Drift(path: "d.txt", kind: .replaced),
                Drift(path: "f/", kind: .mode),
            ])
        _ = await run("rm", "-r", folder)
        #expect(try provisioner.drift(of: provision).allSatisfy { $0.kind == .missing })
    }
}
