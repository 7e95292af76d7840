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
    /// Records that were left out, each with its reason.
    package var skipped: [Problem] = []
    /// Oddities of records that were imported.
    package var warnings: [Problem] = []
    package var counts: [Count] = []

    package subscript(noun: String) -> Int { counts.first { $0.noun == noun }?.count ?? 0 }
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
    private(set) var skipped: [Problem] = []
    private(set) var warnings: [Problem] = []
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
        warnings += entry.warnings
        return true
    }

    /// Takes note of a record that cannot be imported.
    mutating func leaveOut(_ problems: [Problem]) {
        records += 1
        bad += 1
        if skipInvalid {
            skipped += problems
        } else {
            total += problems.count
            invalid += problems.prefix(FormatError.longestList - invalid.count)
        }
    }

    mutating func warn(_ problem: Problem) { warnings.append(problem) }

    /// All of a file or nothing.
    func finish() throws(FormatError) {
        guard bad > 0, !skipInvalid else { return }
        throw .invalid(format, file: file, problems: invalid, total: total, bad: bad, records: records)
    }
}
