import MeshModel

/// What a file was when it was applied: permission bits and a 64-bit FNV-1a hash, `0640:85944171f73967e8`; a folder has no hash.
///
/// It finds changes, not forgeries. Source: Fowler, Noll and Vo, the FNV non-cryptographic hash algorithm.
func digest(mode: UInt16, content: [UInt8]?) -> String {
    let octal = String(mode, radix: 8)
    let bits = String(repeating: "0", count: max(0, 4 - octal.utf8.count)) + octal
    guard let content else { return bits + ":" }
    let hash = content.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    let text = String(hash, radix: 16)
    return bits + ":" + String(repeating: "0", count: 16 - text.utf8.count) + text
}
