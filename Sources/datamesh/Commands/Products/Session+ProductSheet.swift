import MeshModel

extension Session {
    func tree(of id: DataProduct.ID, in reader: any MeshReader) throws -> Tree? {
        try reader.product(id).map { try Session(gateway: gateway, reader: reader, now: now, output: output).tree($0) }
    }

    /// A product with everything that hangs on it, for programs.
    func sheet(_ product: DataProduct) throws -> Tree {
        let compliance = try reader.compliance(of: product.id, at: now)
        return try tree(product).adding([
            "subscriptions": .list(
                try reader.subscriptions(of: product.id).map { try tree(of: $0, in: reader) }),
            "feeds": .texts(try reader.consumers(of: product.id).map(\.text)),
            "banner": .list(
                try reader.banner(of: product, at: now).map {
                    .map(["level": .text($0.level.rawValue), "text": .text($0.text)])
                }),
            "endorsements": .list(try reader.endorsements(of: product.id).map(\.tree)),
            "compliant": .bool(compliance?.isCompliant ?? true),
            "policies": .list(compliance?.policies.map(\.tree) ?? []),
            "infrastructure": .list(try reader.provisions(of: product.id).map(\.tree)),
        ])
    }

    /// The same for people.
    func show(_ product: DataProduct) throws {
        let contract = try reader.contract(of: product.id, port: product.defaultPort)
        let banner = try reader.banner(of: product, at: now)
        let missing = product.missing.map { ", missing at its source since \($0.date)" } ?? ""
        output.line("\(product.id)  \(contract?.version.written ?? "no version")  \(product.status)\(missing)")
        for part in banner { output.line("\(Sign(part.level).text(in: output.form)) \(part.text)") }
        if !banner.isEmpty { output.line() }
        if !product.name.isEmpty, product.name != product.id.text { output.line(product.name) }
        if !product.description.isEmpty { output.line(product.description) }
        if !product.note.isEmpty { output.line("note: \(product.note)") }
        output.line()
        for part in try reader.trust(of: product, under: reader.policyBook(), at: now).parts {
            output.line("\(Sign(part.level).text(in: output.form)) \(part.text)")
        }
        output.line()
        let domain = try reader.domain(product.domain)
        output.facts([
            "domain": product.domain.text + (domain.map { $0.name == $0.id.text ? "" : " (\($0.name))" } ?? ""),
            "owner": product.owner.isEmpty ? "unclaimed" : product.owner,
            "contact": product.contact, "promises": product.sla.words,
            "classification": product.classification.rawValue, "alignment": product.alignment?.rawValue ?? "",
            "tags": product.tags.joined(separator: ", "), "metadata": words(product.metadata),
            "collection": product.collection, "access": try reader.terms(of: product, port: product.defaultPort).words,
            "source": product.source, "updated": product.updated.minute,
        ])
        try showPorts(product)
        showSchema(contract)
        try showQuality(product)
        try showCompliance(product)
        try showConnections(product)
    }

    private func showPorts(_ product: DataProduct) throws {
        var table = Table(["PORT": .left, "VERSION": .left, "SERVER": .left, "LOCATION": .elastic, "FORMAT": .left])
        for port in product.ports {
            let version = try reader.contract(of: product.id, port: port.id)?.version.written ?? "–"
            table.rows.append([
                port.id.text, version, port.address.server, port.address.location, port.address.format,
            ])
        }
        section(table)
    }

    private func showSchema(_ contract: Contract?) {
        var table = Table(["FIELD": .left, "TYPE": .left, "IS": .left, "DESCRIPTION": .elastic])
        func add(_ fields: [SchemaField], _ prefix: String) {
            for field in fields {
                let marks = [
                    field.primaryKey ? "key" : "", field.required ? "required" : "", field.unique ? "unique" : "",
                    field.pii ? "pii" : "",
                ]
                table.rows.append([
                    prefix + field.name, field.type, marks.filter { !$0.isEmpty }.joined(separator: ", "),
                    field.description,
                ])
                add(field.fields, "\(prefix)\(field.name).")
            }
        }
        let objects = contract?.schema ?? []
        for object in objects { add(object.fields, objects.count == 1 ? "" : "\(object.name).") }
        section(table)
    }

    private func showQuality(_ product: DataProduct) throws {
        var table = Table(["METRIC": .left, "VALUE": .right, "MEASURED": .left, "BY": .left])
        table.rows = try reader.metrics(of: product.id).map {
            [$0.name, plainNumber($0.value), $0.at.minute, $0.source]
        }
        section(table)
    }

    private func showCompliance(_ product: DataProduct) throws {
        guard let report = try reader.compliance(of: product.id, at: now), !report.policies.isEmpty else { return }
        output.line()
        output.line("\(report.isCompliant ? "compliant" : "not compliant"); rules that pass: \(report.score)")
        output.table(report.policies.table(in: output.form))
    }

    private func showConnections(_ product: DataProduct) throws {
        var consumers = Table(["CONSUMER": .left, "OF": .left, "STATE": .left, "UNTIL": .left, "PURPOSE": .elastic])
        consumers.rows = try reader.subscriptions(of: product.id).map { link in
            [
                link.consumer.text, link.consumerDomain, try standingInWords(of: link), link.until?.date ?? "",
                try reader.spelledOut(link).purposeInWords,
            ]
        }
        section(consumers)
        var provisions = Table(["TEMPLATE": .left, "STATE": .left, "SINCE": .left, "WORKSPACE": .elastic])
        provisions.rows = try reader.provisions(of: product.id).map {
            [$0.template.text, $0.state.rawValue, $0.at.minute, $0.workspace]
        }
        section(provisions)
        let feeds = try reader.consumers(of: product.id)
        guard !product.inputs.isEmpty || !feeds.isEmpty else { return }
        output.line()
        output.facts([
            "made from": product.inputs.map(\.description).joined(separator: ", "),
            "feeds": feeds.map(\.text).joined(separator: ", "),
        ])
    }

    private func section(_ table: Table) {
        guard !table.rows.isEmpty else { return }
        output.line()
        output.table(table)
    }

    private func words(_ map: [String: String]) -> String {
        map.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    }
}
