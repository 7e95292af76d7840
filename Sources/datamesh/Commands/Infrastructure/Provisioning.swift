import MeshModel
import MeshProvisioning

/// One provisioning: the plan, and the changes of the mesh around it.
struct Provisioning {
    let provisioner: Provisioner
    let plan: ProvisionPlan
    /// A template of the program that the mesh has not taken in yet.
    let adoption: InfrastructureTemplate?

    /// What the mesh is told before anything is touched.
    var beginning: [Change] {
        var provision = Provision()
        provision.product = plan.product
        provision.template = plan.template
        provision.state = .applying
        provision.parameters = plan.parameters
        provision.workspace = plan.workspace
        provision.hooks = plan.hooks
        provision.port = plan.port
        return (adoption.map { [.createTemplate($0.stored)] } ?? []) + [.provision(provision)]
    }
}

extension Session {
    func provisioning(
        productID: DataProduct.ID, template name: String, parameters: [String: String], folder: MeshFolder
    ) throws -> Provisioning {
        guard let product = try reader.product(productID) else {
            throw RuleViolation.unknown(
                noun: "product", name: productID.text, hint: "datamesh search \(productID) finds what is near")
        }
        let id = try InfrastructureTemplate.ID(stated: name, "template")
        let stored = try reader.template(id)
        guard let template = stored ?? BuiltInTemplates.all.first(where: { $0.id == id }) else {
            throw RuleViolation.unknown(
                noun: "template", name: name, hint: "datamesh template list shows those there are")
        }
        guard let workspaces = folder.workspaces else {
            throw Failure.unusable("you have no home for its files; set XDG_STATE_HOME")
        }
        HostMesh.makeWay(to: workspaces)
        let provisioner = Provisioner()
        let context = try reader.templateContext(of: product, at: now)
        let plan = try provisioner.plan(
            template, for: context, parameters: parameters, workspaceRoot: workspaces,
            previous: try reader.provisions(of: product.id).first { $0.template == id })
        return Provisioning(provisioner: provisioner, plan: plan, adoption: stored == nil ? template : nil)
    }

    /// Tells the mesh that it begins, does it, and tells the mesh how it ended.
    func perform(
        _ work: Provisioning, onProgress: @escaping @Sendable (ProvisionProgress) -> Void
    ) async throws -> (Provision, Consequences) {
        _ = try await gateway.commit(work.beginning, requestID: .random(), agreed: nil)
        let provision = await Interruption.cancels { [actor, now, plan = work.plan, provisioner = work.provisioner] in
            do throws(ProvisionError) {
                return try await provisioner.apply(plan, by: actor.user, at: now) { onProgress($0) }
            } catch {
                // Nothing was touched; the mesh has to know that it did not happen.
                return Provision(failed: plan, reason: error.description)
            }
        }
        let receipt = try await gateway.commit([.provision(provision)], requestID: .random(), agreed: nil)
        return (try gateway.reader().find(Provision.self, provision.key) ?? provision, receipt.consequences)
    }

    /// Makes the infrastructure, and lets in who may be there already.
    func carryOut(_ work: Provisioning, folder: MeshFolder) async throws {
        let progress = Progress()
        let (provision, consequences) = try await perform(work) { progress.show($0) }
        progress.end()
        output.say(consequences)
        output.facts([("workspace", provision.workspace)] + provision.sortedOutputs)
        guard provision.state == .ready else {
            output.document(provision.tree)
            throw Failure.no(provision.log.last)
        }
        let platforms = await platforms(folder)
        let dues = try platforms.due(product: provision.product).filter {
            $0.standing.provision.template == provision.template
        }
        let results = try await carryOut(dues, platforms)
        output.document(provision.tree.adding(dues.isEmpty ? [] : [("access", .list(results.map(\.tree)))]))
        let failed = results.count { $0.succeeded == false }
        if failed > 0 { throw Failure.unfinished(failed) }
    }

    /// The plan, to be looked at before it is carried out.
    func show(_ work: Provisioning, diff: Bool) throws {
        let plan = work.plan
        output.line("nothing is changed yet; in \(plan.workspace)")
        var files = Table(["": .left, "FILE": .left, "MODE": .left, "BYTES": .right])
        files.rows = plan.files.map {
            [$0.change.rawValue, $0.path, String($0.mode, radix: 8), String($0.content.utf8.count)]
        }
        output.table(files)
        for command in plan.commands { output.line("run \(command.event): \(command.argv.commandLine)") }
        guard diff else { return }
        for file in plan.files {
            let text = try work.provisioner.difference(of: file, in: plan)
            if !text.isEmpty { output.text(text) }
        }
    }
}

extension Provision {
    /// What the hooks said, by name.
    var sortedOutputs: [(String, String)] { outputs.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }

    init(failed plan: ProvisionPlan, reason: String) {
        self.init()
        product = plan.product
        template = plan.template
        state = .failed
        parameters = plan.parameters
        workspace = plan.workspace
        hooks = plan.hooks
        port = plan.port
        log = [reason]
    }
}

extension MeshReader {
    /// What templates see of a product.
    ///
    /// - Parameter grant: The link that a grant or revoke hook is about.
    func templateContext(
        of product: DataProduct, grant: Subscription? = nil, at now: Instant
    ) throws(ReadError) -> TemplateContext {
        TemplateContext(
            product: product, domain: try domain(product.domain),
            contract: try contract(of: product.id, port: product.defaultPort),
            subscriptions: try subscriptions(of: product.id), now: now, grant: grant)
    }

    /// A template of the mesh, or of the program.
    func anyTemplate(_ id: InfrastructureTemplate.ID) throws(ReadError) -> InfrastructureTemplate? {
        try template(id) ?? BuiltInTemplates.all.first { $0.id == id }
    }
}

extension ProvisionPlan {
    var tree: Tree {
        .map([
            "planned": .bool(true), "product_id": .text(product.text), "template_id": .text(template.text),
            "workspace": .text(workspace), "parameters": parameters.tree,
            "files": .list(
                files.map { file in
                    .map([
                        "path": .text(file.path), "change": .text(file.change.rawValue),
                        "mode": .text(String(file.mode, radix: 8)), "bytes": .count(file.content.utf8.count),
                    ])
                }),
            "commands": .list(
                commands.map { .map(["event": .text($0.event.rawValue), "argv": .texts($0.argv)]) }),
        ])
    }
}
