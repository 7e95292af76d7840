import MeshModel
import Testing

@testable import MeshStore

/// Many points and accesses, compactions of all sorts and bounds: the folder must show what a plain list shows that is bounded by hand.
struct SeriesDifferentialTests {
    /// All there is of series, by key; and what of it is shown.
    private struct PlainList {
        var records: [StoredKey: StoredRecord] = [:]
        var bounds = SeriesBounds.none

        /// The newest so many of each series, in the order of the keys.
        func shown(keeping bounds: SeriesBounds) -> [StoredRecord] {
            var counts: [[UInt8]: UInt32] = [:]
            return records.values.sorted { $0.key < $1.key }.filter { record in
                let parts = record.key.bytes.split(separator: 0, omittingEmptySubsequences: false)
                let series = [record.key.kind] + parts.prefix(record.key.kind == 9 ? 2 : 1).joined(separator: [0])
                counts[series, default: 0] += 1
                let most = record.key.kind == 9 ? bounds.points : bounds.accesses
                return most == 0 || counts[series, default: 0] <= most
            }
        }

        var shown: [StoredRecord] { shown(keeping: bounds) }
    }

    private typealias Dice = DifferentialTests.Dice

    private static func key(_ dice: inout Dice) -> StoredKey {
        let product = dice.pick(["a", "ab", "b", "orders"])
        let time = SeriesStory.newestFirst(UInt64.random(in: 0..<60, using: &dice))
        if Bool.random(using: &dice) {
            return StoredKey(9, Array("\(product)\0\(dice.pick(["accuracy", "rows"]))\0\(time)".utf8))
        }
        return StoredKey(10, Array("\(product)\0\(time)\0\(Int.random(in: 0..<2, using: &dice))".utf8))
    }

    private static func commit(_ folder: Folder, _ list: inout PlainList, _ dice: inout Dice) throws {
        var writer = try folder.writer(waiting: .zero)
        let revision = writer.view.revision + 1
        var writes: [StoredWrite] = []
        for _ in 0..<Int.random(in: 1..<12, using: &dice) {
            let key = key(&dice)
            guard !writes.contains(where: { $0.key == key }) else { continue }
            // Where a bound holds the model takes nothing back.
            if list.bounds == .none, Int.random(in: 0..<5, using: &dice) == 0 {
                writes.append(StoredWrite(key, nil))
                list.records[key] = nil
            } else {
                let value = (0..<Int.random(in: 0..<9, using: &dice)).map { _ in UInt8.random(in: 1...9, using: &dice) }
                writes.append(StoredWrite(key, value))
                list.records[key] = StoredRecord(key: key, value: value, revision: revision)
            }
        }
        // Kinds on both sides, which stand in the snapshot.
        writes.append(StoredWrite(StoredKey(8, [1]), [UInt8(revision % 200)]))
        writes.append(StoredWrite(StoredKey(11, [1]), [UInt8(revision % 200)]))
        _ = try writer.commit([
            .init(time: Int64(revision) * 1000, actor: [], request: [UInt8(revision)], changes: [], writes: writes)
        ])
    }

    /// What a compaction is told, and how it is made.
    private static func compact(
        _ folder: Folder, _ list: inout PlainList, _ dice: inout Dice, boundedFrom revision: UInt64
    ) throws {
        let way = Int.random(in: 0..<6, using: &dice)
        if way == 0 {
            try CrashOperation.segmentsAside.makeSnapshotBeside(folder)
            if Bool.random(using: &dice) { try commit(folder, &list, &dice) }
        }
        var writer = try folder.writer(waiting: .zero)
        switch way {
        case 0: try writer.adoptSnapshot()
        case 1 where writer.view.revision > revision:
            let bounds = SeriesBounds(
                points: dice.pick([0, 1, 3, 10, 25]), accesses: dice.pick([0, 1, 2, 8, 30])
            ).stricter(list.bounds)
            try writer.compact(keeping: bounds)
            list.bounds = bounds
        default: try writer.compact()
        }
    }

    private static func scan(_ view: RecordView) throws -> [StoredRecord] { try view.scan(9) + view.scan(10) }

    /// Everything by every way of reading.
    private static func compare(_ folder: Folder, _ list: PlainList, _ dice: inout Dice, _ step: String) throws {
        let (view, shown) = (try folder.view(), list.shown)
        #expect(try scan(view) == shown, "\(step)")
        for place in 0..<24 {
            let key = place < 8 ? key(&dice) : dice.pick(shown).key
            #expect(try view.record(key) == shown.first { $0.key == key }, "\(step), \(key)")
            let prefix = try #require(Series.beginning(of: key)).bytes
            let series = shown.filter { $0.key.kind == key.kind && $0.key.bytes.starts(with: prefix) }
            #expect(try view.scan(key.kind, prefix: prefix, limit: 3) == Array(series.prefix(3)), "\(step)")
            let behind = series.filter { $0.key > key }
            let page = try view.scan(key.kind, prefix: prefix, after: key.bytes, limit: 4)
            #expect(page == Array(behind.prefix(4)), "\(step), behind \(key)")
        }
        var export = try view.keptRecords(series: true)
        var kinds: [UInt8] = []
        var carried: [StoredRecord] = []
        while let record = try export.next() {
            kinds.append(record.key.kind)
            if Series.kinds.contains(record.key.kind) { carried.append(record) }
        }
        #expect(carried == shown && kinds == kinds.sorted(), "\(step)")
        #expect(kinds.contains(8) && kinds.contains(11))
        #expect(view.segments?.files.count ?? 0 <= Segments.most)
    }

    @Test(arguments: 0..<10) func `segments show what a plain list shows`(_ seed: UInt64) throws {
        var dice = Dice(state: seed)
        let disk = SimulatedDisk()
        try Folder.prepare(disk)
        let folder = try Folder(disk)
        var retention = CheckpointRetention()
        retention[.newest] = 6
        do {
            var writer = try folder.writer(waiting: .zero)
            try writer.keepCheckpoints(retention)
        }
        var list = PlainList()
        var past: [UInt64: PlainList] = [:]
        for step in 0..<90 {
            try Self.commit(folder, &list, &dice)
            past[try folder.view().revision] = list
            if Int.random(in: 0..<4, using: &dice) == 0 {
                try Self.compact(folder, &list, &dice, boundedFrom: 15 + seed * 5)
                past[try folder.view().revision] = list
            }
            guard step % 6 == 0 else { continue }
            let place = "seed \(seed), step \(step)"
            try Self.compare(folder, list, &dice, place)
            try Self.compare(try Folder(disk), list, &dice, place + ", opened anew")
            for _ in 0..<4 {
                let revision = UInt64.random(in: 1...(try folder.view().revision), using: &dice)
                guard let then = past[revision] else { continue }
                let view = try folder.view(at: .revision(revision))
                // The bounds in force hold for the past as well.
                #expect(try Self.scan(view) == then.shown(keeping: list.bounds), "\(place), at \(revision)")
            }
        }
        #expect(list.bounds != .none || seed > 5)
        #expect(try Examination(disk).findings.filter { $0.weight == .damage && $0.part != "records" }.isEmpty)
    }
}
