internal import MeshModel

/// Why bytes from the other end are not a message. The session ends with this sentence.
struct WireError: Error, Equatable, Sendable, CustomStringConvertible {
    var description: String

    init(_ sentence: String) { description = sentence }

    init(_ expected: String, _ error: RecordError) {
        switch error {
        case .malformed(let finding): description = "this is \(expected): \(finding)"
        }
    }

    static let empty = WireError("a frame of no bytes; a frame is its length in four bytes and a message")

    static func tooLong(_ length: Int, limit: Int) -> WireError {
        WireError("a frame of \(length) bytes; \(limit) is the most, split the change into several")
    }
}
