internal import MeshModel

extension Writer.Draft {
    /// What a plan is in a journal: the changes as everybody may read them, with all their words where that differs, and the records.
    init(_ plan: Plan, stated: StatedChanges? = nil, by actor: Actor, request: [UInt8], at now: Instant) {
        var audit = RecordWriter()
        Audit(origin: actor.origin, grounds: plan.grounds).write(to: &audit)
        let stated = stated ?? StatedChanges(plan.changes)
        self.init(
            time: now.milliseconds, actor: Array(actor.user.utf8), request: request, changes: stated.open,
            audit: audit.bytes,
            writes: plan.writes.map {
                StoredWrite(StoredKey($0.key), $0.value, isConfidential: $0.key.kind.isConfidential)
            })
        fullChanges = stated.full
    }

    /// A request that was refused.
    init(_ refusal: RefusedRequest) {
        self.init(
            time: refusal.at.milliseconds, actor: Array(refusal.actor.utf8), request: [], changes: refusal.record,
            writes: [])
        isNote = true
    }
}

/// A batch as a journal states it.
struct StatedChanges: Sendable {
    /// As everybody may read it.
    let open: [UInt8]
    /// With all its words; empty where those are the same.
    let full: [UInt8]

    init(_ changes: [Change]) {
        let told = changes.map(\.withoutConfidences)
        open = Self.bytes(of: told)
        full = told == changes ? [] : Self.bytes(of: changes)
    }

    private static func bytes(of changes: [Change]) -> [UInt8] {
        var writer = RecordWriter()
        for change in changes { writer.lengthPrefixed { change.write(to: &$0) } }
        return writer.bytes
    }
}

extension RefusedRequest {
    fileprivate var record: [UInt8] {
        var writer = RecordWriter()
        write(to: &writer)
        return writer.bytes
    }
}

extension RefusedRequest {
    init(record bytes: [UInt8]) throws(RecordError) {
        var reader = RecordReader(bytes)
        try self.init(from: &reader)
    }
}
