/// What somebody wrote about one event of a subscription: a purpose, the reason of a decision. Kept apart from the link, because
/// fewer people may read it.
public struct SubscriptionNote: ConfidentialRecord {
    public var link = Subscription.ID()
    /// Which event of the link's history it belongs to, from 0.
    public var event: Int64 = 0
    public var text = ""
    /// Not part of the record: this reader may not open it.
    public private(set) var isWithheld = false

    public init() {}

    public init(link: Subscription.ID, event: Int, text: String) {
        self.link = link
        self.event = Int64(event)
        self.text = text
    }

    public static var kind: RecordKind { .note }
    public static func key(_ id: Subscription.ID, event: Int) -> RecordKey {
        RecordKey(.note, id.product.text, id.port.text, id.consumer.text, String(event))
    }
    public var key: RecordKey { Self.key(link, event: Int(clamping: event)) }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "subscription", &link)
        try v.field(2, "event", &event)
        try v.field(3, "text", &text)
    }

    public static func withheld(_ key: RecordKey) -> SubscriptionNote {
        var note = SubscriptionNote()
        note.isWithheld = true
        let parts = key.parts
        guard parts.count == 4, let id = Subscription.ID(text: parts.prefix(3).joined(separator: "/")) else {
            return note
        }
        note.link = id
        note.event = Int64(parts[3]) ?? 0
        return note
    }
}

extension Subscription {
    /// The purpose as people read it. Only of a link that was spelled out.
    public var purposeInWords: String { isPurposeWithheld ? "withheld" : purpose }
}

extension Subscription.Event {
    /// The note as people read it. Only of a link that was spelled out.
    public var noteInWords: String {
        let said = isNoteWithheld ? "withheld" : note
        let words = [move, said].compactMap(\.self).filter { !$0.isEmpty }.joined(separator: ": ")
        guard let alternative else { return words }
        return words + (words.isEmpty ? "" : "; ") + "use \(alternative) instead"
    }
}

extension Subscription.Event {
    /// What the state behind it does not tell.
    private var move: String? {
        switch verdict {
        case .renew, .accept, .decline, .confirm: verdict?.participle
        case .counter: "offered"
        case .prolong: "asks for longer"
        case .deny: state == .active ? "not renewed" : nil
        case .approve, .revoke, .cancel, nil: nil
        }
    }
}

extension MeshReader {
    /// A link with its purpose and the notes of its history, as far as this reader may open them.
    public func spelledOut(_ link: Subscription) throws(ReadError) -> Subscription {
        var full = link
        for (index, event) in link.history.enumerated() where event.isNoteKeptApart {
            let note = try find(SubscriptionNote.self, SubscriptionNote.key(link.id, event: index))
            full.history[index].note = note?.text ?? ""
        }
        if full.purpose.isEmpty { full.purpose = full.request?.note ?? "" }
        return full
    }
}
