/// What changes would do, and what would come of that: a person agrees to the first, and is shown both.
public struct Outlook: Equatable, Sendable {
    public var consequences: Consequences
    /// Whom a policy would catch, what is downstream, what platforms would run. It may change before the commit and holds up none.
    public var beyond: [Consequence]

    public init(_ consequences: Consequences, beyond: [Consequence] = []) {
        self.consequences = consequences
        self.beyond = beyond
    }

    /// In the order in which they are told.
    public var items: [Consequence] { consequences.items + beyond }
}
