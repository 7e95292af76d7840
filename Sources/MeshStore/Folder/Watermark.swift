/// How much of a journal is durable: what readers may show. The file `watermark`; FORMAT.md says why it exists.
struct Watermark: Equatable, Sendable {
    enum State: UInt32 {
        case sound = 1
        /// A sync of this journal failed: what lies behind the durable length is not to be trusted by anybody.
        case poisoned = 2
    }

    var state: State
    var mesh: [UInt8]
    var boot: [UInt8]
    /// Device and inode of the file itself: a copy of the folder has others.
    var device: UInt64
    var inode: UInt64
    var journal: UInt64
    /// Durable bytes of that journal.
    var length: UInt64
    var revision: UInt64

    static let name = "watermark"
    static let size = 96
    private static let magic = Array("DMESHWMK".utf8)

    var encoded: [UInt8] {
        var bytes = Watermark.magic
        bytes.append(littleEndian: UInt32(1))
        bytes.append(littleEndian: state.rawValue)
        bytes += mesh + boot
        for value in [device, inode, journal, length, revision] { bytes.append(littleEndian: value) }
        bytes.appendCheck()
        return bytes
    }
}

extension Watermark {
    /// Nil for bytes that no writer left: a watermark that cannot be read says nothing.
    init?(_ bytes: [UInt8]) {
        guard bytes.count == Watermark.size, bytes.starts(with: Watermark.magic), bytes.hasCheck(0..<bytes.count),
            bytes.integer(UInt32.self, at: 8) == 1, let state = State(rawValue: bytes.integer(at: 12))
        else { return nil }
        self.init(
            state: state, mesh: Array(bytes[16..<32]), boot: Array(bytes[32..<48]), device: bytes.integer(at: 48),
            inode: bytes.integer(at: 56), journal: bytes.integer(at: 64), length: bytes.integer(at: 72),
            revision: bytes.integer(at: 80))
    }

    /// What a watermark says about a journal.
    enum Word: Equatable {
        /// Exactly `length` bytes are durable.
        case holds(length: UInt64, State)
        /// At least `length` bytes are durable, and whatever else is there survived a restart.
        case floor(length: UInt64)
        case nothing
    }

    func word(on current: Current, file: FileStatus, boot: [UInt8]) -> Word {
        guard mesh == current.mesh, journal == current.journal, inode == file.inode else { return .nothing }
        if self.boot != boot { return .floor(length: length) }
        return device == file.device ? .holds(length: length, state) : .nothing
    }
}
