import Glibc
import MeshBroker
import MeshFormats
import MeshModel
import MeshStore

/// Meshes of the host: read from their files, changed through their daemon.
extension OpenMesh {
    /// Whether the caller looks after the mesh itself: as the daemon's user, while no daemon is there to do it.
    static func isAdministration(_ shared: HostMesh) -> Bool {
        guard let server = shared.server, server == geteuid() else { return false }
        if case .nobody = SocketServer(at: shared.host.socket, servedBy: server) { return true }
        return false
    }

    /// The client of the daemon, over whatever reads the same mesh.
    static func broker(_ shared: HostMesh, reading: any MeshGateway) throws(Failure) -> BrokerGateway {
        guard let server = shared.server else { throw .unusable(noServer(shared)) }
        return BrokerGateway(reading: reading, socket: shared.host.socket, mesh: shared.name, servedBy: server)
    }

    static func gateway(_ shared: HostMesh, reading: any MeshGateway) -> any MeshGateway {
        // Nobody could be trusted to serve: everything can still be read.
        guard let client = try? broker(shared, reading: reading) else {
            return ReadOnlyGateway(reading, sentence: noServer(shared))
        }
        return client
    }

    private static func noServer(_ shared: HostMesh) -> String {
        "this host has no user '\(shared.host.user)', who should serve the mesh '\(shared.name)': nothing can be changed; tell the administrator of this host"
    }

    /// Why the files of a mesh of the host cannot be read, for somebody who did not make them.
    static func unreadable(_ shared: HostMesh, _ error: StoreError) -> Failure {
        switch error {
        case .notAMesh:
            .unusable(
                "the mesh '\(shared.name)' of this host is not in \(shared.mesh.folder) yet: datameshd makes it when it starts; 'datamesh doctor' says more"
            )
        case .mayNotRead:
            .unusable(
                "you may not read the mesh '\(shared.name)': its readers are the group \(shared.mesh.readers), which you are not in; ask the administrator of this host, and log in again afterwards"
            )
        default: .unusable(error.description)
        }
    }

    /// Refuses what nobody does by hand to a mesh of the host.
    static func demandOwn(_ folder: MeshFolder, _ what: String) throws(Failure) {
        guard let shared = folder.shared else { return }
        throw .refused("\(folder.path) is the mesh '\(shared.name)' of this host: \(what)")
    }
}
