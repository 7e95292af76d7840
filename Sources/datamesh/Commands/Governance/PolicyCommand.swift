import ArgumentParser
import MeshModel

struct PolicyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy", abstract: "Policies: rules that products are checked against.",
        subcommands: [
            Create.self, Test.self, List.self, Show.self, Enable.self, Deprecate.self, Implement.self,
            Implementations.self, Waive.self, EndWaiver.self, Waivers.self,
        ])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "create", abstract: "Create a policy; a rule that cannot be read is refused with its column.",
            discussion: """
                Examples:
                  datamesh policy create data_quality --type quality \\
                      --rule "completeness >= 95%" --rule "timeliness <= 24h"
                  datamesh policy create pii --scope tag:pii --enforcement advisory \\
                      --rule "classification in [confidential, restricted]"
                """)

        @Argument(help: "Its id: small letters, digits, '.', '_' and '-'.") var policy: String?
        @Option(help: "The name people read.") var name: String?
        @Option(help: "Where it stands: a draft binds nobody.") var lifecycle: Policy.Lifecycle?
        @Option(help: "The day from which it binds, in grace.") var graceUntil: Instant?
        @Option(help: "Why it is there.") var description: String?
        @OptionGroup var substance: PolicyOptions
        @OptionGroup var stated: StatedFileOption
        @OptionGroup var change: ChangeOptions
        @OptionGroup var common: CommonOptions

        func run() async throws {
            var proposal = try stated.value(Policy.self, "policy", key: "policy_id", id: policy) {
                $0.naming("policy_id")
            }
            proposal.name = name ?? proposal.name
            substance.apply(to: &proposal)
            proposal.lifecycle = lifecycle ?? (graceUntil == nil ? proposal.lifecycle : .grace)
            proposal.graceUntil = graceUntil ?? proposal.graceUntil
            proposal.description = description ?? proposal.description
            let id = proposal.id
            try await common.open().carryOut([.createPolicy(proposal)], change) { try $0.policy(id)?.tree }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List the policies.",
            discussion: """
                Example:
                  datamesh policy list
                """)

        @OptionGroup var common: ReadingOptions

        func run() throws {
            let session = try common.open()
            let policies = try session.reader.policies()
            if policies.isEmpty { session.output.line("no policy yet; 'datamesh policy create' makes one") }
            var table = Table([
                "POLICY": .left, "TYPE": .left, "SCOPE": .left, "ENFORCEMENT": .left, "LIFECYCLE": .left,
                "RULES": .elastic,
            ])
            table.rows = policies.map {
                [
                    $0.id.text, $0.type.rawValue, "\($0.scope)", $0.enforcement.rawValue, $0.lifecycle.rawValue,
                    $0.rules.joined(separator: "; "),
                ]
            }
            session.output.table(table)
            session.output.documents(policies.map(\.tree))
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show a policy and its rules.",
            discussion: """
                Example:
                  datamesh policy show data_quality
                """)

        @Argument(help: "The policy.") var policy: String
        @OptionGroup var form: DeclarationOption
        @OptionGroup var common: ReadingOptions

        func run() throws {
            let session = try common.open()
            let shown = try session.policy(policy)
            if form.yaml { return session.output.declare([Declaration(of: shown)]) }
            session.output.line("\(shown.name) (\(shown.id))")
            if !shown.description.isEmpty { session.output.line(shown.description) }
            session.output.facts([
                "type": shown.type.rawValue, "scope": "\(shown.scope)", "enforcement": shown.enforcement.rawValue,
                "lifecycle": shown.lifecycle.rawValue + (shown.graceUntil.map { " until \($0.date)" } ?? ""),
                "created": "\(shown.created.minute) by \(shown.createdBy)",
            ])
            session.output.line()
            session.output.lines(shown.rules)
            session.output.document(shown.tree)
        }
    }

    struct Enable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "enable", abstract: "Let a policy bind, at once or after a grace period.",
            discussion: """
                Example:
                  datamesh policy enable pii --grace-until 2027-01-31
                """)

        @Argument(help: "The policy.") var policy: String
        @Option(help: "Until then a failure only warns.") var graceUntil: Instant?
        @OptionGroup var change: ChangeOptions
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let id = try Policy.ID(stated: policy, "policy")
            let step = PolicyLifecycleChange(
                policy: id, lifecycle: graceUntil == nil ? .enabled : .grace, graceUntil: graceUntil)
            try await common.open().carryOut([.setPolicyLifecycle(step)], change) { try $0.policy(id)?.tree }
        }
    }

    struct Deprecate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "deprecate", abstract: "Let a policy bind nobody any more; a failure only warns.",
            discussion: """
                Example:
                  datamesh policy deprecate old_naming
                """)

        @Argument(help: "The policy.") var policy: String
        @OptionGroup var change: ChangeOptions
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let id = try Policy.ID(stated: policy, "policy")
            let step = PolicyLifecycleChange(policy: id, lifecycle: .deprecated)
            try await common.open().carryOut([.setPolicyLifecycle(step)], change) { try $0.policy(id)?.tree }
        }
    }
}

extension Session {
    func policy(_ name: String) throws -> Policy {
        guard let policy = try Policy.ID(name).flatMap({ id throws(ReadError) in try reader.policy(id) }) else {
            throw Failure.notFound("policy", name, hint: "'datamesh policy list' shows those there are")
        }
        return policy
    }
}
