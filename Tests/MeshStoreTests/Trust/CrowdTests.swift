import Glibc
import Synchronization
import Testing
import Threads

@testable import MeshStore

/// Many readers and a few writers on one folder, each with a handle of its own, as processes have.
@Suite(.serialized) struct CrowdTests {
    private struct State {
        var isEnding = false
        var running = 0
        var commits = 0
        var compactions = 0
        var reads = 0
        var findings: [String] = []
    }

    private final class Crowd: Sendable {
        let path: String
        let state = Mutex(State())

        init(_ path: String) { self.path = path }

        var isEnding: Bool { state.withLock { $0.isEnding } }

        /// Does one thing after another on a thread of its own until all are told to end, or it fails.
        func join(_ name: String, _ act: @escaping @Sendable (Folder) throws -> () throws -> Void) {
            state.withLock { $0.running += 1 }
            WorkerThread.start { [self] in
                do {
                    let step = try act(Folder(path: path))
                    while !isEnding { try step() }
                } catch { state.withLock { $0.findings.append("\(name): \(error)") } }
                state.withLock { $0.running -= 1 }
            }
        }

        func find(_ finding: String) { state.withLock { $0.findings.append(finding) } }
    }

    private static let keys = (0..<8).map { "part\($0)" }

    /// Every commit writes its revision into each part, and how often this writer has written into a record of its own.
    private static func write(_ crowd: Crowd, _ number: Int) {
        crowd.join("writer \(number)") { folder in
            var count: UInt64 = 0
            return {
                do {
                    var writer = try folder.writer(waiting: .seconds(30))
                    let text = Array("\(writer.view.revision + 1)".utf8)
                    count += 1
                    let own = StoredWrite(Story.key("writer\(number)"), Array("\(count)".utf8))
                    let draft = Writer.Draft(
                        time: 0, actor: [], request: Array("\(number)-\(count)".utf8), changes: [],
                        writes: keys.map { StoredWrite(Story.key($0), text) } + [own])
                    _ = try writer.commit([draft])
                    if number == 0 && count % 200 == 0 {
                        try writer.compact()
                        crowd.state.withLock { $0.compactions += 1 }
                    }
                }
                crowd.state.withLock { $0.commits += 1 }
                // Others want the lock as well, and who waits for it looks every few milliseconds.
                usleep(1000)
            }
        }
    }

    private static func read(_ crowd: Crowd, _ number: Int) {
        crowd.join("reader \(number)") { folder in
            var seen: UInt64 = 0
            var counts: [UInt64] = [0, 0, 0, 0]
            return {
                let view = try folder.view()
                if view.revision < seen { crowd.find("reader \(number) went back from \(seen) to \(view.revision)") }
                seen = view.revision
                let text = Array("\(seen)".utf8)
                for record in try view.scan(7, limit: 100) {
                    let value = String(decoding: record.value, as: UTF8.self)
                    let key = String(decoding: record.key.bytes, as: UTF8.self)
                    if key.hasPrefix("part") {
                        if record.value != text { crowd.find("at revision \(seen) \(key) is of \(value)") }
                    } else if let writer = key.last?.wholeNumberValue, let count = UInt64(value) {
                        if count < counts[writer] { crowd.find("\(key) went back to \(count)") }
                        counts[writer] = count
                    }
                }
                // What all writers have done together is the revision.
                if counts.reduce(0, +) != seen { crowd.find("\(counts) by revision \(seen)") }
                crowd.state.withLock { $0.reads += 1 }
                usleep(5000)
            }
        }
    }

    @Test(.timeLimit(.minutes(60))) func `a hundred readers and four writers, each read of one revision, in order`()
        throws
    {
        let scratch = try Scratch()
        let path = scratch.path + "/mesh"
        try Folder.create(path: path)
        let crowd = Crowd(path)
        for number in 0..<4 { Self.write(crowd, number) }
        for number in 0..<100 { Self.read(crowd, number) }
        sleep(Effort.isLong ? 60 : 3)
        crowd.state.withLock { $0.isEnding = true }
        while crowd.state.withLock({ $0.running }) > 0 { usleep(2000) }
        let state = crowd.state.withLock { $0 }
        #expect(state.findings.isEmpty, "\(state.findings.prefix(3)), \(state.findings.count) in all")
        #expect(state.commits > 20 && state.reads > 500, "\(state.commits) commits, \(state.reads) reads")
        #expect(try Folder(path: path).view().revision == UInt64(state.commits))
        Effort.tell(
            ["commits", "compactions", "reads", "torn, out of order or failed"],
            [["\(state.commits)", "\(state.compactions)", "\(state.reads)", "\(state.findings.count)"]])
    }
}
