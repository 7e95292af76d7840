@testable import Documents
import Testing

@Suite struct `a node` {
    let node: Node = ["name": "orders", "rows": 12, "open": true, "tags": ["pii", nil], "owner": ["team": "sales"]]

    @Test func `answers what it is and nothing else`() {
        #expect(node["name"]?.string == "orders")
        #expect(node["rows"]?.int64 == 12)
        #expect(node["rows"]?.string == nil)
        #expect(node["open"]?.bool == true)
        #expect(node["tags"]?[0]?.string == "pii")
        #expect(node["tags"]?[1]?.isNull == true)
        #expect(node["tags"]?[2] == nil)
        #expect(node["tags"]?[-1] == nil)
        #expect(node["tags"]?["x"] == nil)
        #expect(node["owner"]?["team"]?.text == "sales")
        #expect(node["rows"]?.text == "12")
        #expect(node.map?.keys == ["name", "rows", "open", "tags", "owner"])
        #expect(
            ["a" as Node, 1, true, nil, [], [:]].map(\.kind) == [
                "a string", "a number", "true or false", "null", "a list", "a map",
            ])
    }

    @Test func `is small`() {
        #expect(MemoryLayout<Node>.stride == 24)
        #expect(MemoryLayout<Map.Entry>.stride == 48)
    }

    @Test func `keeps positions of any line and column`() {
        for position in [Position.start, .init(line: 1, column: 268_435_455), .init(line: 268_435_455, column: 70_000)]
        {
            #expect(Node(.null, at: position).position == position)
        }
        #expect(Node(.null, at: .init(line: 1 << 40, column: 3)).position == .init(line: 268_435_455, column: 3))
    }
}

@Suite struct `a map` {
    @Test(arguments: [3, 16, 17, 100]) func `keeps order while keys are set and removed`(count: Int) {
        var map = Map()
        for number in 0..<count { map["k\(number)"] = .string("\(number)") }
        map["k1"] = "one"
        map["k0"] = nil
        map["absent"] = nil
        map["new"] = true
        #expect(map.keys == (1..<count).map { "k\($0)" } + ["new"])
        #expect(map["k1"] == "one")
        #expect(map["k0"] == nil)
        #expect(map["k\(count - 1)"] == .string("\(count - 1)"))
        #expect(map.insert(.init(key: "new", value: false))?.value == true)
        #expect(map["new"] == true)
    }

    @Test func `in another order is another map`() {
        #expect(["a": 1, "b": 2] as Map != ["b": 2, "a": 1])
        #expect(["a": 1] as Map == ["a": 1])
    }
}

@Suite struct `a number` {
    @Test(
        arguments: [
            ("0", 0, 0), ("-0", 0, 0), ("1.0", 1, 1), ("1.5", 1.5, nil), ("1e3", 1000, 1000),
            ("-12.50e+01", -125, -125),
            ("9223372036854775807", 0x1p63, Int64.max), ("9223372036854775808", 0x1p63, nil),
            ("-9223372036854775808", -0x1p63, Int64.min),
            ("9007199254740993.0", 9_007_199_254_740_992, nil),
            ("1e19", 1e19, nil), ("1e400", nil, nil), ("-1e400", nil, nil), ("1e-400", 0, 0), (".inf", nil, nil),
            (".nan", nil, nil),
            ("+1", 1, 1), (".5", 0.5, nil), ("1.", 1, 1), ("007", 7, 7), ("0x1F", 31, 31), ("0o17", 15, 15),
            ("0xFFFFFFFFFFFFFFFF", 0x1p64, nil), ("0x10000000000000000", nil, nil),
        ] as [(String, Double?, Int64?)])
    func `has a value where one fits`(text: String, double: Double?, int64: Int64?) throws {
        let number = try #require(Number(text))
        #expect(number.text == text)
        #expect(number.double == double)
        #expect(number.int64 == int64)
    }

    @Test(arguments: [
        "", "-", "+", ".", "e5", "1e", "1e+", "1_000", "0x", "0o8", "0xG", "-0x1", "1.2.3", "nan", "inf", "+.nan", "1 ",
        " 1", "１", "12:30",
    ])
    func `is no other text`(text: String) {
        #expect(Number(text) == nil)
    }

    @Test(arguments: [
        ("-.5", "-0.5"), ("1.", "1"), ("1.e5", "1e5"), ("+1.5", "1.5"), ("0x1F", "31"), ("0o17", "15"), ("-0", "-0"),
        ("0.50", "0.50"), (".inf", nil), ("-.INF", nil), (".nan", nil),
        // A barcode, a telephone number and an address must not lose a digit.
        ("0068780060324", nil), ("-007", nil), ("007.50", nil), ("+4930123456", nil),
        ("0x8ba1f109551bD432803012645Ac136ddd64DBA72", nil),
    ])
    func `can be said in JSON`(text: String, json: String?) throws {
        #expect(try #require(Number(text)).json == json)
    }

    @Test func `is made of a value`() {
        #expect(Number(12).text == "12")
        #expect(Number(2.5)?.text == "2.5")
        #expect(Number(Double.nan) == nil)
        #expect(Number(-Double.infinity) == nil)
        #expect(Number(1e300)?.double == 1e300)
    }
}
