import Testing
import Threads

@testable import MeshStore

/// A hundred who read and four who write, each by a handle of its own on one folder.
struct CrowdTests {
    /// What one of them saw; nil: nothing that may not be.
    private struct Report: Sendable {
        var looks = 0
        var acknowledged: [UInt64] = []
        var complaint: String?
    }

    private static let readers = 100
    private static let writers = 4
    private static let sides = ["left", "right"].map(Story.key)

    @Test func `see no error, no torn revision and no order but that of the commits`() throws {
        let scratch = try Scratch()
        let path = scratch.path + "/mesh"
        try Folder.create(path: path)
        let end = ContinuousClock.now + .seconds(Effort.isLong ? 60 : 3)
        let writing = (0..<Self.writers).map { number in
            Alongside { Self.report { try Self.write(path, until: end, compacting: number == 0) } }
        }
        let reading = (0..<Self.readers).map { _ in Alongside { Self.report { try Self.read(path, until: end) } } }
        let (wrote, read) = (writing.map { $0.wait() }, reading.map { $0.wait() })
        for report in wrote + read { #expect(report.complaint == nil) }
        let revisions = wrote.flatMap(\.acknowledged)
        #expect(revisions.sorted() == Array(1...UInt64(max(1, revisions.count))))
        #expect(wrote.allSatisfy { $0.acknowledged == $0.acknowledged.sorted() && !$0.acknowledged.isEmpty })
        #expect(try Folder(path: path).view().revision == UInt64(revisions.count))
        #expect(read.allSatisfy { $0.looks > 1 })
        let looks = read.reduce(0) { $0 + $1.looks }
        Effort.tell(["readers", "looks", "writers", "commits"], [["100", "\(looks)", "4", "\(revisions.count)"]])
    }

    private static func report(_ work: () throws -> Report) -> Report {
        do { return try work() } catch { return Report(complaint: "\(error)") }
    }

    /// Both sides are written by every commit, and say the revision.
    private static func write(_ path: String, until end: ContinuousClock.Instant, compacting: Bool) throws -> Report {
        let folder = try Folder(path: path)
        var report = Report()
        while ContinuousClock.now < end {
            var writer = try folder.writer(waiting: .seconds(60))
            let next = writer.view.revision + 1
            var draft = Story.draft(next)
            draft.writes = sides.map { StoredWrite($0, Array("\(next)".utf8)) }
            let answer = try writer.commit([draft])
            guard answer == [next] else { return Report(complaint: "\(answer) is not \(next)") }
            report.acknowledged += answer
            if compacting, report.acknowledged.count % 32 == 0 { try writer.compact() }
        }
        return report
    }

    private static func read(_ path: String, until end: ContinuousClock.Instant) throws -> Report {
        let folder = try Folder(path: path)
        var (report, last) = (Report(), UInt64(0))
        while ContinuousClock.now < end {
            let view = try folder.view()
            guard view.revision >= last else { return Report(complaint: "\(view.revision) behind \(last)") }
            last = view.revision
            for side in sides {
                let text = try view.record(side).map { String(decoding: $0.value, as: UTF8.self) }
                guard text == (last == 0 ? nil : "\(last)") else {
                    return Report(complaint: "\(text ?? "nothing") at \(last)")
                }
            }
            report.looks += 1
            Account.pause(milliseconds: 2)
        }
        return report
    }
}
