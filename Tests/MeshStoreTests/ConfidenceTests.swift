import MeshModel
import SystemPackage
import Testing

@testable import MeshStore

/// What few may read lies in a file of its own, is durable before anything refers to it, and is never taken for something else.
struct ConfidenceTests {
    static func draft(_ revision: UInt64) -> Writer.Draft {
        var draft = Story.draft(revision)
        draft.writes.append(StoredWrite(Story.key("secret"), Array("purpose \(revision)".utf8), isConfidential: true))
        draft.fullChanges = Array("whole change \(revision)".utf8)
        return draft
    }

    static func commit(_ folder: Folder, on disk: SimulatedDisk) throws {
        var writer = try folder.writer(waiting: .seconds(1))
        let revision = writer.view.revision + 1
        disk.attempting(revision)
        _ = try writer.commit([draft(revision)])
        disk.acknowledge(revision)
    }

    /// What the mesh says that few may read, at the newest revision.
    static func secret(_ folder: Folder) throws -> String? {
        guard let record = try folder.view().record(Story.key("secret")) else { return nil }
        let reference = try #require(Confidences.Reference(record.value), "the value itself stands in the open")
        return try folder.confidence(reference).map { String(decoding: $0, as: UTF8.self) }
    }

    static func history() throws -> [SimulatedDisk.Moment] {
        let disk = SimulatedDisk(remembering: true, isShared: true)
        try Folder.prepare(disk)
        let folder = try Folder(disk)
        for _ in 0..<2 { try commit(folder, on: disk) }
        try Story.compact(folder)
        try commit(folder, on: disk)
        disk.fail(.init(at: 0, code: .ioError, nextSync: true))
        #expect(throws: StoreError.self) { try commit(folder, on: disk) }
        disk.failNoMore()
        try commit(folder, on: disk)
        return disk.history
    }

    @Test func `what whoever carries a mesh may not read is counted, and all else is carried`() throws {
        let disk = SimulatedDisk(isShared: true)
        try Folder.prepare(disk)
        for _ in 0..<2 { try Self.commit(Folder(disk), on: disk) }
        func carried(from disk: SimulatedDisk) throws -> CarriedMesh {
            var export = try MeshExport(Folder(disk))
            while try export.next() != nil {}
            return export.carried
        }
        let whole = try carried(from: disk)
        #expect(whole.withheld == 0)
        var withheld: Set<UInt64> = []
        for call in 1...200 {
            let fault = SimulatedDisk.Fault(at: call, code: .permissionDenied)
            guard let some = try? carried(from: SimulatedDisk(disk.moment, fault: fault, isShared: true)) else {
                continue
            }
            #expect(some.records + some.withheld == whole.records, "call \(call)")
            withheld.insert(some.withheld)
        }
        #expect(withheld == [0, 1])
    }

    @Test func `at any moment of a power cut, what is there can be read, and is right`() throws {
        var images = 0
        for (step, moment) in try Self.history().enumerated() {
            for (index, image) in moment.afterPowerCut(exhaustiveTo: 5, draws: 4).enumerated() {
                images += 1
                let disk = SimulatedDisk(image, isShared: true)
                do {
                    let folder = try Folder(disk)
                    let revision = try folder.view().revision
                    #expect(revision >= image.acknowledged)
                    let expected = revision == 0 ? nil : "purpose \(revision)"
                    #expect(try Self.secret(folder) == expected, "step \(step), image \(index)")
                    try Self.commit(folder, on: disk)
                    #expect(try Self.secret(folder) == "purpose \(try folder.view().revision)")
                } catch StoreError.notAMesh where image.acknowledged == 0 {}
            }
        }
        #expect(images > 150, "\(images)")
    }

