import MeshModel
import Testing

struct RuleSyntaxTests {
    private func sentence(_ rule: String) -> String {
        do {
            return "read as \(try Rule.parse(rule))"
        } catch { return error.description }
    }

    @Test(arguments: [
        ("completeness >=", "line 1, column 14: expected a number after >="),
        ("completeness >= lots", "line 1, column 17: expected a number after >=, found 'lots'"),
        ("completeness", "line 1, column 1: expected a comparison such as >= 95%, or exists, after 'completeness'"),
        ("", "line 1, column 1: the rule is empty; write one such as completeness >= 95%"),
        (" \n ", "line 2, column 2: the rule is empty; write one such as completeness >= 95%"),
        (">= 95", "line 1, column 1: expected a name such as completeness or owner, found >="),
        ("owner exists and", "line 1, column 14: expected a name such as completeness or owner after and"),
        (
            "owner exists\n  owner",
            "line 2, column 3: expected 'and', 'or', 'implies' or the end after exists, found 'owner'"
        ),
        ("owner = \"ali", "line 1, column 9: this text has no closing \""),
        ("owner = 'alice'", "line 1, column 9: text stands in double quotes: \"…\""),
        ("age ≤ 3d", "line 1, column 5: write <= for ≤"),
        ("(owner exists", "line 1, column 8: expected ')' for the '(' of line 1, column 1 after exists"),
        ("owner exists)", "line 1, column 13: expected 'and', 'or', 'implies' or the end after exists, found )"),
        ("owner not has x", "line 1, column 11: expected 'in' after not, found 'has'"),
        // Kinds.
        (
            "completeness >= 24h",
            "line 1, column 17: completeness is a share and 24h is a length of time; they cannot be compared"
        ),
        (
            "timeliness_hours <= 95%",
            "line 1, column 21: timeliness_hours is a length of time and 95% is a share; they cannot be compared"
        ),
        (
            "sla.freshness <= 3 GB",
            "line 1, column 18: sla.freshness is a length of time and 3GB is an amount of data; they cannot be compared"
        ),
        (
            "completeness >= sla.freshness",
            "line 1, column 14: completeness is a share and sla.freshness is a length of time; they cannot be compared"
        ),
        ("row_count > 5%", "line 1, column 13: row_count is a count; compare it with a number that has no unit"),
        ("age <= 30", "line 1, column 8: age is a length of time; give 30 a unit, such as 30d"),
        ("age <= soon", "line 1, column 8: expected a length of time such as 24h after <=, found 'soon'"),
        ("sla.freshness <= lots", "line 1, column 18: expected a length of time such as 24h after <=, found 'lots'"),
        (
            "age <= 3 parsecs",
            "line 1, column 10: 'parsecs' is not a unit; units are % ms s m h d w B KB MB GB TB KiB MiB GiB TiB"
        ),
        (
            "size < 3kb",
            "line 1, column 8: 'kb' is not a unit, did you mean KB?; units are % ms s m h d w B KB MB GB TB KiB MiB GiB TiB"
        ),
        ("age <= 3..4d", "line 1, column 8: '3..4d' is not a number"),
        ("status > draft", "line 1, column 8: status is a word; compare it with = or !="),
        (
            "status = publshed",
            "line 1, column 10: status is never 'publshed', did you mean published?; it is one of draft, published, deprecated, retired"
        ),
        (
            "classification in [public, secret]",
            "line 1, column 28: classification is never 'secret'; it is one of public, internal, confidential, restricted"
        ),
        ("tags = pii", "line 1, column 6: tags is a list; write tags has …"),
        ("tags in [pii]", "line 1, column 1: tags is a list; write tags has …"),
        ("owner in domain", "line 1, column 10: domain is text; the lists are domain.team, tags, access.roles"),
        (
            "owner in alice",
            "line 1, column 10: expected a list such as [public, internal], or domain.team, after in, found 'alice'"
        ),
        ("owner in []", "line 1, column 11: expected a word, or text in double quotes, after [, found ]"),
        ("owner in [a b]", "line 1, column 13: expected ',' or ']' after 'a', found 'b'"),
        (
            "ownr in [alice]",
            "line 1, column 1: ownr is a number, and 'in' asks for words; 'ownr' is no declared fact and so a metric, did you mean owner?"
        ),
        (
            "tag has pii",
            "line 1, column 1: tag is a number, and only lists can be asked with has; 'tag' is no declared fact and so a metric, did you mean tags?"
        ),
        ("version >= newest", "line 1, column 12: expected a version such as 1.2.0 after >=, found 'newest'"),
        ("created > yesterday", "line 1, column 11: expected a date such as 2026-11-23 after >, found 'yesterday'"),
        ("owner > 5", "line 1, column 7: owner is text; compare it with = or !="),
        ("owner = tags", "line 1, column 9: owner is text and tags is a list; they cannot be compared"),
        // Names.
        ("domain.foo exists", "line 1, column 1: there is no 'domain.foo'; there are domain.owner, domain.team"),
        (
            "domain.tem has a",
            "line 1, column 1: there is no 'domain.tem', did you mean domain.team?; there are domain.owner, domain.team"
        ),
        (
            "sla.. > 1",
            "line 1, column 1: there is no 'sla..'; there are sla.availability, sla.freshness, sla.quality, sla.NAME"
        ),
        (
            "sla >= 1",
            "line 1, column 1: 'sla' alone says nothing; there are sla.availability, sla.freshness, sla.quality, sla.NAME"
        ),
        ("metadata exists", "line 1, column 1: 'metadata' alone says nothing; there are metadata.KEY"),
        // Fields.
        ("every field description exists", "line 1, column 13: expected ':' after 'field', found 'description'"),
        ("some thing: pii", "line 1, column 6: expected 'field:' after some, found 'thing'"),
        (
            "every field: descripton exists",
            "line 1, column 14: a field has no descripton, did you mean description?; it has name, type, description, required, unique, primary_key, pii, tags. To speak of the product again, put 'every field: …' in parentheses"
        ),
        (
            "every field: some field: pii",
            "line 1, column 14: 'some field:' cannot stand inside another; close the first one with parentheses"
        ),
        (
            "every field: pii implies tags has x",
            "line 1, column 18: this could be read two ways; write 'every field: (… implies …)' to speak of each field, or '(every field: …) implies …'"
        ),
        (
            "every field: description",
            "line 1, column 14: expected a comparison such as = \"…\" or in […], or exists, after 'description'"
        ),
        ("every field: pii = maybe", "line 1, column 20: expected true or false after =, found 'maybe'"),
    ])
    func `a rule that cannot be read is refused where it is wrong`(_ rule: String, _ reason: String) {
        #expect(sentence(rule) == reason)
    }

