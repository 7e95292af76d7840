import Documents
import Testing

private func read(_ text: String, budget: Budget = .standard) throws(DocumentError) -> Node {
    try Document.read(Array(text.utf8), as: .yaml, name: "a.yaml", budget: budget).root
}

private func sentence(_ text: String, budget: Budget = .standard) -> String? {
    do throws(DocumentError) {
        _ = try read(text, budget: budget)
        return nil
    } catch {
        return error.description
    }
}

private func number(_ text: String) -> Node { Number(text).map(Node.number) ?? "not a number" }

@Suite struct `YAML is read` {
    @Test(
        arguments: [
            ("~", nil), ("null", nil), ("Null", nil), ("nULL", "nULL"), ("''", ""), ("true", true), ("FALSE", false),
            ("tRUE", "tRUE"),
            ("yes", "yes"), ("No", "No"), ("on", "on"), ("off", "off"), ("y", "y"), ("\"true\"", "true"),
            ("'12'", "12"), ("|\n  12", "12"),
            ("12", 12), ("1.10", number("1.10")), ("+12", number("+12")), ("012", number("012")),
            ("0x1F", number("0x1F")),
            ("0o17", number("0o17")), ("-.5", number("-.5")), ("1e3", number("1e3")), (".inf", number(".inf")),
            ("-.INF", number("-.INF")),
            (".nan", number(".nan")), ("1_000", "1_000"), ("12:30", "12:30"), ("2024-01-31", "2024-01-31"),
            ("1.2.3", "1.2.3"), ("0b1", "0b1"),
            ("-", [nil]), ("a:", ["a": nil]), ("- - 1\n  - 2\n- {a: [b, \"c\"]}", [[1, 2], ["a": ["b", "c"]]]),
            ("a: |\n  x\n   y\n\nb: >-\n  x\n  y\n", ["a": "x\n y\n", "b": "x y"]),
            ("'it''s': \"\\u00e9\\n\\0\\x41\"", ["it's": "é\n\0A"]),
            ("%YAML 1.2\n---\na: 1\n...\n", ["a": 1]), ("\u{FEFF}a: 😀", ["a": "😀"]),
            ("# only\na: 1 # c\n", ["a": 1]), ("a:\r\n  - 1\r\n", ["a": [1]]),
            // Keys become their text.
            ("1: a\ntrue: b\n~: c\n1.0: d\n? \n: e\n", ["1": "a", "true": "b", "~": "c", "1.0": "d", "": "e"]),
            ("? a\n: 1\n? >-\n  b\n  c\n: 2", ["a": 1, "b c": 2]),
        ] as [(String, Node)])
    func `as the core schema of 1_2 has it`(text: String, node: Node) throws {
        #expect(try read(text) == node)
    }

    @Test(
        arguments: [
            ("a: &x [1, {b: 2}]\nc: *x\nd: [*x]", ["a": [1, ["b": 2]], "c": [1, ["b": 2]], "d": [[1, ["b": 2]]]]),
            ("- &x 1\n- &x 2\n- *x", [1, 2, 2]), ("&k a: 1\nb: *k", ["a": 1, "b": "a"]),
            ("- &k 12\n- *k : x", [12, ["12": "x"]]),
            ("- &n\n- *n", [nil, nil]),
            // What the map says itself wins, wherever it stands; of several maps the first.
            (
                "- &a {x: 1, y: 1}\n- &b {y: 2, z: 2}\n- {w: 0, <<: [*a, *b], x: 9}",
                [["x": 1, "y": 1], ["y": 2, "z": 2], ["w": 0, "y": 1, "z": 2, "x": 9]]
            ),
            ("- &a {x: 1}\n- <<: *a\n- \"<<\": 1", [["x": 1], ["x": 1], ["<<": 1]]),
            ("<<: {a: 1}\nb: 2", ["a": 1, "b": 2]),
        ] as [(String, Node)])
    func `with aliases and merge keys resolved`(text: String, node: Node) throws {
        #expect(try read(text) == node)
    }

    @Test(
        arguments: [
            ("!!str 12", "12"), ("! 12", "12"), ("!!int \"12\"", 12), ("!!float '1.5'", number("1.5")),
            ("!!null ''", nil),
            ("!!bool \"true\"", true), ("!!map {a: 1}", ["a": 1]), ("!!seq [1]", [1]),
            ("!!set {a, b}", ["a": nil, "b": nil]),
            ("!!timestamp 2024-01-01", "2024-01-01"), ("!!binary aGk=", "aGk="),
        ] as [(String, Node)])
    func `with the tags that are YAML's own`(text: String, node: Node) throws {
        #expect(try read(text) == node)
    }

