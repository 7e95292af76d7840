import MeshModel
import SystemPackage
import Testing

@testable import MeshStore

/// A snapshot that is made beside and put in force while commits go on: wherever the power goes, a process dies or a call fails, nothing
/// acknowledged is lost, no revision is there twice, and the next attempt does it.
struct AdoptionCrashTests {
    /// Commits `d0`, `d1`, …, each told to the disk, with a refusal now and then.
    struct Story {
        let disk: SimulatedDisk
        let folder: Folder
        let store: SharedStore
        var count: UInt64 = 0

        init(_ disk: SimulatedDisk) throws {
            self.disk = disk
            folder = try Folder(disk, knowing: ProductIndex.Part.all)
            store = try SharedStore(folder) { TestClock().now }
        }

        static func request(_ number: UInt64) -> ChangeRequest {
            SharedStoreTests.register(Domain.ID("d\(number)") ?? "d", request: RequestID(high: 9, low: number))
        }

        mutating func commit() throws {
            disk.attempting(count + 1)
            _ = try store.commit([
                Self.request(count), SharedStoreTests.register("x", by: SharedStoreTests.mallory),
            ])[0].get()
            count += 1
            disk.acknowledge(count)
        }

        /// Two snapshots, each with commits behind it before it is in force, a refusal before the first.
        mutating func tell() throws {
            _ = try store.commit([SharedStoreTests.register("x", by: SharedStoreTests.mallory)])
            try store.flush()
            try commit()
            for _ in 0..<2 {
                _ = try SharedStore.writeSnapshot(folder)
                try commit()
                try commit()
                try store.adoptSnapshot()
                try commit()
            }
        }
    }

    /// What a crash left is the story up to some revision that was at least acknowledged; then it is gone on with.
    static func survives(_ moment: SimulatedDisk.Moment, _ place: String) throws {
        let disk = SimulatedDisk(moment, isShared: true)
        do {
            let folder = try Folder(disk, knowing: ProductIndex.Part.all)
            let before = try folder.view().revision
            #expect(before >= moment.acknowledged && before <= moment.attempted, "\(place)")
            // Whoever reads sees it so before anybody has settled anything.
            try expectStory(folder, before, place)
            let store = try SharedStore(folder) { TestClock().now }
            let revision = try folder.view().revision
            try expectStory(folder, revision, place)
            let again = try store.commit((0..<revision).map(Story.request))
            #expect(SharedStoreTests.revisions(again) == (0..<revision).map { $0 + 1 }, "\(place): requests")
            _ = try SharedStore.writeSnapshot(folder)
            _ = try store.commit([Story.request(revision)])
            try store.adoptSnapshot()
            try expectStory(folder, revision + 1, "\(place), gone on")
            try expectStory(Folder(disk, knowing: ProductIndex.Part.all), revision + 1, "\(place), opened again")
        } catch StoreError.notAMesh where moment.acknowledged == 0 {
            // Creating it was never confirmed.
        }
    }

    static func expectStory(_ folder: Folder, _ revision: UInt64, _ place: String) throws {
        #expect(try folder.view().revision == revision, "\(place)")
        #expect(try AdoptionTests.domains(folder) == (0..<revision).map { "d\($0)" }.sorted(), "\(place): records")
        #expect(try AdoptionTests.history(folder) == (0..<revision).map { revision - $0 }, "\(place): history")
        let report = try folder.verifyChain()
        #expect(report.firstBreak == nil && report.unsealed == 0, "\(place): \(report)")
    }

    static func history() throws -> [SimulatedDisk.Moment] {
        let disk = try SharedStoreTests.disk(remembering: true)
        var story = try Story(disk)
        try story.tell()
        return disk.history
    }

    @Test func `whenever the power goes`() throws {
        var images = 0
        for (step, moment) in try Self.history().enumerated() where Effort.isLong || step % 11 == 0 {
            for (index, image) in moment.afterPowerCut(exhaustiveTo: 4, draws: 1).enumerated() {
                images += 1
                try Self.survives(image, "step \(step), image \(index)")
            }
        }
        #expect(images > (Effort.isLong ? 500 : 40), "\(images)")
    }

