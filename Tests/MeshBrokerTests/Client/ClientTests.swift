import Glibc
import MeshModel
import Synchronization
import SystemPackage
import Testing
import Threads

@testable import MeshBroker

/// The client of a daemon that may be away, slow, silent, or somebody else.
@Suite(.serialized, .timeLimit(.minutes(60))) struct `A client` {
    static let change = `A server`.domain("sales")

    static func error(_ body: () async throws(GatewayError) -> Void) async -> GatewayError? {
        do throws(GatewayError) {
            try await body()
            return nil
        } catch { return error }
    }

    static func refusal(_ gateway: BrokerGateway) async -> GatewayError? {
        await error { () async throws(GatewayError) in
            _ = try await gateway.commit([change], requestID: .random(), agreed: nil)
        }
    }

    @Test func `commits, sees what it did, and is told who it is`() async throws {
        let host = try Host(resolve: { _, _, answer in
            answer(.success(Actor(user: "alice", groups: ["sales"], roles: [.steward])))
        })
        let client = host.client()
        let receipt = try await client.commit([Self.change], requestID: .random(), agreed: nil)
        #expect(receipt.revision.number == 1)
        #expect(try client.reader().domains().count == 1)
        #expect(client.actor == Actor(user: "alice", groups: ["sales"], roles: [.steward]))
    }

    @Test func `says of a daemon that is not there that everything can be read`() async throws {
        let mesh = MemoryMesh(actor: Host.owner) { Host.now }
        let path = "/tmp/datamesh-nobody-\(UInt64.random(in: .min ... .max))"
        let client = BrokerGateway(reading: mesh, socket: path, mesh: "main", servedBy: geteuid())
        guard case .readOnly(let sentence)? = await Self.refusal(client) else { throw WireError("no refusal") }
        #expect(sentence.contains(path) && sentence.contains("everything can be read"))
        #expect(try client.reader().revision.number == 0)
    }

    @Test func `splits no batch, but says that it must be split`() async throws {
        let host = try Host()
        let many = Array(repeating: Self.change, count: Request.mostChanges + 1)
        var domain = Domain(id: "sales", name: "", owner: "alice")
        domain.description = String(repeating: "x", count: 1 << 20)
        for batch in [many, [.registerDomain(domain)]] {
            let error = await Self.error { () async throws(GatewayError) in _ = try await host.client().preview(batch) }
            #expect(error?.description.contains("split it") == true)
        }
        #expect(host.server.status.accepted == 0)
    }

    @Test func `uses one connection for all it asks, from many tasks`() async throws {
        let host = try Host()
        let client = host.client()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<40 {
                group.addTask {
                    _ = try await client.commit([`A server`.domain("d\(number)")], requestID: .random(), agreed: nil)
                }
            }
            try await group.waitForAll()
        }
        #expect(try client.reader().domains().count == 40)
        #expect(try await client.status().accepted == 1)
    }

    // MARK: A daemon that goes away

    /// A daemon of a test: what it does with each connection in turn.
    final class Script: Sendable {
        let folder: String
        var socket: String { folder + "/s" }

        /// What is done with a connection: how many requests beyond hello are read, and what is answered to the last one.
        enum Scene: Sendable {
            /// Reads so many requests, answers hello, and closes.
            case closes(after: Int)
            case answers(Answer.Content)
            case stopsAfterHello
            /// Answers hello, and closes when there is more, without reading it.
            case closesUnread
            /// Never says a word.
            case silent
        }

        let requests = Mutex<[Request]>([])

        init(_ scenes: [Scene]) throws {
            folder = "/tmp/datamesh-script-\(UInt64.random(in: .min ... .max))"
            guard unsafe mkdir(folder, 0o700) == 0 else { throw Errno(rawValue: errno) }
            let number = try Host.listen(at: folder + "/s")
            WorkerThread.start { [self] in
                for scene in scenes { play(scene, number) }
                close(number)
            }
        }

        deinit {
            _ = unsafe unlink(folder + "/s")
            _ = unsafe rmdir(folder)
        }

        private func play(_ scene: Scene, _ listener: Int32) {
            var awaited = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
            guard unsafe poll(&awaited, 1, 60_000) > 0 else { return }
            let connection = accept(listener, nil, nil)
            defer { close(connection) }
            func say(_ answer: Answer) {
                let frame = answer.frame
                _ = unsafe send(connection, frame, frame.count, Int32(MSG_NOSIGNAL))
            }
            let left: Int
            switch scene {
            case .closes(let after): left = after
            case .answers: left = 2
            case .stopsAfterHello, .closesUnread: left = 1
            case .silent:
                awaited = pollfd(fd: connection, events: 0, revents: 0)
                _ = unsafe poll(&awaited, 1, 60_000)
                return
            }
            var frames = FrameReader(limit: FrameReader.longestRequest)
            var buffer = [UInt8](repeating: 0, count: 4096)
            for number in 0..<left {
                var body: [UInt8]?
                while body == nil {
                    body = try? frames.next()
                    if body != nil { break }
                    let count = unsafe recv(connection, &buffer, buffer.count, 0)
                    guard count > 0 else { return }
                    frames.append(buffer[..<count])
                }
                guard let body, let request = try? Request(reading: body) else { return }
                requests.withLock { $0.append(request) }
                if number == 0 { say(Answer(request.correlation, .welcome(Welcome(.success(Host.owner))))) }
                if number == 1, case .answers(let content) = scene { say(Answer(request.correlation, content)) }
            }
            if case .closesUnread = scene {
                awaited = pollfd(fd: connection, events: Int16(POLLIN), revents: 0)
                _ = unsafe poll(&awaited, 1, 60_000)
            }
            if case .stopsAfterHello = scene { say(Answer(0, .stopping)) }
        }

        func client(_ patience: BrokerGateway.Patience = .init()) -> BrokerGateway {
            let mesh = MemoryMesh(actor: Host.owner) { Host.now }
            return BrokerGateway(reading: mesh, socket: socket, mesh: "main", servedBy: geteuid(), patience: patience)
        }

        var changes: [Request.Content] { requests.withLock { $0.map(\.content).filter(\.isChange) } }
    }

    static let receipt = Receipt(revision: Revision(number: 0, at: Host.now), changed: true, consequences: .init())

    @Test func `sends a change again, under the same request id, when its answer was lost`() async throws {
        let script = try Script([
            .closes(after: 2), .closes(after: 1), .stopsAfterHello, .answers(.receipt(Self.receipt)),
        ])
        let request = RequestID.random()
        #expect(try await script.client().commit([Self.change], requestID: request, agreed: nil) == Self.receipt)
        let asked = Request.Content.commit([Self.change], requestID: request, agreed: nil)
        #expect(script.changes == [asked, asked])
    }

    @Test func `says that a change may have happened only when it may`() async throws {
        var patience = BrokerGateway.Patience()
        patience.absence = .milliseconds(100)
        let lost = try Script([.closes(after: 2)])
        guard case .unwritable(let maybe)? = await Self.refusal(lost.client(patience)) else { throw WireError("?") }
        #expect(maybe.contains("may or may not"))
        // The connection broke before a change was sent.
        for scene in [Script.Scene.closes(after: 1), .stopsAfterHello, .closes(after: 0), .closesUnread] {
            let error = await Self.refusal(try Script([scene]).client(patience))
            let sentence = error?.description ?? ""
            #expect(!sentence.contains("may or may not") && sentence.contains("nothing"), "\(sentence)")
        }
    }

    @Test func `does not wait for ever for a daemon that says nothing`() async throws {
        var patience = BrokerGateway.Patience()
        patience.answer = .milliseconds(150)
        guard case .busy(let sentence)? = await Self.refusal(try Script([.silent]).client(patience)) else {
            throw WireError("?")
        }
        #expect(sentence.contains("in time") && sentence.contains("nothing was changed"))
    }

    @Test func `goes on to a daemon that was started anew`() async throws {
        let host = try Host()
        let client = host.client()
        _ = try await client.commit([Self.change], requestID: .random(), agreed: nil)
        host.server.stop()
        #expect(host.end() == nil)
        guard case .readOnly? = await Self.refusal(client) else { throw WireError("?") }
        _ = unsafe unlink(host.socket)
        let next = BrokerServer(
            listening: try Host.listen(at: host.socket), meshes: ["main": host.mesh], options: .init(host: "here"),
            resolve: { _, _, answer in answer(.success(Host.owner)) }, events: { _ in })
        WorkerThread.start { try? next.run() }
        _ = try await client.commit([`A server`.domain("hr")], requestID: .random(), agreed: nil)
        #expect(try client.reader().revision.number == 2)
        next.stop()
    }

    @Test func `can be called off while it waits to see what a batch would do`() async throws {
        let client = try Script([.silent]).client()
        let preview = Task { try await client.preview([Self.change]) }
        preview.cancel()
        await #expect(throws: GatewayError.busy("this was called off")) { try await preview.value }
    }

    // MARK: Somebody else's socket

    @Test func `tells nobody but the daemon's user anything`() async throws {
        let host = try Host()
        var patience = BrokerGateway.Patience()
        patience.absence = .milliseconds(50)
        let client = BrokerGateway(
            reading: host.mesh, socket: host.socket, mesh: "main", servedBy: geteuid() + 1, patience: patience)
        guard case .readOnly(let sentence)? = await Self.refusal(client) else { throw WireError("?") }
        #expect(sentence.contains("uid \(geteuid() + 1)") && sentence.contains("nothing was sent"))
        #expect(try host.mesh.reader().revision.number == 0)
        #expect(host.server.status.commits + host.server.status.refusals == 0)
    }

    @Test func `refuses a link, a file, and a folder that others may write in`() async throws {
        let host = try Host()
        func place(_ path: String) -> SocketPlace { SocketPlace(path: path, uid: geteuid()) }
        #expect(throws: Never.self) { try place(host.socket).check() }
        let link = host.folder + "/link"
        #expect(unsafe symlink(host.socket, link) == 0)
        #expect(throws: LineError.self) { try place(link).check() }
        #expect(unsafe unlink(link) == 0)
        #expect(throws: LineError.self) { try place("/etc/passwd").check() }
        for mode in [0o1777, 0o770, 0o702] as [mode_t] {
            #expect(unsafe chmod(host.folder, mode) == 0)
            #expect(throws: LineError.self) { try place(host.socket).check() }
        }
        #expect(unsafe chmod(host.folder, 0o755) == 0)
        #expect(throws: Never.self) { try place(host.socket).check() }
    }
}
