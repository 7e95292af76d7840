/// One commit as the journal keeps it: who did what when, and the records it left behind.
package struct Frame: Equatable, Sendable {
    /// Of a note: that of the frame before.
    package var revision: UInt64
    /// Something that is only remembered: it writes no record and makes no revision.
    package var isNote = false
    /// The model's instant.
    package var time: Int64
    package var actor: [UInt8]
    /// What makes a repeated request recognisable; empty for none.
    package var request: [UInt8]
    /// What was asked for, in the model's encoding: the audit.
    package var changes: [UInt8]
    /// Who was behind it and why they might, in the model's encoding; empty in frames of before it was kept.
    package var audit: [UInt8] = []
    /// Where `changes` stands with all its words, as the bytes of a reference; empty where nothing was left out.
    package var confidence: [UInt8] = []
    /// Which bytes of the confidential file this commit put there, and their digest, as `Confidences.Stretch` writes it; empty for none.
    package var apart: [UInt8] = []
    /// SHA-256 of the whole frame before; empty in frames of before it was kept.
    package var seal: [UInt8] = []
    package var writes: [StoredWrite]
    /// Bytes of the same write that stand before this frame: they became durable with it, so it says nothing for them.
    package var behind: UInt64 = 0
}

extension Frame {
    static let magic: UInt32 = 0x314D_5246
    static let lengthLimit = 1 << 30
    static let headLength = 32
    static let leastLength = headLength + 8
    private static let required: UInt16 = 1
    private static let note: UInt32 = 1

    private enum Tag: UInt16 {
        case time = 1
        case actor, request, changes, writes, audit, confidence, seal, apart, behind
    }

    /// The bytes of this frame behind the frame whose check is `chain`.
    func encoded(chain: UInt64, salt: UInt64) throws(StoreError) -> [UInt8] {
        var body: [UInt8] = []
        func field(_ tag: Tag, _ bytes: [UInt8], flags: UInt16 = Frame.required) {
            body.append(littleEndian: tag.rawValue)
            body.append(littleEndian: flags)
            body.append(littleEndian: UInt32(bytes.count))
            body += bytes
        }
        let records = try encodedWrites()
        let size =
            Frame.leastLength + 64 + actor.count + request.count + changes.count + records.count
            + audit.count + confidence.count + seal.count + apart.count + 40
        guard size <= Frame.lengthLimit else { throw .tooLarge(bytes: size, limit: Frame.lengthLimit) }
        var instant: [UInt8] = []
        instant.append(littleEndian: time)
        field(.time, instant)
        field(.actor, actor)
        field(.request, request)
        field(.changes, changes)
        field(.writes, records)
        for (tag, bytes) in [(Tag.audit, audit), (.confidence, confidence), (.seal, seal), (.apart, apart)]
        where !bytes.isEmpty { field(tag, bytes, flags: 0) }
        if behind > 0 {
            var distance: [UInt8] = []
            distance.append(littleEndian: behind)
            field(.behind, distance, flags: 0)
        }

        let length = Frame.headLength + (body.count + 7) / 8 * 8 + 8
        var bytes: [UInt8] = []
        bytes.reserveCapacity(length)
        bytes.append(littleEndian: Frame.magic)
        bytes.append(littleEndian: UInt32(length))
        bytes.append(littleEndian: chain)
        bytes.append(littleEndian: revision)
        bytes.append(littleEndian: UInt32(body.count))
        bytes.append(littleEndian: isNote ? Frame.note : 0)
        bytes += body
        bytes.pad(toMultipleOf: 8)
        bytes.appendCheck(seed: salt)
        return bytes
    }

    private func encodedWrites() throws(StoreError) -> [UInt8] {
        var bytes: [UInt8] = []
        for write in writes {
            guard write.key.bytes.count <= StoredKey.lengthLimit else {
                throw .tooLarge(bytes: write.key.bytes.count, limit: StoredKey.lengthLimit)
            }
            let value = write.value ?? []
            guard value.count <= Frame.lengthLimit else {
                throw .tooLarge(bytes: value.count, limit: Frame.lengthLimit)
            }
            bytes.append(write.key.kind)
            bytes.append(write.value == nil ? 2 : 1)
            bytes.append(littleEndian: UInt16(write.key.bytes.count))
            bytes.append(littleEndian: UInt32(value.count))
            bytes.append(littleEndian: write.previous)
            bytes += write.key.bytes
            bytes += value
        }
        return bytes
    }

