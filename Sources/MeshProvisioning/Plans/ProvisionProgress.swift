package import MeshModel

/// What happens while a plan is carried out.
package enum ProvisionProgress: Equatable, Sendable {
    /// A file was dealt with: so many steps of the plan are done. Files that did not change count too.
    case file(path: String, change: ProvisionPlan.FileChange, done: Int, of: Int)
    case started(InfrastructureTemplate.Hook, done: Int, of: Int)
    /// A line that a hook printed, safe to show.
    case line(String)
}
