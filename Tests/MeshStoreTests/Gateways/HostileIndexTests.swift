import MeshModel
import Testing

@testable import MeshStore

/// The product index of a snapshot with other bytes in it than were written.
@Suite(.serialized) struct `A product index` {
    static let sections = ProductIndex.Part.all.sorted()

    /// A mesh of six products, all of them in the snapshot; its index says something in every column.
    static func disk() async throws -> SimulatedDisk {
        let disk = SimulatedDisk()
        try Folder.prepare(disk)
        let mesh = try FailingDiskTests.open(disk)
        var changes: [Change] = ["sales", "web"].map { GatewayContractTests.domain($0) }
        for (number, id) in (["alpha", "beta", "gamma", "delta", "epsilon", "zeta"] as [DataProduct.ID]).enumerated() {
            var facts = ProductFacts()
            facts.domain = number % 2 == 0 ? "sales" : "web"
            facts.owner = ["alice", "bob", "carol"][number % 3]
            facts.name = "Orders \(number)"
            facts.description = "Orders of day \(number), été"
            facts.tags = number == 0 ? [] : ["daily", "t\(number)"]
            facts.inputs = number == 0 ? nil : [.product("alpha")]
            changes.append(.createProduct(ProductDraft(id: id, facts: facts)))
            if number % 2 == 0 {
                let metric = QualityReport(product: id, metrics: [.init(name: "quality", value: "\(90 + number)")])
                changes.append(.recordQuality(metric))
            }
        }
        changes.append(.registerConsumer(Consumer(id: "board", domain: "web", owner: "bob")))
        let object = SchemaObject(name: "day", fields: [SchemaField(name: "id", type: "int")])
        for product in ["alpha", "zeta"] as [DataProduct.ID] {
            changes.append(.publish(Publication(product: product, version: "1.0", schema: [object])))
            changes.append(
                .subscribe(SubscriptionRequest(product: product, consumer: "board", consumerDomain: "web")))
        }
        _ = try await mesh.commit(changes, requestID: .random(), agreed: nil)
        try await mesh.compact()
        return disk
    }

    /// Everything that the index answers; throws where it refuses.
    static func answers(_ disk: SimulatedDisk) throws -> [String] {
        let reader = try FailingDiskTests.open(disk).reader()
        let now = TestClock().now
        var answers: [String] = []
        for text in ["", "orders", "o", "tag:t2", "~ods", "rder", "!owner:bob domain:web quality<99", "0 !3 ^a|^b"] {
            let query = ProductQuery(parsing: text)
            let facets = try reader.facets(query, at: now)
            answers.append(
                "\(facets.total) \(facets.domains.sorted { $0.key < $1.key }) \(facets.tags.sorted { $0.key < $1.key })"
            )
            for key in ProductOrder.Key.allCases {
                for descending in [false, true] {
                    var search = try reader.search(
                        query, order: ProductOrder(key, descending: descending), at: now)
                    while search.unseen > 0 { try search.advance(4) }
                    let ids = try search.page(0..<100)
                    answers.append("\(text) \(key) \(descending) \(ids)")
                    if let last = ids.last { answers.append("\(try search.position(of: last) ?? -1)") }
                }
            }
        }
        for id in ["alpha", "zeta"] as [DataProduct.ID] {
            answers.append("\(try reader.consumers(of: id)) \(try reader.userCount(of: id, at: now))")
            answers.append("\(try reader.reach(of: id, .upstream, limit: 9))")
        }
        answers.append("\(try reader.consumers(ownedBy: "bob"))")
        for query in [SubscriptionQuery(consumer: "board"), .init(requestedBy: "o"), .init(state: .requested)] {
            answers.append("\(try reader.subscriptions(query, after: nil, limit: 9, at: now).items)")
        }
        let rules = [
            "quality >= 93", "owner in [alice, bob]", "tags has daily", "age <= 1d", "quality >= sla.quality",
            "domain = web", "name exists", "status = published", "access.type = contact",
        ]
        let policies = rules.indices.map { Policy(id: Policy.ID("p\($0)") ?? "p", type: .quality, rules: [rules[$0]]) }
        let book = PolicyBook(policies: policies, domains: DomainTree(try reader.domains()))
        if let told = try reader.columnCompliance(under: book, within: nil, at: now) {
            answers.append("\(told.mesh) \(told.rows.sorted { $0.domain < $1.domain })")
            answers.append("\(try told.troubled(in: "web", limit: 10)) \(try told.unjudged(after: nil, limit: 10))")
        }
        return answers
    }

