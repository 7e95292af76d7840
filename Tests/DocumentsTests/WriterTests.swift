import Documents
import Testing

private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

private func number(_ text: String) -> Node { Number(text).map(Node.number) ?? "not a number" }

private let catalogue: Node = [
    "name": "orders", "rows": number("1.50"), "open": true, "owner": nil, "tags": ["pii", []], "empty": [:],
    "ports": [["kind": "table", "fields": ["id", "at"]], [["x"], [:]]],
]

@Suite struct `a document is written` {
    @Test func `as JSON for people`() {
        #expect(
            text(JSONWriter.write(catalogue)) == """
                {
                  "name": "orders",
                  "rows": 1.50,
                  "open": true,
                  "owner": null,
                  "tags": [
                    "pii",
                    []
                  ],
                  "empty": {},
                  "ports": [
                    {
                      "kind": "table",
                      "fields": [
                        "id",
                        "at"
                      ]
                    },
                    [
                      [
                        "x"
                      ],
                      {}
                    ]
                  ]
                }

                """)
    }

    @Test func `as JSON on one line, and as JSON lines`() {
        #expect(
            text(JSONWriter.write(catalogue, .compact))
                == #"{"name":"orders","rows":1.50,"open":true,"owner":null,"tags":["pii",[]],"empty":{},"#
                + #""ports":[{"kind":"table","fields":["id","at"]},[["x"],{}]]}"#)
        var lines = JSONWriter(.compact)
        for record in [["a": 1], [2]] as [Node] {
            lines.write(record)
            lines.endLine()
        }
        #expect(text(lines.drain()) == "{\"a\":1}\n[2]\n")
        #expect(lines.bytes.isEmpty)
    }

    @Test func `as YAML`() {
        #expect(
            text(YAMLWriter.write(catalogue)) == """
                name: orders
                rows: 1.50
                open: true
                owner: null
                tags:
                  - pii
                  - []
                empty: {}
                ports:
                  - kind: table
                    fields:
                      - id
                      - at
                  - - - x
                    - {}

                """)
    }

    @Test func `as a stream of YAML documents`() throws {
        let roots: [Node] = [["a": 1], "two\nlines", [3], nil]
        var writer = YAMLWriter()
        for root in roots { writer.write(root) }
        #expect(text(writer.bytes) == "a: 1\n---\n|-\n  two\n  lines\n---\n- 3\n---\nnull\n")
        #expect(try Document.readAll(writer.bytes, as: .yaml, name: "s").map(\.root) == roots)
    }

    @Test func `with nothing in it that commands a terminal`() {
        let hostile: Node = ["\u{1B}]0;x\u{7}": "\u{9B}2J\u{7F}\u{85}\u{2028}\u{202E}\u{FEFF}\u{0}\r"]
        let escaped = #""\u001b]0;x\u0007": "\u009b2J\u007f\u0085\u2028\u202e\ufeff\u0000\r""#
        #expect(text(JSONWriter.write(hostile)) == "{\n  \(escaped)\n}\n")
        #expect(text(YAMLWriter.write(hostile)) == escaped + "\n")
    }

    @Test func `in JSON with numbers that JSON knows`() {
        let node: Node = [number("+.5"), number("0x1F"), number(".nan"), number("-.inf")]
        #expect(text(JSONWriter.write(node, .compact)) == #"[0.5,31,".nan","-.inf"]"#)
        #expect(text(YAMLWriter.write(node)) == "- +.5\n- 0x1F\n- .nan\n- -.inf\n")
    }

    @Test(arguments: [
        ("orders", "orders"), ("a b", "a b"), ("a:b", "a:b"), ("a#b", "a#b"), ("-a", "-a"), ("é😀", "é😀"),
        ("https://x.y/z?a=b#c", "https://x.y/z?a=b#c"),
        ("[x", "\"[x\""), ("", "\"\""), (" a", "\" a\""), ("a ", "\"a \""), ("a: b", "\"a: b\""), ("a:", "\"a:\""),
        ("a #b", "\"a #b\""),
        ("- a", "\"- a\""), ("-", "\"-\""), ("? a", "\"? a\""), ("- - a", "\"- - a\""), ("---", "\"---\""),
        ("...", "\"...\""), ("null", "\"null\""), ("~", "\"~\""),
        ("True", "\"True\""), ("yes", "\"yes\""), ("Off", "\"Off\""), ("n", "\"n\""), ("12", "\"12\""),
        ("1.5", "\"1.5\""), ("0x1F", "\"0x1F\""), ("1_000", "\"1_000\""),
        ("12:30", "\"12:30\""), ("2024-01-31", "\"2024-01-31\""), ("2024-01-31T00:00:00Z", "\"2024-01-31T00:00:00Z\""),
        (".inf", "\".inf\""), ("<<", "\"<<\""), ("=", "\"=\""),
        ("a\tb", #""a\tb""#), ("\"a\"", #""\"a\"""#), ("*a", "\"*a\""), ("%a", "\"%a\""), ("a\nb", "|-\n  a\n  b"),
        ("a\n\n b\n", "|\n  a\n\n   b"),
        (" a\nb", #"" a\nb""#), ("a\n\n", #""a\n\n""#), ("\n", #""\n""#), ("a\r\nb", #""a\r\nb""#),
    ])
    func `in YAML with quotes only where they are needed`(string: String, written: String) throws {
        let bytes = YAMLWriter.write(.string(string))
        #expect(text(bytes) == written + "\n")
        #expect(try Document.read(bytes, as: .yaml, name: "a").root == .string(string))
    }

    @Test func `with keys of any length`() throws {
        for length in [900, 1000, 1024, 1025, 5000] {
            for letter in ["k", "\"", "é"] {
                let key = String(repeating: letter, count: length)
                var map = Map()
                map[key] = ["a": [1]]
                map["z"] = 1
                let node: Node = [.map(map), ["deeper": .map(map)]]
                #expect(try Document.read(YAMLWriter.write(node), as: .yaml, name: "a").root == node)
            }
        }
    }
}

/// Random documents out of what is likely to go wrong.
private struct Writing: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }

    mutating func text() -> String {
        let pieces = [
            "a", "b c", " ", "\n", "\n\n", "\t", ":", ": ", " #", "#", "-", "- ", "?", "\"", "'", "\\", "{", "]", ",",
            "&", "*", "!", "|", ">", "%", "@",
            "é", "😀", "e\u{301}", "\u{A0}", "\u{85}", "\u{2028}", "\u{FEFF}", "\u{1B}", "\u{7F}", "\0", "\r", "\r\n",
            "1", "0", ".", "e", "null", "true", "yes", "~",
            "---", "...", "<<", "\u{FFFF}", "\u{10FFFF}", "\u{202E}", "12:30", "0x1",
        ]
        return (0..<Int.random(in: 0...5, using: &self)).map { _ in pieces.randomElement(using: &self) ?? "" }.joined()
    }

    mutating func node(depth: Int) -> Node {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 5), using: &self) {
        case 0: return nil
        case 1: return .bool(.random(using: &self))
        case 2:
            return number(
                ["0", "-1", "1.50", "1e5", "-0.0E-7", "99999999999999999999"].randomElement(using: &self) ?? "0")
        case 3, 4: return .string(text())
        case 5, 6: return .list((0..<Int.random(in: 0...4, using: &self)).map { _ in node(depth: depth - 1) })
        default:
            var map = Map()
            for _ in 0..<Int.random(in: 0...20, using: &self) { map[text()] = node(depth: depth - 1) }
            return .map(map)
        }
    }
}

@Suite struct `what is written reads back the same` {
    @Test(arguments: 1...8) func `whatever it is`(seed: UInt64) throws {
        var writing = Writing(state: seed &* 0x9E37_79B9_7F4A_7C15)
        for _ in 0..<300 {
            let node = writing.node(depth: 4)
            for style in [JSONWriter.Style.compact, .pretty] {
                #expect(try Document.read(JSONWriter.write(node, style), as: .json, name: "a").root == node)
            }
            let yaml = YAMLWriter.write(node)
            do {
                let back = try Document.read(yaml, as: .yaml, name: "a").root
                #expect(back == node, "\(text(yaml))")
            } catch {
                Issue.record("\(error) in\n\(text(yaml))")
            }
        }
    }
}
