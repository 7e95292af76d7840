import MeshModel
import MeshProvisioning

/// Carries out on platforms what the mesh decided about access: runs grant and revoke hooks, and tells the mesh how they ended.
///
/// Hooks run as whoever provisioned, in the workspace they provisioned; for everybody else what is due stays due.
struct Platforms: Sendable {
    let gateway: any MeshGateway
    /// Where this user's workspaces are; nil: nowhere.
    let workspaces: String?
    /// Who this is to the mesh.
    let person: String
    let provisioner = Provisioner()

    init(gateway: any MeshGateway, workspaces: String?) async {
        self.gateway = gateway
        self.workspaces = workspaces
        // Whoever serves a mesh says who is asking, once they are asked something; where nobody answers, nothing can be carried out either.
        _ = try? await gateway.preview([])
        person = gateway.actor.user
    }

    /// One hook to run: what for, and the commands.
    struct Step: Sendable {
        var standing: PlatformStanding
        var action: PlatformGrant.Action
        var commands: [InfrastructureTemplate.Hook]
    }

    /// What is due, as far as it is this user's to do; for the rest, why not.
    enum Due: Sendable {
        case mine(Step)
        /// Somebody else's process has to do it.
        case waits(PlatformStanding, String)
        /// It cannot be done: the template is gone, or its hook cannot be written for this link.
        case cannot(PlatformStanding, String)

        var standing: PlatformStanding {
            switch self {
            case .mine(let step): step.standing
            case .waits(let standing, _), .cannot(let standing, _): standing
            }
        }
    }

    /// How one of them ended.
    struct Result: Sendable {
        var due: Due
        /// Nil: it was not run.
        var succeeded: Bool?
        var reason: String
    }

    /// All that is due: of a product, or of all.
    func due(product: DataProduct.ID? = nil) throws -> [Due] {
        let reader = try gateway.reader()
        let now = WallClock.now()
        return try reader.outstanding(product: product, at: now).compactMap { try prepare($0, from: reader, at: now) }
    }

    /// What changes that were made have left to do.
    func due(after changes: [Change]) throws -> [Due] {
        let reader = try gateway.reader()
        return try due(about: changes.compactMap { change throws(ReadError) in try reader.decidedLink(change) })
    }

    /// What is due about some links, prepared.
    func due(about links: [Subscription.ID]) throws -> [Due] {
        try due(about: links, from: try gateway.reader(), at: WallClock.now())
    }

    private func due(
        about links: [Subscription.ID], from reader: any MeshReader, at now: Instant
    ) throws(ReadError) -> [Due] {
        var dues: [Due] = []
        for id in links {
            guard let link = try reader.subscription(id) else { continue }
            for standing in try reader.platforms(of: link, at: now) {
                if let due = try prepare(standing, from: reader, at: now) { dues.append(due) }
            }
        }
        return dues
    }

    /// What changes that are not made yet would have platforms do. Nothing is run.
    func foresee(_ changes: [Change]) throws(GatewayError) -> [Consequence] {
        let reader = try gateway.reader()
        let now = WallClock.now()
        do throws(ReadError) {
            guard let after = try reader.afterwards(changes, by: gateway.actor, at: now) else { return [] }
            var links: [Subscription.ID] = []
            for change in changes {
                if let link = try after.decidedLink(change) { links.append(link) }
            }
            return try due(about: links, from: after, at: now).flatMap(\.consequences)
        } catch { throw .read(error) }
    }

    /// Prepares what is due; nothing is run.
    func prepare(
        _ standing: PlatformStanding, from reader: some MeshReader, at now: Instant
    ) throws(ReadError) -> Due? {
        guard let action = standing.access.due else { return nil }
        let provision = standing.provision
        guard let workspaces, provisioner.isRunner(person, of: provision, workspaceRoot: workspaces) else {
            return .waits(standing, "\(provision.by), who provisioned it, runs 'datamesh reconcile'")
        }
        guard action == .revoke || provision.state == .ready else {
            return .cannot(standing, "its infrastructure is \(provision.state): provision it again")
        }
        guard let product = try reader.product(provision.product),
            let template = try reader.anyTemplate(provision.template)
        else { return .cannot(standing, "there is no template '\(provision.template)' any more") }
        do throws(ProvisionError) {
            let context = try context(of: product, standing.link, reader, now)
            let commands = try provisioner.commands(
                action == .grant ? .grant : .revoke, of: template, provision: provision, for: context,
                by: person, workspaceRoot: workspaces)
            guard !commands.isEmpty else {
                return .cannot(standing, "the template '\(provision.template)' has no \(action) hook any more")
            }
            return .mine(Step(standing: standing, action: action, commands: commands))
        } catch {
            return .cannot(standing, error.description)
        }
    }

    private func context(
        of product: DataProduct, _ link: Subscription, _ reader: some MeshReader, _ now: Instant
    ) throws(ProvisionError) -> TemplateContext {
        do throws(ReadError) { return try reader.templateContext(of: product, grant: link, at: now) } catch {
            throw .workspace("the mesh", reason: error.description)
        }
    }