    /// A killed process may leave the file without a name on the disk. Whoever writes next must not take what it finds for durable.
    @Test func `or a process dies, another goes on, and then the power goes`() throws {
        var images = 0
        for (step, moment) in try Self.history().enumerated() {
            let disk = SimulatedDisk(moment, remembering: true, isShared: true)
            guard let folder = try? Folder(disk) else { continue }
            try disk.attempting(folder.view().revision)
            try Self.commit(folder, on: disk)
            for (later, moment) in disk.history.enumerated() {
                for image in moment.afterPowerCut(exhaustiveTo: 3, draws: 2) {
                    images += 1
                    let place = "killed after step \(step), cut \(later) later"
                    guard let folder = try? Folder(SimulatedDisk(image, isShared: true)) else {
                        #expect(image.acknowledged == 0, "\(place)")
                        continue
                    }
                    let revision = try folder.view().revision
                    #expect(revision >= image.acknowledged)
                    let expected = revision == 0 ? nil : "purpose \(revision)"
                    #expect(try Self.secret(folder) == expected, "\(place)")
                }
            }
        }
        #expect(images > 500, "\(images)")
    }

    /// Not interrupted for good: that is waited out.
    static let faults: [SimulatedDisk.Fault] =
        [Errno.ioError, .noSpace].flatMap { code -> [SimulatedDisk.Fault] in
            [.init(at: 0, code: code), .init(at: 0, code: code, forGood: true), .init(at: 0, code: code, short: true)]
        } + [.init(at: 0, code: .interrupted), .init(at: 0, code: .interrupted, short: true)]

    /// Each call fails, once or for good; then the disk is well again, or the power goes.
    @Test(arguments: faults) func `or any call fails`(_ kind: SimulatedDisk.Fault) throws {
        let start = SimulatedDisk(isShared: true)
        try Folder.prepare(start)
        try Story.commit(Folder(start), on: start)
        let calm = SimulatedDisk(start.moment, isShared: true)
        let writing = try Folder(calm)
        for _ in 0..<3 { try Self.commit(writing, on: calm) }
        var (calls, at) = (calm.calls, 1)
        while at <= calls {
            var fault = kind
            fault.at = at
            let disk = SimulatedDisk(start.moment, fault: fault, isShared: true)
            if let folder = try? Folder(disk) {
                for _ in 0..<3 { try? Self.commit(folder, on: disk) }
                calls = max(calls, min(disk.calls, 200))
                disk.failNoMore()
                for image in disk.moment.afterPowerCut(exhaustiveTo: 2, draws: 2) {
                    try Self.expectSecret(SimulatedDisk(image, isShared: true), "\(kind.code) at call \(at), cut")
                }
                try Self.commit(folder, on: disk)
                try Self.expectSecret(disk, "\(kind.code) at call \(at), gone on")
                for image in disk.moment.afterPowerCut(exhaustiveTo: 2, draws: 2) {
                    try Self.expectSecret(
                        SimulatedDisk(image, isShared: true), "\(kind.code) at call \(at), gone on, cut")
                }
            }
            at += 1
        }
        #expect(calls > 30)
    }

    private static func expectSecret(_ disk: SimulatedDisk, _ place: String) throws {
        let folder = try Folder(disk)
        let revision = try folder.view().revision
        #expect(revision >= disk.moment.acknowledged, "\(place)")
        #expect(try secret(folder) == (revision < 2 ? nil : "purpose \(revision)"), "\(place)")
    }

    @Test func `one write and one sync more, only where there is something to keep apart`() throws {
        let disk = SimulatedDisk(isShared: true)
        try Folder.prepare(disk)
        let folder = try Folder(disk)
        try Self.commit(folder, on: disk)
        try Story.commit(folder, on: disk)
        let open = try disk.log { try Story.commit(folder, on: disk) }
        let confidential = try disk.log { try Self.commit(folder, on: disk) }
        #expect(open.count { $0 == .sync } == 1 && open.count { $0 == .write } == 2)
        #expect(confidential.count { $0 == .sync } == 2 && confidential.count { $0 == .write } == 3)
    }

    @Test func `a mesh of one's own keeps everything in its journal`() throws {
        let disk = try Story.disk()
        let folder = try Folder(disk)
        try Self.commit(folder, on: disk)
        #expect(disk.bytes("confidential/facts") == nil)
        #expect(try folder.view().record(Story.key("secret"))?.value == Array("purpose 1".utf8))
    }

