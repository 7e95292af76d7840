import MeshModel
import MeshStore
import Testing

/// Every revision that was, read again from the files: as memory was then.
@Suite(.serialized) struct PastTests {
    @Test(arguments: 0..<4) func `every revision can be opened as it was`(_ seed: UInt64) async throws {
        var dice = DifferentialTests.Dice(state: 900 + seed)
        let folder = try TemporaryFolder()
        let clock = TestClock()
        let memory = try GatewayKind.memory.open(folder, clock: clock)
        let store = try #require(try GatewayKind.store.open(folder, clock: clock) as? StoreGateway)
        var past = [try memory.reader()]
        for step in 0..<200 {
            clock.wind(1000 + Int64.random(in: 0..<20_000, using: &dice))
            let batch = [DifferentialTests.change(&dice)]
            let request = RequestID.random()
            _ = await DifferentialTests.outcome(memory, batch, request)
            _ = await DifferentialTests.outcome(store, batch, request)
            let reader = try memory.reader()
            if reader.revision != past[past.count - 1].revision { past.append(reader) }
            if step % 53 == 52 { try await store.compact() }
        }
        #expect(past.count > 20)
        for then in past {
            for moment in [PastMoment.revision(then.revision.number), .time(then.revision.at)] {
                if case .time = moment, then.revision.number == 0 { continue }
                let reader = try store.reader(at: moment)
                #expect(reader.revision == then.revision)
                for kind in RecordKind.allCases { try Self.compare(kind.type, reader, then) }
                let (before, after) = (
                    try store.reader().difference(since: reader), try past[past.count - 1].difference(since: then)
                )
                #expect(before == after)
            }
        }
        #expect(throws: StoreError.notYet(revision: 999, newest: past[past.count - 1].revision.number)) {
            _ = try store.reader(at: .revision(999))
        }
    }

    private static func compare<R: MeshRecord>(
        _ type: R.Type, _ one: any MeshReader, _ other: any MeshReader
    ) throws {
        #expect(try one.all(type, under: .under(R.kind)) == other.all(type, under: .under(R.kind)))
    }

    @Test func `what is no longer kept is said with the revision from which on there is something`() async throws {
        let disk = SimulatedDisk()
        try Folder.prepare(disk)
        let mesh = try FailingDiskTests.open(disk)
        for name in ["sales", "web", "hr"] as [Domain.ID] {
            _ = try await mesh.commit([GatewayContractTests.domain(name)], requestID: .random(), agreed: nil)
            try await mesh.compact()
        }
        _ = try mesh.reader(at: .revision(1))
        // Of the snapshots the last two are left: the second journal cannot be begun with either.
        try disk.remove("journal-1")
        #expect(throws: StoreError.notKept(earliest: 2)) { _ = try mesh.reader(at: .revision(1)) }
        #expect(try mesh.reader(at: .revision(2)).domains().count == 2)
    }

    @Test(arguments: [
        ("128", PastMoment.revision(128)), ("2026-11-23T08:30:00Z", .time(Instant(milliseconds: 1_795_422_600_000))),
        ("2026-11-23", .time(Instant(milliseconds: 1_795_478_399_000))),
        ("7d", .time(TestClock().now.adding(seconds: -7 * 86_400))), ("soon", nil), ("7", .revision(7)), ("-7d", nil),
        ("7%", nil),
        ("99999999999999999999", nil),
    ])
    func `a moment is read from what people write`(_ text: String, _ moment: PastMoment?) {
        #expect(PastMoment(text, now: TestClock().now) == moment)
    }
}
