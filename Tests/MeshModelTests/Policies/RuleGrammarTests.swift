import Glibc
import MeshModel
import Testing

/// `RULES.md` says nothing that the reader of rules does not do.
struct RuleGrammarTests {
    private static let document: [Substring] = {
        let root = #filePath.split(separator: "/").dropLast(4).map { "/\($0)" }.joined()
        guard let file = unsafe fopen(root + "/Sources/MeshModel/Policies/RULES.md", "r") else { return [] }
        defer { unsafe fclose(file) }
        var bytes: [UInt8] = []
        while case let byte = unsafe getc(file), byte != EOF { bytes.append(UInt8(truncatingIfNeeded: byte)) }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    }()

    /// The lines of every block that is marked so.
    static func blocks(_ mark: String) -> [[String]] {
        var blocks: [[String]] = []
        var open: [String]?
        for line in document {
            if line == "```" + mark {
                open = []
            } else if line == "```" {
                if let open { blocks.append(open) }
                open = nil
            } else {
                open?.append(String(line))
            }
        }
        return blocks
    }

    static let rules = blocks("rule").flatMap(\.self)

    @Test(arguments: rules)
    func `a rule of the document is read and answered`(_ text: String) throws {
        let rule = try Rule.parse(text)
        #expect(rule.text == text)
        for subject in [SubjectExample.stated, SubjectExample.bare] {
            #expect(!rule.evaluate(on: subject).sentence.isEmpty)
        }
    }

    @Test(arguments: blocks("refused"))
    func `a rule that the document refuses is refused with its sentence`(_ block: [String]) throws {
        try #require(block.count == 2)
        let refusal = #expect(throws: RuleSyntaxError.self) { try Rule.parse(block[0]) }
        #expect(refusal?.description == block[1])
    }

    @Test(arguments: blocks("implemented"))
    func `a domain's way of the document holds, or is refused with its sentence`(_ block: [String]) async throws {
        try #require(block.count == 3)
        let mesh = try Example().mesh
        try mesh.commit(
            [.createPolicy(Policy(id: "asked", type: .quality, rules: [block[0]]))], by: Example.owner)
        var way = PolicyImplementation(policy: "asked", domain: "sales")
        let names = block[1].split(separator: "=").map(String.init)
        if block[1].contains(" ") { way.rules = [block[1]] } else { way.metrics = [names[0]: names[1]] }
        do throws(GatewayError) {
            let consequences = try await mesh.preview([.implementPolicy(way)])
            #expect(consequences.items.map(\.text).contains("\(block[0]) is kept as \(block[2])"))
        } catch {
            #expect(error.description.contains(block[2]), "\(error)")
        }
    }

    @Test func `every name is in the document with what it means`() {
        let rows = Self.document.filter { $0.hasPrefix("| `") }
        for (name, explanation) in RuleVocabulary.facts.map({ ($0.name, $0.explanation) })
            + RuleVocabulary.fields.map({ ($0.name, $0.explanation) })
        {
            #expect(rows.contains { $0.hasPrefix("| `\(name)` | ") && $0.hasSuffix(" | \(explanation) |") }, "\(name)")
        }
        let families = RuleVocabulary.families
        #expect(families.allSatisfy { family in rows.contains { $0.hasPrefix("| `\(family)` | ") } })
    }

    @Test(
        arguments: [
            "exists", "in", "has", "not", "and", "or", "implies", "every", "some", ">=", "<=", ">", "<", "=", "==",
            "!=", "(", "[",
        ] + Unit.allCases.map(\.rawValue))
    func `every construct and every unit stands in an example`(_ construct: String) {
        let examples = Self.rules.map { rule in
            " "
                + rule.replacing("(", with: " ( ").replacing("[", with: " [ ")
                .replacing(/(\d)([%A-Za-z]+)\b|(\d)%/) { "\($0.output.1 ?? $0.output.3 ?? "") \($0.output.2 ?? "%")" }
                + " "
        }
        #expect(examples.contains { $0.contains(" \(construct) ") })
    }
}
