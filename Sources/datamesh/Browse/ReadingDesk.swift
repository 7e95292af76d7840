import CatalogUI
import MeshModel
import MeshProvisioning
import MeshStore
import NcursesTerminal
import Synchronization
import Threads

/// Answers questions from the newest revision, and passes over those that nobody waits for.
///
/// Products and what is told of them have a place of their own: neither a tree of many domains nor a sum over the whole mesh holds them up.
final class ReadingDesk: Sendable {
    private let gateway: any MeshGateway
    private let escalationDays: Int64
    private let mailbox: Mailbox<Message>
    private let products = Place()
    private let others = Place()
    private let newest = Mutex<[Lane: Int]>([:])

    /// Where questions are answered one after the other.
    private struct Place: Sendable {
        let thread = WorkerThread()
        let kept = Kept()
    }

    /// Touched on the thread of its place alone; the lock is what lets the compiler know.
    private final class Kept: Sendable {
        let reading = Mutex<Reading?>(nil)
    }

    init(_ gateway: any MeshGateway, escalationDays: Int64, mailbox: Mailbox<Message>) {
        self.gateway = gateway
        self.escalationDays = escalationDays
        self.mailbox = mailbox
    }

    func ask(_ ticket: Ticket, _ question: Question) {
        newest.withLock { $0[ticket.lane] = ticket.number }
        let place =
            switch ticket.lane {
            case .products, .sheet, .rest: products
            default: others
            }
        place.thread.run { [self] in answer(ticket, question, place.kept) }
    }

    private func isWanted(_ ticket: Ticket) -> Bool { newest.withLock { $0[ticket.lane] == ticket.number } }

    private func answer(_ ticket: Ticket, _ question: Question, _ kept: Kept) {
        guard isWanted(ticket) else { return }
        let now = WallClock.now()
        do throws(GatewayError) {
            let reader = try gateway.reader()
            kept.reading.withLock { kept in
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
