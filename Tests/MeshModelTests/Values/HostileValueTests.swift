import MeshModel
import Testing

/// Values that damaged or hostile records brought down, or brought back as something else.
struct HostileValueTests {
    /// Fields nested 5,000 deep in 25 KB once exhausted the stack.
    @Test func `nesting without end is refused`() {
        var bytes: [UInt8] = []
        for _ in 0..<5000 {
            var writer = RecordWriter()
            // Field 9 of a field of a schema: the fields inside it, of which there is one.
            writer.varint(9)
            writer.lengthPrefixed { $0.lengthPrefixed { $0.append(bytes) } }
            bytes = writer.bytes
        }
        var reader = RecordReader(bytes)
        #expect(throws: RecordError.self) { try SchemaField(from: &reader) }
    }

    @Test(arguments: [0.00001, 1e-300, 5e20, 123_456_789.25])
    func `a quantity reads back as it was written`(_ value: Double) {
        let quantity = Quantity(value, .percent)
        #expect(Quantity(text: quantity.description) == quantity)
    }

    @Test func `a moment beyond the last is the last`() {
        #expect(Instant(milliseconds: .max).adding(seconds: 1) == Instant(milliseconds: .max))
        #expect(Instant(milliseconds: 0).adding(seconds: .min) == Instant(milliseconds: .min))
    }

    @Test func `a combining mark is no part of a date`() {
        #expect(Instant(text: "2026\u{301}-11-23") == nil)
    }
}
