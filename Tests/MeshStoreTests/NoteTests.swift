import MeshModel
import Testing

@testable import MeshStore

/// What was refused stands in the journal, and changes nothing.
struct NoteTests {
    static func refused(_ reason: String) -> RefusedRequest {
        RefusedRequest(
            at: Instant(milliseconds: 5), actor: "mallory", origin: Origin(uid: 1001, pid: 7, host: "here"),
            changes: ["decide"], reason: reason)
    }

    static func note(_ folder: Folder, _ reason: String) throws {
        var writer = try folder.writer(waiting: .seconds(1))
        #expect(try writer.commit([Writer.Draft(refused(reason))]) == [writer.view.revision])
    }

    static func refusals(_ folder: Folder, limit: Int = 99) throws -> [String] {
        try RecordReading(folder: folder, view: try folder.view()).refusals(limit: limit).map(\.reason)
    }

    @Test func `a note makes no revision, is kept across a compaction, and stands newest first`() throws {
        let disk = try Story.disk()
        let folder = try Folder(disk)
        try Self.note(folder, "before anything")
        for number in 1...4 {
            try Story.commit(folder, on: disk)
            try Self.note(folder, "after \(number)")
            if number == 2 { try Story.compact(folder) }
        }
        #expect(try folder.view().revision == 4)
        #expect(try folder.view().scan(7) == Story.records(at: 4))
        let expected = ["after 4", "after 3", "after 2", "after 1", "before anything"]
        #expect(try Self.refusals(folder) == expected)
        #expect(try Self.refusals(Folder(disk)) == expected)
        #expect(try Self.refusals(folder, limit: 2) == ["after 4", "after 3"])
    }

    @Test func `a note in a batch stands beside the commits, and history does not show it`() async throws {
        let folder = try TemporaryFolder()
        let store = try #require(try GatewayKind.store.open(folder) as? StoreGateway)
        _ = try await store.commit([GatewayContractTests.domain()], requestID: .random(), agreed: nil)
        try Self.note(store.folder, "no")
        _ = try await store.commit([GatewayContractTests.domain("hr")], requestID: .random(), agreed: nil)
        let reader = try store.reader()
        #expect(try reader.history(of: nil, before: nil, limit: 9).map(\.revision.number) == [2, 1])
        #expect(try reader.history(of: nil, before: 2, limit: 9).map(\.revision.number) == [1])
        #expect(try reader.refusals(limit: 9) == [Self.refused("no")])
    }

    @Test func `at any moment of a power cut, notes lose nothing`() throws {
        let disk = try Story.disk(1, remembering: true)
        let folder = try Folder(disk)
        try Self.note(folder, "one")
        try Story.commit(folder, on: disk)
        try Self.note(folder, "two")
        try Story.compact(folder)
        try Self.note(folder, "three")
        try Story.commit(folder, on: disk)
        for (step, moment) in disk.history.enumerated() {
            for (index, image) in moment.afterPowerCut(exhaustiveTo: 4, draws: 3).enumerated() {
                try `When the power goes`.survives(image, "step \(step), image \(index)")
            }
        }
    }
}
