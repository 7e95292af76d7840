/// A stretch of a journal held in memory, moved along as reading goes on.
struct Window {
    private let file: any DiskFile
    private let name: String
    /// Bytes behind this one do not exist for the reader.
    let end: UInt64
    private(set) var bytes: [UInt8] = []
    private var start: UInt64 = 0

    private static let size = 1 << 18

    init(_ file: any DiskFile, _ name: String, end: UInt64) {
        self.file = file
        self.name = name
        self.end = end
    }

    /// Where the frame at `offset` stands in `bytes`, nil when there is none whose check agrees.
    mutating func frame(at offset: UInt64, salt: UInt64) throws(StoreError) -> Range<Int>? {
        guard let length = try plausibleLength(at: offset), let range = try load(Int(length), at: offset),
            bytes.hasCheck(range, seed: salt)
        else { return nil }
        return range
    }

    /// The length a frame at `offset` gives itself, nil when it cannot be one.
    mutating func plausibleLength(at offset: UInt64) throws(StoreError) -> UInt64? {
        guard let head = try load(Frame.headLength, at: offset),
            bytes.integer(UInt32.self, at: head.lowerBound) == Frame.magic
        else { return nil }
        let length = UInt64(bytes.integer(UInt32.self, at: head.lowerBound + 4))
        let body = UInt64(bytes.integer(UInt32.self, at: head.lowerBound + 24))
        guard length >= UInt64(Frame.leastLength), length % 8 == 0, length <= UInt64(Frame.lengthLimit),
            length <= end - offset, length == UInt64(Frame.leastLength) + (body + 7) / 8 * 8
        else { return nil }
        return length
    }

    /// The first place from `offset` on, a multiple of 8, that begins as a frame does.
    mutating func nextMagic(from offset: UInt64) throws(StoreError) -> UInt64? {
        var offset = (offset + 7) / 8 * 8
        while offset + UInt64(Frame.leastLength) <= end {
            let count = Int(min(UInt64(Window.size), end - offset)) / 8 * 8
            guard let range = try load(count, at: offset) else { return nil }
            for index in stride(from: range.lowerBound, to: range.upperBound, by: 8)
            where bytes.integer(UInt32.self, at: index) == Frame.magic {
                return offset + UInt64(index - range.lowerBound)
            }
            offset += UInt64(count)
        }
        return nil
    }

    /// Where `count` bytes of the file from `offset` on stand in `bytes`, nil when the file has fewer.
    private mutating func load(_ count: Int, at offset: UInt64) throws(StoreError) -> Range<Int>? {
        guard offset <= end, UInt64(count) <= end - offset else { return nil }
        if offset < start || offset + UInt64(count) > start + UInt64(bytes.count) {
            let wanted = max(count, Int(min(UInt64(Window.size), end - offset)))
            bytes = try on(name) { () throws(DiskError) in try file.readWhole(wanted, at: offset) }
            start = offset
            guard bytes.count >= count else { return nil }
        }
        let lower = Int(offset - start)
        return lower..<lower + count
    }
}
