internal import MeshModel

/// One product's fixed-size columns: 64 bytes, as FORMAT.md lays them out.
struct ProductRow {
    static let size = 64
    /// Stands for "not measured".
    static let unmeasured = UInt64.max

    var textStart: UInt64
    var namesLength: UInt32
    var tagsLength: UInt32
    var descriptionLength: UInt32
    var consumers: UInt32
    var updated: Int64
    var quality: UInt64
    var domain: UInt32
    var owner: UInt32
    var contact: UInt32
    var source: UInt32
    var collection: UInt32
    var status: UInt8
    var classification: UInt8
    var isMissing: Bool
}

extension ProductRow {
    /// Reads the row at a byte offset, which must lie within.
    init(_ bytes: RawSpan, _ at: Int) {
        textStart = bytes.load(at, as: UInt64.self)
        namesLength = bytes.load(at + 8, as: UInt32.self)
        tagsLength = bytes.load(at + 12, as: UInt32.self)
        descriptionLength = bytes.load(at + 16, as: UInt32.self)
        consumers = bytes.load(at + 20, as: UInt32.self)
        updated = bytes.load(at + 24, as: Int64.self)
        quality = bytes.load(at + 32, as: UInt64.self)
        domain = bytes.load(at + 40, as: UInt32.self)
        owner = bytes.load(at + 44, as: UInt32.self)
        contact = bytes.load(at + 48, as: UInt32.self)
        source = bytes.load(at + 52, as: UInt32.self)
        collection = bytes.load(at + 56, as: UInt32.self)
        status = bytes.load(at + 60, as: UInt8.self)
        classification = bytes.load(at + 61, as: UInt8.self)
        isMissing = bytes.load(at + 62, as: UInt8.self) != 0
    }

    func encode(to bytes: inout [UInt8]) {
        bytes.append(littleEndian: textStart)
        bytes.append(littleEndian: namesLength)
        bytes.append(littleEndian: tagsLength)
        bytes.append(littleEndian: descriptionLength)
        bytes.append(littleEndian: consumers)
        bytes.append(littleEndian: updated)
        bytes.append(littleEndian: quality)
        bytes.append(littleEndian: domain)
        bytes.append(littleEndian: owner)
        bytes.append(littleEndian: contact)
        bytes.append(littleEndian: source)
        bytes.append(littleEndian: collection)
        bytes.append(contentsOf: [status, classification, isMissing ? 1 : 0, 0])
    }

    /// Lengths are 32 bits and the start is checked against the section: the sum cannot wrap unnoticed.
    var textEnd: UInt64 {
        let (end, overflow) = textStart.addingReportingOverflow(
            UInt64(namesLength) + UInt64(tagsLength) + UInt64(descriptionLength))
        return overflow ? .max : end
    }

    /// Percent; nil: not measured.
    var qualityShare: Double? { quality == Self.unmeasured ? nil : Double(bitPattern: quality) }

    var statusCase: DataProduct.Status {
        Self.statuses.indices.contains(Int(status)) ? Self.statuses[Int(status)] : .draft
    }
    static let statuses = DataProduct.Status.allCases

    var classificationCase: DataProduct.Classification {
        Self.classifications.indices.contains(Int(classification))
            ? Self.classifications[Int(classification)] : .internal
    }
    static let classifications = DataProduct.Classification.allCases
}

extension ProductRow {
    /// Lends the row's folded texts; nil where they do not stand in `texts`, which begins at `base` of the section.
    func withTexts<Value>(
        _ texts: RawSpan, base: UInt64,
        _ body: (_ names: Span<UInt8>, _ tags: Span<UInt8>, _ description: Span<UInt8>) -> Value
    ) -> Value? {
        guard textStart >= base, textEnd <= base + UInt64(texts.byteCount) else { return nil }
        let start = Int(textStart - base)
        let tags = start + Int(namesLength)
        let description = tags + Int(tagsLength)
        return unsafe body(
            texts.extracting(start..<tags)._unsafeView(as: UInt8.self),
            texts.extracting(tags..<description)._unsafeView(as: UInt8.self),
            texts.extracting(description..<description + Int(descriptionLength))._unsafeView(as: UInt8.self))
    }
}

extension Span where Element == UInt8 {
    /// The bytes before the first line feed: of a row's names, the id.
    var firstLine: String { String(decoding: line(0..<lineEnd), as: UTF8.self) }

    /// The bytes behind the first line feed: of a row's names, the folded name; empty where there is none.
    var secondLine: [UInt8] { lineEnd < count ? line(lineEnd + 1..<count) : [] }

    private var lineEnd: Int { indices.first { self[$0] == 10 } ?? count }

    private func line(_ range: Range<Int>) -> [UInt8] { range.map { self[$0] } }
}

extension RawSpan {
    /// The little-endian integer at a byte offset, which must lie within.
    func load<Integer: FixedWidthInteger & BitwiseCopyable>(_ offset: Int, as type: Integer.Type) -> Integer {
        unsafe Integer(littleEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: type))
    }
}
