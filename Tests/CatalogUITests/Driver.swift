import MeshModel
import Terminal
import Testing

@testable import CatalogUI

/// A person at the keyboard: strikes keys, sees the screen, and has every effect carried out at once.
final class Driver {
    private(set) var catalog: Catalog
    let mesh: MemoryMesh
    private var reading: Reading
    private(set) var copied: [String] = []
    private(set) var hasQuit = false
    /// Questions that were asked, for tests that count them.
    private(set) var asked: [Question] = []
    /// What every commit comes to, where set: nobody serves the mesh, or its disk is full.
    var failure: GatewayError?
    /// Of the commits that were tried.
    private(set) var requests: [RequestID] = []
    /// Where set, answers wait here instead of arriving.
    var holdsAnswers = false
    private(set) var held: [Message] = []
    /// What platforms come to.
    var reconciliation: Result<Reconciliation, Refusal> = .success(.init(done: [], failed: [], waiting: []))
    /// Files that a form may read.
    var files: [String: [SchemaObject]] = [:]
    /// Where false, nothing tells the program that its frame was shown.
    var showsFrames = true

    /// When it is.
    private let now: Instant

    init(
        _ mesh: MemoryMesh, width: Int = 120, height: Int = 40, now: Instant = SmallMesh.now
    ) async throws {
        self.now = now
        self.mesh = mesh
        let reader = try mesh.reader()
        reading = Reading(reader, actor: mesh.actor)
        catalog = Catalog(
            actor: mesh.actor, mesh: "acme", revision: reader.revision, size: Size(width: width, height: height),
            now: now, session: 7)
        await carryOut(catalog.start())
    }

    var screen: String { catalog.frame(of: catalog.size).description }
    func row(_ index: Int) -> String { catalog.frame(of: catalog.size).text(ofRow: index) }

    @discardableResult
    func press(_ keys: Key...) async -> Driver {
        for key in keys { await send(.key(key)) }
        return self
    }

    /// Each character is a key of its own.
    @discardableResult
    func type(_ text: String) async -> Driver {
        for character in text { await send(.key(.character(character))) }
        return self
    }

    @discardableResult
    func resize(_ width: Int, _ height: Int) async -> Driver {
        await send(.resized(Size(width: width, height: height)))
        return self
    }

    @discardableResult
    func expect(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) -> Driver {
        #expect(screen.contains(text), "the screen lacks it:\n\(screen)", sourceLocation: sourceLocation)
        return self
    }

    @discardableResult
    func expectNot(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) -> Driver {
        #expect(!screen.contains(text), "the screen has it:\n\(screen)", sourceLocation: sourceLocation)
        return self
    }

    /// The selected row is the one with the mark in its gutter.
    @discardableResult
    func expectSelected(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) -> Driver {
        let marked = screen.split(separator: "\n").filter { $0.contains("▌") }
        #expect(
            marked.contains {
                $0.contains("▌ \(text)") || $0.contains("▌\(text)") || $0.contains("▌ ▾ \(text)")
                    || $0.contains("▌   \(text)")
            },
            "selected: \(marked)\n\(screen)", sourceLocation: sourceLocation)
        return self
    }

    /// Lets what was held arrive, in the order given.
    func release(_ messages: [Message]) async { for message in messages { await send(message) } }

    func send(_ message: Message) async {
        await carryOut(catalog.update(message))
        if showsFrames, catalog.hasUnseenConfirmation { _ = catalog.update(.shown) }
    }

    /// Somebody else changes the mesh, and the program hears of it.
    func elsewhere(_ changes: [Change], by actor: Actor = SmallMesh.alice) async throws {
        let receipt = try mesh.commit(changes, by: actor)
        reading = Reading(try mesh.reader(), actor: mesh.actor)
        await send(.revised(receipt.revision))
    }

    private func carryOut(_ effects: [Effect]) async {
        for effect in effects {
            switch effect {
            case .ask(let ticket, let question):
                asked.append(question)
                var answers: [Answer] = []
                reading.answer(question, at: now) { answers.append($0) }
                for answer in answers { await deliver(.answered(ticket, answer, at: now)) }
            case .rest(let ticket): await deliver(.rested(ticket))
            case .preview(let ticket, let changes):
                await deliver(.previewed(ticket, await previewing(changes)))
            case .commit(let ticket, let changes, let request, let agreed):
                requests.append(request)
                let result: Result<Receipt, GatewayError> =
                    if let failure { .failure(failure) } else { await committing(changes, request, agreed) }
                if let reader = try? mesh.reader() { reading = Reading(reader, actor: mesh.actor) }
                await deliver(.committed(ticket, result))
            case .readSchema(let ticket, let path, _):
                let result = files[path].map(Result.success) ?? .failure(Refusal("there is no file '\(path)'"))
                await deliver(.schemaRead(ticket, result))
            case .plan(let ticket, let wish):
                await deliver(.planned(ticket, .success(Self.plan(wish))))
            case .provision(let ticket, let plan):
                await deliver(.provisioning(ticket, "mkdir bronze"))
                await deliver(.provisioned(ticket, .success(Self.provision(plan))))
            case .reconcile: await deliver(.reconciled(reconciliation))
            case .copy(let text): copied.append(text)
            case .quit: hasQuit = true
            }
        }
    }

    private func deliver(_ message: Message) async {
        if holdsAnswers { held.append(message) } else { await send(message) }
    }

    private func previewing(_ changes: [Change]) async -> Result<Outlook, GatewayError> {
        do throws(GatewayError) {
            var outlook = Outlook(try await mesh.preview(changes))
            outlook.beyond = (try? mesh.reader().foresight(of: changes, by: mesh.actor, at: now)) ?? []
            return .success(outlook)
        } catch { return .failure(error) }
    }

    private func committing(
        _ changes: [Change], _ request: RequestID, _ agreed: Consequences.Digest
    ) async -> Result<Receipt, GatewayError> {
        do throws(GatewayError) {
            return .success(try await mesh.commit(changes, requestID: request, agreed: agreed))
        } catch { return .failure(error) }
    }

    private static func plan(_ wish: ProvisionWish) -> ProvisionPlan {
        ProvisionPlan(
            product: wish.product, template: wish.template, parameters: wish.parameters,
            workspace: "/srv/mesh/\(wish.product)",
            files: [
                .init(path: "dags/pipeline.py", change: .added, content: "from airflow import DAG\n", mode: 0o644),
                .init(path: "README.md", change: .unchanged, content: "# Pipeline\n", mode: 0o644),
            ],
            commands: [.init(event: .apply, argv: ["mkdir", "-p", "bronze zone"])], hooks: [.apply],
            port: OutputPort.main)
    }

    private static func provision(_ plan: ProvisionPlan) -> Provision {
        var provision = Provision()
        provision.product = plan.product
        provision.template = plan.template
        provision.state = .ready
        provision.workspace = plan.workspace
        return provision
    }
}