    @Test func `no file that everybody reads holds it, before and after a compaction`() throws {
        let disk = SimulatedDisk(isShared: true)
        try Folder.prepare(disk)
        let folder = try Folder(disk)
        try Self.commit(folder, on: disk)
        try Story.compact(folder)
        try Self.commit(folder, on: disk)
        for name in ["journal-1", "journal-2", "snapshot-1"] {
            let text = String(decoding: try #require(disk.bytes(name)), as: UTF8.self)
            #expect(!text.contains("purpose") && !text.contains("whole"), "\(name)")
        }
        #expect(String(decoding: try #require(disk.bytes("confidential/facts")), as: UTF8.self).contains("purpose 2"))
    }

    @Test func `a reference that lies is damage, not memory`() throws {
        let disk = SimulatedDisk(isShared: true)
        try Folder.prepare(disk)
        let folder = try Folder(disk)
        try Self.commit(folder, on: disk)
        let record = try #require(try folder.view().record(Story.key("secret")))
        var reference = try #require(Confidences.Reference(record.value))
        #expect(try folder.confidence(reference) != nil)
        reference.check ^= 1
        #expect(throws: StoreError.self) { try folder.confidence(reference) }
        for (offset, length) in [(UInt64.max, UInt32.max), (0, .max), (1 << 62, 8), (.max - 4, 8)] {
            reference.offset = offset
            reference.length = length
            #expect(throws: StoreError.self) { try folder.confidence(reference) }
            // And while something waits to be written.
            _ = try folder.stageConfidence([1, 2, 3])
            #expect(throws: StoreError.self) { try folder.confidence(reference) }
            folder.forgetStagedConfidences()
        }
    }

    /// A text is short, and everybody reads the journal: a check of the text alone would tell whoever guesses that he guessed right.
    @Test func `what everybody reads does not confirm a guess`() throws {
        let disk = SimulatedDisk(isShared: true)
        try Folder.prepare(disk)
        let folder = try Folder(disk)
        try Self.commit(folder, on: disk)
        try Story.compact(folder)
        let guesses = ["purpose 1", "whole change 1"].map { Array($0.utf8) }
        for name in ["journal-1", "snapshot-1"] {
            let open = try #require(disk.bytes(name))
            for guess in guesses {
                var check: [UInt8] = []
                check.append(littleEndian: xxh64(guess, 0..<guess.count))
                for evidence in [check, SHA256.digest(guess)] {
                    #expect(!open.indices.contains { open[$0...].starts(with: evidence) }, "\(name)")
                }
            }
        }
    }

    @Test func `a file that is gone, or a reference that is none, is damage and not silence`() throws {
        let disk = SimulatedDisk(isShared: true)
        try Folder.prepare(disk)
        try Self.commit(Folder(disk), on: disk)
        let gone = SimulatedDisk(disk.moment, isShared: true)
        try gone.remove(Confidences.name)
        #expect { _ = try Self.secret(Folder(gone)) } throws: { error in
            guard case .damaged(let file, _, _)? = error as? StoreError else { return false }
            return file == "disk/confidential/facts"
        }
        let folder = try Folder(disk)
        var frame = Frame(revision: 1, time: 0, actor: [], request: [], changes: [], writes: [])
        frame.confidence = [0, 1, 2]
        #expect(throws: StoreError.self) { _ = try JournalEntry(frame, in: folder) }
    }

    @Test func `through the gateway, the one who may not open it sees that it is withheld`() async throws {
        let folder = try TemporaryFolder()
        let mesh = try #require(try GatewayKind.store.open(folder) as? StoreGateway)
        let request = try await `A mesh that others read`.subscribed(mesh)
        let reader = try mesh.reader()
        let link = try #require(try reader.subscriptions(of: "a").first)
        #expect(try reader.spelledOut(link).purpose == "yearly figures")
        #expect(try reader.history(of: nil, before: nil, limit: 1).first?.changes == [.subscribe(request)])
        let withheld = SubscriptionNote.withheld(SubscriptionNote.key(link.id, event: 0))
        #expect(withheld.isWithheld && withheld.link == link.id && withheld.event == 0)
        let event = AccessEvent(product: "a", consumer: "board", at: TestClock().now)
        let seen = AccessEvent.withheld(event.key)
        #expect(seen.isWithheld && seen.product == "a" && seen.at == event.at && seen.consumer.isEmpty)
    }
}
