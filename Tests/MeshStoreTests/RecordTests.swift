@testable import MeshStore
import Synchronization
import SystemPackage
import Testing

@Suite struct `Records of a folder` {
    @Test func `every revision reads as it was written, before and after compaction`() throws {
        let disk = try Story.disk()
        let folder = try Folder(disk)
        for revision in 1...40 as ClosedRange<UInt64> {
            try Story.commit(folder)
            if revision % 7 == 0 { try Story.compact(folder) }
            #expect(try folder.view().scan(7) == Story.records(at: revision))
            #expect(try Folder(disk).view().scan(7) == Story.records(at: revision))
        }
        #expect(try folder.view().time == 40_000)
    }

    @Test func `a view stays what it was while others write`() throws {
        let disk = try Story.disk(3)
        let folder = try Folder(disk)
        let before = try folder.view()
        try Story.commit(folder)
        try Story.compact(folder)
        try Story.commit(folder)
        #expect(try before.scan(7) == Story.records(at: 3))
        #expect(try folder.view().revision == 5)
    }

    @Test func `a handle sees what another one wrote`() throws {
        let disk = try Story.disk(1)
        let (reader, writer) = (try Folder(disk), try Folder(disk))
        try Story.commit(writer)
        #expect(try reader.view().scan(7) == Story.records(at: 2))
        try Story.compact(writer)
        try Story.commit(writer)
        #expect(try reader.view().scan(7) == Story.records(at: 3))
    }

    @Test func `pages of a prefix join to the whole of it`() throws {
        let disk = try Story.disk()
        let folder = try Folder(disk)
        let names = ["a\0", "a\u{0}1", "a\u{0}2", "a\u{0}3", "ab", "b\u{0}1"]
        func write(_ names: [String], _ value: [UInt8]?) throws {
            var writer = try folder.writer()
            let writes = names.map { StoredWrite(StoredKey(3, Array($0.utf8)), value) }
            _ = try writer.commit([.init(time: 0, actor: [], request: [], changes: [], writes: writes)])
        }
        try write(names, [1])
        try Story.compact(folder)
        try write(["a\u{0}2"], nil)
        try write(["a\u{0}4", "a\u{0}3"], [2])
        let view = try folder.view()
        var pages: [[String]] = []
        var after: [UInt8]?
        while true {
            let page = try view.scan(3, prefix: Array("a\0".utf8), after: after, limit: 2)
            guard let last = page.last else { break }
            pages.append(page.map { String(decoding: $0.key.bytes, as: UTF8.self) })
            after = last.key.bytes
        }
        #expect(pages == [["a\0", "a\u{0}1"], ["a\u{0}3", "a\u{0}4"]])
        #expect(try view.scan(2) == [])
        #expect(try view.scan(4) == [])
    }

    @Test func `a repeated request is answered and not carried out again`() throws {
        let disk = try Story.disk(3)
        let folder = try Folder(disk)
        func repeated() throws -> [UInt64] {
            var writer = try folder.writer()
            return try writer.commit([Story.draft(2)])
        }
        #expect(try repeated() == [2])
        try Story.compact(folder)
        #expect(try repeated() == [2])
        #expect(try folder.view().scan(7) == Story.records(at: 3))
    }

    @Test func `commits that come together share one write and one sync`() throws {
        let disk = try Story.disk(1)
        let folder = try Folder(disk)
        var writer = try folder.writer()
        var revisions: [UInt64] = []
        let log = try disk.log { revisions = try writer.commit((2...9).map { Story.draft($0) }) }
        #expect(revisions == Array(2...9))
        // The second write is the watermark, which nobody syncs.
        #expect(log.filter { $0 == .write || $0 == .sync } == [.write, .sync, .write])
        #expect(try Folder(disk).view().scan(7) == Story.records(at: 9))
    }

    @Test func `reading again costs one look at the watermark while nothing happens`() throws {
        let disk = try Story.disk(5)
        let folder = try Folder(disk)
        let log = try disk.log { _ = try folder.view() }
        #expect(log == [.open, .status, .read])
    }

    @Test func `a second writer is told to wait`() throws {
        let disk = try Story.disk(1)
        let folder = try Folder(disk)
        let writer = try folder.writer()
        #expect(throws: StoreError.busy(process: nil)) { _ = try folder.writer(waiting: .milliseconds(20)) }
        _ = writer.view
    }

    /// Linux calls the pages of a failed sync clean: a second sync would succeed over a hole.
    @Test func `a commit whose sync failed is left out, and what was durable moves to a new journal`() throws {
        let disk = try Story.disk(2)
        let folder = try Folder(disk)
        let durable = try #require(disk.bytes("journal-1")).count
        disk.fail(.init(at: 0, code: .ioError, nextSync: true))
        #expect(throws: StoreError.uncertain(file: "disk/journal-1", code: 5)) { try Story.commit(folder) }
        #expect(try folder.view().scan(7) == Story.records(at: 2))
        #expect(try Story.commit(folder) == 3)
        #expect(folder.takeNotices() == [.rewritten(file: "disk/journal-1", bytes: UInt64(durable))])
        #expect(try Folder(disk).view().scan(7) == Story.records(at: 3))
        #expect(disk.bytes("journal-1") == nil)
    }
}

/// What a writer does not do.
@Suite struct `Records of a folder, spared` {
    @Test func `a commit of nothing touches nothing`() throws {
        let disk = try Story.disk(1)
        let folder = try Folder(disk)
        var writer = try folder.writer(waiting: .zero)
        disk.state.withLock { $0.log = [] }
        let revisions = try writer.commit([])
        let calls = disk.state.withLock { $0.log }
        #expect(revisions.isEmpty)
        #expect(calls.isEmpty)
    }

    @Test func `a frame that begins its write does not say how far it reaches back`() throws {
        var frame = Frame(revision: 1, time: 0, actor: [], request: [], changes: [], writes: [])
        let alone = try frame.encoded(chain: 0, salt: 0).count
        frame.behind = 8
        #expect(try frame.encoded(chain: 0, salt: 0).count == alone + 16)
    }

    @Test func `a compaction is due at 4096 commits, whoever made them`() throws {
        let folder = try Folder(Story.disk())
        var writer = try folder.writer(waiting: .zero)
        _ = try writer.commit((1...4095).map { Story.draft($0) })
        let early = writer.isDueForCompaction
        _ = try writer.commit([Story.draft(4096)])
        let isDue = writer.isDueForCompaction
        #expect(!early && isDue)
    }

    @Test func `a snapshot that found no room leaves nothing behind`() throws {
        let disk = try Story.disk(2)
        let folder = try Folder(disk)
        disk.fail(.init(at: 0, code: .noSpace, nextSync: true))
        #expect(throws: StoreError.self) { try Story.compact(folder) }
        disk.failNoMore()
        #expect(try disk.names().filter { $0.hasSuffix(".new") || $0.hasPrefix("snapshot") } == [])
    }
}
