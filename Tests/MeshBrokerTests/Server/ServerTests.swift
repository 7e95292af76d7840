import Dispatch
import Glibc
import MeshModel
import Synchronization
import Testing

@testable import MeshBroker

/// A server on a real socket, with a mesh in memory behind it.
@Suite(.serialized, .timeLimit(.minutes(60))) struct `A server` {
    static func domain(_ name: String) -> Change {
        .registerDomain(Domain(id: Domain.ID(name) ?? "x", name: name, owner: "alice"))
    }

    static func commit(_ name: String, _ number: UInt64) -> Request {
        Request(number, .commit([domain(name)], requestID: RequestID(high: 1, low: number), agreed: nil))
    }

    @Test func `commits as the user whom the host names, from the process that the kernel names`() throws {
        let host = try Host(resolve: { peer, mesh, answer in
            #expect(peer.uid == geteuid() && peer.groups.contains(getegid()) && mesh == "main")
            // Whoever looks people up may be wrong about the process; the kernel is not.
            let forged = Origin(uid: 4711, pid: 1, host: "elsewhere")
            answer(.success(Actor(user: "alice", roles: [.steward], origin: forged)))
        })
        let client = try RawClient(open: host)
        client.say(Self.commit("sales", 2))
        guard case .receipt(let receipt) = client.answer()?.content else { throw WireError("no receipt") }
        #expect(receipt.revision.number == 1)
        let entry = try #require(try host.mesh.reader().history(of: nil, before: nil, limit: 1).first)
        #expect(entry.actor == "alice")
        #expect(entry.origin == Origin(uid: geteuid(), pid: getpid(), host: "here"))
        #expect(entry.grounds == ["alice has the role steward"])
    }

    @Test func `answers pipelined requests in their order, and a preview sees what came before it`() throws {
        let host = try Host()
        let client = try RawClient(open: host)
        let requests = [
            Self.commit("a", 2), Self.commit("b", 3), Request(4, .preview([Self.domain("b")])), Self.commit("c", 5),
            Request(6, .status), Self.commit("d", 7),
        ]
        client.send(requests.flatMap { FrameReader.frame($0.bytes) })
        let answers = requests.compactMap { _ in client.answer() }
        #expect(answers.map(\.correlation) == [2, 3, 4, 5, 6, 7])
        guard case .failure(.refused(.duplicate)) = answers[2].content else { throw WireError("\(answers[2])") }
        guard case .status(let status) = answers[4].content else { throw WireError("\(answers[4])") }
        #expect(status.commits == 3 && status.previews == 1 && status.meshes.first?.revision == 3)
        #expect(host.server.status.commits == 4)
        #expect(try host.mesh.reader().domains().map(\.id) == ["a", "b", "c", "d"])
    }

    /// A mesh whose disk fails at the second commit.
    final class Failing: SharedMesh {
        let mesh: MemoryMesh
        var calls = 0
        init(_ mesh: MemoryMesh) { self.mesh = mesh }
        var revision: Revision { mesh.revision }
        func preview(_ changes: [Change], by actor: Actor) -> Result<Consequences, GatewayError> {
            mesh.preview(changes, by: actor)
        }
        func commit(_ requests: [ChangeRequest]) throws(GatewayError) -> [Result<Receipt, GatewayError>] {
            calls += 1
            guard calls == 1 else { throw .unwritable("the disk said no") }
            return try mesh.commit(requests)
        }
    }

    @Test func `ends, and acknowledges nothing, when the disk does not confirm`() throws {
        let host = try Host(serving: Failing.init)
        let (one, other) = (try RawClient(open: host), try RawClient(open: host))
        one.say(Self.commit("a", 2))
        #expect(one.answer() != nil)
        one.say(Self.commit("b", 3))
        #expect(one.answer() == nil)
        #expect(other.answer() == nil)
        #expect(host.end() == .unwritable("the disk said no"))
        // Told before the server had ended.
        #expect(host.events.all.contains(.failed(mesh: "main", sentence: "the disk said no")))
    }

    @Test func `that is stopped answers, says so, and ends`() throws {
        let host = try Host()
        let client = try RawClient(open: host)
        client.say(Self.commit("a", 2))
        guard case .receipt = client.answer()?.content else { throw WireError("no receipt") }
        host.server.stop()
        #expect(client.answer() == Answer(0, .stopping))
        #expect(client.answer() == nil)
        #expect(host.end() == nil)
        #expect(host.events.all.contains(.closed(session: 1, uid: geteuid(), reason: "the server is ending")))
    }

    @Test func `does not wait for a client that reads nothing when it ends`() throws {
        let host = try Host()
        let client = try RawClient(open: host)
        // Long answers, none of which is read: some wait in the server.
        let changes = (0..<2000).map { Self.domain("domain-\($0)") }
        for number in 0..<8 { client.say(Request(UInt64(number), .preview(changes))) }
        #expect(host.wait { host.server.status.previews >= 3 })
        host.server.stop()
        #expect(host.end() == nil)
    }

    @Test func `does work on its thread between rounds`() throws {
        let host = try Host()
        let seen = EventLog.Box<UInt64>()
        host.server.perform(on: "main") { mesh in seen.value.withLock { $0 = mesh.revision.number } }
        #expect(host.wait { seen.value.withLock { $0 } == 0 })
    }

    @Test func `that changes nothing says so`() async throws {
        var options = BrokerServer.Options(host: "here")
        options.isReadOnly = true
        let host = try Host(options)
        let client = host.client()
        await #expect(throws: GatewayError.readOnly(ServerSession.readOnly)) {
            try await client.commit([Self.domain("a")], requestID: .random(), agreed: nil)
        }
        #expect(try await client.preview([Self.domain("a")]).items.count == 1)
        #expect(try await client.status().isReadOnly)
    }

    /// The log's reader stands still; the server goes on, and says later how much it could not tell.
    @Test func `does not wait for its log`() async throws {
        let gate = Mutex(false)
        let told = EventLog()
        let host = try Host(tell: { event in
            while !gate.withLock({ $0 }) { usleep(1_000) }
            told.append(event)
        })
        let client = try RawClient(open: host)
        for number in 0..<5_000 {
            client.say(Self.commit("a", UInt64(number) + 2))
            #expect(client.answer() != nil)
        }
        gate.withLock { $0 = true }
        #expect(host.wait { told.all.count > 4_000 })
        _ = try RawClient(open: host)
        #expect(host.wait { told.all.contains { if case .missed(let count) = $0 { count > 900 } else { false } } })
    }

    /// A mesh that notes what it was asked, by how many changes there were.
    final class Noting: SharedMesh {
        let mesh: MemoryMesh
        let asked: EventLog.Box<[[Int]]>
        init(_ mesh: MemoryMesh, _ asked: EventLog.Box<[[Int]]>) {
            self.mesh = mesh
            self.asked = asked
        }
        var revision: Revision { mesh.revision }
        func preview(_ changes: [Change], by actor: Actor) -> Result<Consequences, GatewayError> {
            asked.value.withLock { $0 = ($0 ?? []) + [[changes.count]] }
            return mesh.preview(changes, by: actor)
        }
        func commit(_ requests: [ChangeRequest]) throws(GatewayError) -> [Result<Receipt, GatewayError>] {
            asked.value.withLock { $0 = ($0 ?? []) + [requests.map(\.changes.count)] }
            return try mesh.commit(requests)
        }
    }

    /// Lets `body` send while the server's thread stands still, so that all of it is there for the next round.
    static func together(_ host: Host, _ body: () -> Void) {
        let gate = DispatchSemaphore(value: 0)
        let stands = DispatchSemaphore(value: 0)
        host.server.perform {
            stands.signal()
            gate.wait()
        }
        stands.wait()
        body()
        gate.signal()
    }

    static let long: [Change] = (0..<2500).map { domain("domain-\($0)") }

    @Test func `has the disk confirm once for all that ask together, and lets long ones wait for short ones`() throws {
        let asked = EventLog.Box<[[Int]]>()
        let host = try Host(serving: { Noting($0, asked) })
        let greedy = try (0..<4).map { _ in try RawClient(open: host) }
        let modest = try (0..<6).map { _ in try RawClient(open: host) }
        Self.together(host) {
            for client in greedy.prefix(2) { client.say(Request(9, .preview(Self.long))) }
            for (number, client) in greedy.suffix(2).enumerated() {
                let id = RequestID(high: 2, low: UInt64(number))
                client.say(Request(9, .commit(Self.long, requestID: id, agreed: nil)))
            }
            for (number, client) in modest.enumerated() { client.say(Self.commit("d\(number)", UInt64(number) + 2)) }
        }
        for client in greedy + modest { #expect(client.answer() != nil) }
        let order = asked.value.withLock { $0 ?? [] }
        // All short ones in one commit, with one long one at the most before them or among them.
        let first = try #require(order.firstIndex { $0.filter { $0 == 1 }.count == 6 })
        #expect(order[...first].flatMap(\.self).filter { $0 > 1 }.count <= 1, "\(order)")
        #expect(order.allSatisfy { $0.filter { $0 > 1 }.count <= 1 }, "\(order)")
    }
}
