extension Template {
    /// The text with every hole filled.
    ///
    /// A name is looked for in the innermost section first. One that nothing knows is refused, so that a misspelling does not become a gap.
    package func render(_ context: TemplateValue) throws(TemplateError) -> String {
        var renderer = Renderer(template: self, scopes: [Scope(value: context)])
        try renderer.render(nodes)
        return renderer.output
    }

    /// Where names are looked up: a value, and its place where it is an item of a list.
    private struct Scope {
        var value: TemplateValue
        var place: (index: Int, count: Int)?

        subscript(name: String) -> TemplateValue? {
            if let own = value[name] { return own }
            guard let place else { return nil }
            switch name {
            case "first": return .flag(place.index == 0)
            case "last": return .flag(place.index == place.count - 1)
            case "index": return .number(String(place.index + 1))
            default: return nil
            }
        }
    }

    private struct Renderer {
        let template: Template
        var scopes: [Scope]
        var output = ""
        var bytes = 0
        var steps = 0

        mutating func render(_ nodes: [Node]) throws(TemplateError) {
            for node in nodes {
                switch node {
                case .text(let text, let position):
                    try write(text, at: position)
                case .hole(let name, let filters, let position):
                    try write(try written(try value(of: name, at: position), filters, at: position), at: position)
                case .section(let name, let inverted, let inner, let position):
                    try render(inner, over: try value(of: name, at: position), inverted: inverted, at: position)
                }
            }
        }

        private mutating func render(
            _ nodes: [Node], over value: TemplateValue, inverted: Bool, at position: TemplateError.Position
        ) throws(TemplateError) {
            try step(at: position)
            guard value.isShown != inverted else { return }
            switch value {
            case .list(let items) where !inverted:
                for (index, item) in items.enumerated() {
                    try step(at: position)
                    scopes.append(Scope(value: item, place: (index, items.count)))
                    try render(nodes)
                    scopes.removeLast()
                }
            case .map where !inverted, .text where !inverted, .code where !inverted, .number where !inverted:
                scopes.append(Scope(value: value))
                try render(nodes)
                scopes.removeLast()
            default:
                try render(nodes)
            }
        }

        private func value(of name: Name, at position: TemplateError.Position) throws(TemplateError) -> TemplateValue {
            guard let head = name.parts.first else { return scopes.last?.value ?? .nothing }
            for scope in scopes.reversed() {
                guard var found = scope[head] else { continue }
                for part in name.parts.dropFirst() { found = found[part] ?? .nothing }
                return found
            }
            throw failure(.unknownName(name.text), at: position)
        }

        private func written(
            _ value: TemplateValue, _ filters: [Filter], at position: TemplateError.Position
        ) throws(TemplateError) -> String {
            var value = value
            for filter in filters {
                do throws(Filter.Refusal) {
                    value = .code(try filter.apply(value))
                } catch {
                    throw failure(.unwritable(filter: filter.rawValue, reason: error.reason), at: position)
                }
            }
            guard case .code(let text) = value else { return "" }
            return text
        }

        private mutating func write(_ text: String, at position: TemplateError.Position) throws(TemplateError) {
            try step(at: position)
            bytes += text.utf8.count
            guard bytes <= template.budget.outputBytes else {
                throw failure(
                    .tooLarge(what: "the rendered size in bytes", allowed: template.budget.outputBytes), at: position)
            }
            output += text
        }

        private mutating func step(at position: TemplateError.Position) throws(TemplateError) {
            steps += 1
            guard steps <= template.budget.steps else {
                throw failure(
                    .tooLarge(what: "the number of rendering steps", allowed: template.budget.steps), at: position)
            }
        }

        private func failure(
            _ reason: TemplateError.Reason, at position: TemplateError.Position
        ) -> TemplateError {
            TemplateError(template: template.name, position: position, reason: reason)
        }
    }
}
