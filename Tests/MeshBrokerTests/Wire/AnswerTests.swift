import MeshModel
import Testing

@testable import MeshBroker

/// What a server says arrives as it was said.
@Suite struct `An answer` {
    static let rule = RuleSyntaxError(line: 3, column: -1, reason: "a word is missing")

    /// One of each case that there is, and the values that codecs lose: nothing, everything, blank in a list.
    static let errors: [GatewayError] = [
        .refused(.unknown(noun: "domain", name: "sales", hint: "datamesh domains lists them")),
        .refused(.unknown(noun: "", name: "", hint: "")),
        .refused(.duplicate(noun: "domain", name: "sales", hint: "")),
        .refused(.invalid(what: "version", value: "1.x", reason: "is no version")),
        .refused(.conflict(what: "product a", reason: "is retired")),
        .refused(.notAllowed(action: "publish a", actor: "mallory", who: ["alice", "@sales"])),
        .refused(.notAllowed(action: "publish a", actor: "mallory", who: [])),
        .refused(.notAllowed(action: "publish a", actor: "mallory", who: ["", ""])),
        .refused(.unreadableRule(policy: "pii", error: rule)),
        .refused(.cycle(["a", "b", "a"])), .refused(.cycle([])),
        .refused(.blocked(what: "publishing", failures: ["owner is missing", "tags are missing"])),
        .refused(
            .versionTooLow(
                version: "1.1", after: "1.0", least: "2.0.0", changes: ["t.a is removed"], subscribers: ["board", "x"])),
        .refused(.versionTooLow(version: "", after: "", least: "", changes: [], subscribers: [])),
        .stale(Consequences()), .stale(consequences(items: 3)),
        .read(.damaged(file: "journal-1", offset: .max, reason: "a flipped bit")),
        .read(.unavailable(reason: "the disk is away")),
        .readOnly("ask the owner"), .busy("later"), .unwritable("the disk is full"), .busy(""),
    ]

    static func consequences(items: Int) -> Consequences {
        var value = Consequences()
        for number in 0..<items { value.items.append(Consequence(.warning, "product p\(number)", "is retired")) }
        value.tally.created = items
        value.tally.kept = 2
        return value
    }

    static func returned(_ content: Answer.Content) throws -> Answer {
        try Answer(reading: Answer(7, content).bytes)
    }

    @Test(arguments: errors) func `names why a change did not happen exactly`(_ error: GatewayError) throws {
        #expect(try Self.returned(.failure(error)) == Answer(7, .failure(error)))
    }

    static func error(_ seeded: inout Seeded) -> GatewayError {
        func text() -> String { seeded.text() }
        switch Int.random(in: 0..<14, using: &seeded) {
        case 0: return .refused(.unknown(noun: text(), name: text(), hint: text()))
        case 1: return .refused(.duplicate(noun: text(), name: text(), hint: text()))
        case 2: return .refused(.invalid(what: text(), value: text(), reason: text()))
        case 3: return .refused(.conflict(what: text(), reason: text()))
        case 4: return .refused(.notAllowed(action: text(), actor: text(), who: seeded.texts()))
        case 5:
            let place = (seeded.number(), seeded.number())
            return .refused(
                .unreadableRule(
                    policy: text(), error: RuleSyntaxError(line: place.0, column: place.1, reason: text())))
        case 6: return .refused(.cycle(seeded.texts()))
        case 7: return .refused(.blocked(what: text(), failures: seeded.texts()))
        case 8: return .stale(consequences(&seeded))
        case 9: return .read(.damaged(file: text(), offset: seeded.next(), reason: text()))
        case 10: return .read(.unavailable(reason: text()))
        case 11: return .readOnly(text())
        case 12: return .busy(text())
        default: return .unwritable(text())
        }
    }

    static func consequences(_ seeded: inout Seeded) -> Consequences {
        var value = Consequences()
        for _ in 0..<Int.random(in: 0..<5, using: &seeded) {
            let tone = [Consequence.Tone.does, .note, .warning].randomElement(using: &seeded) ?? .does
            value.items.append(Consequence(tone, seeded.text(), seeded.text()))
        }
        value.tally.created = seeded.number()
        value.tally.updated = seeded.number()
        value.tally.unchanged = seeded.number()
        value.tally.missing = seeded.number()
        value.tally.kept = seeded.number()
        return value
    }

    @Test(arguments: 0..<20) func `survives whatever is in it`(_ seed: UInt64) throws {
        var seeded = Seeded(state: seed)
        for _ in 0..<200 {
            let error = Self.error(&seeded)
            #expect(try Self.returned(.failure(error)).content == .failure(error))
            let consequences = Self.consequences(&seeded)
            #expect(try Self.returned(.consequences(consequences)).content == .consequences(consequences))
            let at = Instant(milliseconds: Int64(seeded.number()))
            let receipt = Receipt(
                revision: Revision(number: seeded.next(), at: at), changed: .random(using: &seeded),
                consequences: consequences)
            #expect(try Self.returned(.receipt(receipt)).content == .receipt(receipt))
            #expect(try Self.returned(.turnedAway(seeded.text())).correlation == 7)
        }
    }

    @Test func `says who one is, or why nobody knows`() throws {
        let alice = Actor(user: "alice", groups: ["sales", "all"], roles: [.steward])
        let welcome = Welcome(.success(alice))
        #expect(try Self.returned(.welcome(welcome)).content == .welcome(welcome))
        #expect(welcome.groups == ["all", "sales"] && welcome.roles == ["steward"] && welcome.refusal.isEmpty)
        let refusal = Welcome(.failure(.nobody(uid: 65534)))
        #expect(try Self.returned(.welcome(refusal)).content == .welcome(refusal))
        #expect(refusal.user.isEmpty && refusal.refusal.contains("65534"))
    }

    @Test func `holds a status`() throws {
        var status = ServerStatus()
        status.commits = 12
        status.isReadOnly = true
        status.meshes = [MeshStatus(name: "main", revision: 9, figures: ["journal": "4 KiB"])]
        #expect(try Self.returned(.status(status)).content == .status(status))
        #expect(try Self.returned(.status(.init())).content == .status(.init()))
        #expect(try Self.returned(.stopping).content == .stopping)
    }

    @Test func `cut short anywhere is refused or says less, and never ends the program`() throws {
        for error in Self.errors {
            let bytes = Answer(300, .failure(error)).bytes
            for count in 0..<bytes.count {
                let cut = try? Answer(reading: Array(bytes.prefix(count)))
                #expect(cut?.content != .failure(error))
            }
        }
    }
}