    /// Why bytes are no frame although their check agrees.
    enum Refusal: Error {
        case malformed(String)
        case newer(String)
    }

    /// The frame in `range` of `bytes`, whose head and check have been looked at.
    init(_ bytes: [UInt8], _ range: Range<Int>) throws(Refusal) {
        let flags = bytes.integer(UInt32.self, at: range.lowerBound + 28)
        guard flags & ~Frame.note == 0 else { throw .newer("unknown flags of a frame") }
        isNote = flags & Frame.note != 0
        revision = bytes.integer(at: range.lowerBound + 16)
        (time, actor, request, changes, writes) = (0, [], [], [], [])
        var rest = Stretch(range.lowerBound + 32, count: Int(bytes.integer(UInt32.self, at: range.lowerBound + 24)))
        guard rest.end <= range.upperBound - 8 else { throw .malformed("a body longer than its frame") }
        while !rest.isEmpty {
            let head = try rest.take(8, "field")
            let tag = bytes.integer(UInt16.self, at: head.lowerBound)
            let length = Int(bytes.integer(UInt32.self, at: head.lowerBound + 4))
            let field = try rest.take(length, "field")
            switch Tag(rawValue: tag) {
            case .time:
                guard length == 8 else { throw .malformed("a time of \(length) bytes") }
                time = bytes.integer(at: field.lowerBound)
            case .actor: actor = Array(bytes[field])
            case .request: request = Array(bytes[field])
            case .changes: changes = Array(bytes[field])
            case .audit: audit = Array(bytes[field])
            case .confidence: confidence = Array(bytes[field])
            case .seal: seal = Array(bytes[field])
            case .apart: apart = Array(bytes[field])
            case .behind:
                guard length == 8 else { throw .malformed("a distance of \(length) bytes") }
                behind = bytes.integer(at: field.lowerBound)
            case .writes: writes = try Frame.writes(bytes, field)
            case nil:
                guard bytes.integer(UInt16.self, at: head.lowerBound + 2) & Frame.required == 0 else {
                    throw .newer("unknown field \(tag)")
                }
            }
        }
        guard !isNote || writes.isEmpty && request.isEmpty else { throw .malformed("a note that writes records") }
    }

    private static func writes(_ bytes: [UInt8], _ range: Range<Int>) throws(Refusal) -> [StoredWrite] {
        var rest = Stretch(range.lowerBound, count: range.count)
        var writes: [StoredWrite] = []
        while !rest.isEmpty {
            let head = try rest.take(16, "record")
            let operation = bytes[head.lowerBound + 1]
            guard operation == 1 || operation == 2 else { throw .newer("unknown record operation \(operation)") }
            let keyLength = Int(bytes.integer(UInt16.self, at: head.lowerBound + 2))
            let length = keyLength + Int(bytes.integer(UInt32.self, at: head.lowerBound + 4))
            let both = try rest.take(length, "record")
            let middle = both.lowerBound + keyLength
            var write = StoredWrite(
                StoredKey(bytes[head.lowerBound], Array(bytes[both.lowerBound..<middle])),
                operation == 1 ? Array(bytes[middle..<both.upperBound]) : nil)
            write.previous = bytes.integer(at: head.lowerBound + 8)
            writes.append(write)
        }
        return writes
    }
}

/// Ranges taken one after another from a stretch of bytes, never beyond its end.
private struct Stretch {
    private var place: Int
    let end: Int

    init(_ start: Int, count: Int) {
        place = start
        end = start + count
    }

    var isEmpty: Bool { place == end }

    mutating func take(_ count: Int, _ what: String) throws(Frame.Refusal) -> Range<Int> {
        guard count <= end - place else { throw .malformed("a \(what) longer than its frame") }
        defer { place += count }
        return place..<place + count
    }
}
