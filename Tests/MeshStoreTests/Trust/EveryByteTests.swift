import Testing

@testable import MeshStore

/// Every byte of a small mesh with every other value in it, and every file cut off at every length: a reader answers with what was
/// written, or refuses; what it leaves out was confirmed to nobody, and it says so.
struct EveryByteTests {
    enum Answer: Hashable {
        /// Everything that was confirmed.
        case all
        /// Everything that was confirmed and not what was not, and a person is told.
        case withoutTail
        case refused
        case wrong
    }

    /// A file and what damage to it may come to.
    static let files: [(String, Set<Answer>)] = [
        (Current.name, [.refused]), (Watermark.name, [.all]), ("journal-2", [.refused]), ("snapshot-1", [.refused]),
        // Its head and the facts of before are not looked at.
        (Confidences.name, [.all, .refused]),
    ]

    /// Two commits, a snapshot, one more: revision 3.
    private static func mesh() throws -> SimulatedDisk {
        let disk = SimulatedDisk(isShared: true)
        try Folder.prepare(disk)
        let folder = try Folder(disk)
        for _ in 0..<2 { try ConfidenceTests.commit(folder, on: disk) }
        try Story.compact(folder)
        try ConfidenceTests.commit(folder, on: disk)
        return disk
    }

    private static func answer(_ disk: SimulatedDisk) -> Answer {
        let confirmed = disk.moment.acknowledged
        do {
            let folder = try Folder(disk)
            let view = try folder.view()
            let records = try view.scan(7).filter { $0.key != Story.key("secret") }
            guard records == Story.records(at: view.revision) else { return .wrong }
            guard try ConfidenceTests.secret(folder) == "purpose \(view.revision)" else { return .wrong }
            guard view.revision == confirmed else { return view.revision > confirmed ? .all : .wrong }
            return folder.takeNotices().isEmpty ? .all : .withoutTail
        } catch { return .refused }
    }

    /// What every value of a byte, or some, and every length come to.
    private static func answers(_ disk: SimulatedDisk, _ name: String) throws -> (images: Int, [Answer: Int]) {
        let (start, bytes) = (disk.moment, try #require(disk.bytes(name)))
        var answers: [Answer: Int] = [:]
        func look(_ change: (inout [UInt8]) -> Void) {
            let damaged = SimulatedDisk(start, isShared: true)
            damaged.overwrite(name, change)
            answers[answer(damaged), default: 0] += 1
        }
        for index in bytes.indices {
            // One bit, and where everything is tried every other value.
            let flips = Effort.isLong ? Array(1...255) : [UInt8(1) << (index % 8)]
            for flip in flips { look { $0[index] ^= flip } }
            look { $0.removeSubrange(index...) }
        }
        return (answers.values.reduce(0, +), answers)
    }

    @Test(arguments: files) func `of a mesh are found`(_ name: String, _ expected: Set<Answer>) throws {
        let (images, answers) = try Self.answers(Self.mesh(), name)
        #expect(Set(answers.keys) == expected, "\(answers)")
        Effort.tell([], [[name, "\(images)", "\(answers[.all] ?? 0)", "\(answers[.refused] ?? 0)", "0"]])
    }

    /// The last commit was written and synced, and nobody was told: after a power cut it is there or not, and never half of it.
    @Test func `of a commit that was confirmed to nobody cost that commit at most`() throws {
        let disk = try Self.mesh()
        var writer = try Folder(disk).writer(waiting: .zero)
        let whole = try #require(disk.bytes(Watermark.name))
        disk.attempting(4)
        _ = try writer.commit([ConfidenceTests.draft(4)])
        disk.overwrite(Watermark.name) { $0 = whole }
        let cut = try #require(disk.moment.afterPowerCut(exhaustiveTo: 0, draws: 0).last)
        let after = SimulatedDisk(cut, isShared: true)
        let confirmed = Int(Watermark(whole)?.length ?? 0)
        let bytes = try #require(after.bytes("journal-2"))
        for index in confirmed..<bytes.count {
            for flip in Effort.isLong ? Array(1...255) : [UInt8(1) << (index % 8)] {
                let damaged = SimulatedDisk(cut, isShared: true)
                damaged.overwrite("journal-2") { $0[index] ^= flip }
                #expect(Self.answer(damaged) == .withoutTail, "byte \(index)")
            }
            let damaged = SimulatedDisk(cut, isShared: true)
            damaged.overwrite("journal-2") { $0.removeSubrange(index...) }
            #expect(Self.answer(damaged) == (index == confirmed ? .all : .withoutTail), "\(index) bytes")
        }
    }
}