    /// Where a section stands in the file.
    static func range(_ section: String, of bytes: [UInt8]) throws -> Range<Int> {
        let header = try SnapshotHeader(Array(bytes.prefix(4096)), file: "snapshot-1")
        let place = try #require(header.sections.first { $0.name == section })
        return Int(place.offset)..<Int(place.offset + place.length)
    }

    static func put(_ number: UInt64, _ size: Int, _ at: Int, in bytes: inout [UInt8]) {
        for index in 0..<size { bytes[at + index] = UInt8(truncatingIfNeeded: number >> (8 * index)) }
    }

    /// Makes every check agree with what the bytes are now.
    static func seal(_ bytes: inout [UInt8]) {
        let table = Int(bytes.integer(UInt64.self, at: 72))
        let size = Int(SnapshotHeader.block)
        for (block, start) in stride(from: 4096, to: table, by: size).enumerated() {
            put(xxh64(bytes, start..<min(table, start + size)), 8, table + 8 * block, in: &bytes)
        }
        put(xxh64(bytes, table..<bytes.count), 8, 80, in: &bytes)
        put(xxh64(bytes, 0..<4088), 8, 4088, in: &bytes)
    }

    /// Without this every forged mesh below would be refused for its checks, and nothing would be tried.
    @Test func `sealed again is what it was`() async throws {
        let disk = try await Self.disk()
        let bytes = try #require(disk.bytes("snapshot-1"))
        var again = bytes
        Self.seal(&again)
        #expect(again == bytes)
    }

