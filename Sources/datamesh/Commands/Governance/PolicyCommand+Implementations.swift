import ArgumentParser
import MeshModel

extension PolicyCommand {
    struct Implement: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "implement",
            abstract: "Say how a domain keeps a policy: by its own metrics, or more strictly.",
            discussion: """
                A test that is looser than the policy's is refused. Without --metric and
                --rule the policy holds in the domain as it is written again.

                Example:
                  datamesh policy implement data_quality --domain sales \\
                      --metric completeness=fill_rate --rule "completeness >= 98%"
                """)

        @Argument(help: "The policy.") var policy: String
        @Option(help: "The domain; those below it follow.") var domain: String
        @Option(
            help: ArgumentHelp(
                "A metric of the policy and what the domain calls its own; may be repeated.", valueName: "metric=own"))
        var metric: [Assignment] = []
        @Option(help: "A stricter test, in the policy's names; may be repeated.") var rule: [String] = []
        @Option(help: "Why.") var description = ""
        @OptionGroup var change: ChangeOptions
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let implementation = PolicyImplementation(
                policy: try Policy.ID(stated: policy, "policy"), domain: try Domain.ID(stated: domain, "domain"),
                metrics: metric.map, rules: rule, description: description)
            try await common.open().carryOut([.implementPolicy(implementation)], change) {
                try $0.find(PolicyImplementation.self, implementation.key)?.tree
            }
        }
    }

    struct Implementations: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "implementations", abstract: "List the domains that keep a policy their own way.",
            discussion: """
                Example:
                  datamesh policy implementations data_quality
                """)

        @Argument(help: "The policy; else all.") var policy: String?
        @OptionGroup var common: CommonOptions

        func run() throws {
            let session = try common.open()
            let id = try policy.map { try session.policy($0).id }
            let implementations = try session.reader.implementations(of: id)
            if implementations.isEmpty { session.output.line("every domain keeps the policies as they are written") }
            var table = Table(["POLICY": .left, "DOMAIN": .left, "METRICS": .left, "RULES": .left, "WHY": .elastic])
            table.rows = implementations.map { way in
                let names = way.metrics.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
                return [
                    way.policy.text, way.domain.text, names.joined(separator: ", "), way.rules.joined(separator: "; "),
                    way.description,
                ]
            }
            session.output.table(table)
            session.output.documents(implementations.map(\.tree))
        }
    }
}
