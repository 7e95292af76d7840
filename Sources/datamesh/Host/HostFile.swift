import MeshFormats

/// The administrator's file of the host's meshes, where this process looks for it.
enum HostFile {
    static var path: String { MeshFolder.environment("DATAMESH_CONFIG") ?? HostConfiguration.path }

    /// What it says; nil: this host has no meshes of its own.
    static func read() throws(Failure) -> HostConfiguration? {
        do throws(HostFileError) { return try HostConfiguration.read(at: path, naming: Caller.name(of:)) } catch {
            throw .unusable(error.description)
        }
    }
}
