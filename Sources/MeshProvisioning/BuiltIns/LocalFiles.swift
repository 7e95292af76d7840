import MeshModel

extension BuiltInTemplates {
    /// A product in a folder of this host: a place for its data, its contract as JSON Schema and SQL, and who may read it.
    ///
    /// Its status hooks are `stat` and `find`, which every Debian has and which print `key=value` by themselves: the same way as any template's
    /// hooks go, and no code of ours in between. Whether the files are those that were written is not asked of them: that is drift.
    static func localFiles(_ id: InfrastructureTemplate.ID) -> InfrastructureTemplate {
        var template = InfrastructureTemplate()
        template.id = id
        template.name = "Local files"
        template.type = "storage"
        template.description =
            "A folder for the data, the contract as JSON Schema and SQL, and the list of who may read"
        template.components = ["storage", "serving"]
        template.configuration = ["storage": "files"]
        template.files = [
            .init(path: "README.md", content: readme, mode: "0640"),
            .init(path: "access/", content: "", mode: "0750"),
            .init(path: "access/subscribers.csv", content: subscribers, mode: "0640"),
            .init(path: "access/terms.json", content: terms, mode: "0640"),
            .init(path: "{{#contract}}contract/schema.json{{/contract}}", content: jsonSchema, mode: "0640"),
            .init(path: "{{#contract}}contract/schema.sql{{/contract}}", content: ddl, mode: "0640"),
            .init(path: "data/", content: "", mode: "0750"),
        ]
        template.hooks = [
            .init(
                event: .status, argv: ["stat", "--printf", #"data_mode=%a\ndata_owner=%U\ndata_group=%G\n"#, "data"],
                timeLimitSeconds: 30),
            .init(
                event: .status,
                argv: ["find", "README.md", "access", "-type", "f", "-printf", #"%p=%s\n"#], timeLimitSeconds: 30),
        ]
        return template
    }

    private static let readme = #"""
        # {{product.name}}

        {{#product.description}}
        {{product.description}}

        {{/product.description}}
        Domain {{product.domain}}, owner {{product.owner}}{{^product.owner}}nobody yet{{/product.owner}}, {{product.classification}}.

        - `data/`: the data goes here; the owner writes, the group reads.
        {{#contract}}
        - `contract/schema.json`: the contract, version {{contract.written}}, as JSON Schema for one record.
        - `contract/schema.sql`: the same as tables, for SQLite and PostgreSQL.
        {{/contract}}
        {{^contract}}
        - No version is published yet: publish one and provision again to get its contract here.
        {{/contract}}
        - `access/subscribers.csv`: who may read, when this was rendered.
        - `access/terms.json`: on which terms.

        Everything but `data/` is rendered by datamesh: change the product and provision again.
        {{#objects}}

        ## {{name}}

        {{#description}}
        {{description}}

        {{/description}}
        {{#fields}}
        - {{name}} (`{{type}}`{{#required}}, required{{/required}}{{#pii}}, about a person{{/pii}}){{#description}}: {{description}}{{/description}}
        {{/fields}}
        {{/objects}}

        """#

    private static let subscribers = #"""
        consumer,domain,port,until,purpose,requested_by
        {{#subscribers}}
        {{consumer|csv}},{{domain|csv}},{{port|csv}},{{until|csv}},{{purpose|csv}},{{requested_by|csv}}
        {{/subscribers}}

        """#

    private static let terms = #"""
        {
          "product": {{product.id|json}},
          "classification": {{product.classification|json}},
          "type": {{access.type|json}},
          "roles": {{access.roles|json}},
          "approvers": {{access.approvers|json}},
          "purpose_required": {{access.purpose_required|json}},
          "longest_days": {{access.longest_days|json}}
        }

        """#

    private static let jsonSchema = #"""
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "$id": "urn:datamesh:{{product.id|raw}}:{{contract.port|raw}}:{{contract.version|raw}}",
          "title": {{product.name|json}},
          "description": {{product.description|json}}{{#objects}}{{#first}},
          "anyOf": [{{/first}}
            {
              "title": {{name|json}},
              "description": {{description|json}},
              "type": "object",
              "properties": {
        {{#fields}}
                {{name|json}}: {{json_schema|json}}{{^last}},{{/last}}
        {{/fields}}
              },
              "required": {{required|json}}
            }{{^last}},{{/last}}{{#last}}
          ]{{/last}}{{/objects}}
        }

        """#

    private static let ddl = #"""
        -- {{product.name|text}}, contract {{contract.version|raw}} of port {{contract.port|raw}}
        -- SQLite and PostgreSQL both take these statements. Lists and records are kept as JSON text.
        {{#objects}}

        -- {{name|text}}{{#description}}: {{description|text}}{{/description}}
        {{#fields}}
        {{#first}}
        CREATE TABLE IF NOT EXISTS {{table|sql}} (
        {{/first}}
            {{column|sql}} {{sql_type|raw}}{{#required}} NOT NULL{{/required}}{{#unique}} UNIQUE{{/unique}}{{^last}},{{/last}}{{#last}}{{#key}},{{/key}}{{/last}}{{#description}} -- {{description|text}}{{/description}}
        {{#last}}
        {{#key}}
            PRIMARY KEY ({{#columns}}{{.|sql}}{{^last}}, {{/last}}{{/columns}})
        {{/key}}
        );
        {{/last}}
        {{/fields}}
        {{^fields}}
        -- The contract states no fields.
        {{/fields}}
        {{/objects}}
        {{^objects}}
        -- The contract states no tables.
        {{/objects}}

        """#
}
