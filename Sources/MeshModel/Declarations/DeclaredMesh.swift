/// Many declarations together: what each comes to, and the changes that bring it about, in an order that the rules can follow.
public struct DeclaredMesh: Sendable {
    /// What a declaration comes to.
    public enum Outcome: Equatable, Sendable {
        case created
        /// The fields that change.
        case changed([String])
        case unchanged
    }

    /// A change, and the declaration that asks for it.
    public struct Step: Equatable, Sendable {
        public var declaration: Int
        public var change: Change
    }

    /// What is wrong with one of them.
    public struct Fault: Error, Equatable, Sendable {
        public enum Reason: Equatable, Sendable {
            case misstated(TreeError)
            case unreadable(ReadError)
        }
        public var declaration: Int
        public var reason: Reason
    }

    public let declarations: [Declaration]
    /// One a declaration.
    public private(set) var outcomes: [Outcome] = []
    public private(set) var steps: [Step] = []

    public init(_ declarations: [Declaration], on reader: any MeshReader) throws(Fault) {
        self.declarations = declarations
        var staged: [StagedChange] = []
        var seen: [String: Int] = [:]
        for (place, declaration) in declarations.enumerated() {
            do throws(DeclarationError) {
                if seen.updateValue(place, forKey: declaration.name) != nil {
                    throw .misstated(TreeError("\(declaration.name) is stated twice; state it once"))
                }
                let (outcome, changes) = try declaration.steps(on: reader)
                outcomes.append(outcome)
                staged += changes.map { StagedChange(declaration: place, $0) }
            } catch {
                switch error {
                case .misstated(let error): throw Fault(declaration: place, reason: .misstated(error))
                case .unreadable(let error): throw Fault(declaration: place, reason: .unreadable(error))
                }
            }
        }
        steps = StagedChange.inOrder(staged).map { Step(declaration: $0.declaration, change: $0.change) }
    }

    public var changes: [Change] { steps.map(\.change) }
}

/// Why a declaration cannot be compared with the mesh.
enum DeclarationError: Error {
    case misstated(TreeError)
    case unreadable(ReadError)
}

/// A change on its way into an order: what others stand on comes first.
struct StagedChange {
    /// Each stage stands on the ones before it.
    enum Stage: Int {
        case domain, consumer, template, product, inputs, publication, farewell, policy, implementation, waiver
    }

    var declaration: Int
    var change: Change

    init(declaration: Int, _ change: Change) {
        self.declaration = declaration
        self.change = change
    }

    private var stage: Stage {
        switch change {
        case .registerDomain, .editDomain: .domain
        case .registerConsumer, .editConsumer: .consumer
        case .createTemplate, .editTemplate: .template
        case .createProduct: .product
        case .editProduct: .inputs
        case .publish: .publication
        case .deprecate, .retire: .farewell
        case .createPolicy, .editPolicy, .setPolicyLifecycle: .policy
        case .implementPolicy: .implementation
        default: .waiver
        }
    }

    /// The id of what is made, and those of what has to be there before.
    private var making: (id: String, needs: [String])? {
        switch change {
        case .registerDomain(let domain): (domain.id.text, domain.parent.map { [$0.text] } ?? [])
        case .createProduct(let draft):
            (
                draft.id.text,
                (draft.facts.inputs ?? []).compactMap { if case .product(let id) = $0 { id.text } else { nil } }
            )
        default: nil
        }
    }

    static func inOrder(_ changes: [StagedChange]) -> [StagedChange] {
        let stages = Dictionary(grouping: changes, by: \.stage)
        return stages.sorted { $0.key.rawValue < $1.key.rawValue }.flatMap { stage, changes in
            stage == .domain || stage == .product ? madeInOrder(changes) : changes
        }
    }

    /// What is made from others behind those. Products in a circle are made without their inputs, which follow:
    /// the rules then refuse the circle by its path.
    private static func madeInOrder(_ changes: [StagedChange]) -> [StagedChange] {
        var places: [String: Int] = [:]
        for (place, change) in changes.enumerated() { if let made = change.making { places[made.id] = place } }
        // What each waits for, and what waits for each.
        var waits = changes.map { change in Set((change.making?.needs ?? []).compactMap { places[$0] }) }
        var waiting: [Int: [Int]] = [:]
        for (place, others) in waits.enumerated() { for other in others { waiting[other, default: []].append(place) } }
        var ordered: [Int] = changes.indices.filter { waits[$0].isEmpty }
        var next = 0
        while next < ordered.count {
            for place in waiting[ordered[next]] ?? [] {
                waits[place].remove(ordered[next])
                if waits[place].isEmpty { ordered.append(place) }
            }
            next += 1
        }
        let placed = Set(ordered)
        var late: [StagedChange] = []
        let rest = changes.indices.filter { !placed.contains($0) }.map { place in
            guard case .createProduct(var draft) = changes[place].change else { return changes[place] }
            var facts = ProductFacts()
            facts.inputs = draft.facts.inputs
            draft.facts.inputs = nil
            let declaration = changes[place].declaration
            late.append(StagedChange(declaration: declaration, .editProduct(ProductEdit(id: draft.id, facts: facts))))
            return StagedChange(declaration: declaration, .createProduct(draft))
        }
        return ordered.map { changes[$0] } + rest + late
    }
}
