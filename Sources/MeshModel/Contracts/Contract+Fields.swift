extension Contract {
    /// Every field as `object.field` or `object.field.member`: the paths that a comparison of versions speaks of.
    public var fieldPaths: [String] {
        var paths: [String] = []
        func add(_ fields: [SchemaField], below path: String) {
            for field in fields {
                paths.append("\(path).\(field.name)")
                add(field.fields, below: "\(path).\(field.name)")
            }
        }
        for object in schema { add(object.fields, below: object.name) }
        return paths
    }

    /// Why a name means no field.
    public enum UnknownField: Error, Equatable {
        /// The name that was probably meant, if one is near.
        case unknown(nearest: String?)
        /// Fields of several objects have it.
        case several([String])
    }

    /// The path of the field that a name means: a whole path, or what follows an object's name where one object alone has it.
    public func path(ofField name: String) throws(UnknownField) -> String {
        let paths = fieldPaths
        if paths.contains(name) { return name }
        let found = schema.map { "\($0.name).\(name)" }.filter(paths.contains)
        switch found.count {
        case 1: return found[0]
        case 0:
            let short = schema.flatMap { object in object.fields.map(\.name) }
            throw .unknown(nearest: nearest(to: name, among: short + paths))
        default: throw .several(found)
        }
    }
}

extension Subscription {
    /// Whether what somebody reads is touched by a change at a path: of the field itself, of one it lies in, or of one inside it.
    ///
    /// Nil: nobody said which fields the consumer reads.
    public func reads(_ path: String) -> Bool? {
        guard !uses.isEmpty else { return nil }
        return uses.contains { use in
            use == path || use.hasPrefix(path + ".") || path.hasPrefix(use + ".")
        }
    }

    /// Paths of fields as people write them: without the object that is called like the product.
    public func inWords(_ paths: [String]) -> String {
        let prefix = product.text + "."
        return paths.map { $0.hasPrefix(prefix) ? String($0.dropFirst(prefix.count)) : $0 }.joined(separator: ", ")
    }
}
