internal import MeshModel

/// Why a change did not happen, as it is sent: the number of the case, and what the case holds in the order in which it is declared.
struct FailureRecord: Payload {
    private var number: Int64 = 0
    private var texts: [String] = []
    /// People who may, or the parts of a circle, or rules that fail.
    private var list: [String] = []
    /// An offset, or a line and a column.
    private var places: [Bits] = []
    private var consequences: ConsequencesRecord?

    init() {}

    init(_ error: GatewayError) {
        switch error {
        case .readOnly(let sentence): self.init(1, [sentence])
        case .busy(let sentence): self.init(2, [sentence])
        case .unwritable(let sentence): self.init(3, [sentence])
        case .stale(let now):
            self.init(4, [])
            consequences = ConsequencesRecord(now)
        case .read(.unavailable(let reason)): self.init(5, [reason])
        case .read(.damaged(let file, let offset, let reason)): self.init(6, [file, reason], places: [offset])
        case .refused(let violation): self.init(violation)
        }
    }

    private init(_ violation: RuleViolation) {
        switch violation {
        case .unknown(let noun, let name, let hint): self.init(7, [noun, name, hint])
        case .duplicate(let noun, let name, let hint): self.init(8, [noun, name, hint])
        case .invalid(let what, let value, let reason): self.init(9, [what, value, reason])
        case .conflict(let what, let reason): self.init(10, [what, reason])
        case .notAllowed(let action, let actor, let who): self.init(11, [action, actor], list: who)
        case .unreadableRule(let policy, let error):
            self.init(
                12, [policy, error.reason], places: [error.line, error.column].map { UInt64(bitPattern: Int64($0)) })
        case .cycle(let path): self.init(13, [], list: path)
        case .blocked(let what, let failures): self.init(14, [what], list: failures)
        case .versionTooLow(let version, let after, let least, let changes, let subscribers):
            self.init(15, [version, after, least] + subscribers, list: changes)
        }
    }

    private init(_ number: Int64, _ texts: [String], list: [String] = [], places: [UInt64] = []) {
        self.number = number
        self.texts = texts
        self.list = list
        self.places = places.map(Bits.init)
    }

    mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "case", &number)
        try v.field(2, "texts", &texts)
        try v.field(3, "list", &list)
        try v.field(4, "places", &places)
        try v.field(5, "consequences", &consequences)
    }

    var value: GatewayError {
        get throws(RecordError) {
            switch (number, texts.count, places.count) {
            case (1, 1, 0): return .readOnly(texts[0])
            case (2, 1, 0): return .busy(texts[0])
            case (3, 1, 0): return .unwritable(texts[0])
            case (4, 0, 0):
                guard let consequences else { break }
                return .stale(try consequences.value)
            case (5, 1, 0): return .read(.unavailable(reason: texts[0]))
            case (6, 2, 1): return .read(.damaged(file: texts[0], offset: places[0].value, reason: texts[1]))
            case (7, 3, 0): return .refused(.unknown(noun: texts[0], name: texts[1], hint: texts[2]))
            case (8, 3, 0): return .refused(.duplicate(noun: texts[0], name: texts[1], hint: texts[2]))
            case (9, 3, 0): return .refused(.invalid(what: texts[0], value: texts[1], reason: texts[2]))
            case (10, 2, 0): return .refused(.conflict(what: texts[0], reason: texts[1]))
            case (11, 2, 0): return .refused(.notAllowed(action: texts[0], actor: texts[1], who: list))
            case (12, 2, 2):
                let place = places.map { Int(Int64(bitPattern: $0.value)) }
                return .refused(
                    .unreadableRule(
                        policy: texts[0],
                        error: RuleSyntaxError(line: place[0], column: place[1], reason: texts[1])))
            case (13, 0, 0): return .refused(.cycle(list))
            case (14, 1, 0): return .refused(.blocked(what: texts[0], failures: list))
            case (15, 3..., 0):
                return .refused(
                    .versionTooLow(
                        version: texts[0], after: texts[1], least: texts[2], changes: list,
                        subscribers: Array(texts.dropFirst(3))))
            default: break
            }
            throw .malformed("a failure numbered \(number) with \(texts.count) texts, which this version does not know")
        }
    }
}
