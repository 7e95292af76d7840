import MeshModel
import Testing

@testable import MeshStore

/// A snapshot is made beside, while commits go on, and then put in force with what was committed since.
struct AdoptionTests {
    static func domains(_ folder: Folder) throws -> [String] {
        try RecordReading(folder: folder, view: try folder.view()).domains().map(\.id.text)
    }

    static func history(_ folder: Folder) throws -> [UInt64] {
        try RecordReading(folder: folder, view: try folder.view()).history(of: nil, before: nil, limit: 1_000_000).map(
            \.revision.number)
    }

    @Test func `commits before, during and after are all there, once each, in records, history, requests and chain`()
        throws
    {
        let disk = try SharedStoreTests.disk()
        let store = try SharedStoreTests.open(disk)
        let folder = try Folder(disk, knowing: ProductIndex.Part.all)
        let early = RequestID(high: 7, low: 1)
        let late = RequestID(high: 7, low: 2)
        _ = try store.commit([SharedStoreTests.register("d1", request: early), SharedStoreTests.register("d2")])
        let reader = try folder.view()
        #expect(try SharedStore.writeSnapshot(folder) == 2)
        _ = try store.commit([
            SharedStoreTests.register("d3", request: late),
            SharedStoreTests.register("x", by: SharedStoreTests.mallory),
        ])
        _ = try store.commit([SharedStoreTests.register("d4")])
        try store.adoptSnapshot()
        #expect(store.figures.snapshot == 1 && store.figures.frames == 3)
        _ = try store.commit([SharedStoreTests.register("d5")])
        for open in [folder, try Folder(disk, knowing: ProductIndex.Part.all)] {
            #expect(try Self.domains(open) == ["d1", "d2", "d3", "d4", "d5"])
            #expect(try Self.history(open) == [5, 4, 3, 2, 1])
            #expect(try RecordReading(folder: open, view: try open.view()).refusals(limit: 9).count == 1)
            let report = try open.verifyChain()
            #expect(report.firstBreak == nil && report.proven == 6, "\(report)")
        }
        let again = try store.commit([
            SharedStoreTests.register("d1", request: early), SharedStoreTests.register("d3", request: late),
        ])
        #expect(SharedStoreTests.revisions(again) == [1, 3])
        // Who looked before still sees what they saw.
        #expect(reader.revision == 2)
        // And a second time, over the first.
        #expect(try SharedStore.writeSnapshot(folder) == 5)
        try store.adoptSnapshot()
        #expect(try Self.history(folder) == [5, 4, 3, 2, 1])
        #expect(try folder.verifyChain().firstBreak == nil)
    }

    @Test func `one that is not of this journal is removed, and the store goes on`() throws {
        let disk = try SharedStoreTests.disk()
        let store = try SharedStoreTests.open(disk)
        let folder = try Folder(disk, knowing: ProductIndex.Part.all)
        _ = try store.commit([SharedStoreTests.register("d1")])
        _ = try SharedStore.writeSnapshot(folder)
        try store.adoptSnapshot()
        // Its number has been given away meanwhile.
        disk.overwrite("snapshot-1") { _ in }
        _ = try SharedStore.writeSnapshot(folder)
        disk.overwrite(Snapshot.asideName) { $0[40] ^= 1 }
        #expect(throws: StoreError.self) { try store.adoptSnapshot() }
        #expect(SharedStoreTests.revisions(try store.commit([SharedStoreTests.register("d2")])) == [2])
        #expect(try Self.domains(folder) == ["d1", "d2"])
    }
}
