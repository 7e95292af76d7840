import MeshModel

extension TemplateContext {
    /// One link, as a hook tells a platform of it: who, and which columns of which tables.
    func grantValue(_ link: Subscription) -> TemplateValue {
        .map([
            "consumer": .code(link.consumer.text), "domain": .text(link.consumerDomain),
            "port": .code(link.port.text), "requested_by": .text(link.requestedBy),
            "until": link.until.map { .code($0.description) } ?? .nothing,
            "fields": .list(link.fields.map(TemplateValue.text)),
            "tables": .list(tables(of: link)),
        ])
    }

    /// Who should have access through this infrastructure now, in the order of their names.
    var grantsValue: TemplateValue {
        let links = subscriptions.filter {
            $0.product == product.id && $0.port == servedPort && $0.standing(at: now).grantsAccess
        }
        return .list(links.sorted { $0.consumer < $1.consumer }.map(grantValue))
    }

    /// The tables that a link may read, each with its columns. The names are those that the tables were made with.
    private func tables(of link: Subscription) -> [TemplateValue] {
        let fields = Set(link.fields)
        return namedObjects.compactMap { object, table in
            let columns = object.namedColumns.filter { field, _ in
                fields.isEmpty || fields.contains("\(object.name).\(field.name)")
            }
            guard fields.isEmpty || !columns.isEmpty else { return nil }
            return .map([
                "table": .text(table), "whole": .flag(fields.isEmpty),
                // All of them need no names, and a table of many fits into an argument.
                "columns": .list(fields.isEmpty ? [] : columns.map { .text($0.column) }),
            ])
        }
    }
}
