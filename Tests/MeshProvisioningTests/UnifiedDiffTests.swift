import Testing

@testable import MeshProvisioning

@Suite struct UnifiedDiffTests {
    @Test func `a difference reads as diff writes it`() {
        let old = (1...20).map(String.init).joined(separator: "\n") + "\n"
        let new = old.replacing("\n3\n", with: "\n3a\n3b\n").replacing("\n17\n", with: "\n")
        #expect(
            unifiedDiff(from: old, to: new, path: "f") == """
                --- f
                +++ f
                @@ -1,6 +1,7 @@
                 1
                 2
                -3
                +3a
                +3b
                 4
                 5
                 6
                @@ -14,7 +15,6 @@
                 14
                 15
                 16
                -17
                 18
                 19
                 20

                """)
        #expect(unifiedDiff(from: old, to: old, path: "f") == "")
        #expect(unifiedDiff(from: "", to: "a\n", path: "f") == "--- f\n+++ f\n@@ -0,0 +1,1 @@\n+a\n")
    }

    @Test(.enabled(if: has("patch"), "patch is not installed"))
    func `patch can apply every difference`() async throws {
        let scratch = try Scratch()
        for round in 0..<20 {
            func text() -> String { (0..<Int.random(in: 0...40)).map { _ in "\(Int.random(in: 0...6))\n" }.joined() }
            let (old, new) = (text(), text())
            try scratch.write("f", old)
            try scratch.write("p", unifiedDiff(from: old, to: new, path: "f"))
            if old == new { continue }
            let result = await run("patch", "-s", "f", "p", in: scratch.path)
            #expect(result == ToolResult(ending: .exited(0), output: ""), "round \(round): \(old) → \(new)")
            #expect((try? scratch.read("f")) ?? "" == new)
        }
    }
}