    @Test func `a rule is neither long nor deep without end`() {
        let open = String(repeating: "(", count: 129)
        let close = String(repeating: ")", count: 129)
        #expect(
            sentence(open + "owner exists" + close)
                == "line 1, column 130: a rule may be nested 128 levels deep; make it several rules")
        #expect(throws: Never.self) { try Rule.parse(open.dropLast() + "owner exists" + close.dropLast()) }
        #expect(
            sentence(String(repeating: "not ", count: 200) + "owner exists").hasSuffix(
                "a rule may be nested 128 levels deep; make it several rules"))
        #expect(
            sentence(String(repeating: "x", count: 4097))
                == "line 1, column 1: a rule has at most 4096 bytes, and this one has 4097; make it several rules")
        let chain = Array(repeating: "a > 1", count: 400).joined(separator: " or ")
        #expect(throws: Never.self) { try Rule.parse(chain).evaluate(on: SubjectExample.stated) }
    }

    @Test func `no text makes the reader fall over`() {
        let pieces = [
            "owner", "tags", "age", "(", ")", "[", "]", ",", "in", "has", "exists", "and", "or", "not", "implies",
            "every",
            "some", "field", ":", ">=", "=", "\"", "\\", "95%", "24", "h", "1.2.3", "2026-01-01", "pii", "sla.", ".",
            "\n",
            "é", "\u{202e}", "-", "metadata.x", "public", "true", "%",
        ]
        var generator = Seeded(state: 7)
        for _ in 0..<20_000 {
            let count = Int.random(in: 1...12, using: &generator)
            let text = (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined(
                separator: Bool.random(using: &generator) ? " " : "")
            do throws(RuleSyntaxError) {
                let rule = try Rule.parse(text)
                let result = rule.evaluate(on: SubjectExample.stated)
                // What was wanted reads back as the same rule.
                if result.outcome == .pass {
                    #expect(try Rule.parse(result.wanted).evaluate(on: SubjectExample.stated).wanted == result.wanted)
                }
            } catch {
                #expect(error.line >= 1 && error.column >= 1 && !error.reason.isEmpty)
            }
        }
    }
}
