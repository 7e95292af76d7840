import MeshModel

/// A schema as it is typed in one line: `order_id:string, amount:decimal(10,2)`.
enum SchemaText {
    /// The fields of a line, or what is wrong with the first that cannot be read.
    static func fields(_ text: String) -> Result<[SchemaField], Refusal> {
        var fields: [SchemaField] = []
        for (index, part) in parts(of: text).enumerated() {
            guard let colon = part.firstIndex(of: ":") else {
                return .failure(Refusal("field \(index + 1), '\(part)': expected name:type"))
            }
            let name = String(part[..<colon]).trimmed
            let type = String(part[part.index(after: colon)...]).trimmed
            guard !name.isEmpty, !type.isEmpty else {
                return .failure(Refusal("field \(index + 1), '\(part)': expected name:type"))
            }
            guard !fields.contains(where: { $0.name == name }) else {
                return .failure(Refusal("field \(index + 1): '\(name)' stands twice"))
            }
            fields.append(SchemaField(name: name, type: type))
        }
        return fields.isEmpty ? .failure(Refusal("name at least one field: name:type, …")) : .success(fields)
    }

    /// At commas and line ends outside of brackets: the comma of `decimal(10,2)` parts nothing.
    private static func parts(of text: String) -> [String] {
        var parts: [String] = []
        var part = ""
        var depth = 0
        for character in text {
            switch character {
            case "(", "<", "[": depth += 1
            case ")", ">", "]": depth = max(0, depth - 1)
            default: break
            }
            if depth == 0, character == "," || character == ";" || character.isNewline {
                parts.append(part)
                part = ""
            } else {
                part.append(character)
            }
        }
        return (parts + [part]).map(\.trimmed).filter { !$0.isEmpty }
    }

    /// A schema of one flat object in a line; nil where a line cannot say it.
    static func line(_ schema: [SchemaObject]) -> String? {
        guard schema.count == 1, schema[0].fields.allSatisfy({ $0.fields.isEmpty && !$0.name.contains(":") }) else {
            return nil
        }
        let line = schema[0].fields.map { "\($0.name):\($0.type)" }.joined(separator: ", ")
        guard case .success(let read) = fields(line), read.map(\.name) == schema[0].fields.map(\.name) else {
            return nil
        }
        return line
    }

    /// Typed fields, with what the version before said about those that are the same: a line cannot say it, and must not lose it.
    static func merge(_ typed: [SchemaField], onto before: [SchemaObject], name: String) -> [SchemaObject] {
        let known = before.count == 1 ? before[0] : nil
        let fields = typed.map { field in
            known?.fields.first { $0.name == field.name && $0.type == field.type } ?? field
        }
        return [SchemaObject(name: known?.name ?? name, description: known?.description ?? "", fields: fields)]
    }
}