    @Test(arguments: sections) func `with a flipped bit answers rightly or not at all`(_ section: String) async throws {
        let disk = try await Self.disk()
        let right = try Self.answers(disk)
        let bytes = try #require(disk.bytes("snapshot-1"))
        var refused = 0
        for index in try Self.range(section, of: bytes) {
            let damaged = SimulatedDisk(disk.moment)
            damaged.overwrite("snapshot-1") { $0[index] ^= 1 << UInt8(index % 8) }
            do {
                #expect(try Self.answers(damaged) == right, "\(section), byte \(index)")
            } catch { refused += 1 }
            // What no answer needed is found where all of it is asked for.
            #expect(throws: StoreError.self, "\(section), byte \(index)") {
                try Snapshot(damaged, "snapshot-1", known: Set(ProductIndex.Part.all)).checkEverything()
            }
        }
        // Among six products nothing asks for long ties: see `HostileTiesTests`.
        let isIdle = try Self.range(section, of: bytes).isEmpty || section == ProductIndex.Part.ties
        #expect(refused > 0 || isIdle)
    }

    static let numbers: [UInt64] = [0, 1, 5, 7, 1 << 16, 1 << 31, 1 << 32 - 2, 1 << 32 - 1]

    /// Made by somebody, not by an accident: the checks agree. What it answers is his affair, but it must answer, or refuse.
    @Test(arguments: sections) func `with hostile numbers never ends the program`(_ section: String) async throws {
        let disk = try await Self.disk()
        let bytes = try #require(disk.bytes("snapshot-1"))
        let range = try Self.range(section, of: bytes)
        for at in stride(from: range.lowerBound, to: range.upperBound - 3, by: 4) {
            for (index, number) in Self.numbers.enumerated() where Effort.isLong || (at / 4 + index) % 3 == 0 {
                var forged = bytes
                Self.put(number, 4, at, in: &forged)
                Self.seal(&forged)
                let hostile = SimulatedDisk(disk.moment)
                hostile.overwrite("snapshot-1") { $0 = forged }
                _ = try? Self.answers(hostile)
            }
        }
    }

    @Test(arguments: sections) func `of another length never ends the program`(_ section: String) async throws {
        let disk = try await Self.disk()
        let bytes = try #require(disk.bytes("snapshot-1"))
        let length = try Self.range(section, of: bytes).count
        let header = try SnapshotHeader(Array(bytes.prefix(4096)), file: "snapshot-1")
        let place = try #require(header.sections.firstIndex { $0.name == section })
        for other in [0, 1, 4, 8, 64, length - 64, length - 4, length - 1, length + 1, length + 4, length + 64, 4096] {
            var forged = bytes
            Self.put(UInt64(max(0, other)), 8, 104 + 64 * place + 48, in: &forged)
            Self.seal(&forged)
            let hostile = SimulatedDisk(disk.moment)
            hostile.overwrite("snapshot-1") { $0 = forged }
            _ = try? Self.answers(hostile)
        }
    }

    /// A number in a section that points nowhere: at which byte of the section, how wide, and what.
    struct Lie: Sendable, CustomTestStringConvertible {
        var section: String
        var at: Int
        var size = 4
        var number: UInt64

        var testDescription: String { "\(section) at \(at): \(number)" }
    }

    static let lies: [Lie] = [
        Lie(section: ProductIndex.Part.dictionary, at: 0, number: 1 << 32 - 1),
        Lie(section: ProductIndex.Part.dictionary, at: 8, number: 1 << 32 - 1),
        Lie(section: ProductIndex.Part.tags, at: 4, number: 1 << 32 - 1),
        Lie(section: ProductIndex.Part.names, at: 4, number: 1 << 32 - 1),
        Lie(section: ProductIndex.Part.names, at: 4, number: 0),
        Lie(section: ProductIndex.Part.names, at: 24, number: 1 << 30),
        Lie(section: ProductIndex.Part.orders, at: 0, size: 8, number: 7),
        Lie(section: ProductIndex.Part.orders, at: 8, number: 6),
        Lie(section: ProductIndex.Part.orders, at: 12, number: 1 << 32 - 1),
        Lie(section: ProductIndex.Part.feeds, at: 28, number: 6),
        Lie(section: ProductIndex.Part.feeds, at: 24, number: 1 << 32 - 1),
        Lie(section: ProductIndex.Part.parents, at: 0, number: 1 << 32 - 2),
        Lie(section: ProductIndex.Part.words, at: 0, size: 8, number: 1 << 40),
        Lie(section: ProductIndex.Part.words, at: 8, number: 1 << 32 - 1),
    ]

    @Test(arguments: lies) func `that points nowhere is refused`(_ lie: Lie) async throws {
        let disk = try await Self.disk()
        var forged = try #require(disk.bytes("snapshot-1"))
        Self.put(lie.number, lie.size, try Self.range(lie.section, of: forged).lowerBound + lie.at, in: &forged)
        Self.seal(&forged)
        let hostile = SimulatedDisk(disk.moment)
        hostile.overwrite("snapshot-1") { $0 = forged }
        #expect(throws: (any Error).self) { _ = try Self.answers(hostile) }
    }

    /// Counts beyond all counting, in every head that is sealed again: one more would end the program.
    @Test(arguments: [
        ("CURRENT", 32), ("CURRENT", 40), ("journal-2", 32), ("journal-2", 48), ("snapshot-1", 32), ("snapshot-1", 40),
    ])
    func `and every other file with a count that nobody came to is refused`(_ name: String, _ at: Int) async throws {
        let start = try await Self.disk()
        let disk = SimulatedDisk(start.moment)
        for file in ["snapshot-1", "journal-2"] where name != "CURRENT" && at > 32 {
            // The revision stands in both, so that they agree.
            disk.overwrite(file) { bytes in
                Self.put(.max, 8, file == "snapshot-1" ? 40 : 48, in: &bytes)
                let head = file == "snapshot-1" ? 4096 : 128
                Self.put(xxh64(bytes, 0..<head - 8), 8, head - 8, in: &bytes)
            }
        }
        disk.overwrite(name) { bytes in
            Self.put(.max, 8, at, in: &bytes)
            let head = ["CURRENT": 64, "journal-2": 128][name] ?? 4096
            Self.put(xxh64(bytes, 0..<head - 8), 8, head - 8, in: &bytes)
        }
        #expect { _ = try Folder(disk, knowing: ProductIndex.Part.all).writer() } throws: { error in
            guard case .damaged? = error as? StoreError else { return false }
            return true
        }
    }
}
