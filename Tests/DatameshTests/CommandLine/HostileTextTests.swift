import Testing

/// Text from outside commands no terminal, whichever way it comes out.
struct HostileTextTests {
    /// Colours, a window title, a line break, a text that runs backwards, a zero-width space, C1's CSI.
    static let hostile = "a\u{1b}[31mb\u{1b}]0;c\u{07}\nd\u{202E}e\u{200B}f\u{9b}g"
    static let harmless = "a␛[31mb␛]0;c␇ def\u{FFFD}g"

    @Test(arguments: [["domain", "show", "sales"], ["domain", "list"], ["domain", "list", "--plain"]])
    func `names reach the terminal as harmless cells`(command: [String]) throws {
        let program = try Program.empty()
        let made = try program.run("domain", "register", "sales", "--name", Self.hostile, "--owner", "bob")
        #expect(made.status == 0)
        let ending = try program.run(command)
        #expect(ending.output.contains(Self.harmless))
        #expect(Self.unsafeScalars(in: ending.output, but: ["\n", "\t"]).isEmpty)
    }

    @Test func `JSON writes them as escapes`() throws {
        let program = try Program.empty()
        _ = try program.run("domain", "register", "sales", "--name", Self.hostile, "--owner", "bob")
        let ending = try program.run("domain", "list", "--jsonl")
        #expect(
            ending.output.contains(
                #""name":"a\u001b[31mb\u001b]0;c\u0007\nd\u202ee"# + "\u{200B}" + #"f\u009bg""#))
        #expect(Self.unsafeScalars(in: ending.output, but: ["\n"]).isEmpty)
    }

    @Test(arguments: [
        ["product", "show", hostile], ["domain", "register", "x", "--owner", hostile],
        ["product", "publish", hostile, "1.0"], ["--\u{1b}[31m"], ["\u{1b}[31m"],
        ["product", "list", "--sort", hostile],
        ["import", hostile], ["domain", "list", "--mesh", hostile], ["policy", "create", "p", "--rule", hostile],
        ["lineage", hostile], ["check", "--policy", hostile],
    ])
    func `sentences that quote it are harmless, too`(command: [String]) throws {
        let program = try Program.empty()
        let ending = try program.run(command)
        #expect(ending.status != 0)
        #expect(!ending.errors.isEmpty)
        #expect(Self.unsafeScalars(in: ending.output + ending.errors, but: ["\n"]).isEmpty)
    }

    static func unsafeScalars(in text: String, but allowed: Set<Unicode.Scalar>) -> [Unicode.Scalar] {
        text.unicodeScalars.filter { scalar in
            !allowed.contains(scalar)
                && (scalar.properties.generalCategory == .control || (0x202A...0x202E).contains(scalar.value))
        }
    }
}
