import Documents
import Glibc
import Testing

/// Catalogues and manifests that other people wrote. They stand beside the project, not in it.
enum SharedData {
    static let absent: Comment = "../shared/data is not here: real catalogues and manifests are not read"
    static let isPresent = bytes("README.md") != nil

    /// A file's bytes; nil where it is not there.
    static func bytes(_ path: String) -> [UInt8]? {
        // Up from this file: MeshFormatsTests, Tests, the package.
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        return read("/\(root)/../shared/data/\(path)")
    }

    static func document(_ path: String) throws -> Document {
        try Document.read(
            #require(bytes(path), "\(path)"), name: path.split(separator: "/").last.map(String.init) ?? path)
    }

    static func read(_ path: String) -> [UInt8]? {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe chunk.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { return count == 0 ? bytes : nil }
            bytes.append(contentsOf: chunk.prefix(count))
        }
    }
}
