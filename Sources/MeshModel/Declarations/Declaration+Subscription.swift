// A subscription is stated by whoever asks for it; what is decided about it is not for a file to say.
extension Declaration {
    /// - Parameter link: As `spelledOut` gives it.
    public init(of link: Subscription) {
        var request = SubscriptionRequest(
            product: link.product, port: link.port, consumer: link.consumer, consumerDomain: link.consumerDomain)
        request.purpose = link.purpose
        request.until = link.until
        request.pin = link.pin
        request.uses = link.uses
        self.init(.subscription, request.statement)
    }

    /// Asks for what nobody asked for or its asker gave up, and for a longer time; what else differs needs a request of its own.
    func subscriptionSteps(on reader: any MeshReader) throws(DeclarationError) -> Steps {
        let request = try value(SubscriptionRequest.self, stated)
        guard let link = try standingLink(request, on: reader), link.state != .cancelled else {
            return (.created, [.subscribe(request)])
        }
        switch link.state {
        case .requested, .active, .cancelled: break
        case .denied, .revoked:
            throw .misstated(
                TreeError(
                    "the subscription '\(link.id)' is \(link.state); whoever wants it all the same asks again: datamesh subscribe \(link.product)"
                ))
        }
        try demandSame(request, as: link)
        guard let until = request.until, until != link.until else { return (.unchanged, []) }
        guard link.state == .active, let end = link.until, until > end else {
            throw .misstated(
                TreeError(
                    "is not \(link.until?.date ?? "without an end"), which the subscription '\(link.id)' has; a file may only ask that a grant last longer"
                ).inside(.key("until")))
        }
        return (.changed(["until"]), [.decide(SubscriptionDecision(.prolong, link.id, until: until))])
    }

    private func standingLink(
        _ request: SubscriptionRequest, on reader: any MeshReader
    ) throws(DeclarationError) -> Subscription? {
        do throws(ReadError) {
            var port = request.port
            if port == nil { port = try reader.product(request.product)?.defaultPort }
            guard let port else { return nil }
            let id = Subscription.ID(product: request.product, port: port, consumer: request.consumer)
            guard let link = try reader.subscription(id) else { return nil }
            return try reader.spelledOut(link)
        } catch { throw .unreadable(error) }
    }

    /// Refuses what would have to be asked for anew, by its field.
    private func demandSame(_ request: SubscriptionRequest, as link: Subscription) throws(DeclarationError) {
        let isDomainSame = request.consumerDomain.isEmpty || request.consumerDomain == link.consumerDomain
        let isPurposeSame =
            request.purpose.isEmpty || link.isPurposeWithheld || request.purpose == link.purpose
        // A field may be named without its object.
        let areUsesSame =
            request.uses.isEmpty
            || request.uses.count == link.uses.count
                && request.uses.allSatisfy { name in link.uses.contains { $0 == name || $0.hasSuffix("." + name) } }
        let differing = [
            ("consumer_domain", isDomainSame), ("purpose", isPurposeSame),
            ("version", request.pin == nil || request.pin == link.pin), ("uses", areUsesSame),
        ].first { !$0.1 }
        guard let (field, _) = differing else { return }
        throw .misstated(
            TreeError(
                "is not what the subscription '\(link.id)' was asked for with; cancel it and ask again, or state it as 'datamesh subscription show \(link.id) --yaml' does"
            ).inside(.key(field)))
    }
}
