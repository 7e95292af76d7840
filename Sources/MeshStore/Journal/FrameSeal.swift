internal import Threads

/// The SHA-256 of a frame, by which the next one is chained to it. That of a long frame is worked out beside whatever else is done until
/// somebody asks for it.
struct FrameSeal: Sendable {
    private enum Outcome: Sendable {
        case known([UInt8])
        case coming(Alongside<[UInt8]>)
    }

    private let outcome: Outcome
    /// From here on a thread costs less than it saves, in bytes.
    private static let long = 1 << 18

    init(_ digest: [UInt8]) { outcome = .known(digest) }

    init(of frame: [UInt8]) {
        outcome =
            frame.count < Self.long
            ? .known(SHA256.digest(frame)) : .coming(Alongside { SHA256.digest(frame) })
    }

    var digest: [UInt8] {
        switch outcome {
        case .known(let digest): digest
        case .coming(let work): work.wait()
        }
    }
}
