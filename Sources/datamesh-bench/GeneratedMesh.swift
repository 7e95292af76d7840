import MeshModel
import MeshStore

/// A mesh of any size that looks like a real one: the same for the same size, on every machine.
///
/// Everything about a product follows from its number, so that its records can be made in the order in which they are stored.
struct GeneratedMesh {
    let productCount: Int
    /// Of each metric of a product that is measured, a point a day.
    let pointCount: Int
    private let domains: [Domain]
    /// Products in the order of their ids.
    private let order: [(id: DataProduct.ID, number: Int)]
    private static let start = Instant(milliseconds: 1_790_000_000_000)

    init(productCount: Int, pointCount: Int = 1) {
        self.productCount = productCount
        self.pointCount = pointCount
        var dice = Dice(seed: 7)
        var domains: [Domain] = []
        for number in 0..<max(4, productCount / 121) {
            guard let id = Domain.ID("d\(number)-\(dice.pick(Words.subjects))") else { continue }
            var domain = Domain(
                id: id, name: "Domain \(number)", owner: dice.pick(Words.people), team: [dice.pick(Words.people)])
            if number > 8 { domain.parent = domains[dice.skewed(domains.count)].id }
            domains.append(domain)
        }
        self.domains = domains.sorted { $0.id < $1.id }
        var order: [(id: DataProduct.ID, number: Int)] = []
        for number in 0..<productCount {
            if let id = DataProduct.ID(Self.name(number, separator: "_")) { order.append((id, number)) }
        }
        self.order = order.sorted { $0.id < $1.id }
    }

    private static func name(_ number: Int, separator: String) -> String {
        var dice = Dice(seed: UInt64(number) &* 3 + 1)
        let words = [
            dice.pick(Words.subjects), dice.pick(Words.adjectives),
            Words.vocabulary[dice.skewed(Words.vocabulary.count)],
        ]
        return (words + ["\(number)"]).joined(separator: separator)
    }

    private static func dice(_ number: Int, _ purpose: UInt64) -> Dice {
        Dice(seed: UInt64(number) &* 0x9e37_79b9_7f4a_7c15 ^ purpose << 56)
    }

    private func product(_ id: DataProduct.ID, _ number: Int) -> DataProduct {
        var dice = Self.dice(number, 1)
        var product = DataProduct()
        product.id = id
        product.name = Self.name(number, separator: " ")
        product.domain = domains[dice.skewed(domains.count)].id
        product.owner = dice.pick(Words.people)
        product.description = (0..<24).map { _ in Words.vocabulary[dice.skewed(Words.vocabulary.count)] }.joined(
            separator: " ")
        product.status =
            switch dice.roll(20) {
            case 0: .draft
            case 1: .deprecated
            case 2: .retired
            default: .published
            }
        product.tags = [dice.pick(Words.tags), Words.vocabulary[dice.skewed(200)]]
        product.sla = SLA(
            availability: Quantity(text: dice.pick(["98", "99.5", "99.9"])),
            freshness: Quantity(text: dice.pick(["24h", "2h", "7d"])),
            quality: Quantity(text: dice.pick(["90", "95", "99"])))
        product.metadata = ["cost_center": "\(dice.roll(500))", "system": dice.pick(Words.subjects)]
        // What comes later is made of what came before: about three inputs each, some of them used by very many.
        if number > 0 {
            for _ in 0..<dice.roll(7) {
                let input = Input.product(fedBy(dice.skewed(number)))
                if !product.inputs.contains(input) { product.inputs.append(input) }
            }
        }
        product.ports = [OutputPort(id: OutputPort.main)]
        product.created = Self.start
        product.updated = Self.start.adding(seconds: Int64(dice.roll(86_400 * 400)))
        return product
    }

    private func fedBy(_ number: Int) -> DataProduct.ID {
        DataProduct.ID(Self.name(number, separator: "_")) ?? order[0].id
    }

    private func contract(_ id: DataProduct.ID, _ number: Int) -> Contract {
        var dice = Self.dice(number, 2)
        var contract = Contract()
        contract.product = id
        contract.port = OutputPort.main
        contract.version = Version(major: 1, minor: dice.roll(4), patch: 0)
        let fields = (0..<8).map { field in
            SchemaField(
                name: "\(dice.pick(Words.subjects))_\(Words.vocabulary[dice.skewed(500)])_\(field)", type: "string")
        }
        contract.schema = [SchemaObject(name: id.text, fields: fields)]
        contract.access = AccessTerms(kind: dice.roll(3) == 0 ? .open : .approval)
        contract.publishedAt = Self.start
        contract.publishedBy = "alice"
        return contract
    }

