package import MeshModel

/// What infrastructure is made for, and what its template may see of it.
package struct TemplateContext: Sendable {
    package var product: DataProduct
    package var domain: Domain?
    /// The version that the infrastructure serves; nil: none was published.
    package var contract: Contract?
    package var subscriptions: [Subscription]
    package var now: Instant
    /// The link that a grant or revoke hook is about.
    package var grant: Subscription?

    package init(
        product: DataProduct, domain: Domain? = nil, contract: Contract? = nil, subscriptions: [Subscription] = [],
        now: Instant, grant: Subscription? = nil
    ) {
        self.product = product
        self.domain = domain
        self.contract = contract
        self.subscriptions = subscriptions
        self.now = now
        self.grant = grant
    }

    /// The port that the infrastructure serves.
    var servedPort: OutputPort.ID { contract?.port ?? product.defaultPort }

    /// Everything by name. Times of rendering are not among it: the same facts give the same files.
    ///
    /// - Parameter parameters: Checked, with defaults filled in.
    func value(
        template: InfrastructureTemplate, parameters: [String: TemplateValue], workspace: String
    ) -> TemplateValue {
        let port = product.ports.first { $0.id == servedPort }
        return .map([
            ("grant", grant.map(grantValue) ?? .nothing), ("grants", grantsValue),
            ("product", productValue), ("domain", domainValue), ("sla", slaValue),
            ("port", portValue(port)), ("contract", contractValue), ("objects", objectsValue),
            ("access", accessValue), ("subscribers", subscribersValue),
            (
                "template",
                .map(["id": .code(template.id.text), "name": .text(template.name), "type": .text(template.type)])
            ),
            ("components", .list(template.components.map(TemplateValue.text))),
            ("configuration", .map(texts(template.configuration))),
            ("configuration_entries", entries(template.configuration)),
            ("parameters", .map(parameters.sorted { $0.key < $1.key })), ("workspace", .text(workspace)),
        ])
    }

    private var productValue: TemplateValue {
        .map([
            "id": .code(product.id.text), "name": .text(product.title), "domain": .code(product.domain.text),
            "owner": .text(product.owner), "contact": .text(product.contact),
            "description": .text(product.description), "status": .code(product.status.rawValue),
            "classification": .code(product.classification.rawValue),
            "alignment": product.alignment.map { .code($0.rawValue) } ?? .nothing,
            "collection": .text(product.collection), "tags": .list(product.tags.map(TemplateValue.text)),
            "inputs": .list(product.inputs.map { .text($0.description) }),
            "metadata": .map(texts(product.metadata)), "metadata_entries": entries(product.metadata),
        ])
    }

    private var domainValue: TemplateValue {
        .map([
            "id": .code(product.domain.text), "name": .text(domain.map { $0.name } ?? product.domain.text),
            "owner": .text(domain?.owner ?? ""), "contact": .text(domain?.contact ?? ""),
            "team": .list((domain?.team ?? []).map(TemplateValue.text)),
        ])
    }

    private var slaValue: TemplateValue {
        let sla = product.sla
        func text(_ quantity: Quantity?) -> TemplateValue { quantity.map { .text($0.description) } ?? .nothing }
        return .map([
            "availability": text(sla.availability), "freshness": text(sla.freshness), "quality": text(sla.quality),
            "freshness_seconds": sla.freshnessSeconds.flatMap { seconds in
                seconds >= 1 && seconds < 1e12 ? .number(plainNumber(seconds.rounded())) : nil
            } ?? .nothing,
            "others": entries(sla.others),
        ])
    }

    private func portValue(_ port: OutputPort?) -> TemplateValue {
        guard let port else { return .nothing }
        return .map([
            "id": .code(port.id.text), "name": .text(port.name), "description": .text(port.description),
            "server": .text(port.address.server), "location": .text(port.address.location),
            "format": .text(port.address.format),
        ])
    }

    private var contractValue: TemplateValue {
        guard let contract else { return .nothing }
        return .map([
            "port": .code(contract.port.text), "version": .code(contract.version.canonical),
            "written": .text(contract.version.written), "major": .number(String(contract.version.major)),
            "published_by": .text(contract.publishedBy), "published_on": .code(contract.publishedAt.date),
            "note": .text(contract.note),
        ])
    }

    private var accessValue: TemplateValue {
        let terms = contract?.access ?? product.access ?? AccessTerms()
        return .map([
            "type": .code(terms.kind.rawValue), "roles": .list(terms.roles.map(TemplateValue.text)),
            "approvers": .list(terms.approvers.map(TemplateValue.text)),
            "purpose_required": .flag(terms.purposeRequired),
            "longest_days": terms.longestDays > 0 ? .number(String(terms.longestDays)) : .nothing,
        ])
    }

    /// Who may read now, in the order of their names.
    private var subscribersValue: TemplateValue {
        let active = subscriptions.filter { $0.product == product.id && $0.standing(at: now).grantsAccess }
        return .list(
            active.sorted { ($0.consumer, $0.port) < ($1.consumer, $1.port) }.map {
                .map([
                    "consumer": .code($0.consumer.text), "domain": .text($0.consumerDomain),
                    "port": .code($0.port.text),
                    "purpose": .text($0.purpose), "requested_by": .text($0.requestedBy),
                    "until": $0.until.map { .code($0.description) } ?? .nothing,
                ])
            })
    }

    private func texts(_ map: [String: String]) -> [(key: String, value: TemplateValue)] {
        map.sorted { $0.key < $1.key }.map { ($0.key, .text($0.value)) }
    }

    /// A map to walk through: each entry has a `key` and a `value`.
    private func entries(_ map: [String: String]) -> TemplateValue {
        .list(map.sorted { $0.key < $1.key }.map { .map(["key": .text($0.key), "value": .text($0.value)]) })
    }
}
