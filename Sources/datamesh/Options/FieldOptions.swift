import ArgumentParser
import MeshModel

/// A schema, stated on the command line: one object, field by field.
struct FieldOptions: ParsableArguments {
    @Option(help: ArgumentHelp("A field; may be repeated. A trailing ! requires it.", valueName: "name:type"))
    var field: [StatedField] = []
    @Option(help: ArgumentHelp("A field of the primary key; may be repeated.", valueName: "name"))
    var key: [String] = []
    @Option(help: ArgumentHelp("A field that says something about a person; may be repeated.", valueName: "name"))
    var pii: [String] = []

    struct StatedField: ExpressibleByArgument, Equatable {
        var field: SchemaField

        init?(argument: String) {
            guard let colon = argument.firstIndex(of: ":"), colon != argument.startIndex else { return nil }
            var type = argument[argument.index(after: colon)...]
            let required = type.last == "!"
            if required { type.removeLast() }
            guard !type.isEmpty else { return nil }
            field = SchemaField(name: String(argument[..<colon]), type: String(type), required: required)
        }
    }

    /// Nil when no field is stated.
    func object(named name: String) throws(Failure) -> SchemaObject? {
        guard !field.isEmpty else { return nil }
        var fields = field.map(\.field)
        for name in key.names + pii.names where !fields.contains(where: { $0.name == name }) {
            throw .usage("--key and --pii speak of fields that --field states; '\(name)' is none of them")
        }
        for index in fields.indices {
            fields[index].primaryKey = key.names.contains(fields[index].name)
            fields[index].pii = pii.names.contains(fields[index].name)
        }
        return SchemaObject(name: name, fields: fields)
    }
}
