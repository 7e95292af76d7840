import Glibc
import MeshModel
import Testing

@testable import MeshProvisioning

@Suite struct ProvisionPlanTests {
    @Test func `a plan says what each file becomes, and applying it makes the next plan empty`() async throws {
        let scratch = try Scratch()
        let first = try template([
            .init(path: "a.txt", content: "one\n"), .init(path: "b/c.txt", content: "{{product.name}}\n", mode: "0600"),
            .init(path: "d/", content: "", mode: "0700"),
        ])
        let plan1 = try plan(first, in: scratch)
        #expect(changes(plan1) == ["added a.txt", "added b/c.txt", "added d/"])
        #expect(scratch.mode("workspaces") == nil)
        let applied = try await apply(plan1)
        #expect(applied.state == .ready)
        #expect(applied.log == ["added a.txt", "added b/c.txt", "added d/"])
        #expect(try scratch.read("workspaces/sales_transactions/own/b/c.txt") == "Sales transactions\n")
        let modes = ["a.txt", "b", "b/c.txt", "d"].map { scratch.mode("workspaces/sales_transactions/own/" + $0) }
        #expect(modes == [0o644, 0o750, 0o600, 0o700])

        let again = try plan(first, in: scratch, previous: applied)
        #expect(changes(again) == ["unchanged a.txt", "unchanged b/c.txt", "unchanged d/"])
        let reapplied = try await apply(again)
        #expect(reapplied.files == applied.files)
        #expect(reapplied.log == [])

        let second = try template([.init(path: "a.txt", content: "two\n"), .init(path: "e.txt", content: "")])
        let plan2 = try plan(second, in: scratch, previous: applied)
        #expect(changes(plan2) == ["changed a.txt", "removed b/c.txt", "removed d/", "added e.txt"])
        #expect(
            try plan2.files.map { try provisioner.difference(of: $0, in: plan2) } == [
                "--- a.txt\n+++ a.txt\n@@ -1,1 +1,1 @@\n-one\n+two\n",
                "--- b/c.txt\n+++ b/c.txt\n@@ -1,1 +0,0 @@\n-Sales transactions\n", "", "",
            ])
        let last = try await apply(plan2)
        #expect(last.files.map(\.path) == ["a.txt", "e.txt"])
        #expect(scratch.mode("workspaces/sales_transactions/own/b") == nil)
        #expect(scratch.mode("workspaces/sales_transactions/own/d") == nil)
    }

    @Test func `a folder that a person put something in stays`() async throws {
        let scratch = try Scratch()
        let applied = try await apply(try plan(try template([.init(path: "data/", content: "")]), in: scratch))
        _ = await run("touch", "workspaces/sales_transactions/own/data/mine.csv", in: scratch.path)
        let next = try template([.init(path: "a.txt", content: "")])
        let result = try await apply(try plan(next, in: scratch, previous: applied))
        #expect(result.state == .ready)
        #expect(result.log == ["added a.txt", "kept 'data/': it is not empty", "removed data/"])
        #expect(scratch.mode("workspaces/sales_transactions/own/data/mine.csv") != nil)
    }

    @Test(arguments: [
        ("../out.txt", "'.', '..' and empty segments are not allowed: a path never leaves the workspace"),
        ("a/../../out.txt", "'.', '..' and empty segments are not allowed: a path never leaves the workspace"),
        ("/etc/passwd", "it must be relative to the workspace"),
        ("a//b", "'.', '..' and empty segments are not allowed: a path never leaves the workspace"),
        ("a\nb", "a name cannot hold control or invisible characters"), ("/", "it must be relative to the workspace"),
        (".datamesh-x", "names that begin with .datamesh- are kept for files being written"),
        (String(repeating: "a/", count: 40) + "b", "a path has at most 32 folders"),
    ])
    func `a path that leaves the workspace is refused`(path: String, reason: String) throws {
        let scratch = try Scratch()
        let template = try template([.init(path: path, content: "")])
        #expect(throws: ProvisionError.file(path, reason: reason)) { try plan(template, in: scratch) }
    }

    @Test func `a value cannot lead a path away`() throws {
        let scratch = try Scratch()
        let text = try template(
            [.init(path: "{{parameters.name}}.txt", content: "")], parameters: [.init(name: "name")])
        #expect(try plan(text, in: scratch, parameters: ["name": "../../x"]).files.map(\.path) == ["_._.._x.txt"])
        let path = try template(
            [.init(path: "{{parameters.to|relpath}}/x.txt", content: "")], parameters: [.init(name: "to", kind: .path)])
        #expect(try plan(path, in: scratch, parameters: ["to": "a/b/"]).files.map(\.path) == ["a/b/x.txt"])
        #expect(throws: ProvisionError.self) { try plan(path, in: scratch, parameters: ["to": "../x"]) }
        #expect(throws: ProvisionError.self) { try plan(path, in: scratch, parameters: ["to": "/x"]) }
    }

    @Test(arguments: [
        ("0999", "the mode '0999' is not one like 0640, without set-id bits"),
        ("4755", "the mode '4755' is not one like 0640, without set-id bits"),
        ("0666", "the mode '0666' shuts out its owner or lets everybody write"),
        ("0040", "the mode '0040' shuts out its owner or lets everybody write"),
    ])
    func `a mode that opens a door is refused`(mode: String, reason: String) throws {
        let scratch = try Scratch()
        let template = try template([.init(path: "x", content: "", mode: mode)])
        #expect(throws: ProvisionError.file("x", reason: reason)) { try plan(template, in: scratch) }
    }

    @Test func `two files that would meet are refused`() throws {
        let scratch = try Scratch()
        let twice = try template([.init(path: "x", content: "a"), .init(path: "x", content: "b")])
        #expect(
            throws: ProvisionError.file(
                "x", reason: "the template makes it twice; are two names alike once they are made safe?")
        ) { try plan(twice, in: scratch) }
        let nested = try template([.init(path: "x", content: "a"), .init(path: "x/y", content: "b")])
        #expect(throws: ProvisionError.file("x/y", reason: "'x' is a file of the template, not a folder")) {
            try plan(nested, in: scratch)
        }
    }

    /// A link in the way, at each place where one could stand.
    @Test(arguments: [
        "workspaces", "workspaces/sales_transactions", "workspaces/sales_transactions/own",
        "workspaces/sales_transactions/own/sub", "workspaces/sales_transactions/own/sub/x.txt",
    ])
    func `a link is never followed`(link: String) async throws {
        let scratch = try Scratch()
        let elsewhere = try Scratch()
        try elsewhere.write("x.txt", "theirs")
        let parent = link.split(separator: "/").dropLast().joined(separator: "/")
        _ = await run("mkdir", "-p", parent.isEmpty ? "." : parent, in: scratch.path)
        let target = link.hasSuffix("x.txt") ? elsewhere.path + "/x.txt" : elsewhere.path
        #expect(unsafe symlink(target, scratch.path + "/" + link) == 0)
        let template = try template([.init(path: "sub/x.txt", content: "ours")])
        #expect(throws: ProvisionError.self) { try plan(template, in: scratch) }
        // Also where it was put there after the plan was made: what is replaced then is the link and not what it leads to.
        let unhindered = try Scratch()
        var late = try plan(template, in: unhindered)
        late.workspace = scratch.path + "/workspaces/sales_transactions/own"
        let result = try? await apply(late)
        if link.hasSuffix("x.txt") {
            #expect(result?.state == .ready)
        } else {
            #expect(result?.state != .ready)
        }
        #expect(try elsewhere.read("x.txt") == "theirs")
        #expect(
            elsewhere.mode("sub") == nil && elsewhere.mode("own") == nil && elsewhere.mode("sales_transactions") == nil)
    }

    @Test func `parameters are checked by their kind`() throws {
        let scratch = try Scratch()
        var needed = InfrastructureTemplate.Parameter(name: "needed")
        needed.required = true
        let all = try template(
            [.init(path: "x.json", content: "{{parameters|json}}")],
            parameters: [
                needed, .init(name: "count", kind: .number, fallback: "1"), .init(name: "on", kind: .flag),
                .init(name: "size", kind: .choice, fallback: "s", choices: ["s", "m"]),
                .init(name: "words", fallback: "w"),
            ])
        func refusal(_ parameters: [String: String]) -> String? {
            do {
                _ = try plan(all, in: scratch, parameters: parameters)
                return nil
            } catch {
                return error.description
            }
        }
        #expect(refusal([:]) == "template 'own' needs the parameter 'needed': give it with --set needed=VALUE")
        #expect(
            refusal(["needed": "x", "sice": "m"])
                == "there is no parameter 'sice'; the parameters are needed, count, on, size, words")
        #expect(
            refusal(["needed": "x", "count": "ten"])
                == "the parameter 'count' cannot be 'ten': expected a number such as 12 or 0.5")
        #expect(refusal(["needed": "x", "on": "yes"]) == "the parameter 'on' cannot be 'yes': expected true or false")
        #expect(refusal(["needed": "x", "size": "l"]) == "the parameter 'size' cannot be 'l': expected one of s, m")
        #expect(
            refusal(["needed": "a\u{7}"])
                == "the parameter 'needed' cannot be 'a': expected text without control characters")
        let good = try plan(all, in: scratch, parameters: ["needed": "x", "on": "true"])
        #expect(good.files[0].content == #"{"count": 1, "needed": "x", "on": true, "size": "s", "words": "w"}"#)
        #expect(good.parameters == ["count": "1", "needed": "x", "on": "true", "size": "s", "words": "w"])
    }

    @Test func `a hook is an argv whose program is written out and whose values stay values`() throws {
        let scratch = try Scratch()
        func refusal(_ argv: String...) -> String? {
            do {
                let hook = InfrastructureTemplate.Hook(event: .apply, argv: argv)
                _ = try plan(
                    try template([], hooks: [hook], parameters: [.init(name: "x", fallback: "-rf")]), in: scratch)
                return nil
            } catch {
                return "\(error)"
            }
        }
        #expect(refusal() == "the command '': it must begin with the name of a program, written out")
        #expect(
            refusal("{{parameters.x}}")
                == "the command '{{parameters.x}}': it must begin with the name of a program, written out")
        #expect(
            refusal("../evil")
                == "the command '../evil': the program must be one of the workspace: '.', '..' and empty segments are not allowed: a path never leaves the workspace"
        )
        #expect(
            refusal("rm", "{{parameters.x}}")
                == "the command 'rm {{parameters.x}}': argument 1 would be '-rf', which reads as an option")
        #expect(refusal("rm", "--{{parameters.x}}", "./{{parameters.x}}") == nil)
        let empty = try template([])
        #expect(throws: ProvisionError.empty(template: "own")) { try plan(empty, in: scratch) }
    }
}
