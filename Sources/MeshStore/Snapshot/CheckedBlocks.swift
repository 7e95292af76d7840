internal import Synchronization

/// Which blocks of a snapshot have been found sound: a bit each, read without waiting at every access.
///
/// Safe to share between threads: bits are only ever set, each by an atomic operation, and a block that two threads check at once is
/// checked twice.
@safe final class CheckedBlocks: @unchecked Sendable {
    private let words: UnsafeMutablePointer<Atomic<UInt64>>
    private let count: Int

    init(blocks: Int) {
        count = (blocks + 63) / 64
        unsafe words = .allocate(capacity: max(1, count))
        for place in 0..<count { unsafe (words + place).initialize(to: Atomic(0)) }
    }

    deinit {
        unsafe words.deinitialize(count: count)
        unsafe words.deallocate()
    }

    func contains(_ block: Int) -> Bool {
        precondition(block / 64 < count)
        return unsafe words[block / 64].load(ordering: .relaxed) & 1 << UInt64(block % 64) != 0
    }

    func insert(_ block: Int) {
        precondition(block / 64 < count)
        unsafe words[block / 64].bitwiseOr(1 << UInt64(block % 64), ordering: .relaxed)
    }
}
