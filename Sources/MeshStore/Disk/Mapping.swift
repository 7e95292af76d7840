internal import Glibc
internal import SystemPackage

/// A file mapped read-only, unmapped when this value ends.
///
/// Sound only over files that never change: a mapped file that shrinks is a SIGBUS. Safe to share between threads: nothing writes
/// to the memory once it is mapped, and the only owner unmaps it.
@safe package struct Mapping: ~Copyable, @unchecked Sendable {
    private let base: UnsafeRawBufferPointer

    /// The first `length` bytes of an open file.
    init(descriptor: Int32, length: Int) throws(DiskError) {
        unsafe base = UnsafeRawBufferPointer(
            try Mapping.map(length, PROT_READ, MAP_SHARED, descriptor))
    }

    /// Bytes of its own, for a disk that is only simulated.
    package init(copying bytes: [UInt8]) throws(DiskError) {
        let memory = unsafe try Mapping.map(bytes.count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1)
        unsafe memory.copyBytes(from: bytes)
        unsafe base = UnsafeRawBufferPointer(memory)
    }

    deinit {
        unsafe _ = munmap(UnsafeMutableRawPointer(mutating: base.baseAddress), base.count)
    }

    package var count: Int { unsafe base.count }

    /// How its pages will be asked for. Only a hint: where the kernel does not take it, nothing is slower than without.
    enum Expectation {
        /// Here and there: a page that is not in memory is read alone, and not with the 31 around it.
        case anywhere
        /// One behind the other, from the begin.
        case inOrder
    }

    func expect(_ expectation: Expectation) {
        let advice = expectation == .anywhere ? MADV_RANDOM : MADV_SEQUENTIAL
        unsafe _ = madvise(UnsafeMutableRawPointer(mutating: base.baseAddress), base.count, advice)
    }

    /// Has the pages of a range read at once, without waiting for them.
    func fetch(_ range: Range<Int>) {
        let page = 4096
        let start = range.lowerBound / page * page
        guard let address = unsafe base.baseAddress else { return }
        unsafe _ = madvise(
            UnsafeMutableRawPointer(mutating: address + start), min(range.upperBound, count) - start, MADV_WILLNEED)
    }

    /// Lends the bytes of `range`, which must lie within the mapping.
    package func withBytes<Value, Failure: Error>(
        _ range: Range<Int>, _ body: (RawSpan) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        return try body(unsafe RawSpan(_unsafeBytes: UnsafeRawBufferPointer(rebasing: base[range])))
    }

    private static func map(
        _ length: Int, _ protection: Int32, _ flags: Int32, _ descriptor: Int32
    ) throws(DiskError) -> UnsafeMutableRawBufferPointer {
        guard length > 0 else { throw DiskError(.invalidArgument) }
        let address = unsafe mmap(nil, length, protection, flags, descriptor, 0)
        guard unsafe address != MAP_FAILED else { throw DiskError(Errno(rawValue: errno)) }
        return unsafe UnsafeMutableRawBufferPointer(start: address, count: length)
    }
}
