public import MeshModel

/// A generator that repeats itself, so that a failing test fails again. Source: S. Vigna, SplitMix64.
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    mutating func text() -> String {
        let alphabet = Array("abc é\u{0}\n→𝄞\u{1b}'")
        return String(
            (0..<Int.random(in: 0..<12, using: &self)).map { _ in alphabet.randomElement(using: &self) ?? "x" })
    }

    mutating func texts() -> [String] { (0..<Int.random(in: 0..<4, using: &self)).map { _ in text() } }

    mutating func number() -> Int { Int(truncatingIfNeeded: next() >> UInt64.random(in: 0..<64, using: &self)) }
}

/// Tests write ids as literals; a wrong one is the test's mistake.
extension Identifier: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) {
        guard let id = Identifier(text) else { preconditionFailure("'\(text)' is no slug") }
        self = id
    }
}