    @Test func `wherever the process dies`() throws {
        for (step, moment) in try Self.history().enumerated() {
            try Self.survives(moment, "killed after step \(step)")
        }
    }

    @Test(arguments: zip([Errno.noSpace, .ioError], [false, true]))
    func `whichever call fails while a snapshot is made and put in force`(_ code: Errno, _ forGood: Bool) throws {
        let start = try {
            let disk = try SharedStoreTests.disk()
            var story = try Story(disk)
            try story.commit()
            try story.commit()
            return disk.moment
        }()
        // Counted where nothing fails.
        let calm = try Story(SimulatedDisk(start, isShared: true))
        let calls = try calm.disk.log {
            _ = try SharedStore.writeSnapshot(calm.folder)
            try calm.store.adoptSnapshot()
        }.count
        var (place, failures) = (1, 0)
        while place <= calls {
            let disk = SimulatedDisk(start, isShared: true)
            var story = try Story(disk)
            story.count = 2
            disk.fail(.init(at: disk.calls + place, code: code, forGood: forGood))
            var isSpent = false
            do {
                _ = try SharedStore.writeSnapshot(story.folder)
                try story.store.adoptSnapshot()
            } catch {
                failures += 1
                if case .uncertain = error { isSpent = true }
            }
            disk.failNoMore()
            // It goes on in the same process, and the next attempt does it.
            if !isSpent {
                try story.commit()
                _ = try SharedStore.writeSnapshot(story.folder)
                try story.commit()
                try story.store.adoptSnapshot()
                try Self.expectStory(story.folder, 4, "call \(place)")
                #expect(story.store.figures.frames >= 1)
            }
            // What it leaves is tried at some: `whenever the power goes` has the moments in between.
            if Effort.isLong || place % 23 == 0 {
                for image in disk.moment.afterPowerCut(exhaustiveTo: 2, draws: 1) {
                    try Self.survives(image, "call \(place), then a power cut")
                }
            }
            place += 1
        }
        #expect(calls > 50 && failures > 50, "\(calls) calls, \(failures) failures")
    }

    @Test func `two processes do not write one snapshot, nor is it taken over half written`() throws {
        let disk = try SharedStoreTests.disk()
        var story = try Story(disk)
        try story.commit()
        _ = try SharedStore.writeSnapshot(story.folder)
        do {
            // Another process is at it.
            let making = try story.folder.takeLock(Snapshot.asideLockName)
            defer { withExtendedLifetime(making) {} }
            #expect(throws: StoreError.busy(process: nil)) { try SharedStore.writeSnapshot(story.folder) }
            #expect(throws: StoreError.busy(process: nil)) { try story.store.adoptSnapshot() }
            try story.commit()
        }
        try story.store.adoptSnapshot()
        try Self.expectStory(story.folder, 2, "taken over later")
    }

    /// One of a copy that went its own way has the same mesh, number and revision, and another chain.
    @Test func `a snapshot of another history is not taken over`() throws {
        let disk = try SharedStoreTests.disk()
        var story = try Story(disk)
        try story.commit()
        let copy = SimulatedDisk(disk.moment, isShared: true)
        let other = try Story(copy)
        _ = try other.store.commit([SharedStoreTests.register("forged")])
        _ = try SharedStore.writeSnapshot(other.folder)
        let forged = try #require(copy.bytes(Snapshot.asideName))
        try story.commit()
        _ = try SharedStore.writeSnapshot(story.folder)
        disk.overwrite(Snapshot.asideName) { $0 = forged }
        #expect(throws: StoreError.self) { try story.store.adoptSnapshot() }
        #expect(disk.bytes(Snapshot.asideName) == nil)
        try story.commit()
        try Self.expectStory(story.folder, 3, "after the forged one")
    }
}
