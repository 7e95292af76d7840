package import Documents
package import MeshModel

/// What a file says, as changes to a mesh, with what was left out and what was odd.
package struct Import: Sendable {
    package struct Count: Hashable, Sendable {
        /// In the plural: `products`.
        package var noun: String
        package var count: Int

        package init(_ count: Int, _ noun: String) {
            self.count = count
            self.noun = noun
        }
    }

    package var format: Format
    /// The name under which the mesh remembers who said it: `dcat-us:gsa`. Importing again under it updates.
    package var source: String
    /// Domains, parents first, then products in the order of the file, then the conclusion.
    package var changes: [Change] = []
    package internal(set) var doubts = Doubts()
    package var counts: [Count] = []

    package subscript(noun: String) -> Int { counts.first { $0.noun == noun }?.count ?? 0 }
}

/// What of a file is not in the mesh as it stands there. A file may be wrong in every line: so many of either kind are told, and the rest counted.
package struct Doubts: Sendable {
    /// Records that were left out, each with its reasons.
    package var skipped: [Problem] { told(left) }
    /// Oddities of records that were imported.
    package var warnings: [Problem] { told(odd) }
    /// Records that were left out.
    package private(set) var leftOut = 0

    private typealias List = (problems: [Problem], untold: Int)
    private var left: List = ([], 0)
    private var odd: List = ([], 0)
    private static let mostTold = 10_000

    mutating func leaveOut(_ problems: [Problem]) {
        leftOut += 1
        Self.add(problems, to: &left)
    }

    mutating func warn(_ problems: [Problem]) { Self.add(problems, to: &odd) }

    private static func add(_ problems: [Problem], to list: inout List) {
        let told = problems.prefix(mostTold - list.problems.count)
        list.problems += told
        list.untold += problems.count - told.count
    }

    private func told(_ list: List) -> [Problem] {
        guard list.untold > 0, let file = list.problems.first?.file else { return list.problems }
        return list.problems + [Problem(file: file, at: nil, path: "", reason: "and \(list.untold) more like these")]
    }
}

/// How a file is to be imported.
package struct ImportOptions: Sendable {
    /// Nil: recognised from what stands in the file.
    package var format: Format?
    /// Every product goes here, whatever the file says.
    package var domain: Domain.ID?
    /// Nil: the format and the catalogue's name.
    package var source: String?
    /// Leave out records that are not valid, instead of refusing the file.
    package var skipInvalid = false
    /// Bounds the memory of an import: a document takes what its budget says, and the changes share its texts and add at most as much again.
    /// Of JSON lines only one piece and one line are held at a time, so there it is the changes alone.
    package var budget = Budget.standard

    package init() {}
}

/// The records of one file on their way into an import: the valid ones go in, the others are skipped or make the file invalid.
struct Harvest {
    let format: Format
    let file: String
    let skipInvalid: Bool
    private(set) var doubts = Doubts()
    private var invalid: [Problem] = []
    private var total = 0
    private var bad = 0
    private(set) var records = 0

    init(format: Format, file: String, skipInvalid: Bool) {
        self.format = format
        self.file = file
        self.skipInvalid = skipInvalid
    }

    /// Takes note of a record that was read; says whether it is to be imported.
    mutating func accept(_ entry: Entry) -> Bool {
        guard entry.errors.isEmpty else {
            leaveOut(entry.errors)
            return false
        }
        records += 1
        doubts.warn(entry.warnings)
        return true
    }

    /// Takes note of a record that cannot be imported.
    mutating func leaveOut(_ problems: [Problem]) {
        records += 1
        if skipInvalid {
            doubts.leaveOut(problems)
        } else {
            bad += 1
            total += problems.count
            invalid += problems.prefix(FormatError.longestList - invalid.count)
        }
    }

    mutating func warn(_ problem: Problem) { doubts.warn([problem]) }

    /// All of a file or nothing.
    func finish() throws(FormatError) {
        guard bad > 0 else { return }
        throw .invalid(format, file: file, problems: invalid, total: total, bad: bad, records: records)
    }
}
