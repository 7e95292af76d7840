/// A path inside a workspace: segments that can lead nowhere else. It stands for a folder where it was written with a `/` at its end.
struct WorkspacePath: Equatable, Sendable {
    /// At least one; none of them `.`, `..` or empty.
    let segments: [String]
    let isFolder: Bool

    /// Why a text is no such path.
    struct Refusal: Error, Equatable {
        var reason: String
    }

    init(_ text: String) throws(Refusal) {
        guard !text.isEmpty else { throw Refusal(reason: "a path cannot be empty") }
        guard text.utf8.count <= 1024 else { throw Refusal(reason: "a path has at most 1024 bytes") }
        guard !text.hasPrefix("/") else { throw Refusal(reason: "it must be relative to the workspace") }
        isFolder = text.hasSuffix("/")
        segments = (isFolder ? text.dropLast() : text[...])
            .split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard segments.count <= 32 else { throw Refusal(reason: "a path has at most 32 folders") }
        for segment in segments {
            guard !segment.isEmpty, segment != ".", segment != ".." else {
                throw Refusal(reason: "'.', '..' and empty segments are not allowed: a path never leaves the workspace")
            }
            guard segment.utf8.count <= 255 else { throw Refusal(reason: "a name has at most 255 bytes") }
            guard segment.unicodeScalars.allSatisfy(isPlain) else {
                throw Refusal(reason: "a name cannot hold control or invisible characters")
            }
            guard !segment.hasPrefix(".datamesh-") else {
                throw Refusal(reason: "names that begin with .datamesh- are kept for files being written")
            }
        }
    }

    var text: String { segments.joined(separator: "/") + (isFolder ? "/" : "") }
}
