import ArgumentParser
import MeshModel

struct DomainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "domain", abstract: "Domains: the teams that own data.",
        subcommands: [Register.self, Edit.self, List.self, Show.self])

    /// What is said of a domain, whoever says it.
    struct Statements: ParsableArguments {
        @Option(help: "The name people read.") var name: String?
        @Option(help: "A user of the host, or an @group.") var owner: String?
        @Option(help: ArgumentHelp("Who works on it, parted by commas.", valueName: "people")) var team: [String] = []
        @Option(help: "What it is about.") var description: String?
        @Option(help: "The domain that it is a part of.") var parent: String?
    }

    struct Register: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "register", abstract: "Register a domain.",
            discussion: """
                Example:
                  datamesh domain register sales --name "Sales Domain" \\
                      --owner sales_team --team alice,bob
                """)

        @Argument(help: "Its id: small letters, digits, '.', '_' and '-'.") var domain: String?
        @OptionGroup var statements: Statements
        @Option(help: "A tag; may be repeated.") var tag: [String] = []
        @Option(help: "Where questions go.") var contact: String?
        @OptionGroup var stated: StatedFileOption
        @OptionGroup var change: ChangeOptions
        @OptionGroup var common: CommonOptions

        func run() async throws {
            var proposal = try stated.value(Domain.self, "domain", key: "domain_id", id: domain) {
                $0.naming("domain_id")
            }
            proposal.name = statements.name ?? proposal.name
            proposal.owner = statements.owner ?? proposal.owner
            if !statements.team.isEmpty { proposal.team = statements.team.names }
            proposal.description = statements.description ?? proposal.description
            proposal.parent = try statements.parent.map { try Domain.ID(stated: $0, "domain") } ?? proposal.parent
            if !tag.isEmpty { proposal.tags = tag.names }
            proposal.contact = contact ?? proposal.contact
            let id = proposal.id
            try await common.open().carryOut([.registerDomain(proposal)], change) { try $0.domain(id)?.tree }
        }
    }

    struct Edit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "edit", abstract: "Change what is said of a domain.",
            discussion: """
                Only what is stated changes; a team that is stated replaces the old one.

                Example:
                  datamesh domain edit sales --team alice,bob,erin
                """)

        @Argument(help: "The domain.") var domain: String
        @OptionGroup var statements: Statements
        @OptionGroup var change: ChangeOptions
        @OptionGroup var common: CommonOptions

        func run() async throws {
            var edit = DomainEdit(id: try Domain.ID(stated: domain, "domain"))
            edit.name = statements.name
            edit.owner = statements.owner
            edit.team = statements.team.isEmpty ? nil : statements.team.names
            edit.description = statements.description
            edit.parent = try statements.parent.map { try Domain.ID(stated: $0, "domain") }
            let id = edit.id
            try await common.open().carryOut([.editDomain(edit)], change) { try $0.domain(id)?.tree }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List the domains, with how many products each has.",
            discussion: """
                Example:
                  datamesh domain list --json
                """)

        @OptionGroup var common: ReadingOptions

        func run() throws {
            let session = try common.open()
            let domains = try session.reader.domains()
            let counts = try session.reader.facets(.all, at: session.now).domains
            var table = Table([
                "DOMAIN": .left, "NAME": .left, "OWNER": .left, "TEAM": .right, "PRODUCTS": .right, "PARENT": .left,
                "DESCRIPTION": .elastic,
            ])
            table.rows = domains.map { domain in
                [
                    domain.id.text, domain.name, domain.owner, String(domain.team.count),
                    String(counts[domain.id] ?? 0), domain.parent?.text ?? "", domain.description,
                ]
            }
            if domains.isEmpty { session.output.line("no domain yet; 'datamesh domain register' makes one") }
            session.output.table(table)
            session.output.documents(domains.map { $0.tree.adding(["products": .count(counts[$0.id] ?? 0)]) })
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show one domain and its products.",
            discussion: """
                Example:
                  datamesh domain show sales
                """)

        @Argument(help: "The domain.") var domain: String
        @OptionGroup var form: DeclarationOption
        @OptionGroup var common: ReadingOptions

        func run() throws {
            let session = try common.open()
            guard let shown = try session.reader.domain(named: domain) else {
                throw Failure.notFound("domain", domain, hint: "'datamesh domain list' shows those there are")
            }
            if form.yaml { return session.output.declare([Declaration(of: shown)]) }
            let output = session.output
            output.line("\(shown.name) (\(shown.id))")
            if !shown.description.isEmpty { output.line(shown.description) }
            output.line()
            output.facts([
                "owner": shown.owner, "team": shown.team.joined(separator: ", "), "parent": shown.parent?.text ?? "",
                "tags": shown.tags.joined(separator: ", "), "contact": shown.contact, "source": shown.source,
                "registered": shown.created.minute,
            ])
            let products = try session.find(ProductQuery.all.inside(shown.id), order: ProductOrder(.name))
            if !products.isEmpty { output.line() }
            output.table(try session.productTable(products))
            output.document(
                shown.tree.adding(["products": .texts(products.map(\.text))]))
        }
    }
}
