import Documents
import MeshModel

extension StatedFileOption {
    /// What the file states, or a blank one of the id that the command line names.
    ///
    /// The id may stand in either place; where it stands in both it has to be the same.
    func value<T: FieldValue>(
        _ type: T.Type, _ noun: String, key: String, id: String?, shape: (Node) -> Node
    ) throws(Failure) -> T {
        guard let file else {
            guard let id else { throw .usage("which \(noun)? Name it, or state it in a file with -f") }
            let blank = StatedDocument(name: noun, root: .map([key: .string(id)]))
            do throws(Failure) { return try blank.shaped(shape).value(type) } catch {
                throw .unnameable(noun, id)
            }
        }
        var document = try StatedDocument(file: file).shaped(shape)
        if let id {
            let stated = document.root[key]?.text
            guard stated == nil || stated == id else {
                throw .refused("\(file) states the \(noun) '\(stated ?? "")', the command line '\(id)'; leave one out")
            }
            document = document.shaped { root in
                guard var map = root.map else { return root }
                map[key] = .string(id)
                return Node(.map(map), at: root.position)
            }
        }
        return try document.value(type)
    }
}
