/// What a mesh allows. Pure: memory, folder and daemon refuse the same things for the same reasons.
public enum Rules {
    /// A batch, planned change by change; each sees what the earlier ones would do.
    public static func plan(
        _ changes: [Change], on reader: some MeshReader, by actor: Actor, at now: Instant
    ) throws(PlanError) -> Plan {
        let planner = try planned(changes, on: reader, by: actor, at: now)
        return Plan(
            changes: changes, writes: planner.mesh.sortedWrites, consequences: planner.consequences,
            grounds: planner.grounds)
    }

    /// The same with the mesh as it would be.
    static func planned<Base: MeshReader>(
        _ changes: [Change], on reader: Base, by actor: Actor, at now: Instant
    ) throws(PlanError) -> Planner<Base> {
        var planner = Planner(mesh: Workspace(base: reader), actor: actor, now: now)
        do {
            for change in changes { try planner.apply(change) }
            try planner.finish()
        } catch let violation as RuleViolation {
            throw .refused(violation)
        } catch let error as ReadError {
            throw .read(error)
        } catch {
            preconditionFailure("planning throws violations and read errors only: \(error)")
        }
        return planner
    }
}

/// Why there is no plan.
public enum PlanError: Error, Equatable, Sendable {
    case refused(RuleViolation)
    case read(ReadError)
}

extension GatewayError {
    public init(_ error: PlanError) {
        switch error {
        case .refused(let violation): self = .refused(violation)
        case .read(let error): self = .read(error)
        }
    }
}

/// A batch under way. Files named after what a change is about hold what it does.
struct Planner<Base: MeshReader> {
    var mesh: Workspace<Base>
    let actor: Actor
    let now: Instant
    var consequences = Consequences()
    var imports = ImportLedger()
    /// On what each demand of the authority table was met, each once.
    var grounds: [String] = []

    init(mesh: Workspace<Base>, actor: Actor, now: Instant) {
        self.mesh = mesh
        self.actor = actor
        self.now = now
    }

    mutating func apply(_ change: Change) throws {
        try BoundsGauge.check(change.payload)
        switch change {
        case .registerDomain(let domain): try register(domain)
        case .editDomain(let edit): try self.edit(edit)
        case .createProduct(let draft): try create(draft)
        case .editProduct(let edit): try self.edit(edit)
        case .claimProduct(let claim): try self.claim(claim)
        case .publish(let publication): try publish(publication)
        case .deprecate(let change): try deprecate(change)
        case .retire(let change): try retire(change)
        case .registerConsumer(let consumer): try register(consumer)
        case .subscribe(let request): try subscribe(request)
        case .decide(let decision): try decide(decision)
        case .createPolicy(let policy): try create(policy)
        case .setPolicyLifecycle(let change): try setLifecycle(change)
        case .createTemplate(let template): try create(template)
        case .provision(let provision): try record(provision)
        case .recordQuality(let report): try record(report)
        case .recordAccess(let report): try record(report)
        case .importDomain(let domain): try importDomain(domain)
        case .importProduct(let product): try importProduct(product)
        case .concludeImport(let conclusion): try conclude(conclusion)
        case .setAbsence(let absence): try set(absence)
        case .waive(let waiver): try waive(waiver)
        case .endWaiver(let end): try endWaiver(end)
        case .implementPolicy(let implementation): try implement(implementation)
        case .editConsumer(let consumer): try edit(consumer)
        case .editPolicy(let policy): try edit(policy)
        case .editTemplate(let template): try edit(template)
        case .announceCampaign(let announcement): try announce(announcement)
        case .answerCampaign(let answer): try self.answer(answer)
        case .postNotice(let notice): try post(notice)
        case .endNotice(let end): try self.end(end)
        case .endorse(let endorsement): try endorse(endorsement)
        case .withdrawEndorsement(let endorsement): try withdraw(endorsement)
        case .recordGrant(let grant): try record(grant)
        }
    }

    mutating func finish() throws {
        try resolveInputs()
    }
}
