import MeshModel

extension TemplateContext {
    /// The schema objects of the contract, each with its fields and their types in the languages that templates write.
    var objectsValue: TemplateValue {
        var folders = DistinctNames(.folder)
        return .list(
            namedObjects.map { object, table in
                let name = name(of: object)
                // A name that no path can hold leaves the word that stands for any folder.
                let folder = folders.name(for: (try? Filter.path.apply(.text(name))) ?? "")
                return objectValue(object, name: name, table: table, folder: folder)
            })
    }

    /// The objects of the contract, each with the table that is made for it.
    var namedObjects: [(object: SchemaObject, table: String)] {
        var tables = DistinctNames(.table)
        return (contract?.schema ?? []).map { ($0, tables.name(for: name(of: $0))) }
    }

    private func name(of object: SchemaObject) -> String { object.name.isEmpty ? product.id.text : object.name }

    private func objectValue(_ object: SchemaObject, name: String, table: String, folder: String) -> TemplateValue {
        let fields = object.namedColumns
        return .map([
            "name": .text(name), "table": .text(table), "folder": .code(folder),
            "description": .text(object.description),
            "fields": .list(fields.map(fieldValue)),
            "key": keyValue(fields.filter { $0.field.primaryKey }.map(\.column)),
            "key_fields": .list(object.fields.filter(\.primaryKey).map { .text($0.name) }),
            "required": .list(object.fields.filter { $0.required || $0.primaryKey }.map { .text($0.name) }),
        ])
    }

    /// The columns of the primary key; nothing where there is none.
    private func keyValue(_ columns: [String]) -> TemplateValue {
        columns.isEmpty ? .nothing : .map(["columns": .list(columns.map(TemplateValue.text))])
    }

    private func fieldValue(_ field: SchemaField, column: String) -> TemplateValue {
        let type = FieldType(of: field)
        let required = field.required || field.primaryKey
        var schema = type.jsonSchema(nullable: !required)
        if !field.description.isEmpty { schema.append(("description", .text(field.description))) }
        if !field.type.isEmpty { schema.append(("$comment", .text(field.type))) }
        return .map([
            "name": .text(field.name), "column": .text(column), "type": .text(field.type),
            "description": .text(field.description), "required": .flag(required), "unique": .flag(field.unique),
            "primary_key": .flag(field.primaryKey), "pii": .flag(field.pii),
            "tags": .list(field.tags.map(TemplateValue.text)), "sql_type": .code(type.sql),
            "json_schema": .map(schema), "spark_type": type.spark,
            "spark_field": FieldType.sparkField(field.name, type, required: required, remark: field.description),
        ])
    }
}

extension SchemaObject {
    /// The fields, each with the column that is made for it.
    var namedColumns: [(field: SchemaField, column: String)] {
        var columns = DistinctNames(.column)
        return fields.map { ($0, columns.name(for: $0.name)) }
    }
}
