import CatalogUI
import MeshModel
import MeshProvisioning
import MeshStore
import NcursesTerminal
import Synchronization
import Threads

/// Answers questions one after the other on a thread of its own, from the newest revision, and passes over those that nobody waits for.
final class ReadingDesk: Sendable {
    private let gateway: any MeshGateway
    private let escalationDays: Int64
    private let mailbox: Mailbox<Message>
    private let thread = WorkerThread()
    /// Touched on that thread alone; the lock is what lets the compiler know.
    private let reading = Mutex<Reading?>(nil)
    private let newest = Mutex<[Lane: Int]>([:])

    init(_ gateway: any MeshGateway, escalationDays: Int64, mailbox: Mailbox<Message>) {
        self.gateway = gateway
        self.escalationDays = escalationDays
        self.mailbox = mailbox
    }

    func ask(_ ticket: Ticket, _ question: Question) {
        newest.withLock { $0[ticket.lane] = ticket.number }
        thread.run { [self] in answer(ticket, question) }
    }

    private func isWanted(_ ticket: Ticket) -> Bool { newest.withLock { $0[ticket.lane] == ticket.number } }

    private func answer(_ ticket: Ticket, _ question: Question) {
        guard isWanted(ticket) else { return }
        let now = WallClock.now()
        do throws(GatewayError) {
            let reader = try gateway.reader()
            reading.withLock { kept in
                // Kept while the revision stays: an open search is worth much.
                var reading =
                    kept.flatMap { $0.reader.revision == reader.revision ? $0 : nil }
                    ?? Reading(
                        reader, actor: gateway.actor, builtIns: BuiltInTemplates.all, escalationDays: escalationDays)
                reading.answer(question, at: now, isWanted: { isWanted(ticket) }) { answer in
                    mailbox.post(.answered(ticket, answer, at: now))
                }
                kept = reading
            }
        } catch {
            mailbox.post(.answered(ticket, .failed(error.description), at: now))
        }
    }
}
