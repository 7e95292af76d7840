import ArgumentParser
import MeshModel

/// What a policy asks, and of whom.
struct PolicyOptions: ParsableArguments {
    @Option(help: "What it is about.") var type: Policy.Kind?
    @Option(help: "Which products: global, domain:NAME or tag:NAME.") var scope: Policy.Scope?
    @Option(help: "A rule; may be repeated.") var rule: [String] = []
    @Option(help: "Whether a failure counts or only warns.") var enforcement: Policy.Enforcement?

    /// Only what was stated.
    func apply(to policy: inout Policy) {
        policy.type = type ?? policy.type
        policy.scope = scope ?? policy.scope
        if !rule.isEmpty { policy.rules = rule }
        policy.enforcement = enforcement ?? policy.enforcement
    }
}
