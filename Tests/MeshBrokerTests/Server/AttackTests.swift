import Dispatch
import Glibc
import MeshModel
import Synchronization
import Testing

@testable import MeshBroker

/// Clients that mean harm, or are broken: each loses its session, and nobody else notices.
@Suite(.serialized, .timeLimit(.minutes(60))) struct `An attack` {
    static func commits(_ host: Host, _ name: String) -> Bool {
        guard let client = try? RawClient(open: host) else { return false }
        client.say(`A server`.commit(name, UInt64.random(in: 0 ... .max)))
        if case .receipt = client.answer()?.content { return true } else { return false }
    }

    static let bad: [(String, [UInt8])] = [
        ("length 0", [0, 0, 0, 0]),
        ("length 4 GiB", [255, 255, 255, 255]),
        ("length 1 MiB + 1", [1, 0, 16, 0]),
        ("text", Array("GET / HTTP/1.1\r\n\r\n".utf8)),
        ("an unknown request", FrameReader.frame([200, 1, 1])),
        ("bytes behind a request", FrameReader.frame([4, 1, 0])),
        ("a second hello", FrameReader.frame(Request(2, .hello(version: 1, mesh: "main")).bytes)),
        ("text that is not UTF-8", FrameReader.frame([2, 1] + `A request`.field(4, [4, 2, 1, 0xc3, 0x28]))),
        ("as deep as a frame holds", FrameReader.frame(`A request`.nested(140_000))),
    ]

    @Test(arguments: bad) func `with bytes ends its own session, with a sentence, and no other`(
        _ name: String, _ bytes: [UInt8]
    ) throws {
        let host = try Host()
        let (neighbour, attacker) = (try RawClient(open: host), try RawClient(open: host))
        attacker.send(bytes)
        #expect(attacker.lastWords()?.isEmpty == false)
        neighbour.say(`A server`.commit("sales", 2))
        guard case .receipt = neighbour.answer()?.content else { throw WireError("no receipt") }
        #expect(host.wait { host.server.status.sessions == 1 })
        #expect(host.server.status.violations == 1)
    }

    @Test(arguments: 0..<8) func `with random bytes ends in nothing`(_ seed: UInt64) throws {
        let host = try Host()
        var seeded = Seeded(state: seed)
        for round in 0..<40 {
            let client = try round % 2 == 0 ? RawClient(host) : RawClient(open: host)
            client.send(
                (0..<Int.random(in: 4..<5000, using: &seeded)).map { _ in UInt8.random(in: 0...255, using: &seeded) })
        }
        #expect(host.wait { host.server.status.sessions == 0 })
        #expect(Self.commits(host, "sales"))
    }

    @Test func `by sending slowly is ended, and holds nobody up`() throws {
        var options = BrokerServer.Options(host: "here")
        options.limits.frame = .seconds(1)
        options.limits.greeting = .seconds(1)
        let host = try Host(options)
        let (mute, slow) = (try RawClient(host), try RawClient(open: host))
        slow.send([100, 0, 0, 0, 1])
        #expect(Self.commits(host, "sales"))
        #expect(mute.lastWords()?.contains("nothing was said") == true)
        #expect(slow.lastWords()?.contains("not complete") == true)
    }

    @Test func `by a thousand that hang up leaves nothing behind, and loses nothing`() throws {
        let host = try Host()
        var acknowledged = 0
        for number in 0..<1_000 {
            let client = try RawClient(open: host)
            let frame = FrameReader.frame(`A server`.commit("d\(number)", UInt64(number)).bytes)
            if number % 2 == 0 {
                client.send(Array(frame.dropLast(5)))
            } else {
                client.send(frame)
                if number % 4 == 1, client.answer() != nil { acknowledged += 1 }
            }
        }
        #expect(host.wait { host.server.status.sessions == 0 })
        #expect(host.server.status.accepted == 1_000 && acknowledged == 250)
        let there = try host.mesh.reader().domains().count
        #expect(there >= acknowledged && there <= 500)
        #expect(Self.commits(host, "sales"))
    }

    @Test func `by reading no answers ends the one session`() throws {
        let host = try Host()
        let attacker = try RawClient(open: host)
        let changes = (0..<1000).map { `A server`.domain("domain-\($0)") }
        let frame = FrameReader.frame(Request(3, .preview(changes)).bytes)
        // Each answer is longer than its question; what fits in the socket itself is not the server's.
        for _ in 0..<200 where host.server.status.limited == 0 { attacker.send(frame) }
        #expect(host.wait { host.server.status.limited == 1 })
        #expect(host.wait { host.server.status.sessions == 0 })
        #expect(host.wait { host.events.sentences.contains { $0.contains("lie unread") } })
        #expect(Self.commits(host, "sales"))
    }

    @Test func `by one user on all connections is told when it is enough`() throws {
        var options = BrokerServer.Options(host: "here")
        options.connectionsPerUser = 8
        let host = try Host(options)
        var held = try (0..<8).map { _ in try RawClient(open: host) }
        #expect(try RawClient(host).lastWords()?.contains("has 8 connections") == true)
        held.removeLast()
        #expect(host.wait { host.server.status.sessions == 7 })
        #expect(Self.commits(host, "sales"))
        #expect(host.server.status.limited == 1)
    }

    /// Look-ups that never come back: whoever waits for one is refused in time, and nobody else waits.
    @Test func `on the group database stops changes by name, and not the rest`() throws {
        var options = BrokerServer.Options(host: "here")
        options.limits.lookup = .milliseconds(80)
        let host = try Host(options, resolve: { _, _, _ in })
        let client = try RawClient(open: host)
        client.say(Request(2, .status))
        guard case .status = client.answer()?.content else { throw WireError("no status") }
        client.say(`A server`.commit("sales", 3))
        guard case .failure(.readOnly(let sentence)) = client.answer()?.content else { throw WireError("no refusal") }
        #expect(sentence.contains("group database"))
        #expect(try host.mesh.reader().revision.number == 0)
    }

    /// In a process of its own, whose memory nothing else has used before.
    @Test func `by a thousand idle connections costs each little`() async {
        await #expect(processExitsWith: .success) {
            var limit = rlimit()
            guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { exit(2) }
            limit.rlim_cur = min(limit.rlim_max, 8192)
            guard unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { exit(3) }
            var options = BrokerServer.Options(host: "here")
            options.connectionsPerUser = 2_000
            let host = try Host(options)
            var idle = [try RawClient(open: host)]
            let before = `An attack`.residentBytes()
            while idle.count < 1_000 { idle.append(try RawClient(open: host)) }
            guard host.server.status.sessions == 1_000 else { exit(4) }
            // The clients are of this process, and are counted too.
            guard (`An attack`.residentBytes() - before) / 1_000 < 16 << 10 else { exit(5) }
            guard `An attack`.commits(host, "sales") else { exit(6) }
        }
    }

    static func residentBytes() -> Int {
        guard let file = unsafe fopen("/proc/self/statm", "r") else { return 0 }
        defer { unsafe _ = fclose(file) }
        var line = [CChar](repeating: 0, count: 200)
        guard unsafe fgets(&line, 200, file) != nil else { return 0 }
        let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
        let words = text.split(separator: " ")
        return words.count > 1 ? (Int(words[1]) ?? 0) * 4096 : 0
    }

    @Test func `on descriptors makes newcomers wait, and the server neither spin nor end`() async {
        await #expect(processExitsWith: .success) {
            let host = try Host()
            let first = try RawClient(open: host)
            var limit = rlimit(rlim_cur: 40, rlim_max: 40)
            guard unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { exit(2) }
            var held: [RawClient] = []
            // Connecting takes one descriptor, accepting another: in the end there is none to accept with.
            while let client = try? RawClient(host) { held.append(client) }
            first.say(`A server`.commit("sales", 2))
            guard case .receipt = first.answer()?.content else { exit(3) }
            let before = clock()
            usleep(300_000)
            guard clock() - before < CLOCKS_PER_SEC / 10 else { exit(4) }
            held.removeAll()
            guard `An attack`.commits(host, "hr") else { exit(5) }
        }
    }
}
