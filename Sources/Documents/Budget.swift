/// How much of a text we are willing to read, so that a hostile one costs a sentence and not the host.
///
/// Memory is bounded by `nodes`. A node takes 24 bytes in a list and 48 with its key in a map; an array grows by doubling, so at most twice that.
/// A list or map adds a heap block of 32 bytes (a map of more than 16 keys also 8 to 16 bytes a key), a string or key of more than 15 bytes one of
/// 32 bytes and its text. Eight million nodes of the most hostile shape found, maps of one long key and one long string, take 1.1 GB beside their
/// text of 180 MB; a catalogue of 2.7 MB with 37,744 nodes takes 5.5 MB.
package struct Budget: Hashable, Sendable {
    /// Bytes of the text, and of all strings after aliases are expanded. At most 4 GiB.
    package var bytes = 256 << 20 { didSet { bytes = min(bytes, 1 << 32) } }
    /// Lists and maps inside each other. At most 512 whatever is asked for, because reading, writing and freeing recurse.
    package var depth = 128 { didSet { depth = min(depth, 512) } }
    /// Values after aliases are expanded; a key is part of its value. At most 2^31.
    package var nodes = 8_000_000 { didSet { nodes = min(nodes, 1 << 31) } }
    /// Bytes of one string, key or number.
    package var scalar = 16 << 20

    package init() {}

    package static let standard = Budget()

    /// What may be exceeded.
    package enum Limit: Hashable, Sendable {
        case bytes, depth, nodes, scalar
    }
}
