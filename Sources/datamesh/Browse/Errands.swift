import CatalogUI
import Dispatch
import MeshModel
import MeshProvisioning
import MeshStore
import NcursesTerminal
import Synchronization
import Threads

/// Carries out what the browser wants of the mesh, so that the screen never waits; answers come back through the mailbox.
final class Errands: Sendable {
    private let gateway: any MeshGateway
    private let workspaces: String?
    private let mailbox: Mailbox<Message>
    /// What is asked while somebody moves, and what takes its time: the one never waits for the other.
    private let quick: ReadingDesk
    private let slow: ReadingDesk
    /// Thousands of domains are read beside the first products and not before them.
    private let domains: ReadingDesk
    /// Where changes are waited for: the program's own asynchronous thread waits for the browser to end.
    private let tasks = WorkerThread()
    /// Where it is worked out what a change would bring about: in a large mesh that takes its time, and no commit waits for it.
    private let looking = WorkerThread()
    private let listening: Task<Void, Never>
    /// Begun in this session; what has ended does no harm here.
    private let provisions = Mutex<[Task<Void, Never>]>([])

    init(gateway: any MeshGateway, workspaces: String?, escalationDays: Int64, mailbox: Mailbox<Message>) {
        self.gateway = gateway
        self.workspaces = workspaces
        self.mailbox = mailbox
        quick = ReadingDesk(gateway, escalationDays: escalationDays, mailbox: mailbox)
        slow = ReadingDesk(gateway, escalationDays: escalationDays, mailbox: mailbox)
        domains = ReadingDesk(gateway, escalationDays: escalationDays, mailbox: mailbox)
        let revisions = gateway.revisions()
        listening = Task.detached(executorPreference: tasks) {
            for await revision in revisions { mailbox.post(.revised(revision)) }
        }
    }

    deinit { listening.cancel() }

    /// Cancels what is being provisioned, and waits until no command of it runs and the mesh knows how it ended.
    func end() {
        let provisions = provisions.withLock { $0 }
        guard !provisions.isEmpty else { return }
        for task in provisions { task.cancel() }
        let isOver = DispatchSemaphore(value: 0)
        Task.detached(executorPreference: tasks) {
            for task in provisions { await task.value }
            isOver.signal()
        }
        isOver.wait()
    }

    func begin(_ effect: Effect) {
        switch effect {
        case .ask(let ticket, let question):
            switch question {
            case .compliance, .complianceHistory, .inbox, .overview, .activity, .review: slow.ask(ticket, question)
            case .domains: domains.ask(ticket, question)
            default: quick.ask(ticket, question)
            }
        case .preview(let ticket, let changes): preview(ticket, changes)
        case .commit(let ticket, let changes, let request, let agreed):
            Task.detached(executorPreference: tasks) { [weak self, gateway, mailbox] in
                do throws(GatewayError) {
                    let receipt = try await gateway.commit(changes, requestID: request, agreed: agreed)
                    mailbox.post(.committed(ticket, .success(receipt)))
                    guard changes.contains(where: \.decidesAboutAccess) else { return }
                    self?.tellPlatforms({ try $0.due(after: changes) }, silentlyWithout: true)
                } catch {
                    mailbox.post(.committed(ticket, .failure(error)))
                }
            }
        case .readSchema(let ticket, let path, let product):
            Task.detached(executorPreference: tasks) { [mailbox] in
                mailbox.post(.schemaRead(ticket, SchemaFile.read(path, of: product)))
            }
        case .plan(let ticket, let wish): plan(ticket, wish)
        case .provision(let ticket, let plan): provision(ticket, plan)
        case .reconcile: tellPlatforms { try $0.due() }
        case .rest, .copy, .quit: preconditionFailure("the loop itself does this")
        }
    }

    /// Has platforms carry out what is due, as far as it is this user's to do. How it ended is said, stands at each link, and can be tried again.
    private func tellPlatforms(
        _ due: @escaping @Sendable (Platforms) throws -> [Platforms.Due], silentlyWithout isSilent: Bool = false
    ) {
        let task = Task.detached(executorPreference: tasks) { [gateway, workspaces, mailbox] in
            let platforms = await Platforms(gateway: gateway, workspaces: workspaces)
            do {
                var told = Reconciliation(done: [], failed: [], waiting: [])
                for due in try due(platforms) {
                    let result = try await platforms.run(due) { _ in }
                    switch result.succeeded {
                    case true?: told.done.append(result.sentence)
                    case false?: told.failed.append(result.sentence)
                    case nil: told.waiting.append(result.sentence)
                    }
                }
                if isSilent, told == Reconciliation(done: [], failed: [], waiting: []) { return }
                mailbox.post(.reconciled(.success(told)))
            } catch {
                mailbox.post(.reconciled(.failure(Refusal(sentence(of: error)))))
            }
        }
        provisions.withLock { $0.append(task) }
    }

    private func preview(_ ticket: Ticket, _ changes: [Change]) {
        Task.detached(executorPreference: looking) { [gateway, workspaces, mailbox] in
            do throws(GatewayError) {
                let outlook = try await gateway.outlook(on: changes, workspaces: workspaces)
                mailbox.post(.previewed(ticket, .success(outlook)))
            } catch {
                mailbox.post(.previewed(ticket, .failure(error)))
            }
        }
    }

    private func plan(_ ticket: Ticket, _ wish: ProvisionWish) {
        Task.detached(executorPreference: tasks) { [gateway, workspaces, mailbox] in
            do {
                let work = try Provisioning(wish, gateway: gateway, workspaces: workspaces)
                // Refused now rather than when the files are there.
                _ = try await gateway.preview(work.beginning)
                mailbox.post(.planned(ticket, .success(work.plan)))
            } catch {
                mailbox.post(.planned(ticket, .failure(Refusal(sentence(of: error)))))
            }
        }
    }

    private func provision(_ ticket: Ticket, _ plan: ProvisionPlan) {
        let task = Task.detached(executorPreference: tasks) { [gateway, workspaces, mailbox] in
            do {
                let wish = ProvisionWish(product: plan.product, template: plan.template, parameters: plan.parameters)
                let work = try Provisioning(wish, gateway: gateway, workspaces: workspaces)
                guard work.plan == plan else {
                    throw Failure.refused(
                        "the product, its template or its workspace changed meanwhile; look at the plan again")
                }
                let ended = try await work.carryOut(through: gateway) { mailbox.post(.provisioning(ticket, $0)) }
                mailbox.post(.provisioned(ticket, .success(ended)))
            } catch {
                mailbox.post(.provisioned(ticket, .failure(Refusal(sentence(of: error)))))
            }
        }
        provisions.withLock { $0.append(task) }
    }
}

/// What people read of an error of ours, whichever module it comes from.
private func sentence(of error: any Error) -> String {
    Failure(error)?.sentence ?? (error as? any CustomStringConvertible)?.description ?? "\(error)"
}
