package import MeshModel

/// What the program wants done outside of itself. The answer, if there is one, comes back as a message.
package enum Effect: Equatable, Sendable {
    /// Read from the mesh; an older question of the same lane may be given up.
    case ask(Ticket, Question)
    /// Say when the cursor has rested for 80 ms; an older wish of this kind is forgotten.
    case rest(Ticket)
    case preview(Ticket, [Change])
    case commit(Ticket, [Change], RequestID, agreed: Consequences.Digest)
    /// Read a file that states a schema.
    case readSchema(Ticket, path: String, of: DataProduct.ID)
    case plan(Ticket, ProvisionWish)
    case provision(Ticket, ProvisionPlan)
    /// Have platforms carry out what was decided about access.
    case reconcile
    case copy(String)
    case quit
}

/// Infrastructure that somebody wants for a product.
package struct ProvisionWish: Equatable, Sendable {
    package var product: DataProduct.ID
    package var template: InfrastructureTemplate.ID
    package var parameters: [String: String]

    package init(
        product: DataProduct.ID, template: InfrastructureTemplate.ID, parameters: [String: String]
    ) {
        self.product = product
        self.template = template
        self.parameters = parameters
    }
}
