import MeshStore
import SystemPackage
import Testing

/// Nothing acknowledged is ever lost, nothing is invented, nothing that is whole is refused: whenever the power goes,
/// whichever call fails, wherever a process dies.
@Suite struct `When the power goes` {
    /// Opens what a crash left and compares it with the story; then goes on writing.
    static func survives(_ moment: SimulatedDisk.Moment, _ where: String, goingOn: Bool = true) throws {
        let disk = SimulatedDisk(moment)
        do {
            let folder = try Folder(disk)
            let revision = try expectStory(folder, moment, `where`)
            guard goingOn else { return }
            #expect(try Story.commit(folder) == revision + 1 || isLater(folder, than: revision), "\(`where`)")
            let after = try Folder(disk)
            #expect(try after.view().scan(7) == Story.records(at: try after.view().revision), "\(`where`)")
            #expect(try after.view().revision > moment.acknowledged, "\(`where`)")
        } catch StoreError.notAMesh where moment.acknowledged == 0 {
            // Creating it was never confirmed.
        }
    }

    /// What a killed writer left unread behind the watermark may come to light when the next one settles.
    private static func isLater(_ folder: Folder, than revision: UInt64) throws -> Bool {
        try folder.view().revision > revision
    }

    @discardableResult
    static func expectStory(_ folder: Folder, _ moment: SimulatedDisk.Moment, _ where: String) throws -> UInt64 {
        let view = try folder.view()
        #expect(view.revision >= moment.acknowledged, "lost: \(`where`)")
        #expect(view.revision <= moment.attempted, "invented: \(`where`)")
        #expect(try view.scan(7) == Story.records(at: view.revision), "wrong: \(`where`)")
        return view.revision
    }

    /// Creation, commits, compaction, commits, roll-over by a successor: a moment after every change of the disk.
    private static func history() throws -> [SimulatedDisk.Moment] {
        let disk = SimulatedDisk(remembering: true)
        try Folder.prepare(disk)
        let folder = try Folder(disk)
        for _ in 0..<3 { try Story.commit(folder, on: disk) }
        try Story.compact(folder)
        for _ in 0..<2 { try Story.commit(folder, on: disk) }
        // A sync fails, and the next writer moves to a new journal.
        disk.fail(.init(at: 0, code: .ioError, nextSync: true))
        #expect(throws: StoreError.self) { try Story.commit(folder, on: disk) }
        disk.failNoMore()
        try Story.commit(folder, on: disk)
        try Story.compact(folder)
        try Story.commit(folder, on: disk)
        return disk.history
    }

    @Test func `at any moment, nothing confirmed is lost`() throws {
        var images = 0
        for (step, moment) in try Self.history().enumerated() {
            for (index, image) in moment.afterPowerCut().enumerated() {
                images += 1
                try Self.survives(image, "step \(step), image \(index)")
            }
        }
        #expect(images > 700)
    }

    @Test func `or a process dies at any moment`() throws {
        for (step, moment) in try Self.history().enumerated() {
            try Self.survives(moment, "killed after step \(step)")
        }
    }

    @Test func `or it dies, another goes on, and then the power goes`() throws {
        for (step, moment) in try Self.history().enumerated() where step % 4 == 0 {
            let disk = SimulatedDisk(moment, remembering: true)
            guard let folder = try? Folder(disk) else { continue }
            try disk.attempting(folder.view().revision)
            _ = try Story.commit(folder, on: disk)
            for (later, moment) in disk.history.enumerated() {
                for image in moment.afterPowerCut(exhaustiveTo: 3, draws: 2) {
                    try Self.survives(image, "killed after step \(step), cut \(later) later", goingOn: false)
                }
            }
        }
    }

    @Test func `or it goes again while the first cut is being mended`() throws {
        for (step, moment) in try Self.history().enumerated() where step % 9 == 0 {
            for image in moment.afterPowerCut(exhaustiveTo: 0, draws: 0) {
                let disk = SimulatedDisk(image, remembering: true)
                guard let folder = try? Folder(disk) else { continue }
                try disk.attempting(folder.view().revision)
                _ = try Story.commit(folder, on: disk)
                for (later, moment) in disk.history.enumerated() {
                    for image in moment.afterPowerCut(exhaustiveTo: 0, draws: 0) {
                        try Self.survives(image, "cut after step \(step) and \(later) later", goingOn: false)
                    }
                }
            }
        }
    }

    /// Not interrupted for good: that is waited out.
    static let faults: [SimulatedDisk.Fault] =
        [Errno.ioError, .noSpace].flatMap { code -> [SimulatedDisk.Fault] in
            [
                .init(at: 0, code: code), .init(at: 0, code: code, forGood: true),
                .init(at: 0, code: code, short: true), .init(at: 0, code: code, forGood: true, short: true),
            ]
        } + [.init(at: 0, code: .interrupted), .init(at: 0, code: .interrupted, short: true)]

    /// Each call fails, once or for good; the program goes on; the disk recovers or not; then a crash.
    @Test(arguments: faults) func `or any call fails`(_ kind: SimulatedDisk.Fault) throws {
        let start = try Story.disk(1)
        // Counted where nothing fails: a first call that does would end the story at once.
        let calm = SimulatedDisk(start.moment)
        _ = Self.story(on: calm)
        #expect(calm.calls > 100)
        var calls = calm.calls
        var at = 1
        while at <= calls {
            var fault = kind
            fault.at = at
            let disk = SimulatedDisk(start.moment, fault: fault, remembering: false)
            let folder = Self.story(on: disk)
            calls = max(calls, min(disk.calls, 400))
            let name = "\(kind.code) at call \(at)"
            // The process lives on and the disk is well again.
            disk.failNoMore()
            if let folder { try Self.expectStory(folder, disk.moment, "\(name), same process") }
            let moment = disk.moment
            // What the watermark could not be told comes to light when the next writer settles.
            let killed = SimulatedDisk(moment)
            _ = try Folder(killed).writer()
            try Self.survives(killed.moment, "\(name), killed")
            for image in moment.afterPowerCut(exhaustiveTo: 1, draws: 0) { try Self.survives(image, "\(name), cut") }
            if let folder {
                try Story.commit(folder, on: disk)
                try Self.expectStory(folder, disk.moment, "\(name), gone on")
                for image in disk.moment.afterPowerCut(exhaustiveTo: 1, draws: 0) {
                    try Self.survives(image, "\(name), gone on, cut", goingOn: false)
                }
            }
            at += 1
        }
    }

    /// Two commits, a compaction, a commit, whatever fails; the handle, if there came to be one.
    private static func story(on disk: SimulatedDisk) -> Folder? {
        guard let folder = try? Folder(disk) else { return nil }
        _ = try? Story.commit(folder, on: disk)
        _ = try? Story.commit(folder, on: disk)
        try? Story.compact(folder)
        _ = try? Story.commit(folder, on: disk)
        return folder
    }
}