    private func links(_ id: DataProduct.ID, _ number: Int) -> [Subscription] {
        var dice = Self.dice(number, 3)
        // A few products have hundreds of users, most have few.
        let count = dice.roll(100) == 0 ? dice.roll(200) : dice.roll(5)
        var consumers = Set<String>()
        for _ in 0..<count { consumers.insert("c\(dice.skewed(20_000))") }
        return consumers.sorted().compactMap { consumer in
            guard let consumer = Consumer.ID(consumer) else { return nil }
            var link = Subscription()
            link.product = id
            link.port = OutputPort.main
            link.consumer = consumer
            link.consumerDomain = "finance"
            link.state = dice.roll(10) == 0 ? .revoked : .active
            link.requestedBy = dice.pick(Words.people)
            link.requestedAt = Self.start
            return link
        }
    }

    private func metrics(_ id: DataProduct.ID, _ number: Int) -> [MetricPoint] {
        var dice = Self.dice(number, 4)
        guard dice.roll(3) > 0 else { return [] }
        return ["accuracy", "completeness", "timeliness_hours"].flatMap { name in
            // The newest stands first.
            (0..<pointCount).map { day in
                let value =
                    name == "timeliness_hours" ? Double(dice.roll(480)) / 10 : 70 + Double(dice.roll(3001)) / 100
                return MetricPoint(
                    product: id, name: name, value: value,
                    at: Self.start.adding(seconds: -Int64(day) * 86_400), source: "dbt")
            }
        }
    }

    /// All records in the order of their keys.
    var records: Records { Records(mesh: self) }

    struct Records: RecordStream {
        fileprivate let mesh: GeneratedMesh
        private var kind = 0
        private var place = 0
        private var waiting: [StoredRecord] = []

        fileprivate init(mesh: GeneratedMesh) { self.mesh = mesh }

        mutating func next() throws(StoreError) -> StoredRecord? {
            while waiting.isEmpty {
                guard kind < 5 else { return nil }
                guard place < (kind == 0 ? mesh.domains.count : mesh.order.count) else {
                    kind += 1
                    place = 0
                    continue
                }
                let records: [any MeshRecord]
                if kind == 0 {
                    records = [mesh.domains[place]]
                } else {
                    let (id, number) = mesh.order[place]
                    records =
                        switch kind {
                        case 1: [mesh.product(id, number)]
                        case 2: [mesh.contract(id, number)]
                        case 3: mesh.links(id, number)
                        default: mesh.metrics(id, number)
                        }
                }
                place += 1
                waiting = records.reversed().map { record in
                    StoredRecord(
                        key: StoredKey(record.key.kind.rawValue, record.key.bytes), value: record.record, revision: 1)
                }
            }
            return waiting.removeLast()
        }
    }
}

/// SplitMix64: a seed for each thing, so that one needs no other.
private struct Dice {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func roll(_ bound: Int) -> Int {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return Int((z ^ (z >> 31)) % UInt64(bound))
    }

    mutating func pick(_ words: [String]) -> String { words[roll(words.count)] }

    /// Skewed towards the first: what a few everybody knows and most nobody does looks like.
    mutating func skewed(_ bound: Int) -> Int { roll(roll(roll(bound) + 1) + 1) }
}

private enum Words {
    static let subjects = [
        "orders", "customers", "payments", "shipments", "returns", "inventory", "campaigns", "sessions", "invoices",
        "contracts", "employees", "claims", "sensors", "prices", "forecasts", "tickets", "leads", "budgets", "routes",
        "suppliers",
    ]
    static let adjectives = [
        "daily", "hourly", "raw", "clean", "enriched", "regional", "global", "historic", "current", "forecast",
        "audited", "masked",
    ]
    static let tags = ["pii", "gdpr", "finance", "core", "experimental", "certified", "external", "realtime"]
    static let people = ["alice", "bob", "carol", "dave", "erin", "frank", "@analysts", "@platform"]

    /// Ten thousand words that nobody has to know, in the shape of words.
    static let vocabulary: [String] = {
        let beginnings = [
            "ba", "co", "de", "fi", "ga", "hu", "in", "jo", "ke", "lu", "ma", "ne", "or", "pa", "re", "su", "ti", "va",
        ]
        let middles = ["", "ra", "li", "no", "ste", "mi", "ta", "ve"]
        let ends = ["n", "rt", "lo", "x", "st", "ring", "ter", "ment", "sion", "al", "um", "ity", "ck"]
        var words: [String] = []
        for middle in middles {
            for other in middles {
                for beginning in beginnings { for end in ends { words.append(beginning + middle + other + end) } }
            }
        }
        var dice = Dice(seed: 99)
        for place in words.indices.reversed() where place > 0 { words.swapAt(place, dice.roll(place + 1)) }
        return words
    }()
}
