internal import MeshModel

/// Which of the snapshots that compaction leaves are kept as checkpoints of the past.
///
/// The newest of each of the last so many days, weeks (from Monday) and months that have one, in UTC, and the newest so many whatever their
/// time. The last two are kept in any case.
public struct CheckpointRetention: Equatable, Sendable {
    public enum Span: String, CaseIterable, Sendable {
        case newest, daily, weekly, monthly
    }

    private var counts: [Span: UInt32] = [:]

    /// None but the last two: a mesh whose user has set nothing.
    public static let none = CheckpointRetention()
    static let most: UInt32 = 10_000

    public subscript(_ span: Span) -> UInt32 {
        get { counts[span] ?? 0 }
        set { counts[span] = newValue == 0 ? nil : newValue }
    }

    public init() {}
}

/// Written as people say it: `daily 7, weekly 4`, or `none`.
extension CheckpointRetention: CustomStringConvertible {
    public init?(text: String) {
        self.init()
        guard text != "none" else { return }
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let words = part.split(separator: " ")
            guard words.count == 2, let span = Span(rawValue: String(words[0])), self[span] == 0,
                let count = UInt32(words[1]), (1...Self.most).contains(count)
            else { return nil }
            self[span] = count
        }
    }

    public var description: String {
        let parts = Span.allCases.filter { self[$0] > 0 }.map { "\($0.rawValue) \(self[$0])" }
        return parts.isEmpty ? "none" : parts.joined(separator: ", ")
    }
}

extension CheckpointRetention {
    /// The numbers that are kept of snapshots, each with its time.
    func kept(of snapshots: [(number: UInt64, time: Int64)]) -> Set<UInt64> {
        let newestFirst = snapshots.sorted { $0.number > $1.number }
        var kept: Set<UInt64> = []
        for span in Span.allCases {
            var left = self[span]
            var last: String?
            for snapshot in newestFirst where left > 0 {
                let name = span.name(of: snapshot)
                guard name != last else { continue }
                last = name
                left -= 1
                kept.insert(snapshot.number)
            }
        }
        return kept
    }
}

extension CheckpointRetention.Span {
    /// What two snapshots of one such span have alike.
    fileprivate func name(of snapshot: (number: UInt64, time: Int64)) -> String {
        let date = Instant(milliseconds: snapshot.time).description
        return switch self {
        case .newest: String(snapshot.number)
        case .daily: String(date.prefix { $0 != "T" })
        case .weekly: String(Self.week(of: snapshot.time))
        case .monthly: String(date.prefix { $0 != "T" }.dropLast(3))
        }
    }

    /// Weeks since that of 1970-01-01, which was a Thursday.
    private static func week(of time: Int64) -> Int64 {
        let sinceMonday = time / 1000 + 3 * Instant.secondsPerDay
        let seconds = 7 * Instant.secondsPerDay
        return sinceMonday / seconds - (sinceMonday % seconds < 0 ? 1 : 0)
    }
}

/// The file it stands in.
extension CheckpointRetention {
    static let name = "retention"
    private static let length = 64
    private static let magic = Array("DMESHRET".utf8)
    private static let firstCount = 32

    func encoded(mesh: [UInt8]) -> [UInt8] {
        var bytes = Self.magic
        bytes.append(littleEndian: UInt32(1))
        bytes.append(littleEndian: UInt32(Self.length))
        bytes += mesh
        for span in Span.allCases { bytes.append(littleEndian: self[span]) }
        bytes.append(littleEndian: UInt64(0))
        bytes.appendCheck()
        return bytes
    }

    init(_ bytes: [UInt8], mesh: [UInt8], file: String) throws(StoreError) {
        try FileHead.check(bytes, magic: Self.magic, version: 1, length: Self.length, file: file)
        guard bytes.count == Self.length else {
            throw .damaged(file: file, offset: UInt64(Self.length), finding: "it holds more than was written")
        }
        guard Array(bytes[16..<32]) == mesh else {
            throw .damaged(file: file, offset: 16, finding: "it belongs to another mesh")
        }
        guard bytes.integer(UInt64.self, at: 48) == 0 else {
            throw .newer(file: file, finding: "it sets what this one does not know")
        }
        self.init()
        for (place, span) in Span.allCases.enumerated() {
            let offset = Self.firstCount + 4 * place
            self[span] = bytes.integer(UInt32.self, at: offset)
            guard self[span] <= Self.most else {
                throw .damaged(file: file, offset: UInt64(offset), finding: "\(self[span]) is more than can be set")
            }
        }
    }
}
