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
        let link = try reader.subscription(Subscription.ID(product: product.id, port: port, consumer: consumer))
        let terms = try reader.terms(of: product, port: port)
        let how = "datamesh subscribe \(product.id)" + (port == product.defaultPort ? "" : " --port \(port)")
        let until = link?.until.map { " until \($0.date)" } ?? ""
        switch link?.standing(at: now) {
        case .active: return AccessStanding(mayRead: true, sentence: "\(consumer) is subscribed\(until)")
        case .expiring: return AccessStanding(mayRead: true, sentence: "\(consumer) is subscribed, but only\(until)")
        case .requested:
            return AccessStanding(
                mayRead: false, sentence: "\(consumer) asked on \(link?.requestedAt.date ?? ""); not decided yet")
        case .expired: return AccessStanding(mayRead: false, sentence: "ended on \(link?.until?.date ?? ""); \(how)")
        case .denied, .revoked, .cancelled:
            let last = link?.history.last
            return AccessStanding(
                mayRead: false,
                sentence: "\(link?.state.rawValue ?? "") on \(last?.at.date ?? "")"
                    + (last?.note.isEmpty ?? true ? "" : ": \(last?.note ?? "")") + "; \(how)")
        case nil:
            guard product.status == .published || product.status == .deprecated else {
                return AccessStanding(mayRead: false, sentence: "it is \(product.status): nobody can subscribe")
            }
            return AccessStanding(mayRead: false, sentence: "\(consumer) is not subscribed (\(terms.words)); \(how)")
        }
    }
}
