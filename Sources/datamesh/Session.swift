import MeshModel

/// A mesh under one command: the gateway, one revision to read, and the moment of asking.
struct Session {
    let gateway: any MeshGateway
    let reader: any MeshReader
    let now: Instant
    let output: Output

    init(_ gateway: any MeshGateway, output: Output) throws {
        self.init(gateway: gateway, reader: try gateway.reader(), now: WallClock.now(), output: output)
    }

    init(gateway: any MeshGateway, reader: any MeshReader, now: Instant, output: Output) {
        self.gateway = gateway
        self.reader = reader
        self.now = now
        self.output = output
    }

    var actor: Actor { gateway.actor }
}

extension Session {
    /// Makes the changes, or says what they would do, and answers with the thing that was changed as it stands in the mesh.
    ///
    /// - Parameters:
    ///   - workspaces: Where hooks would run, were any to follow.
    ///   - afterwards: What else has to be done once they are made, and before the answer.
    func carryOut(
        _ changes: [Change], _ options: ChangeOptions, workspaces: String? = nil,
        showing: (any MeshReader) throws -> Tree? = { _ in nil },
        afterwards: () async throws -> Void = {}
    ) async throws {
        if options.plan {
            let consequences = try await foresee(changes, workspaces: workspaces)
            output.line(consequences.isEmpty ? "nothing would change" : "nothing is changed yet; this would happen:")
            output.say(consequences)
            return output.document(consequences.tree.adding(["planned": .bool(true)]))
        }
        let receipt = try await gateway.commit(changes, requestID: .random(), agreed: nil)
        if !receipt.changed { output.line("nothing to change: it is so already") }
        output.say(receipt.consequences)
        try await afterwards()
        try output.document(
            (try showing(gateway.reader()) ?? .map([])).adding([
                "changed": .bool(receipt.changed), "revision": .number(String(receipt.revision.number)),
                "consequences": receipt.consequences.list,
            ]))
    }

    /// What the changes would do, and what would come of that. Changes nothing.
    func foresee(_ changes: [Change], workspaces: String? = nil) async throws(GatewayError) -> Consequences {
        let outlook = try await gateway.outlook(on: changes, workspaces: workspaces)
        var consequences = outlook.consequences
        consequences.items += outlook.beyond
        return consequences
    }

    /// The product that a name or an alias means.
    func product(_ name: String) throws -> DataProduct {
        guard let product = try reader.product(named: name) else {
            throw Failure.notFound("product", name, hint: "'datamesh search \(name)' finds what is near")
        }
        return product
    }

    /// The id that a name means, for a change: where there is none, the rules refuse it by name.
    func productID(_ name: String) throws -> DataProduct.ID {
        if let product = try reader.product(named: name) { return product.id }
        guard let id = DataProduct.ID(name) else {
            throw Failure.refused("there is no product '\(name)'; 'datamesh search' finds products by any word")
        }
        return id
    }
}
