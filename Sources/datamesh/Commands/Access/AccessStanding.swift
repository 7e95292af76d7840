import MeshModel

/// Whether a consumer may read a port now, in one sentence that says what to do if not.
struct AccessStanding: Equatable {
    var mayRead: Bool
    var sentence: String
}

extension Session {
    func standing(
        of consumer: Consumer.ID, to product: DataProduct, port: OutputPort.ID
    ) throws -> AccessStanding {
        let link = try spelledOut(Subscription.ID(product: product.id, port: port, consumer: consumer))
        let terms = try reader.terms(of: product, port: port)
        let how = "datamesh subscribe \(product.id)" + (port == product.defaultPort ? "" : " --port \(port)")
        let until = link?.until.map { " until \($0.date)" } ?? ""
        switch link?.standing(at: now) {
        case .active, .expiring, .renewing:
            if let platform = try link.flatMap(unfinishedPlatform) {
                return AccessStanding(
                    mayRead: false,
                    sentence: "\(consumer) is approved\(until), and not let in yet; \(platform.sentence)")
            }
            let only = link?.standing(at: now) == .expiring ? ", but only" : ""
            return AccessStanding(mayRead: true, sentence: "\(consumer) is subscribed\(only)\(until)")
        case .requested:
            return AccessStanding(
                mayRead: false, sentence: "\(consumer) asked on \(link?.requestedAt.date ?? ""); not decided yet")
        case .offered:
            return AccessStanding(
                mayRead: false,
                sentence:
                    "less is offered since \(link?.offer?.at.date ?? ""); datamesh subscription accept \(link.map { "\($0.id)" } ?? "")"
            )
        case .expired: return AccessStanding(mayRead: false, sentence: "ended on \(link?.until?.date ?? ""); \(how)")
        case .denied, .revoked, .cancelled:
            let last = link?.history.last
            return AccessStanding(
                mayRead: false,
                sentence: "\(link?.state.rawValue ?? "") on \(last?.at.date ?? "")"
                    + (last.map(\.reason) ?? "") + "; "
                    + (last?.alternative.map { "use \($0) instead: datamesh subscribe \($0)" } ?? how))
        case nil:
            guard product.status == .published || product.status == .deprecated else {
                return AccessStanding(mayRead: false, sentence: "it is \(product.status): nobody can subscribe")
            }
            return AccessStanding(mayRead: false, sentence: "\(consumer) is not subscribed (\(terms.words)); \(how)")
        }
    }

    /// The platform that is furthest from what was approved.
    private func unfinishedPlatform(_ link: Subscription) throws(ReadError) -> PlatformStanding? {
        try reader.platforms(of: link, at: now).filter { $0.access.due != nil }.max { $0.access < $1.access }
    }

    func spelledOut(_ id: Subscription.ID) throws(ReadError) -> Subscription? { try reader.spelledOut(id) }
}

extension Subscription.Event {
    /// The note behind a date; only of a link that was spelled out.
    fileprivate var reason: String {
        isNoteWithheld ? ", for a reason that is withheld from you" : note.isEmpty ? "" : ": \(note)"
    }
}

extension MeshReader {
    /// A link with the words that may be read of it.
    func spelledOut(_ id: Subscription.ID) throws(ReadError) -> Subscription? {
        try subscription(id).map { link throws(ReadError) in try spelledOut(link) }
    }
}