    /// The commands of a hook that is about a provision as a whole; nil where somebody else has to run it, or the template is gone.
    func commands(
        _ event: InfrastructureTemplate.Hook.Event, of provision: Provision, from reader: some MeshReader,
        at now: Instant
    ) throws -> [InfrastructureTemplate.Hook]? {
        guard let workspaces, provisioner.isRunner(person, of: provision, workspaceRoot: workspaces),
            let product = try reader.product(provision.product),
            let template = try reader.anyTemplate(provision.template)
        else { return nil }
        return try provisioner.commands(
            event, of: template, provision: provision, for: try reader.templateContext(of: product, at: now),
            by: person, workspaceRoot: workspaces)
    }

    /// Says that it begins, runs it, says how it ended. What is interrupted in between stays begun, and is tried again.
    func run(
        _ due: Due, onProgress: @escaping @Sendable (ProvisionProgress) -> Void
    ) async throws(GatewayError) -> Result {
        let standing = due.standing
        let step: Step
        switch due {
        case .waits(_, let reason): return Result(due: due, succeeded: nil, reason: reason)
        case .cannot(_, let reason): return Result(due: due, succeeded: false, reason: reason)
        case .mine(let mine): step = mine
        }
        var grant = PlatformGrant(step.action, standing.link, template: standing.provision.template)
        if let refusal = try await record(grant) { return Result(due: due, succeeded: false, reason: refusal) }
        let report = await provisioner.run(
            step.commands, in: standing.provision.workspace, onProgress: onProgress)
        grant.outcome = report.succeeded ? .done : .failed
        grant.log = report.log.suffix(20)
        grant.reason = report.reason
        if let refusal = try await record(grant) { return Result(due: due, succeeded: false, reason: refusal) }
        return Result(due: due, succeeded: report.succeeded, reason: report.reason)
    }
}

extension Platforms {
    /// Tells the mesh; why it does not want to hear it, where it does not: one of several must not stop the others.
    private func record(_ grant: PlatformGrant) async throws(GatewayError) -> String? {
        do throws(GatewayError) {
            _ = try await gateway.commit([.recordGrant(grant)], requestID: .random(), agreed: nil)
            return nil
        } catch {
            guard case .refused(let violation) = error else { throw error }
            return "\(violation)"
        }
    }
}

extension MeshReader {
    /// The link whose access a change decides about.
    func decidedLink(_ change: Change) throws(ReadError) -> Subscription.ID? {
        switch change {
        case .decide(let decision): return decision.subscription
        case .subscribe(let request):
            guard let product = try product(request.product) else { return nil }
            return Subscription.ID(
                product: product.id, port: request.port ?? product.defaultPort, consumer: request.consumer)
        default: return nil
        }
    }
}

extension Platforms.Due {
    /// `grant`, `revoke`
    var action: PlatformGrant.Action { standing.access.due ?? .grant }

    var commands: [InfrastructureTemplate.Hook] {
        guard case .mine(let step) = self else { return [] }
        return step.commands
    }

    /// What it would be, while it is not decided yet.
    fileprivate var consequences: [Consequence] {
        let subject = "subscription \(standing.link.id)"
        let what = "\(standing.provision.template): \(action)"
        return switch self {
        case .mine(let step):
            step.commands.map { Consequence(.note, subject, "\(what) would run \($0.argv.commandLine)") }
        case .waits(_, let reason): [Consequence(.note, subject, "\(what) would wait: \(reason)")]
        case .cannot(_, let reason): [Consequence(.warning, subject, "\(what) would not be done: \(reason)")]
        }
    }

    var tree: Tree {
        let standing = standing
        return .map([
            "subscription_id": .text("\(standing.link.id)"), "template_id": .text(standing.provision.template.text),
            "state": .text(standing.access.rawValue), "action": .text(action.rawValue),
            "commands": .list(commands.map { .texts($0.argv) }),
        ])
    }
}

extension Platforms.Result {
    /// `postgresql: grant orders/main/board is usable`
    var sentence: String {
        let standing = due.standing
        let what = "\(standing.provision.template): \(due.action) \(standing.link.id)"
        return switch succeeded {
        case true?: what + (due.action == .grant ? " is usable" : " is closed")
        case false?: "\(what) failed: \(reason)"
        case nil: "\(what) waits: \(reason)"
        }
    }

    /// `done`, `failed`, `waits`
    var word: String {
        switch succeeded {
        case true?: "done"
        case false?: "failed"
        case nil: "waits"
        }
    }

    var tree: Tree { due.tree.adding(["outcome": .text(word), "reason": .text(reason)]) }
}

extension Change {
    /// Whether it may leave something to do for platforms.
    var decidesAboutAccess: Bool {
        switch self {
        case .subscribe, .decide: true
        default: false
        }
    }
}