    @Test(arguments: [
        (
            "a: !include b.yaml",
            "line 1, column 4: the tag \"!include\" is not one of YAML's own; write the value without it"
        ),
        (
            "!!python/object:os.system [x]",
            "line 1, column 1: the tag \"tag:yaml.org,2002:python/object:os.system\" is not one of YAML's own; write the value without it"
        ),
        ("!!int x", "line 1, column 1: \"x\" is not what its tag tag:yaml.org,2002:int says"),
        ("!!map [x]", "line 1, column 1: a list is not what its tag tag:yaml.org,2002:map says"),
        ("a: 1\nb: *x", "line 2, column 4: the alias *x has no anchor &x before it"),
        ("a: &x [1, *x]", "line 1, column 11: the alias *x stands inside the value that it repeats"),
        ("a: 1\nb: 2\na: 3", "line 3, column 1: the key \"a\" stands here a second time; first at line 1, column 1"),
        ("1: a\n'1': b", "line 2, column 1: the key \"1\" stands here a second time; first at line 1, column 1"),
        (
            "<<: {a: 1}\n<<: {b: 1}",
            "line 2, column 1: the key \"<<\" stands here a second time; first at line 1, column 1"
        ),
        ("x: 1\n<<: 3", "line 2, column 1: '<<' takes a map or a list of maps, not a number"),
        ("<<: [{a: 1}, 2]", "line 1, column 1: '<<' takes a map or a list of maps, not other values"),
        ("? [a]\n: 1", "line 1, column 3: a key is a single value, not a list or a map"),
        ("- &l [1]\n- *l : 1", "line 2, column 3: a key is a single value, not a list or a map"),
        ("a: b: c", "line 1, column 5: mapping values are not allowed in this context"),
        (
            "a: 1\n  b: 2",
            "line 2, column 4: mapping values are not allowed in this context"
        ),
        (
            "a:\n\t- b",
            "line 2, column 1: found character that cannot start any token; a tab does not indent, use spaces"
        ),
        (
            "é: [1, 2",
            "line 1, column 9: the text ends inside a list that began at line 1, column 4; is it cut off?"
        ),
        ("[a,", "line 1, column 4: the text ends inside a value that began at line 1, column 4; is it cut off?"),
        (
            "a: \"x",
            "line 1, column 6: the text ends inside a string that began at line 1, column 4; is it cut off?"
        ),
        ("a: é\u{7}", "line 1, column 5: U+0007 is written as an escape in double quotes"),
        ("a: 1\n---\nb: 2", "line 3, column 1: a second document begins here; one was expected"),
        ("", "line 1, column 1: there is no value; the text is empty"),
        ("# nothing\n", "line 1, column 1: there is no value; the text is empty"),
        (
            "a: \"\\ud800\"",
            "line 1, column 7: found invalid Unicode character escape code in a string that began at line 1, column 4"
        ),
        (
            "a: @b",
            "line 1, column 4: found character that cannot start any token; a value that begins with it stands in quotes"
        ),
        ("%YAML 3.0\n--- a", "line 1, column 1: found incompatible YAML document"),
    ])
    func `what it forbids is refused with place and reason`(text: String, expected: String) {
        #expect(sentence(text) == "a.yaml, " + expected)
    }

