import Glibc
import MeshModel

/// The one place that knows what stands behind a gateway.
enum OpenMesh {
    /// Opens the mesh of a folder.
    static func open(_ folder: MeshFolder) throws(Failure) -> any MeshGateway {
        guard folder.hasMesh else {
            throw .unusable(
                "there is no mesh in \(folder.path); 'datamesh init' makes an empty one, 'datamesh demo' one to look around in"
            )
        }
        return MemoryMesh(actor: Caller.actor(folderOwner: folder.owner), clock: WallClock.now)
    }
}
