import Documents
import Testing

private func read(_ text: String, budget: Budget = .standard) throws(DocumentError) -> Node {
    try Document.read(Array(text.utf8), as: .json, name: "a.json", budget: budget).root
}

private func sentence(_ bytes: [UInt8], budget: Budget = .standard) -> String? {
    do throws(DocumentError) {
        _ = try Document.read(bytes, as: .json, name: "a.json", budget: budget)
        return nil
    } catch {
        return error.description
    }
}

@Suite struct `JSON is read` {
    @Test(
        arguments: [
            ("null", nil), (" true\r\n", true), ("\tfalse", false), ("0", 0), ("[]", []), ("{}", [:]), ("\"\"", ""),
            ("[1,[2,{\"a\":[]}]]", [1, [2, ["a": []]]]),
            (#"{"a":1,"A":2,"":3}"#, ["a": 1, "A": 2, "": 3]),
            (#""\"\\\/\b\f\n\r\t\u00e9\u00E9""#, "\"\\/\u{8}\u{C}\n\r\téé"),
            (#""\ud83d\ude00 😀 \u0000 \u2028""#, "😀 😀 \0 \u{2028}"),
            ("\"\u{7F}\u{85}\u{2028}\u{FEFF}\"", "\u{7F}\u{85}\u{2028}\u{FEFF}"),
            ("\u{FEFF}[1]", [1]),
            // Two ways to write é are two keys: RFC 8259 compares code units.
            ("{\"\u{E9}\":1,\"e\u{301}\":2}", ["\u{E9}": 1, "e\u{301}": 2]),
        ] as [(String, Node)])
    func `what the grammar allows`(text: String, node: Node) throws {
        #expect(try read(text) == node)
    }

    @Test(arguments: [
        "0", "-0", "1.0", "1.10", "-12.50e+03", "1E5", "1e-7", "123456789012345678901234567890", "1e400",
        "0.1000000000000000055511151231257827",
    ])
    func `a number keeps its text`(text: String) throws {
        #expect(try read(text).number?.text == text)
    }

    @Test(arguments: [
        ("", "line 1, column 1: there is no value; the text is empty"),
        (" \n ", "line 2, column 2: there is no value; the text is empty"),
        ("[1,]", "line 1, column 4: a list does not end with ','"),
        ("{\"a\":1,}", "line 1, column 8: a map does not end with ','"),
        ("[,1]", "line 1, column 2: expected a value after '[', found ','"),
        ("[1,,2]", "line 1, column 4: expected a value after ',', found ','"),
        ("{\"a\":}", "line 1, column 6: expected a value after ':', found '}'"),
        ("{\"a\" 1}", "line 1, column 6: expected ':' after a key, found '1'"),
        ("{a:1}", "line 1, column 2: expected a key in double quotes, found 'a'"),
        ("{'a':1}", "line 1, column 2: expected a key in double quotes, found '''"),
        ("{1:1}", "line 1, column 2: expected a key in double quotes, found '1'"),
        ("[1 2]", "line 1, column 4: expected ',' or ']', found '2'"),
        ("[1}", "line 1, column 3: expected ',' or ']', found '}'"),
        ("{\"a\":1]", "line 1, column 7: expected ',' or '}', found ']'"),
        ("[1] x", "line 1, column 5: expected the end of the text after the value, found 'x'"),
        ("[1]]", "line 1, column 4: expected the end of the text after the value, found ']'"),
        ("// c\n1", "line 1, column 1: expected a value, found '/'"),
        ("01", "line 1, column 1: a number does not begin with a needless 0"),
        ("-", "line 1, column 2: the text ends inside a number that began at line 1, column 1; is it cut off?"),
        ("[-a]", "line 1, column 3: expected a digit, found 'a'"),
        ("[1.]", "line 1, column 4: expected a digit, found ']'"),
        ("[.5]", "line 1, column 2: expected a value after '[', found '.'"),
        ("[+1]", "line 1, column 2: expected a value after '[', found '+'"),
        ("[1e]", "line 1, column 4: expected a digit, found ']'"),
        ("0x1F", "line 1, column 2: expected the end of the text after the value, found 'x'"),
        ("[NaN]", "line 1, column 2: expected a value after '[', found 'N'"),
        ("[nul]", "line 1, column 2: expected true, false, null or a value in double quotes"),
        ("[True]", "line 1, column 2: expected a value after '[', found 'T'"),
        ("\u{A0}1", "line 1, column 1: expected a value, found U+00A0"),
        ("\"a\tb\"", "line 1, column 3: U+0009 is written as an escape inside a string"),
        ("[\"a\n\"]", "line 1, column 4: a string ends on the line where it begins; is its closing quote missing?"),
        (#""\x""#, #"line 1, column 2: an escape is one of \" \\ \/ \b \f \n \r \t and \u with four digits"#),
        (#""é\u12g4""#, #"line 1, column 7: expected four hexadecimal digits after \u"#),
        (#""\ud800""#, "line 1, column 2: half of a surrogate pair is no character"),
        (#""\ud800\n""#, "line 1, column 2: half of a surrogate pair is no character"),
        (#""\ud800\ud800""#, "line 1, column 2: half of a surrogate pair is no character"),
        (#""\udc00\ud800""#, "line 1, column 2: half of a surrogate pair is no character"),
        (
            "{\"a\":1,\n \"b\":2, \"a\":3}",
            "line 2, column 9: the key \"a\" stands here a second time; first at line 1, column 2"
        ),
        // One key, written in two ways.
        (
            #"{"a":1,"\u0061":3}"#,
            "line 1, column 8: the key \"a\" stands here a second time; first at line 1, column 2"
        ),
        (
            "{\"\u{1B}\":1}", "line 1, column 3: U+001B is written as an escape inside a key"
        ),
        (
            #"{"\u001b[2J":1,"\u001b[2J":1}"#,
            #"line 1, column 16: the key "\u001b[2J" stands here a second time; first at line 1, column 2"#
        ),
    ])
    func `what it forbids is refused with place and reason`(text: String, expected: String) {
        #expect(sentence(Array(text.utf8)) == "a.json, " + expected)
    }

    @Test(arguments: [
        ("[1, [2", "line 1, column 7: the text ends inside a list that began at line 1, column 5; is it cut off?"),
        ("{\"a\"", "line 1, column 5: the text ends inside a map that began at line 1, column 1; is it cut off?"),
        ("{\"a\":1,", "line 1, column 8: the text ends inside a map that began at line 1, column 1; is it cut off?"),
        ("[\"é", "line 1, column 4: the text ends inside a string that began at line 1, column 2; is it cut off?"),
        ("{\n\"ab", "line 2, column 4: the text ends inside a key that began at line 2, column 1; is it cut off?"),
        (#"["\u12"#, "line 1, column 7: the text ends inside a string that began at line 1, column 2; is it cut off?"),
        (
            #"["\ud83d\"#,
            "line 1, column 10: the text ends inside a string that began at line 1, column 2; is it cut off?"
        ),
        ("[fals", "line 1, column 6: the text ends inside false that began at line 1, column 2; is it cut off?"),
    ])
    func `a text that was cut off is called that`(text: String, expected: String) {
        #expect(sentence(Array(text.utf8)) == "a.json, " + expected)
    }

    @Test(
        arguments: [
            ([0xFF, 0xFE, 0x5B, 0x00], "line 1, column 1: this is UTF-16; save it as UTF-8"),
            ([0xFE, 0xFF, 0x00, 0x5B], "line 1, column 1: this is UTF-16; save it as UTF-8"),
            ([0x5B, 0x00, 0x5D, 0x00], "line 1, column 1: this is UTF-16 without a byte order mark; save it as UTF-8"),
            ([0xFF, 0xFE, 0, 0], "line 1, column 1: this is UTF-32; save it as UTF-8"),
            (
                Array("[1,\n\"caf".utf8) + [0xE9, 0x22, 0x5D],
                "line 2, column 5: the byte 0xE9 is not UTF-8; save the text as UTF-8"
            ),
            // An overlong slash, a surrogate, and a scalar beyond the last one.
            (
                [0x22, 0xC0, 0xAF, 0x22],
                "line 1, column 2: the byte 0xC0 is not UTF-8; save the text as UTF-8"
            ),
            (
                [0x22, 0xED, 0xA0, 0x80, 0x22],
                "line 1, column 2: the byte 0xED is not UTF-8; save the text as UTF-8"
            ),
            (
                [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22],
                "line 1, column 2: the byte 0xF4 is not UTF-8; save the text as UTF-8"
            ),
            (
                [0x22, 0x5C, 0x6E, 0x80, 0x22],
                "line 1, column 4: the byte 0x80 is not UTF-8; save the text as UTF-8"
            ),
            ([0x80], "line 1, column 1: expected a value, found 0x80"),
        ] as [([UInt8], String)])
    func `another encoding is named`(bytes: [UInt8], expected: String) {
        #expect(sentence(bytes) == "a.json, " + expected)
    }

    @Test func `every node and key knows where it begins`() throws {
        let root = try read("{\n  \"é😀\": [1, \"x\"],\r\n  \"b\": {\"c\": null}\n}")
        #expect(root.position == Position(line: 1, column: 1))
        #expect(root.map?.entries.map(\.keyPosition) == [.init(line: 2, column: 3), .init(line: 3, column: 3)])
        #expect(root["é😀"]?.position == .init(line: 2, column: 9))
        #expect(root["é😀"]?[1]?.position == .init(line: 2, column: 13))
        #expect(root["b"]?["c"]?.position == .init(line: 3, column: 14))
        #expect(Node.string("x").position == nil)
    }

    @Test func `columns of a long line stay exact behind wide characters`() throws {
        let root = try read("[\"" + String(repeating: "é", count: 100_000) + "\",7]")
        #expect(root[1]?.position == .init(line: 1, column: 100_005))
    }
}

@Suite struct `a budget holds for JSON` {
    private func budget(_ change: (inout Budget) -> Void) -> Budget {
        var budget = Budget()
        change(&budget)
        return budget
    }

    @Test func `400000 lists inside each other are refused`() {
        #expect(
            sentence(Array(repeating: UInt8(ascii: "["), count: 400_000))
                == "a.json, line 1, column 129: more than 128 lists and maps inside each other")
        let deepest = String(repeating: "[", count: 128) + String(repeating: "]", count: 128)
        #expect(sentence(Array(deepest.utf8)) == nil)
    }

    @Test func `bytes, values and scalars are counted`() {
        #expect(
            sentence(Array("[1,2]".utf8), budget: budget { $0.bytes = 4 })
                == "a.json, line 1, column 1: more than 4 bytes; split the text or raise the limit")
        #expect(
            sentence(Array("[1,2,\n3]".utf8), budget: budget { $0.nodes = 3 })
                == "a.json, line 2, column 1: more than 3 values; split the text or raise the limit")
        #expect(sentence(Array("[1,2]".utf8), budget: budget { $0.nodes = 3 }) == nil)
        for text in ["[\"abcde\"]", "[\"\\u0061bcde\"]", "[12345]", "{\"a\":\"é1234\"}"] {
            #expect(
                sentence(Array(text.utf8), budget: budget { $0.scalar = 4 })?.hasSuffix("more than 4 bytes") == true)
        }
        #expect(sentence(Array("[\"abcd\",1234]".utf8), budget: budget { $0.scalar = 4 }) == nil)
    }

    @Test func `a map of 200000 keys is read and searched at once`() throws {
        let text = "{" + (0..<200_000).map { "\"key \($0)\":\($0)" }.joined(separator: ",") + "}"
        let root = try read(text)
        #expect(root.map?.count == 200_000)
        for key in stride(from: 0, to: 200_000, by: 7) { #expect(root["key \(key)"]?.int64 == Int64(key)) }
        #expect(root["key 200000"] == nil)
    }
}
