import MeshModel

/// What the outbox must not forget: how far it has looked, and what it could not deliver yet.
struct OutboxState: Structured {
    /// One thing that somebody is to be told.
    struct Letter: Structured {
        var id = ""
        /// The line of JSON that the command gets.
        var text = ""
        var attempts: Int64 = 0
        /// Not before this.
        var due = Instant(milliseconds: 0)
        var written = Instant(milliseconds: 0)

        init() {}

        mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
            try v.field(1, "id", &id)
            try v.field(2, "text", &text)
            try v.field(3, "attempts", &attempts)
            try v.field(4, "due", &due)
            try v.field(5, "written", &written)
        }
    }

    /// Commits up to this one have been looked at.
    var revision: Int64 = 0
    /// What only time brings has been looked at up to this moment.
    var moment = Instant(milliseconds: 0)
    var letters: [Letter] = []

    init() {}

    mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "revision", &revision)
        try v.field(2, "moment", &moment)
        try v.field(3, "letters", &letters)
    }
}

extension OutboxState {
    /// More than this waiting, and nothing further is looked at until some have gone.
    static let mostLetters = 10_000
    static let mostAttempts: Int64 = 10
    static let keptDays: Int64 = 3

    mutating func add(_ news: [News], json: (News) -> String, at now: Instant) {
        let known = Set(letters.map(\.id))
        for item in news where !known.contains(item.id) {
            var letter = Letter()
            letter.id = item.id
            letter.text = json(item)
            letter.due = now
            letter.written = now
            letters.append(letter)
        }
    }

    /// Up to so many letters whose time has come, oldest first.
    func due(at now: Instant, _ limit: Int) -> [Letter] { Array(letters.lazy.filter { $0.due <= now }.prefix(limit)) }

    /// The next moment at which something is due; nil: nothing waits.
    var next: Instant? { letters.map(\.due).min() }

    /// Takes in how a delivery ended; answers whether it was given up.
    mutating func delivered(_ id: String, _ isSuccess: Bool, at now: Instant) -> Bool {
        guard let index = letters.firstIndex(where: { $0.id == id }) else { return false }
        guard !isSuccess else {
            letters.remove(at: index)
            return false
        }
        letters[index].attempts += 1
        let age = now.seconds(since: letters[index].written)
        if letters[index].attempts >= Self.mostAttempts || age > Double(Self.keptDays * Instant.secondsPerDay) {
            letters.remove(at: index)
            return true
        }
        // 10 s, 20 s, 40 s … an hour.
        let pause = min(Int64(3600), 10 << min(letters[index].attempts - 1, 16))
        letters[index].due = now.adding(seconds: pause)
        return false
    }
}
