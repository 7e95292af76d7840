internal import MeshModel

/// Consequences as they are sent.
struct ConsequencesRecord: Payload {
    var items: [ConsequenceRecord] = []
    /// Created, updated, unchanged, missing, kept.
    var tally: [Int64] = []

    init() {}

    init(_ value: Consequences) {
        items = value.items.map(ConsequenceRecord.init)
        let tally = value.tally
        if tally != .init() {
            self.tally = [tally.created, tally.updated, tally.unchanged, tally.missing, tally.kept].map(Int64.init)
        }
    }

    mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "items", &items)
        try v.field(2, "tally", &tally)
    }

    var value: Consequences {
        get throws(RecordError) {
            var value = Consequences()
            for item in items { value.items.append(try item.value) }
            guard !tally.isEmpty else { return value }
            guard tally.count == 5 else { throw .malformed("a tally of \(tally.count) numbers") }
            value.tally.created = Int(tally[0])
            value.tally.updated = Int(tally[1])
            value.tally.unchanged = Int(tally[2])
            value.tally.missing = Int(tally[3])
            value.tally.kept = Int(tally[4])
            return value
        }
    }
}

struct ConsequenceRecord: Structured {
    var tone = ""
    var subject = ""
    var text = ""

    init() {}

    init(_ item: Consequence) {
        tone = item.tone.rawValue
        subject = item.subject
        text = item.text
    }

    mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "tone", &tone)
        try v.field(2, "subject", &subject)
        try v.field(3, "text", &text)
    }

    var value: Consequence {
        get throws(RecordError) {
            guard let tone = Consequence.Tone(rawValue: tone) else { throw .malformed("a tone '\(tone)'") }
            return Consequence(tone, subject, text)
        }
    }
}

struct ReceiptRecord: Payload {
    var revision: Bits?
    var milliseconds: Int64 = 0
    var changed = false
    var consequences: ConsequencesRecord?

    init() {}

    init(_ receipt: Receipt) {
        revision = Bits(receipt.revision.number)
        milliseconds = receipt.revision.at.milliseconds
        changed = receipt.changed
        consequences = ConsequencesRecord(receipt.consequences)
    }

    mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "revision", &revision)
        try v.field(2, "at", &milliseconds)
        try v.field(3, "changed", &changed)
        try v.field(4, "consequences", &consequences)
    }

    var value: Receipt {
        get throws(RecordError) {
            guard let revision, let consequences else { throw .malformed("a receipt that does not say for what") }
            return Receipt(
                revision: Revision(number: revision.value, at: Instant(milliseconds: milliseconds)), changed: changed,
                consequences: try consequences.value)
        }
    }
}
