import Documents
import MeshFormats
import MeshModel

/// A document that states one thing, and what was read from it; errors say line and column.
struct StatedDocument {
    private let name: String
    private(set) var root: Node

    init(name: String, root: Node) {
        self.name = name
        self.root = root
    }

    init(file path: String) throws(Failure) {
        let file = try InputFile(path, limit: 16 << 20)
        do {
            let document = try Document.read(file.bytes, name: file.name)
            self.init(name: file.name, root: document.root)
        } catch { throw .refused(error.description) }
    }

    /// The same document in the shape that the model reads.
    func shaped(_ shape: (Node) -> Node) -> StatedDocument { StatedDocument(name: name, root: shape(root)) }

    func value<T: FieldValue>(_ type: T.Type) throws(Failure) -> T {
        do { return try T(Tree(root)) } catch {
            let place = EntityReader.position(of: error.path, in: root).map { ", \($0)" } ?? ""
            throw .refused("\(name)\(place): \(error.said)")
        }
    }
}

extension TreeError {
    /// The sentence, without the level that only the model has.
    fileprivate var said: String {
        var shown = self
        shown.path.removeAll { $0 == .key("facts") }
        return shown.description
    }
}
