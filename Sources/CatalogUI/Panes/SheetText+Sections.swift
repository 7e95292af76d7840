import MeshModel
import Terminal
import Widgets

/// What the sheet tells, part by part, in the order in which a person asks for it.
extension SheetText {
    mutating func about() {
        heading("About")
        fact("id", product.id.text, cut: .middle)
        fact(
            "domain",
            sheet.domain.map { $0.name.isEmpty || $0.name == $0.id.text ? $0.id.text : "\($0.name) (\($0.id))" }
                ?? product.domain.text)
        fact("owner", product.owner.isEmpty ? "nobody yet" : product.owner)
        fact("contact", product.contact)
        fact("class", product.classification.rawValue)
        fact("tags", product.tags.joined(separator: ", "), wraps: true)
        fact("kind", product.alignment?.rawValue ?? "")
        fact("collection", product.collection)
        fact("made from", product.inputs.map(\.description).joined(separator: ", "), wraps: true)
        fact("feeds", Words.list(sheet.feeds.map(\.text), most: 6), wraps: true)
    }

    mutating func metadata() {
        guard !product.metadata.isEmpty else { return }
        heading("Metadata")
        let widest = min(width / 2, product.metadata.keys.map(\.columns).max() ?? 0)
        for (key, value) in product.metadata.sorted(by: { $0.key < $1.key }) {
            fact(key, value, label: widest + 1, wraps: true)
        }
    }

    mutating func ports() {
        heading("Ports")
        if product.ports.isEmpty { add(Line("none yet: the first publication makes one", .muted)) }
        for port in product.ports {
            let name = port.name.isEmpty || port.name == port.id.text ? port.id.text : "\(port.id) \(port.name)"
            add(Line(name) + Line(port.address.format.isEmpty ? "" : "  \(port.address.format)", .muted), cut: .middle)
            for part in [port.address.server, port.address.location] where !part.isEmpty {
                add(Line("  " + part, .accent), cut: .middle)
            }
            if !port.description.isEmpty { paragraph(port.description, indent: 2) }
        }
    }

    mutating func schema() {
        let newest = Dictionary(grouping: sheet.contracts, by: \.port).compactMap(\.value.last).sorted {
            $0.port < $1.port
        }
        guard !newest.isEmpty else { return }
        heading("Schema")
        for contract in newest {
            for object in contract.schema {
                if newest.count > 1 || contract.schema.count > 1 {
                    add(Line("\(object.name)") + Line("  port \(contract.port)", .muted))
                }
                fields(object.fields, depth: 0)
            }
        }
    }

    mutating func fields(_ fields: [SchemaField], depth: Int) {
        let widest = min(max(8, width / 2), fields.map(\.name.columns).max() ?? 0)
        for field in fields {
            let marks = [
                field.primaryKey ? "key" : "", field.required ? "required" : "", field.unique ? "unique" : "",
                field.pii ? "personal" : "",
            ].filter { !$0.isEmpty }
            let indent = String(repeating: " ", count: 2 * depth)
            let gap = String(repeating: " ", count: max(0, widest - field.name.columns))
            var line = Line(indent + field.name + gap + "  ") + Line(field.type, .accent)
            if !marks.isEmpty { line = line + Line("  " + marks.joined(separator: " "), .warning) }
            if !field.description.isEmpty { line = line + Line("  " + field.description, .muted) }
            add(line)
            // Deeper than a person reads; the file has the rest.
            if depth < 8 { self.fields(field.fields, depth: depth + 1) }
        }
    }

    mutating func versions() {
        heading("Versions")
        if sheet.contracts.isEmpty { add(Line("none yet: p publishes the first", .muted)) }
        let hasPorts = Set(sheet.contracts.map(\.port)).count > 1
        for contract in sheet.contracts.reversed() {
            let access = contract.access.map { "  \(Self.terms($0))" } ?? ""
            add(
                Line(contract.version.written.padding(to: 9)) + Line(contract.publishedAt.date, .muted)
                    + Line("  \(contract.publishedBy)") + Line(hasPorts ? "  \(contract.port)" : "", .muted)
                    + Line(access, .muted) + Line(contract.note.isEmpty ? "" : "  \(contract.note)", .muted))
        }
    }

    static func terms(_ terms: AccessTerms) -> String {
        switch terms.kind {
        case .open: "open"
        case .roleBased: "roles " + terms.roles.joined(separator: ", ")
        case .approval:
            terms.approvers.isEmpty ? "on approval" : "approval by \(terms.approvers.joined(separator: ", "))"
        }
    }

    mutating func quality() {
        heading("Quality")
        if sheet.metrics.isEmpty {
            add(Line("nothing measured: datamesh quality record \(product.id) completeness=…", .muted), cut: .end)
        }
        let widest = min(width / 3, sheet.metrics.map(\.newest.name.columns).max() ?? 0)
        let values = sheet.metrics.map { Self.value($0.newest) }
        let widestValue = values.map(\.columns).max() ?? 0
        for (metric, value) in zip(sheet.metrics, values) {
            let room = width - widest - 4 - widestValue
            let values = metric.history.count > 1 ? metric.history.map(Optional.some) : []
            let spark = Sparkline(values).text(width: min(12, max(0, room)))
            let age = span(max(0, sheet.now.seconds(since: metric.newest.at)))
            let evidence = "  \(metric.newest.source) \(age)"
            let line =
                Line(metric.newest.name.padding(to: widest + 2))
                + Line(String(repeating: " ", count: widestValue - value.columns) + value) + Line("  ")
                + Line(room > 12 ? spark.padding(to: 12) : spark, .accent)
            // Half of a name says nothing.
            add(room >= 12 + evidence.columns ? line + Line(evidence, .muted) : line)
        }
    }

