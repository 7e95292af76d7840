import Documents
import Glibc
import MeshFormats
import MeshModel
import Testing

/// Texts that nobody means well with.
@Suite struct HostileTests {
    private static func read(_ bytes: [UInt8], _ name: String = "x", budget: Budget = .standard) throws -> Import {
        var options = ImportOptions()
        options.budget = budget
        return try ImportReader(options: options).read(bytes, file: name)
    }

    private static let whole = Array(
        """
        {"conformsTo": "https://project-open-data.cio.gov/v1.1/schema", "dataset": [
          {"identifier": "é", "title": "a\\u0000b\\u001b[31m\\u202e", "description": "d", "keyword": ["k"], "modified": "2025",
           "accessLevel": "public", "publisher": {"name": "P"}, "contactPoint": {"fn": "x", "hasEmail": "mailto:x@y"}}]}
        """.utf8)

    @Test func `a text that is cut off anywhere is refused`() throws {
        for length in Self.whole.indices {
            let error = #expect(throws: FormatError.self) { try Self.read(Array(Self.whole[..<length])) }
            #expect(error?.description.contains("line ") == true, "\(length): \(String(describing: error))")
        }
        #expect(try Self.read(Self.whole)["products"] == 1)
    }

    @Test(.enabled(if: SharedData.isPresent, SharedData.absent), arguments: ["dcat-us/fda.json", "dbt/manifest.json"])
    func `a real file that is cut off is refused`(_ name: String) throws {
        let whole = try #require(SharedData.bytes(name))
        for part in 0..<40 {
            let length = whole.count * part / 40 + part
            #expect(throws: FormatError.self) { try Self.read(Array(whole[..<length])) }
        }
    }

    @Test func `controls and marks stay data, and ids are slugs`() throws {
        guard case .importProduct(let product) = try Self.read(Self.whole).changes[1] else {
            Issue.record("the second change is no product")
            return
        }
        #expect(product.facts.name == "a\0b\u{1B}[31m\u{202E}")
        #expect(product.proposed.text == "a-b-31m")
        try ImportedMesh().commit(Self.read(Self.whole).changes)
    }

    private static let utf16: [UInt8] = "\u{FEFF}{\"dataset\": []}".utf16.flatMap { unit -> [UInt8] in
        [UInt8(unit & 0xFF), UInt8(unit >> 8)]
    }
    private static let bomb =
        "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        + (1...9).map { "a\($0): &a\($0) [\(Array(repeating: "*a\($0 - 1)", count: 10).joined(separator: ", "))]" }
        .joined(separator: "\n")

    struct Hostile: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var bytes: [UInt8]
        var sentence: String

        init(_ what: String, _ bytes: [UInt8], _ sentence: String) {
            (testDescription, self.bytes, self.sentence) = (what, bytes, sentence)
        }

        init(_ what: String, _ text: String, _ sentence: String) { self.init(what, Array(text.utf8), sentence) }
    }

    private static let formats =
        "a DCAT-US 1.1 catalogue (dcat-us), a dbt manifest (dbt), data contracts of ODCS (odcs), JSON lines of products (jsonl), a document of products and domains (mesh)"
    private static let latin1: [UInt8] = Array("{\"dataset\": \"".utf8) + [0xE9, 0x22, 0x7D]

    static let hostile: [Hostile] = [
        Hostile("empty", "", "x, line 1, column 1: there is nothing in it"),
        Hostile("UTF-16", utf16, "x, line 1, column 1: this is UTF-16; save it as UTF-8"),
        Hostile("Latin-1", latin1, "x, line 1, column 14: the byte 0xE9 is not UTF-8; save the text as UTF-8"),
        Hostile(
            "deep", String(repeating: "[", count: 100_000),
            "x, line 1, column 129: more than 128 lists and maps inside each other"),
        Hostile(
            "alias bomb", bomb, "x, line 7, column 40: more than 8000000 values; split the text or raise the limit"),
        Hostile(
            "another format", "{\"kind\": \"DataContract\", \"id\": 1}",
            "x is of no format that can be imported: it is a map with the keys \"kind\", \"id\"; what can be is \(formats)"
        ),
        Hostile("prose", "hello", "x is of no format that can be imported: it is a string; what can be is \(formats)"),
        Hostile(
            "no list", "{\"@type\": \"dcat:Catalog\", \"dataset\": {}}",
            "x, line 1, column 38: dataset is a map, where a list is expected"),
    ]

    @Test(arguments: hostile)
    func `a hostile text is refused with its place`(_ hostile: Hostile) {
        let error = #expect(throws: FormatError.self) { try Self.read(hostile.bytes) }
        #expect(error?.description == hostile.sentence)
    }

    @Test func `a text of more than the budget is not read to its end`() {
        var budget = Budget.standard
        budget.bytes = 1 << 20
        var options = ImportOptions()
        options.budget = budget
        var pieces = 0
        let endless = ImportFile(name: "endless") {
            pieces += 1
            return Array(repeating: UInt8(ascii: " "), count: 1 << 16)
        }
        let error = #expect(throws: FormatError.self) { try ImportReader(options: options).read([endless]) }
        #expect(
            error?.description
                == "endless, line 1, column 1: more than 1048576 bytes; split the text or raise the limit")
        #expect(pieces == 17)
    }

    /// The most memory that the process ever held, in bytes.
    private static var peak: Int {
        var usage = rusage()
        unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss << 10
    }

    @Test func `a text that unfolds to billions of values costs what it writes`() {
        let before = Self.peak
        #expect(throws: FormatError.self) { try Self.read(Array(Self.bomb.utf8)) }
        #expect(Self.peak - before < 128 << 20)
    }

    @Test func `what is too long for the mesh is a problem of its record`() throws {
        let long = String(repeating: "é", count: 600)
        let text = String(decoding: Self.whole, as: UTF8.self)
        let cases = [
            ("\"title\": \"a", "\"title\": \"\(long)", "dataset[0].title is 1210 bytes long; 1024 is the most"),
            ("\"é\"", "\"\(long)\"", "dataset[0].identifier is 1200 bytes long; 1024 is the most"),
            (
                "\"name\": \"P\"", "\"name\": \"\(long)\"",
                "dataset[0].publisher.name is 1200 bytes long; 256 is the most"
            ),
        ]
        for (found, replacement, sentence) in cases {
            let error = #expect(throws: FormatError.self) {
                try Self.read(Array(text.replacing(found, with: replacement).utf8))
            }
            #expect(error?.description.hasSuffix(sentence) == true, "\(String(describing: error))")
        }
    }
}
