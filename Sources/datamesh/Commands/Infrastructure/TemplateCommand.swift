import ArgumentParser
import MeshModel
import MeshProvisioning

struct TemplateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "template", abstract: "Templates: patterns that infrastructure is made from.",
        subcommands: [Create.self, List.self, Show.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "create",
            abstract: "Create a template; one without files takes those of the built-in one of its id.",
            discussion: """
                Examples:
                  datamesh template create standard_pipeline --type batch \\
                      --component ingestion --component storage --config storage=s3
                  datamesh template create -f template.yaml
                """)

        @Argument(help: "Its id: small letters, digits, '.', '_' and '-'.") var template: String?
        @Option(help: "The name people read.") var name: String?
        @Option(help: "batch, streaming, storage: your own word.") var type: String?
        @Option(help: "What it makes.") var description: String?
        @Option(help: ArgumentHelp("A part of it; may be repeated.", valueName: "name")) var component: [String] = []
        @Option(help: ArgumentHelp("A setting; may be repeated.", valueName: "name=value")) var config: [Assignment] =
            []
        @OptionGroup var stated: StatedFileOption
        @OptionGroup var change: ChangeOptions
        @OptionGroup var common: CommonOptions

        func run() async throws {
            var proposal = try stated.value(
                InfrastructureTemplate.self, "template", key: "template_id", id: template
            ) { $0.naming("template_id") }
            proposal.name = name ?? proposal.name
            proposal.type = type ?? proposal.type
            proposal.description = description ?? proposal.description
            if !component.isEmpty { proposal.components = component.names }
            proposal.configuration.merge(config.map) { $1 }
            let id = proposal.id
            try await common.open().carryOut([.createTemplate(proposal)], change) { try $0.template(id)?.tree }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List the templates, the built-in ones among them.",
            discussion: """
                Example:
                  datamesh template list
                """)

        @OptionGroup var common: ReadingOptions

        func run() throws {
            let session = try common.open()
            let templates = try session.templates()
            var table = Table([
                "TEMPLATE": .left, "NAME": .left, "TYPE": .left, "COMPONENTS": .left, "DESCRIPTION": .elastic,
            ])
            table.rows = templates.map {
                [$0.id.text, $0.name, $0.type, $0.components.joined(separator: ", "), $0.description]
            }
            session.output.table(table)
            session.output.documents(templates.map(\.tree))
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show a template: its settings, parameters, files and hooks.",
            discussion: """
                Example:
                  datamesh template show local-files
                """)

        @Argument(help: "The template.") var template: String
        @OptionGroup var form: DeclarationOption
        @OptionGroup var common: ReadingOptions

        func run() throws {
            let session = try common.open()
            guard let stored = try session.templates().first(where: { $0.id.text == template }) else {
                throw Failure.notFound("template", template, hint: "'datamesh template list' shows those there are")
            }
            if form.yaml { return session.output.declare([Declaration(of: stored)]) }
            let shown = BuiltInTemplates.resolve(stored)
            session.output.line("\(shown.name) (\(shown.id))")
            if !shown.description.isEmpty { session.output.line(shown.description) }
            session.output.facts([
                "type": shown.type, "components": shown.components.joined(separator: ", "),
                "configuration": shown.configuration.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
                    .joined(separator: ", "),
                "hooks": shown.hooks.map { "\($0.event): \($0.argv.commandLine)" }.joined(separator: "; "),
            ])
            var parameters = Table([
                "PARAMETER": .left, "TYPE": .left, "DEFAULT": .left, "DESCRIPTION": .elastic,
            ])
            parameters.rows = shown.parameters.map {
                [
                    $0.name, $0.kind == .choice ? $0.choices.joined(separator: "|") : $0.kind.rawValue,
                    $0.required ? "required" : $0.fallback, $0.description,
                ]
            }
            if !parameters.rows.isEmpty { session.output.line() }
            session.output.table(parameters)
            if !shown.files.isEmpty { session.output.line() }
            session.output.lines(shown.files.map { "  \($0.path)" })
            session.output.document(shown.tree)
        }
    }
}

extension Session {
    /// The mesh's own templates, and those of the program that it has not taken in yet.
    func templates() throws(ReadError) -> [InfrastructureTemplate] {
        let own = try reader.templates()
        return own + BuiltInTemplates.all.filter { builtIn in !own.contains { $0.id == builtIn.id } }
    }
}