    private static func value(_ point: MetricPoint) -> String {
        point.value == point.value.rounded() && abs(point.value) < 1e15
            ? Words.count(Int(point.value)) : plainNumber((point.value * 100).rounded() / 100)
    }

    mutating func promises() {
        let sla = product.sla
        guard !sla.isBlank else { return }
        heading("Promises")
        fact("available", sla.availability.map { $0.unit == nil ? "\($0)%" : "\($0)" } ?? "")
        fact("fresh", sla.freshness.map { $0.unit == nil ? "\($0)h" : "\($0)" } ?? "")
        fact("quality", sla.quality.map { $0.unit == nil ? "\($0)%" : "\($0)" } ?? "")
        for (name, value) in sla.others.sorted(by: { $0.key < $1.key }) { fact(name, value, wraps: true) }
    }

    mutating func policies() {
        guard let compliance = sheet.compliance, !compliance.policies.isEmpty else { return }
        heading("Policies", compliance.score.description)
        for policy in compliance.policies {
            let tone: Tone = policy.isCompliant ? .good : policy.binds ? .bad : .warning
            add(
                tone.line(policy.name)
                    + Line("  \(policy.score)" + (policy.remark.isEmpty ? "" : "  \(policy.remark)"), .muted))
            if let waiver = policy.waiver {
                paragraph("waived by \(waiver.createdBy): \(waiver.reason)", .unknown, indent: 2)
            }
            for rule in policy.rules where rule.outcome != .pass {
                paragraph(rule.sentence, rule.outcome == .fail ? tone : .unknown, indent: 2)
            }
        }
    }

    mutating func consumers() {
        heading("Consumers")
        if sheet.links.isEmpty { add(Line("none yet: s asks for access", .muted)) }
        let widest = min(width / 2, sheet.links.map(\.consumer.text.columns).max() ?? 0)
        for link in sheet.links {
            let standing = link.standing(at: sheet.now)
            let access = sheet.access[link.id]
            add(
                (access?.tone ?? standing.tone).mark + Line(" " + link.consumer.text.padding(to: widest + 2))
                    + Line(
                        (access?.label ?? standing.rawValue) + (link.until.map { " until \($0.date)" } ?? ""), .muted)
                    + Line("  \(link.consumerDomain)", .muted)
                    + Line(link.purposeInWords.isEmpty ? "" : "  \(link.purposeInWords)", .muted))
            if !link.uses.isEmpty { paragraph("reads \(link.inWords(link.uses))", .unknown, indent: 2) }
        }
    }

    mutating func usage() {
        guard !sheet.usage.isEmpty else { return }
        heading("Usage", "the newest \(Words.plural(sheet.usage.reduce(0) { $0 + $1.count }, "access", "accesses"))")
        let widest = min(width / 2, sheet.usage.map(\.consumer.columns).max() ?? 0)
        for usage in sheet.usage.prefix(12) {
            let isKnown = sheet.links.contains {
                $0.standing(at: sheet.now).grantsAccess
                    && ($0.consumer.text == usage.consumer || $0.requestedBy == usage.consumer)
            }
            let count = Words.count(usage.count)
            add(
                (isKnown ? Tone.good : .warning).mark + Line(" " + usage.consumer.padding(to: widest + 2))
                    + Line(String(repeating: " ", count: max(0, 6 - count.columns)) + count)
                    + Line("  \(span(max(0, sheet.now.seconds(since: usage.newest)))) ago", .muted)
                    + Line(isKnown ? "" : "  no subscription in use", .warning))
        }
    }

    mutating func infrastructure() {
        heading("Infrastructure")
        if sheet.provisions.isEmpty { add(Line("none yet: i makes some from a template", .muted)) }
        for provision in sheet.provisions {
            add(
                provision.state.tone.line(provision.template.text)
                    + Line("  \(provision.state.rawValue) \(provision.at.date) by \(provision.by)", .muted))
            if !provision.workspace.isEmpty { add(Line("  " + provision.workspace, .accent), cut: .middle) }
            for (name, value) in provision.outputs.sorted(by: { $0.key < $1.key }) { fact("  " + name, value) }
        }
    }

    mutating func origin() {
        heading("Where this comes from")
        fact("source", product.source.isEmpty ? "made here" : "\(product.source)  \(product.sourceID)", cut: .middle)
        fact("created", product.created.isBlank ? "" : product.created.date)
        fact("changed", product.updated.isBlank ? "" : product.updated.date)
        for provenance in product.provenance {
            let who =
                switch provenance.setter {
                case .person(let name): "edited by \(name)"
                case .source(let name): "imported from \(name)"
                }
            paragraph("\(who) \(provenance.at.date): " + provenance.facts.map(\.rawValue).joined(separator: ", "))
        }
    }
}
