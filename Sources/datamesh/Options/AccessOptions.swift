import ArgumentParser
import MeshModel

/// Access terms, stated on the command line: the original's `access_policy`.
struct AccessOptions: ParsableArguments {
    @Option(help: "Who may use it.") var access: AccessTerms.Kind?
    @Option(help: ArgumentHelp("A role that is granted at once; may be repeated.", valueName: "role"))
    var role: [String] = []
    @Option(help: ArgumentHelp("Somebody who decides besides the owner; may be repeated.", valueName: "person"))
    var approver: [String] = []
    @Flag(help: "Whoever asks has to say what for.") var purposeRequired = false
    @Option(help: ArgumentHelp("The longest that a grant may last.", valueName: "days")) var longestDays: Int64?

    /// The terms, or what is stated on top of others; nil when nothing is.
    func terms(over base: AccessTerms? = nil) -> AccessTerms? {
        guard access != nil || !role.isEmpty || !approver.isEmpty || purposeRequired || longestDays != nil else {
            return base
        }
        var terms = base ?? AccessTerms(kind: role.isEmpty ? .approval : .roleBased)
        terms.kind = access ?? terms.kind
        if !role.isEmpty { terms.roles = role.names }
        if !approver.isEmpty { terms.approvers = approver.names }
        terms.purposeRequired = purposeRequired || terms.purposeRequired
        terms.longestDays = longestDays ?? terms.longestDays
        return terms
    }
}
