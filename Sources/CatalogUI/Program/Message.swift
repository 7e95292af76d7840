package import MeshModel
package import Terminal

/// Everything that can happen to the program.
package enum Message: Sendable {
    case key(Key)
    case resized(Size)
    /// The last frame is on the screen, and nothing that was typed before is left.
    case shown
    /// The cursor has rested.
    case rested(Ticket)
    /// The mesh has a newer revision.
    case revised(Revision)
    case answered(Ticket, Answer, at: Instant)
    case previewed(Ticket, Result<Outlook, GatewayError>)
    case committed(Ticket, Result<Receipt, GatewayError>)
    case schemaRead(Ticket, Result<[SchemaObject], Refusal>)
    case planned(Ticket, Result<ProvisionPlan, Refusal>)
    case provisioning(Ticket, String)
    case provisioned(Ticket, Result<Provision, Refusal>)
    /// What platforms made of what was decided about access.
    case reconciled(Result<Reconciliation, Refusal>)
    /// Something went wrong that nobody asked for.
    case trouble(String)
}

/// What platforms did, a sentence each.
package struct Reconciliation: Equatable, Sendable {
    package var done: [String]
    package var failed: [String]
    /// Left to whoever provisioned it.
    package var waiting: [String]

    package init(done: [String], failed: [String], waiting: [String]) {
        self.done = done
        self.failed = failed
        self.waiting = waiting
    }
}

/// Why something outside the mesh could not be done: a sentence.
package struct Refusal: Error, Hashable, Sendable {
    package var sentence: String
    package init(_ sentence: String) { self.sentence = sentence }
}
