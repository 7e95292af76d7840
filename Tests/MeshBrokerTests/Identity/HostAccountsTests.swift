import Dispatch
import MeshModel
import Synchronization
import Testing

@testable import MeshBroker

/// Who somebody is: what the kernel said and the host still says, and no more.
struct HostAccountsTests {
    /// alice is in staff (50) and sales (60); each look-up is counted.
    final class Book: Sendable {
        let looked = Mutex(0)
        let groups = Mutex<[UInt32]>([1000, 50, 60])
        let gate: DispatchSemaphore?

        init(gate: DispatchSemaphore? = nil) { self.gate = gate }

        var database: AccountDatabase {
            AccountDatabase(
                user: { [self] uid throws(IdentityRefusal) in
                    looked.withLock { $0 += 1 }
                    gate?.wait()
                    switch uid {
                    case 1000: return .init(name: "alice", group: 1000)
                    case 1001: return .init(name: "a b", group: 1001)
                    case 1002: return .init(name: "@staff", group: 1002)
                    case 1003: throw .unavailable("the directory is gone")
                    default: return nil
                    }
                },
                groups: { [self] _ throws(IdentityRefusal) in groups.withLock { $0 } },
                groupName: { group throws(IdentityRefusal) in
                    [1000: "alice", 50: "staff", 60: "sales", 70: "evil\n"][group]
                })
        }
    }

    static func ask(_ accounts: HostAccounts, _ uid: UInt32, _ groups: [UInt32]) async -> Result<Actor, IdentityRefusal>
    {
        await withCheckedContinuation { continuation in
            accounts.actor(for: Peer(uid: uid, pid: 7, groups: groups)) { continuation.resume(returning: $0) }
        }
    }

    /// Time that stands still until it is told to go on.
    final class StoppedClock: Sendable {
        private let start = ContinuousClock.now
        private let passed = Mutex(Duration.zero)
        var now: ContinuousClock.Instant { start + passed.withLock { $0 } }
        func pass(_ time: Duration) { passed.withLock { $0 += time } }
    }

    static func accounts(_ book: Book, threads: Int = 8, clock: StoppedClock = StoppedClock()) -> HostAccounts {
        HostAccounts(database: book.database, threads: threads, clock: { clock.now }) { user, groups in
            groups.contains("staff") ? ["steward"] : []
        }
    }

    @Test func `an actor has the groups that the process held and the host still gives, and the roles of these`()
        async throws
    {
        let accounts = Self.accounts(Book())
        let actor = try await Self.ask(accounts, 1000, [1000, 50, 70]).get()
        #expect(actor.user == "alice" && actor.groups == ["alice", "staff"] && actor.roles == ["steward"])
        #expect(!actor.ownsMesh && actor.origin.uid == 1000 && actor.origin.pid == 7)
    }

    @Test func `who dropped a group does not regain it`() async throws {
        let actor = try await Self.ask(Self.accounts(Book()), 1000, [1000]).get()
        #expect(actor.groups == ["alice"] && actor.roles.isEmpty)
    }

    @Test func `who was removed from a group loses it`() async throws {
        let book = Book()
        book.groups.withLock { $0 = [1000] }
        let actor = try await Self.ask(Self.accounts(book), 1000, [1000, 50]).get()
        #expect(actor.groups == ["alice"] && actor.roles.isEmpty)
    }

    @Test(arguments: [UInt32(65_534), .max, 4711, 1001, 1002])
    func `nobody is nobody, whatever the database calls them`(_ uid: UInt32) async {
        #expect(await Self.ask(Self.accounts(Book()), uid, [uid]) == .failure(.nobody(uid: uid)))
    }

    @Test func `a database that is gone is said by name`() async {
        #expect(await Self.ask(Self.accounts(Book()), 1003, []) == .failure(.unavailable("the directory is gone")))
    }

    @Test func `an answer is believed for a while, and shared by who asks meanwhile`() async {
        let book = Book()
        let clock = StoppedClock()
        let accounts = Self.accounts(book, clock: clock)
        for _ in 0..<5 { _ = await Self.ask(accounts, 1000, [50, 1000]) }
        _ = await Self.ask(accounts, 1000, [1000, 50])
        #expect(book.looked.withLock { $0 } == 1)
        _ = await Self.ask(accounts, 1000, [1000])
        #expect(book.looked.withLock { $0 } == 2)
        clock.pass(.seconds(29))
        _ = await Self.ask(accounts, 1000, [1000])
        #expect(book.looked.withLock { $0 } == 2)
        clock.pass(.seconds(1))
        _ = await Self.ask(accounts, 1000, [1000])
        #expect(book.looked.withLock { $0 } == 3)
    }

    @Test(.timeLimit(.minutes(60)))
    func `look-ups that hang are few, and one more is refused at once`() async {
        let gate = DispatchSemaphore(value: 0)
        let accounts = Self.accounts(Book(gate: gate), threads: 2)
        let answers = Mutex<[Result<Actor, IdentityRefusal>]>([])
        let done = DispatchSemaphore(value: 0)
        for group in [UInt32(1), 2] {
            accounts.actor(for: Peer(uid: 1000, pid: 1, groups: [group])) { answer in
                answers.withLock { $0.append(answer) }
                done.signal()
            }
        }
        #expect(await Self.ask(accounts, 1000, [3]) == .failure(.unavailable("2 look-ups hang")))
        #expect(answers.withLock { $0.isEmpty })
        gate.signal()
        gate.signal()
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                done.wait()
                done.wait()
                continuation.resume()
            }
        }
        #expect(answers.withLock { $0.count } == 2)
    }

    @Test func `roles that are read again hold at once`() async throws {
        let accounts = Self.accounts(Book())
        _ = await Self.ask(accounts, 1000, [1000])
        accounts.setRoles { _, _ in ["platform"] }
        #expect(try await Self.ask(accounts, 1000, [1000]).get().roles == ["platform"])
    }
}
