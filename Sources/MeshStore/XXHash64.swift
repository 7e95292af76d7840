/// The 64-bit xxHash of bytes: finds accidents at the speed of memory, and is no defence against forgers.
///
/// After Yann Collet's specification, https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md.
func xxh64(_ bytes: RawSpan, seed: UInt64 = 0) -> UInt64 {
    let p1: UInt64 = 0x9E37_79B1_85EB_CA87
    let p2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
    let p3: UInt64 = 0x1656_67B1_9E37_79F9
    let p4: UInt64 = 0x85EB_CA77_C2B2_AE63
    let p5: UInt64 = 0x27D4_EB2F_1656_67C5

    func rotated(_ value: UInt64, _ bits: UInt64) -> UInt64 { value << bits | value >> (64 - bits) }
    func round(_ sum: UInt64, _ lane: UInt64) -> UInt64 { rotated(sum &+ lane &* p2, 31) &* p1 }
    func word(_ at: Int) -> UInt64 {
        bytes.integer(at: at)
    }

    let count = bytes.byteCount
    var at = 0
    var hash: UInt64
    if count >= 32 {
        var (a, b, c, d) = (seed &+ p1 &+ p2, seed &+ p2, seed, seed &- p1)
        while at <= count - 32 {
            a = round(a, word(at))
            b = round(b, word(at + 8))
            c = round(c, word(at + 16))
            d = round(d, word(at + 24))
            at += 32
        }
        hash = rotated(a, 1) &+ rotated(b, 7) &+ rotated(c, 12) &+ rotated(d, 18)
        hash = (hash ^ round(0, a)) &* p1 &+ p4
        hash = (hash ^ round(0, b)) &* p1 &+ p4
        hash = (hash ^ round(0, c)) &* p1 &+ p4
        hash = (hash ^ round(0, d)) &* p1 &+ p4
    } else {
        hash = seed &+ p5
    }
    hash &+= UInt64(count)
    while at <= count - 8 {
        hash = rotated(hash ^ round(0, word(at)), 27) &* p1 &+ p4
        at += 8
    }
    if at <= count - 4 {
        let half: UInt32 = bytes.integer(at: at)
        hash = rotated(hash ^ UInt64(half) &* p1, 23) &* p2 &+ p3
        at += 4
    }
    while at < count {
        let byte: UInt8 = bytes.integer(at: at)
        hash = rotated(hash ^ UInt64(byte) &* p5, 11) &* p1
        at += 1
    }
    hash = (hash ^ hash >> 33) &* p2
    hash = (hash ^ hash >> 29) &* p3
    return hash ^ hash >> 32
}

func xxh64(_ bytes: [UInt8], _ range: Range<Int>, seed: UInt64 = 0) -> UInt64 {
    unsafe xxh64(bytes.span.extracting(range).bytes, seed: seed)
}
