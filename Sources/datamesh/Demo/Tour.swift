import MeshModel

/// The original's demonstration on a mesh: performs a step, and answers with what the mesh holds afterwards.
struct Tour {
    let gateway: any MeshGateway
    let folder: MeshFolder
    let now: @Sendable () -> Instant

    func perform(_ step: TourStep) async throws -> [String] {
        switch step {
        case .domains:
            try await commit(SalesExample.domains.map(Change.registerDomain))
            return try reader().domains().map {
                "\($0.id): \($0.name), owned by \($0.owner), team \($0.team.joined(separator: ", ")). \($0.description)."
            }
        case .product:
            try await commit([.createProduct(SalesExample.draft)])
            let product = try product()
            let metadata = product.metadata.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
            return [
                "\(product.id): \(product.description), a \(product.status) of \(product.domain), owned by \(product.owner)",
                "promises \(product.sla.words); \(metadata.joined(separator: ", "))",
            ]
        case .publishing:
            try await commit([.publish(SalesExample.publication)])
            let contract = try reader().contract(of: SalesExample.product, port: product().defaultPort)
            let fields = (contract?.schema.first?.fields ?? []).map { "\($0.name) \($0.type)" }
            return [
                "version \(contract?.version.written ?? "") is \(try product().status): \(fields.joined(separator: ", "))",
                "access is \(contract?.access?.words ?? "")",
            ]
        case .subscription:
            try await commit([.subscribe(SalesExample.request)])
            return try reader().subscriptions(of: SalesExample.product).map { link in
                "\(link.consumer) of \(link.consumerDomain) is \(link.standing(at: now())): \(link.history.last?.note ?? "")"
            }
        case .policy:
            try await commit([.createPolicy(SalesExample.governance)])
            guard let policy = try reader().policy(SalesExample.policy) else { return [] }
            return [
                "\(policy.id): \(policy.type), \(policy.scope), \(policy.enforcement), \(policy.lifecycle)",
                policy.rules.joined(separator: ", "),
            ]
        case .compliance: return try compliance()
        case .template:
            try await commit([.createTemplate(SalesExample.pipeline)])
            guard let template = try reader().template(SalesExample.template) else { return [] }
            let settings = template.configuration.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
            return [
                "\(template.id): \(template.name), \(template.type), of \(template.components.joined(separator: ", "))",
                settings.joined(separator: ", "),
            ]
        case .provisioning: return try await provision()
        case .quality:
            try await commit([.recordQuality(SalesExample.quality)])
            let metrics = try reader().metrics(of: SalesExample.product)
            return [metrics.map { "\($0.name) \(plainNumber($0.value))" }.joined(separator: ", ")] + (try compliance())
        case .discovery: return try discover()
        case .report: return try Session(gateway: gateway, reader: reader(), now: now(), output: Output()).report().text
        }
    }

    private func commit(_ changes: [Change]) async throws {
        _ = try await gateway.commit(changes, requestID: .random(), agreed: nil)
    }

    private func reader() throws -> any MeshReader { try gateway.reader() }

    private func product() throws -> DataProduct {
        guard let product = try reader().product(SalesExample.product) else {
            throw Failure.no("\(SalesExample.product) is not in the mesh")
        }
        return product
    }

    private func compliance() throws -> [String] {
        guard let result = try reader().check(policy: SalesExample.policy, on: SalesExample.product, at: now()) else {
            return []
        }
        return [
            "compliance with \(result.policy): \(result.isCompliant ? "PASS" : "FAIL"), rules that pass: \(result.score)"
        ]
            + result.rules.map(\.sentence)
    }

    private func provision() async throws -> [String] {
        let session = Session(gateway: gateway, reader: try reader(), now: now(), output: Output())
        let work = try session.provisioning(
            productID: SalesExample.product, template: SalesExample.template.text, parameters: [:], folder: folder)
        _ = try await session.perform(work) { _ in }
        return try reader().provisions(of: SalesExample.product).flatMap { provision in
            ["\(provision.template) is \(provision.state), \(provision.files.count) files in \(provision.workspace)"]
                + provision.files.map(\.path)
        }
    }

    private func discover() throws -> [String] {
        let session = Session(gateway: gateway, reader: try reader(), now: now(), output: Output())
        let found = try session.find(ProductQuery.all.inside(SalesExample.sales), order: ProductOrder(.name))
        return try found.flatMap { id -> [String] in
            guard let product = try session.reader.product(id) else { return [] }
            let consumers = try session.reader.subscriptions(of: id).count { $0.standing(at: now()).grantsAccess }
            return ["\(id): \(product.description)", "  owner \(product.owner), consumers \(consumers)"]
        }
    }
}
