import CatalogUI
import MeshModel
import MeshProvisioning

extension Provisioning {
    /// What a wish comes to, from the newest revision.
    init(_ wish: ProvisionWish, gateway: any MeshGateway, workspaces: String?) throws {
        guard let workspaces else {
            throw Failure.refused("you have no home for its files, so nothing can be provisioned; set XDG_STATE_HOME")
        }
        let reader = try gateway.reader()
        guard let product = try reader.product(wish.product) else {
            throw RuleViolation.unknown(noun: "product", name: wish.product.text, hint: "")
        }
        let stored = try reader.template(wish.template)
        guard let template = stored ?? BuiltInTemplates.all.first(where: { $0.id == wish.template }) else {
            throw RuleViolation.unknown(noun: "template", name: wish.template.text, hint: "")
        }
        let context = try reader.templateContext(of: product, at: WallClock.now())
        HostMesh.makeWay(to: workspaces)
        let provisioner = Provisioner()
        self.init(
            provisioner: provisioner,
            plan: try provisioner.plan(
                template, for: context, parameters: wish.parameters, workspaceRoot: workspaces,
                previous: try reader.provisions(of: product.id).first { $0.template == wish.template }),
            adoption: stored == nil ? template : nil)
    }

    /// Tells the mesh that it begins, does it, and tells the mesh how it ended.
    func carryOut(
        through gateway: any MeshGateway, onLine: @escaping @Sendable (String) -> Void
    ) async throws -> Provision {
        _ = try await gateway.commit(beginning, requestID: .random(), agreed: nil)
        let ended: Provision
        do throws(ProvisionError) {
            ended = try await provisioner.apply(plan, by: gateway.actor.user, at: WallClock.now()) { progress in
                switch progress {
                case .file(let path, let change, _, _): if change != .unchanged { onLine("\(change.rawValue) \(path)") }
                case .started(let hook, _, _): onLine("$ \(hook.argv.joined(separator: " "))")
                case .line(let line): onLine(line)
                }
            }
        } catch {
            // Nothing was touched; the mesh has to know that it did not happen.
            ended = Provision(failed: plan, reason: error.description)
        }
        _ = try await gateway.commit([.provision(ended)], requestID: .random(), agreed: nil)
        return ended
    }
}
