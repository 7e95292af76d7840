package import MeshModel

/// What the administrator of a host says of its shared meshes: where they lie, who serves them, and who holds which role.
///
/// Stands in `/etc/datamesh/config.yaml`, which everybody may read and only root may write. The daemon and its clients read the same file.
package struct HostConfiguration: Equatable, Sendable {
    package struct Mesh: Equatable, Sendable {
        /// A slug, by which `--mesh` finds it.
        package var name: String
        package var folder: String
        /// The group whose members may read it.
        package var readers: String
        /// The group that may read purposes, comments and accesses, too; blank: the daemon alone.
        package var confidential: String

        package init(name: String, folder: String, readers: String, confidential: String = "") {
            self.name = name
            self.folder = folder
            self.readers = readers
            self.confidential = confidential
        }
    }

    package var socket = "/run/datamesh/datameshd.sock"
    /// Who must be serving: the daemon's user.
    package var user = "datamesh"
    /// The first is the one meant when none is named; never empty.
    package var meshes: [Mesh]
    /// Users and `@groups` by role. A role that is not here is nobody's.
    package var roles: [Role: [String]] = [:]
    /// The program that is told of news, with its arguments; empty: nobody is told.
    package var notify: [String] = []
    /// A request that nobody decided for so many days goes on to the domain's owner.
    package var escalationDays = Inbox.escalationDays
    package var connectionsPerUser = 64
    /// Nothing may be changed for now.
    package var isReadOnly = false

    package static let path = "/etc/datamesh/config.yaml"

    package init(meshes: [Mesh]) { self.meshes = meshes }

    package func mesh(named name: String) -> Mesh? { meshes.first { $0.name == name } }

    /// The roles that a user holds, by name or by a group (without its `@`).
    package func roles(of user: String, groups: Set<String>) -> Set<Role> {
        let actor = Actor(user: user, groups: groups)
        return Set(roles.filter { $0.value.contains(where: actor.isOrBelongs) }.keys)
    }
}