    @Test func `bytes that are not UTF-8 are named`() {
        for (bytes, expected) in [
            (
                Array("a: 1\nb: caf".utf8) + [0xE9],
                "a.yaml, line 2, column 7: the byte 0xE9 is not UTF-8; save the text as UTF-8"
            ),
            ([0xFF, 0xFE, 0x61, 0x00], "a.yaml, line 1, column 1: this is UTF-16; save it as UTF-8"),
        ] {
            #expect {
                try Document.read(bytes, as: .yaml, name: "a.yaml")
            } throws: {
                "\($0)" == expected
            }
        }
    }

    @Test func `a stream of documents is read in order`() throws {
        let documents = try Document.readAll(Array("---\na: &x 1\n---\n- 2\n...\n---\n".utf8), as: .yaml, name: "s")
        #expect(documents.map(\.root) == [["a": 1], [2], nil])
        #expect(
            documents.map(\.root.position) == [
                .init(line: 2, column: 1), .init(line: 4, column: 1), .init(line: 7, column: 1),
            ])
        #expect(sentence("--- &x 1\n--- *x") == "a.yaml, line 2, column 5: the alias *x has no anchor &x before it")
    }

    @Test func `every node and key knows where it begins`() throws {
        let root = try read("# c\na:\n  - é: x\n    'ü': |\n      text\n  -  [1, {b: 2}]\n")
        #expect(root.position == .init(line: 2, column: 1))
        #expect(root["a"]?.position == .init(line: 3, column: 3))
        #expect(
            root["a"]?[0]?.map?.entries.map(\.keyPosition) == [.init(line: 3, column: 5), .init(line: 4, column: 5)])
        #expect(root["a"]?[0]?["é"]?.position == .init(line: 3, column: 8))
        #expect(root["a"]?[0]?["ü"]?.position == .init(line: 4, column: 10))
        #expect(root["a"]?[1]?[1]?["b"]?.position == .init(line: 6, column: 14))
    }
}

@Suite struct `a budget holds for YAML` {
    private func budget(_ change: (inout Budget) -> Void) -> Budget {
        var budget = Budget()
        change(&budget)
        return budget
    }

    /// Nine lists of nine aliases each: three gigabytes of "lol" in 400 bytes.
    @Test func `an alias bomb is refused where it goes off`() {
        var text = "l0: &l0 lol\n"
        for level in 1...9 {
            text +=
                "l\(level): &l\(level) [" + Array(repeating: "*l\(level - 1)", count: 9).joined(separator: ",") + "]\n"
        }
        #expect(
            sentence(text) == "a.yaml, line 9, column 10: more than 8000000 values; split the text or raise the limit")
    }

    @Test func `a bomb of one long string, of depth, or of merge keys is refused, too`() {
        let long =
            "- &a " + String(repeating: "x", count: 100_000) + "\n- [" + String(repeating: "*a,", count: 3000) + "]"
        #expect(
            sentence(long)
                == "a.yaml, line 2, column 8053: more than 268435456 bytes; split the text or raise the limit")
        var deep = "- &d0 []\n"
        for level in 1...40 { deep += "- &d\(level) [[[[*d\(level - 1)]]]]\n" }
        #expect(sentence(deep) == "a.yaml, line 33, column 12: more than 128 lists and maps inside each other")
        var merges = "- &m0 {a: 1}\n"
        for level in 1...40 { merges += "- &m\(level) {<<: [*m\(level - 1), *m\(level - 1)]}\n" }
        #expect(sentence(merges)?.hasSuffix("more than 8000000 values; split the text or raise the limit") == true)
    }

    @Test(arguments: ["[", "{a: ", "- ", "? ", "a:\n "]) func `endless nesting is refused`(piece: String) {
        let text: String
        if piece.hasSuffix("\n ") {
            text = (0..<2000).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
        } else {
            text = String(repeating: piece, count: 400_000)
        }
        #expect(sentence(text) != nil)
    }

    /// libyaml needs time quadratic in these.
    @Test func `endless tag directives are refused`() {
        let text = (0..<100_000).map { "%TAG !a\($0)! b\n" }.joined() + "--- a"
        #expect(sentence(text) == "a.yaml, line 101, column 1: more than 100 %TAG directives")
        #expect(sentence("%TAG !y! tag:yaml.org,2002:\n--- !y!str 12") == nil)
    }

    @Test func `bytes, values and scalars are counted`() {
        #expect(
            sentence("a: b", budget: budget { $0.bytes = 3 })
                == "a.yaml, line 1, column 1: more than 3 bytes; split the text or raise the limit")
        #expect(
            sentence("- 1\n- 2\n- 3", budget: budget { $0.nodes = 3 })
                == "a.yaml, line 3, column 3: more than 3 values; split the text or raise the limit")
        #expect(
            sentence("- abcde", budget: budget { $0.scalar = 4 })
                == "a.yaml, line 1, column 3: a single value of more than 4 bytes")
        #expect(
            sentence("abcde: 1", budget: budget { $0.scalar = 4 })
                == "a.yaml, line 1, column 1: a single value of more than 4 bytes")
    }
}
