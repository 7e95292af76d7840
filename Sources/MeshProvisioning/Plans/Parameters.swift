import MeshModel

extension InfrastructureTemplate {
    /// What was asked for, with defaults filled in and every value checked against its parameter.
    func resolve(
        _ given: [String: String]
    ) throws(ProvisionError) -> (texts: [String: String], values: [String: TemplateValue]) {
        for name in given.keys.sorted() where !parameters.contains(where: { $0.name == name }) {
            throw .unknownParameter(name, known: parameters.map(\.name))
        }
        var texts: [String: String] = [:]
        var values: [String: TemplateValue] = [:]
        for parameter in parameters {
            let text = given[parameter.name] ?? parameter.fallback
            guard !(text.isEmpty && parameter.required) else {
                throw .missingParameter(parameter.name, template: id.text)
            }
            values[parameter.name] = try parameter.value(of: text)
            if !text.isEmpty { texts[parameter.name] = text }
        }
        return (texts, values)
    }
}

extension InfrastructureTemplate.Parameter {
    fileprivate func value(of text: String) throws(ProvisionError) -> TemplateValue {
        func refusal(_ expected: String) -> ProvisionError {
            .invalidParameter(name, value: String(text.prefix(80)), expected: expected)
        }
        guard text.utf8.count <= Bounds.note else { throw refusal("at most \(Bounds.note) bytes") }
        guard !text.isEmpty else { return kind == .text ? .text("") : .nothing }
        switch kind {
        case .text:
            guard text.unicodeScalars.allSatisfy(isPlain) else { throw refusal("text without control characters") }
            return .text(text)
        case .number:
            guard isJSONNumber(text) else { throw refusal("a number such as 12 or 0.5") }
            return .number(text)
        case .flag:
            guard text == "true" || text == "false" else { throw refusal("true or false") }
            return .flag(text == "true")
        case .choice:
            guard choices.contains(text) else { throw refusal("one of \(choices.joined(separator: ", "))") }
            return .text(text)
        case .path:
            do {
                return .text(try WorkspacePath(text).segments.joined(separator: "/"))
            } catch {
                throw refusal("a path inside the workspace; \(error.reason)")
            }
        }
    }
}
