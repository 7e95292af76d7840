/// Why a text could not be read as a document, and where.
///
/// Its description is a sentence for people: `catalog.json, line 12, column 5: expected a value after ':'`.
package struct DocumentError: Error, Hashable {
    /// What the caller called the text: usually the name of its file.
    package var document: String
    package var position: Position
    package var reason: Reason

    package enum Reason: Hashable, Sendable {
        /// There is no value at all.
        case empty
        /// The bytes are not UTF-8. The sentence says what they seem to be.
        case encoding(String)
        /// Against the grammar. The sentence says what was expected.
        case syntax(String)
        /// The text ends before the thing that began there is complete.
        case truncated(inside: String, began: Position)
        /// A key stands twice in one map.
        case duplicateKey(String, first: Position)
        /// More than the budget allows.
        case budget(Budget.Limit, allowed: Int)
    }
}

extension DocumentError: CustomStringConvertible {
    package var description: String { "\(Escape.printable(document)), \(position): \(reason)" }
}

extension DocumentError.Reason: CustomStringConvertible {
    package var description: String {
        switch self {
        case .empty: "there is no value; the text is empty"
        case .encoding(let sentence), .syntax(let sentence): sentence
        case .truncated(let inside, let began): "the text ends inside \(inside) that began at \(began); is it cut off?"
        case .duplicateKey(let key, let first):
            "the key \(Escape.quoted(key)) stands here a second time; first at \(first)"
        case .budget(.bytes, let allowed): "more than \(allowed) bytes; split the text or raise the limit"
        case .budget(.depth, let allowed): "more than \(allowed) lists and maps inside each other"
        case .budget(.nodes, let allowed): "more than \(allowed) values; split the text or raise the limit"
        case .budget(.scalar, let allowed): "a single value of more than \(allowed) bytes"
        }
    }
}
