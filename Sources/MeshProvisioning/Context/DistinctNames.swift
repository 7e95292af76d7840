/// Gives names out once each, as SQLite and PostgreSQL compare them; folders go by the same rule.
///
/// SQLite takes `Id` and `id` for one column, PostgreSQL cuts a name after 63 bytes, and both keep a few names for themselves: two fields
/// of a source that would meet in a table get a number behind.
struct DistinctNames {
    enum Kind: String { case table, column, folder }

    private var taken: Set<String> = []
    private let kind: Kind

    init(_ kind: Kind) { self.kind = kind }

    mutating func name(for text: String) -> String {
        var base = String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 != "\0" }))
        if base.isEmpty { base = kind.rawValue }
        if isReserved(base) { base = "_" + base }
        var name = cut(base, to: 63)
        var number = 2
        while !taken.insert(folded(name)).inserted {
            let suffix = "_\(number)"
            name = cut(base, to: 63 - suffix.utf8.count) + suffix
            number += 1
        }
        return name
    }

    private func isReserved(_ name: String) -> Bool {
        switch kind {
        case .table: folded(name).hasPrefix("sqlite_")
        case .folder: false
        case .column: ["ctid", "xmin", "xmax", "cmin", "cmax", "tableoid"].contains(name)
        }
    }

    /// SQLite folds ASCII letters alone.
    private func folded(_ name: String) -> String {
        String(decoding: name.utf8.map { (0x41...0x5A).contains($0) ? $0 + 32 : $0 }, as: UTF8.self)
    }

    /// At most so many bytes, and whole characters.
    private func cut(_ text: String, to bytes: Int) -> String {
        var result = String.UnicodeScalarView()
        var count = 0
        for scalar in text.unicodeScalars {
            count += UTF8.width(scalar)
            if count > bytes { break }
            result.append(scalar)
        }
        return String(result)
    }
}
