import MeshModel
import Testing

struct InstantTests {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("1969-12-31T23:59:59.999Z", -1), ("2000-02-29T00:00:00Z", 951_782_400_000),
            ("2024-02-29T23:59:59.001Z", 1_709_251_199_001), ("1900-03-01T00:00:00Z", -2_203_891_200_000),
            ("0000-01-01T00:00:00Z", -62_167_219_200_000), ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
            ("2026-11-23T09:00:00Z", 1_795_424_400_000),
        ] as [(String, Int64)])
    func `a moment is written as it is read`(_ text: String, _ milliseconds: Int64) {
        #expect(Instant(text: text) == Instant(milliseconds: milliseconds))
        #expect(Instant(milliseconds: milliseconds).description == text)
    }

    @Test(arguments: [
        ("2026-11-23", "2026-11-23T00:00:00Z"), ("2026-11-23T09:00", "2026-11-23T09:00:00Z"),
        ("2026-11-23 09:00:00", "2026-11-23T09:00:00Z"), ("2026-11-23T09:00:00+05:30", "2026-11-23T03:30:00Z"),
        ("2026-11-23T09:00:00-0800", "2026-11-23T17:00:00Z"), ("2026-01-01T00:30:00+01:00", "2025-12-31T23:30:00Z"),
        ("2026-11-23T09:00:00.5Z", "2026-11-23T09:00:00.500Z"),
        ("2026-11-23T09:00:00.123987Z", "2026-11-23T09:00:00.123Z"),
        ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"),
    ])
    func `other spellings mean the same moment`(_ text: String, _ wanted: String) {
        #expect(Instant(text: text)?.description == wanted)
    }

    @Test(arguments: [
        "", "2026", "2026-13-01", "2026-00-01", "2026-02-29", "1900-02-29", "2026-04-31", "2026-11-23T24:00",
        "2026-11-23T09:60",
        "2026-11-23T09:00:61Z", "2026-11-23T09", "2026-11-23T09:00:00.Z", "2026-11-23T09:00:00+24:00",
        "2026-11-23T09:00:00ZZ",
        "2026-11-23x", "26-11-23", "-2026-11-23", "２０２６-11-23", "2026-11-23T09:00:00+5", "R/P1D", "2026/11/23",
    ])
    func `what is no moment is not read as one`(_ text: String) { #expect(Instant(text: text) == nil) }

    @Test func `every day from 1890 to 2110 comes back`() {
        let day = Instant.secondsPerDay
        guard let first = Instant(text: "1890-01-01") else { return #expect(Bool(false)) }
        var last = ""
        for offset in 0..<80_353 {
            let moment = first.adding(seconds: Int64(offset) * day)
            #expect(moment.date > last && Instant(text: moment.date) == moment)
            last = moment.date
        }
        #expect(last == "2109-12-31")
    }
}

struct VersionTests {
    @Test func `versions stand in their order`() {
        let order = [
            "0.0.1-alpha", "0.0.1-alpha.1", "0.0.1-alpha.2", "0.0.1-alpha.10", "0.0.1-alpha.beta", "0.0.1-rc", "0.0.1",
            "0.9",
            "0.10", "1-rc", "1", "1.0.1", "1.2", "1.10", "2.0.0", "v10",
        ].compactMap(Version.init(text:))
        #expect(order.count == 16)
        for (place, version) in order.enumerated() {
            for (other, later) in order.enumerated() {
                #expect((version < later) == (place < other))
                #expect((version == later) == (place == other))
            }
        }
    }

    @Test(arguments: [("1.0", "1.0.0"), ("v2", "2.0.0"), ("1.2.3-rc.1", "1.2.3-rc.1"), ("01.2", "1.2.0")])
    func `a version is shown as written and compared as meant`(_ text: String, _ canonical: String) {
        #expect(Version(text: text)?.canonical == canonical)
        #expect(Version(text: text)?.description == text)
    }

    @Test(arguments: [
        "", "v", "1.", ".1", "1..2", "1.2.3.4", "1.x", "-1", "1.0-", "1.0-rc_1", "1.0-é", "9999999999", "1 .0",
        "1.0+build",
    ])
    func `what is no version is not read as one`(_ text: String) { #expect(Version(text: text) == nil) }
}

struct QuantityTests {
    @Test(arguments: [
        ("95", Quantity(95)), ("99.9%", Quantity(99.9, .percent)), ("24h", Quantity(24, .hours)),
        (" 24 hours", Quantity(24, .hours)), ("-2.5 d", Quantity(-2.5, .days)), ("10GB", Quantity(10, .gigabytes)),
        ("10 GiB", Quantity(10, .gibibytes)), ("3 min", Quantity(3, .minutes)), ("5m", Quantity(5, .minutes)),
        ("7 ms", Quantity(7, .milliseconds)), ("+1", Quantity(1)), (".5%", Quantity(0.5, .percent)),
    ])
    func `a quantity reads as a number and its unit`(_ text: String, _ wanted: Quantity) {
        #expect(Quantity(text: text) == wanted)
        #expect(Quantity(text: wanted.description) == wanted)
    }

    @Test(arguments: ["", "h", "24 parsecs", "1.2.3", "--1", "nan", "inf", "1,5", "0x10", "24H", "10 gb", "１", "5 %%"])
    func `what is no quantity is not read as one`(_ text: String) { #expect(Quantity(text: text) == nil) }

    @Test(arguments: Unit.allCases)
    func `a unit converts to itself and to the base and back`(_ unit: Unit) {
        let quantity = Quantity(12.5, unit)
        #expect(quantity.converted(to: unit) == quantity)
        for other in Unit.allCases where other.dimension == unit.dimension {
            let there = quantity.converted(to: other)
            #expect(there.dimension == quantity.dimension)
            #expect(abs(there.converted(to: unit).value - 12.5) < 1e-9)
        }
    }

    @Test(arguments: [
        (95.0, "95"), (98.5, "98.5"), (0, "0"), (-0.5, "-0.5"), (1_500_000, "1500000"), (1e14, "100000000000000"),
    ])
    func `a number is written as people write it`(_ value: Double, _ text: String) {
        #expect(plainNumber(value) == text)
    }
}

struct IdentifierTests {
    @Test(arguments: ["a", "0", "sales_orders", "sales.orders-2026", "a.", "a_", String(repeating: "x", count: 128)])
    func `a slug is taken as it is`(_ text: String) { #expect(DataProduct.ID(text)?.text == text) }

    @Test(arguments: [
        "", ".a", "_a", "-a", "A", "a b", "a/b", "é", "a\n", "a\u{0}", "a\u{301}", "../etc",
        String(repeating: "x", count: 129),
    ])
    func `what is no slug is refused`(_ text: String) { #expect(DataProduct.ID(text) == nil) }

    @Test(arguments: [
        ("Networx Business Volume, FY2013", "networx-business-volume-fy2013"), ("  Sales  Orders!", "sales-orders"),
        ("_private_", "private"), ("Café déjà vu", "caf-d-j-vu"), ("model.shop.orders", "model.shop.orders"),
        ("a--b", "a--b"), ("100%", "100"),
        (String(repeating: "ab ", count: 100), String(repeating: "ab-", count: 42) + "ab"),
    ])
    func `any text has a nearest slug`(_ text: String, _ slug: String) {
        #expect(DataProduct.ID(slugging: text)?.text == slug)
    }

    @Test(arguments: ["", "!!!", "日本語", "---"])
    func `a text without letters or digits has none`(_ text: String) { #expect(DataProduct.ID(slugging: text) == nil) }
}
