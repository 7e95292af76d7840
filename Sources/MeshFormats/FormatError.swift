package import Documents

/// Why nothing of a file was imported.
package enum FormatError: Error, Equatable, Sendable {
    /// Not JSON or YAML, or more than the budget allows.
    case unreadable(DocumentError)
    /// The bytes could not be had.
    case failed(file: String, reason: String)
    /// A document, but of no format we read. `seen` says what stands in it.
    case unrecognised(file: String, seen: String)
    /// The document as a whole lacks what its format needs.
    case refused(Problem)
    /// A file of settings says what it must not: all of its mistakes, in the order of the text.
    case misstated([Problem])
    /// Some records are not valid: the first of them, how many problems and records there are.
    case invalid(Format, file: String, problems: [Problem], total: Int, bad: Int, records: Int)

    /// How many problems are told.
    static let longestList = 20
}

extension FormatError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreadable(let error): return error.description
        case .failed(let file, let reason): return "\(printable(file)) cannot be read: \(reason)"
        case .unrecognised(let file, let seen):
            return
                "\(printable(file)) is of no format that can be imported: it is \(seen); what can be is \(Format.list)"
        case .refused(let problem): return problem.description
        case .misstated(let problems):
            let told = problems.prefix(Self.longestList).map(\.description)
            let more = problems.count > told.count ? ["and \(problems.count - told.count) more"] : []
            return (told + more).joined(separator: "\n  ")
        case .invalid(let format, let file, let problems, let total, let bad, let records):
            let more = total > problems.count ? ["and \(total - problems.count) more"] : []
            let head =
                "\(printable(file)) is \(format.title), but \(bad) of its \(records) records \(bad == 1 ? "is" : "are") not valid; nothing was imported"
            return ([head] + problems.map(\.description) + more).joined(separator: "\n  ")
        }
    }
}
