import Documents
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
        do { return try T(root.tree) } catch {
            let place = position(of: error.path).map { ", \($0)" } ?? ""
            throw .refused("\(name)\(place): \(error.said)")
        }
    }

    /// Where a path leads: to the last value on it that is there, or to its key when that is what is wrong.
    private func position(of path: [TreeError.Step]) -> Position? {
        var node = root
        var place = root.position
        for step in path {
            switch step {
            case .index(let index):
                guard let item = node[index] else { return place }
                node = item
                place = item.position ?? place
            case .key(let key):
                guard let entry = node.map?.first(where: { $0.key == key }) else { return place }
                node = entry.value
                place = entry.keyPosition ?? entry.value.position ?? place
            }
        }
        return place
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
