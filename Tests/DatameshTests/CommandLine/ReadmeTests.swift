import Glibc
import Testing

/// What the README tells people to type is typed here.
struct ReadmeTests {
    static let root = #filePath.split(separator: "/").dropLast(4).map { "/\($0)" }.joined()
    static let data = root + "/../shared/data"
    static let hasData = unsafe access(data, R_OK) == 0

    /// The lines of the code block behind a marker.
    static func block(_ marker: String) throws -> [String] {
        let lines = try ScratchFolder.text(of: root + "/README.md").split(
            separator: "\n", omittingEmptySubsequences: false)
        let start = try #require(lines.firstIndex { $0 == "<!-- \(marker) -->" })
        return lines[(start + 2)...].prefix { !$0.hasPrefix("```") }.map(String.init)
    }

    /// Runs lines as a person's shell would, one after another, until one fails.
    func run(_ lines: [String], in program: Program) throws -> Program.Ending {
        let script =
            (["set -e", "PATH=\(Program.path.dropLast("/datamesh".count)):$PATH", "cd \(program.scratch.path)"] + lines)
            .joined(separator: "\n")
        return try program.run(["-c", script], with: "/bin/bash")
    }

    @Test func `the mesh made by hand, step by step`() throws {
        let ending = try run(try Self.block("tour"), in: try Program())
        #expect(ending.status == 0, "\(ending)")
        #expect(ending.output.contains("sales_transactions is compliant"))
    }

    @Test func `a new version, and everybody who reads the old one`() throws {
        let program = try Program()
        _ = try run(try Self.block("tour"), in: program)
        let ending = try run(try Self.block("versions"), in: program)
        #expect(ending.status == 0, "\(ending)")
        for sentence in [
            "1 of 1 moved", "Next version: **2.0.0** (major).", "described is waived for sales_transactions",
            "is confirmed",
        ] {
            #expect(ending.output.contains(sentence), "\(ending.output)")
        }
    }

    @Test func `a mesh as files`() throws {
        let program = try Program()
        _ = try run(try Self.block("tour"), in: program)
        let ending = try run(try Self.block("files"), in: program)
        #expect(ending.status == 0, "\(ending)")
        #expect(ending.output.contains("0 created, 0 changed, 1 unchanged"))
    }

    @Test(.enabled(if: hasData, "the catalogues beside the project are not here"))
    func `catalogues that one has`() throws {
        let program = try Program()
        let folder = program.scratch.path
        unsafe mkdir(folder + "/target", 0o700)
        unsafe symlink(Self.data + "/dcat-us/fcc.json", folder + "/data.json")
        unsafe symlink(Self.data + "/dbt/manifest.json", folder + "/target/manifest.json")
        let lines = try Self.block("catalogues").filter { !$0.hasPrefix("datamesh  ") }
        let ending = try run(lines, in: program)
        #expect(ending.status == 0, "\(ending)")
        #expect(ending.output.contains("59 new") && ending.output.contains("orders"))
    }
}
