import MeshModel

extension Identifier {
    /// An identifier that the program itself states.
    init(known text: String) {
        guard let id = Self(text) else { preconditionFailure("'\(text)' stands in the program and is no identifier") }
        self = id
    }
}
