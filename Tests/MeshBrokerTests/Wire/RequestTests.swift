import MeshModel
import Testing

@testable import MeshBroker

/// What a client says: all of it is hostile until it is read.
@Suite struct `A request` {
    static let changes: [Change] = [
        .registerDomain(Domain(id: "sales", name: "Sales — été", owner: "@web")),
        .claimProduct(ProductClaim(id: "orders", owner: "alice")),
        .deprecate(StatusChange(product: "orders", note: "old")),
    ]

    static let all: [Request.Content] = [
        .hello(version: 1, mesh: "main"), .hello(version: -3, mesh: ""),
        .preview([]), .preview(changes),
        .commit(changes, requestID: RequestID(high: .max, low: 0), agreed: nil),
        .commit([], requestID: RequestID(high: 0, low: 1), agreed: .init(value: 0)),
        .commit(changes, requestID: RequestID(high: 7, low: .max), agreed: .init(value: .max)),
        .status,
    ]

    @Test(arguments: all) func `arrives as it was said`(_ content: Request.Content) throws {
        for correlation in [0, 1, 127, 128, UInt64.max] {
            let request = Request(correlation, content)
            #expect(try Request(reading: request.bytes) == request)
        }
    }

    /// Bytes, and a word that the refusal must say.
    struct Bad: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var bytes: [UInt8]
        var word: String

        init(_ name: String, _ bytes: [UInt8], _ word: String) {
            testDescription = name
            self.bytes = bytes
            self.word = word
        }
    }

    static func field(_ tag: UInt64, _ body: [UInt8]) -> [UInt8] {
        var writer = RecordWriter()
        writer.varint(tag)
        writer.lengthPrefixed { $0.append(body) }
        return writer.bytes
    }

    /// A publication whose schema has fields in fields, all lengths of it right.
    static func nested(_ depth: Int) -> [UInt8] {
        // Backwards, from the innermost field outwards: a length can stand before its bytes without moving them.
        var bytes: [UInt8] = []
        func close(_ tag: UInt64?) {
            var head = RecordWriter()
            if let tag { head.varint(tag) }
            head.varint(UInt64(bytes.count))
            bytes += head.bytes.reversed()
        }
        for _ in 0..<depth {
            close(nil)
            close(9)
        }
        for tag in [nil, 3, nil, 4] as [UInt64?] { close(tag) }
        bytes.append(6)
        for tag in [nil, 4] as [UInt64?] { close(tag) }
        return [2, 1] + bytes.reversed()
    }

    static let hostile: [Bad] = [
        Bad("nothing", [], "cut short"),
        Bad("a kind alone", [4], "cut short"),
        Bad("an unknown kind", [9, 1], "numbered 9"),
        Bad("a kind in two bytes", [0x84, 0, 1], "more bytes"),
        Bad("a kind of more than 64 bits", Array(repeating: 0xff, count: 11), "64 bits"),
        Bad("bytes behind the last field", [4, 1, 0], "behind"),
        Bad("a field nobody knows", [4, 1] + field(3, [1]), "behind"),
        Bad("a field twice", [1, 1] + field(2, [65]) + field(2, [66]), "behind"),
        Bad("fields out of turn", [1, 1] + field(2, [65]) + field(1, [2]), "behind"),
        Bad("a field longer than its frame", [1, 1, 2, 200, 1, 65], "longer"),
        Bad("a length of 2⁶³", [1, 1, 2] + Array(repeating: 0xff, count: 9) + [1], "longer"),
        Bad("text that is not UTF-8", [1, 1] + field(2, [0xc3, 0x28]), "UTF-8"),
        Bad("half a surrogate", [1, 1] + field(2, [0xed, 0xa0, 0x80]), "UTF-8"),
        Bad("a number with bytes behind it", [1, 1] + field(1, [2, 2]), "behind"),
        Bad("a change without a request id", [3, 1] + field(4, [1, 1]), "request id"),
        Bad("a preview with a request id", [2, 1] + field(1, [5]), "request id"),
        Bad("an unknown change", [2, 1] + field(4, [1, 99]), "numbered 99"),
        Bad(
            "more changes than one batch holds",
            [2, 1] + field(4, Array(repeating: [1, 1], count: Request.mostChanges + 1).flatMap(\.self)), "8192"),
        Bad("nested 400,000 deep", nested(400_000), "nested"),
    ]

    @Test(arguments: hostile) func `that is none is refused with a sentence`(_ bad: Bad) throws {
        let error = #expect(throws: WireError.self) { try Request(reading: bad.bytes) }
        #expect(error?.description.contains(bad.word) == true, "\(error?.description ?? "")")
    }

    @Test func `may nest as deep as people do`() throws { _ = try Request(reading: Self.nested(100)) }

    @Test(arguments: 0..<20) func `of any bytes at all is read or refused`(_ seed: UInt64) {
        var seeded = Seeded(state: seed)
        let real = Self.all.map { Request(1, $0).bytes }
        for _ in 0..<2_000 {
            var bytes = real.randomElement(using: &seeded) ?? []
            for _ in 0..<Int.random(in: 1..<6, using: &seeded) where !bytes.isEmpty {
                bytes[Int.random(in: 0..<bytes.count, using: &seeded)] = UInt8.random(in: 0...255, using: &seeded)
            }
            if let request = try? Request(reading: bytes) {
                #expect(throws: Never.self) { try Request(reading: request.bytes) }
            }
        }
    }
}
