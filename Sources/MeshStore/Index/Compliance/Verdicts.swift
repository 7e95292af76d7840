internal import MeshModel

/// Verdicts on some places that follow one another, a byte for each: see `RuleRank`.
///
/// Loops without a check inside become wide instructions; what they run over is checked before.
struct Verdicts {
    private(set) var bytes: [UInt8]

    var count: Int { bytes.count }

    init(_ rank: UInt8, count: Int) { bytes = [UInt8](repeating: rank, count: count) }

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func least(_ other: Verdicts) { combine(other) { min($0, $1) } }
    mutating func greatest(_ other: Verdicts) { combine(other) { max($0, $1) } }
    mutating func oppose() {
        for place in bytes.indices { bytes[place] = RuleRank.pass - min(bytes[place], RuleRank.pass) }
    }

    /// Keeps 1 where there was one and a policy passes or does not speak; `whole` begins at a place of this.
    mutating func hold(_ whole: Verdicts, _ mask: ArraySlice<UInt8>, from start: Int) {
        let count = min(bytes.count - start, whole.count, mask.count)
        unsafe mask.withUnsafeBufferPointer { mask in
            unsafe whole.bytes.withUnsafeBufferPointer { whole in
                unsafe bytes.withUnsafeMutableBufferPointer { bytes in
                    for place in 0..<count {
                        unsafe bytes[start + place] &= whole[place] >> 1 | (1 &- mask[place])
                    }
                }
            }
        }
    }

    /// Puts 0 where something else is not 0.
    mutating func clear(where others: [UInt8]) { combine(Verdicts(others)) { $1 == 0 ? $0 : 0 } }

    @inline(__always)
    private mutating func combine(_ other: Verdicts, _ of: (UInt8, UInt8) -> UInt8) {
        let count = min(bytes.count, other.bytes.count)
        unsafe other.bytes.withUnsafeBufferPointer { other in
            unsafe bytes.withUnsafeMutableBufferPointer { bytes in
                for place in 0..<count { unsafe bytes[place] = of(bytes[place], other[place]) }
            }
        }
    }

    /// Codes as verdicts.
    @inline(__always)
    init<Code: FixedWidthInteger>(_ codes: Span<Code>, _ of: (Code) -> UInt8) {
        unsafe bytes = [UInt8](unsafeUninitializedCapacity: codes.count) { bytes, count in
            unsafe codes.withUnsafeBufferPointer { codes in
                for place in codes.indices { unsafe bytes[place] = of(codes[place]) }
            }
            count = codes.count
        }
    }

    /// Pairs of codes as verdicts.
    @inline(__always)
    init(_ codes: Span<UInt32>, _ others: Span<UInt32>, _ of: (UInt32, UInt32) -> UInt8) {
        bytes = []
        bytes.reserveCapacity(codes.count)
        for place in codes.indices { bytes.append(of(codes[place], others[place])) }
    }

    init<Code: FixedWidthInteger & UnsignedInteger>(_ codes: Span<Code>, _ stretch: FactTest.Stretch) {
        let from = Code(clamping: stretch.from)
        let width = Code(clamping: Int(stretch.to) - Int(from))
        let isAll = stretch.to > UInt32(clamping: Code.max)
        let (inside, outside, absent) = (stretch.inside, stretch.outside, stretch.absent)
        if isAll {
            self.init(codes) { $0 == 0 ? absent : $0 >= from ? inside : outside }
        } else {
            self.init(codes) { $0 == 0 ? absent : $0 &- from < width ? inside : outside }
        }
    }
}

/// Sums over bytes, for counting many places at once.
enum ByteSum {
    /// How many of some places pass, and how many were not measured. `mask` is 1 where a place counts.
    static func count(
        _ verdicts: Verdicts, _ mask: ArraySlice<UInt8>, _ places: Range<Int>
    ) -> (passed: UInt32, notMeasured: UInt32) {
        precondition(places.lowerBound >= 0 && places.upperBound <= min(verdicts.count, mask.count))
        return unsafe verdicts.bytes.withUnsafeBufferPointer { verdicts in
            unsafe mask.withUnsafeBufferPointer { mask in
                var (passed, notMeasured): (UInt32, UInt32) = (0, 0)
                for place in places {
                    let rank = unsafe verdicts[place] & (0 &- mask[place])
                    passed &+= UInt32(rank >> 1)
                    notMeasured &+= UInt32(rank & 1)
                }
                return (passed, notMeasured)
            }
        }
    }

    /// The sum of bytes that are 0 or 1.
    static func sum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        unsafe bytes.withUnsafeBufferPointer { bytes in
            var sum: UInt32 = 0
            for place in bytes.indices { unsafe sum &+= UInt32(bytes[place]) }
            return sum
        }
    }
}
