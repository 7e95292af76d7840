/// Somebody is away, and others decide in their place for that time.
public struct Absence: MeshRecord {
    /// A user of the host. A group is never away.
    public var person = ""
    /// Users or `@groups` who may decide about access in the person's place.
    public var deputies: [String] = []
    public var from = Instant()
    /// The moment they are back; nil: until they say so.
    public var until: Instant?
    public var note = ""

    public init() {}

    public init(person: String, deputies: [String], from: Instant, until: Instant? = nil, note: String = "") {
        self.person = person
        self.deputies = deputies
        self.from = from
        self.until = until
        self.note = note
    }

    public static var kind: RecordKind { .absence }
    public static func key(_ person: String) -> RecordKey { RecordKey(.absence, person) }
    public var key: RecordKey { Self.key(person) }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "person", &person)
        try v.field(2, "deputies", &deputies)
        try v.field(3, "from", &from)
        try v.field(4, "until", &until)
        try v.field(5, "note", &note)
    }

    public func holds(at now: Instant) -> Bool { from <= now && until.map { $0 > now } ?? true }
}

extension MeshReader {
    /// Who decides in a person's place at a moment; nobody while the person is there.
    public func deputies(of person: String, at now: Instant) throws(ReadError) -> [String] {
        guard let absence = try find(Absence.self, Absence.key(person)), absence.holds(at: now) else { return [] }
        return absence.deputies
    }
}
