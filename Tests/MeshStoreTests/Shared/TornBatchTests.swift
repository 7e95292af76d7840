import Testing

@testable import MeshStore

/// Several commits share one write, and power may let the later ones arrive without the first. That was once taken for damage, and a mesh
/// that had lost nothing acknowledged was refused.
struct TornBatchTests {
    private typealias Cut = `When the power goes`

    private static func commit(_ count: UInt64, _ folder: Folder, _ disk: SimulatedDisk) throws {
        var writer = try folder.writer(waiting: .zero)
        let first = writer.view.revision + 1
        disk.attempting(first + count - 1)
        _ = try writer.commit((first..<first + count).map { Story.draft($0) })
        disk.acknowledge(first + count - 1)
    }

    @Test func `whatever part of a write of several arrives, what was acknowledged is there`() throws {
        let disk = try Story.disk(remembering: true)
        let folder = try Folder(disk)
        for count in [1, 4, 2] as [UInt64] { try Self.commit(count, folder, disk) }
        for (step, moment) in disk.history.enumerated() {
            for (index, image) in moment.afterPowerCut(exhaustiveTo: 5, draws: 60).enumerated() {
                try Cut.survives(image, "step \(step), image \(index)")
            }
        }
    }

    /// A mesh whose watermark says nothing: only the frames themselves can tell.
    private static func damaged(at revision: UInt64, writes: [UInt64]) throws -> SimulatedDisk {
        let disk = try Story.disk()
        let folder = try Folder(disk)
        for count in writes { try commit(count, folder, disk) }
        let journal = try Journal(disk, try folder.readCurrent())
        var place = journal.start
        var start: UInt64 = 0
        _ = try journal.read(from: &place, to: nil) { (frame, next) in
            if frame.revision == revision { start = next.frameStart }
        }
        disk.overwrite("journal-1") { $0[Int(start) + 40] ^= 1 }
        disk.overwrite(Watermark.name) { $0[0] ^= 1 }
        return disk
    }

    @Test func `a bad frame before others of its own write is a torn tail`() throws {
        for revision in [2, 3, 4] as [UInt64] {
            let folder = try Folder(Self.damaged(at: revision, writes: [1, 3]))
            #expect(try folder.view().revision == revision - 1)
        }
    }

    @Test func `before one of a later write it is damage`() throws {
        for revision in [1, 2, 3, 4] as [UInt64] {
            let disk = try Self.damaged(at: revision, writes: [1, 3, 2])
            #expect(throws: StoreError.self) { try Folder(disk) }
        }
    }
}
