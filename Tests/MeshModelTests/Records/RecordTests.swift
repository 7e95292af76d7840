import MeshModel
import Testing

/// A kind of value with everything that a test does to it.
struct Shape: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let check: @Sendable (_ seed: UInt64) throws -> Void
    let damage: @Sendable (_ seed: UInt64) -> Void
    let extend: @Sendable (_ seed: UInt64) throws -> Void
    let misname: @Sendable () -> String

    init<Value: Structured & Arbitrary>(_ type: Value.Type) {
        testDescription = "\(type)"
        check = { (seed: UInt64) throws -> Void in
            var generator = Seeded(state: seed)
            let value = Value.drawn(with: &generator, depth: 0)
            #expect(try Value(bytes: value.bytes) == value)
            #expect(try Value(value.tree) == value)
            // Equal values have equal bytes.
            #expect(try Value(value.tree).bytes == value.bytes)
        }
        damage = { seed in
            var generator = Seeded(state: seed)
            let bytes = Value.drawn(with: &generator, depth: 0).bytes
            for length in 0..<min(bytes.count, 200) { survive(Value.self, Array(bytes.prefix(length))) }
            for _ in 0..<100 where !bytes.isEmpty {
                var flipped = bytes
                for _ in 0..<Int.random(in: 1...3, using: &generator) {
                    flipped[Int.random(in: flipped.indices, using: &generator)] = .random(
                        in: 0...255, using: &generator)
                }
                survive(Value.self, flipped)
            }
        }
        extend = { (seed: UInt64) throws -> Void in
            var generator = Seeded(state: seed)
            let value = Value.drawn(with: &generator, depth: 0)
            var later = RecordWriter()
            later.append(value.bytes)
            later.varint(900)
            later.lengthPrefixed { $0.append(Array("what a later version knows".utf8)) }
            #expect(try Value(bytes: later.bytes) == value)
        }
        misname = {
            var generator = Seeded(state: 1)
            guard case .map(let fields) = Value.drawn(with: &generator, depth: 0).tree else { return "no map" }
            do {
                _ = try Value(.map(fields + [("colour", .text("red"))]))
                return "read"
            } catch { return "\(error)" }
        }
    }

    static let all: [Shape] = [
        Shape(Domain.self), Shape(DataProduct.self), Shape(Contract.self), Shape(Consumer.self),
        Shape(Subscription.self), Shape(Policy.self), Shape(InfrastructureTemplate.self), Shape(Provision.self),
        Shape(MetricPoint.self), Shape(AccessEvent.self), Shape(Alias.self), Shape(CarriedDocument.self),
        Shape(DomainEdit.self), Shape(ProductDraft.self), Shape(ProductEdit.self), Shape(ProductClaim.self),
        Shape(Publication.self), Shape(StatusChange.self), Shape(SubscriptionRequest.self),
        Shape(SubscriptionDecision.self), Shape(PolicyLifecycleChange.self), Shape(QualityReport.self),
        Shape(AccessReport.self), Shape(ImportedProduct.self), Shape(ImportConclusion.self),
        Shape(Waiver.self), Shape(WaiverEnd.self), Shape(PolicyImplementation.self), Shape(FormerGovernance.self),
        Shape(Absence.self), Shape(SubscriptionNote.self), Shape(Audit.self), Shape(RefusedRequest.self),
    ]
}

/// What can be read can be written and shown.
private func survive<Value: Structured>(_ type: Value.Type, _ bytes: [UInt8]) {
    guard let value = try? Value(bytes: bytes) else { return }
    _ = value.tree
    _ = value.bytes
}

extension Structured {
    fileprivate var bytes: [UInt8] {
        var writer = RecordWriter()
        write(to: &writer)
        return writer.bytes
    }

    fileprivate init(bytes: [UInt8]) throws(RecordError) {
        var reader = RecordReader(bytes)
        try self.init(from: &reader)
    }
}

struct RecordTests {
    @Test(arguments: Shape.all)
    func `a value comes back from its bytes and from its tree`(_ shape: Shape) throws {
        for seed in 0..<40 { try shape.check(UInt64(seed)) }
    }

    @Test(arguments: Shape.all)
    func `bytes that were cut or turned over are refused or read, and never more`(_ shape: Shape) {
        for seed in 0..<10 { shape.damage(UInt64(seed)) }
    }

    @Test(arguments: Shape.all)
    func `fields of a later version are passed over`(_ shape: Shape) throws {
        for seed in 0..<10 { try shape.extend(UInt64(seed)) }
    }

    @Test(arguments: Shape.all)
    func `a name that no field has is refused, with those there are`(_ shape: Shape) {
        #expect(shape.misname().hasPrefix("colour: unknown field; the fields here are "))
    }

    @Test func `an error in a tree says where`() {
        let tree = Tree.map([
            "product_id": .text("orders"),
            "schema": .list([.map(["fields": .list([.map(["required": .text("maybe")])])])]),
        ])
        do {
            Issue.record("read as \(try Publication(tree))")
        } catch { #expect(error.description == "schema[0].fields[0].required: expected true or false, found 'maybe'") }
    }

    @Test(
        arguments: [
            [], [0x80], [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02],
            [1, 0xff, 0xff, 0xff, 0xff, 0x0f],
            [1, 5, 65], [0, 0], [1, 2, 0xc3, 0x28],
        ] as [[UInt8]])
    func `bytes that nobody wrote are not a domain with a name`(_ bytes: [UInt8]) {
        #expect((try? Domain(record: bytes))?.name ?? "" == "")
    }
}
