/// A semantic version that remembers how it was written: `1.0` reads as 1.0.0 and is shown as `1.0`.
///
/// Source: semver.org 2.0.0, without build metadata; missing parts read as 0, a leading `v` is dropped.
public struct Version: Sendable {
    public let major: Int
    public let minor: Int
    public let patch: Int
    public let prerelease: String
    public let written: String

    public init(major: Int, minor: Int, patch: Int) {
        (self.major, self.minor, self.patch, prerelease) = (major, minor, patch, "")
        written = "\(major).\(minor).\(patch)"
    }

    init() { self.init(major: 0, minor: 0, patch: 0) }

    /// `1.0.0` whatever was written: versions that mean the same are the same.
    public var canonical: String { "\(major).\(minor).\(patch)" + (prerelease.isEmpty ? "" : "-\(prerelease)") }
}

extension Version: TextValue {
    public static var expectation: String { "a version such as 1.2.0" }
    public var description: String { written }

    public init?(text: String) {
        let body = text.hasPrefix("v") ? text.dropFirst() : Substring(text)
        let halves = body.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        let parts = halves.first?.split(separator: ".", omittingEmptySubsequences: false) ?? []
        let numbers = parts.compactMap { part in
            part.utf8.allSatisfy { (48...57).contains($0) } && part.utf8.count <= 9 ? Int(part) : nil
        }
        guard (1...3).contains(parts.count), numbers.count == parts.count else { return nil }
        if halves.count == 2 {
            guard !halves[1].isEmpty, halves[1].utf8.count <= 64,
                halves[1].allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "." || $0 == "-") })
            else { return nil }
        }
        major = numbers[0]
        minor = numbers.count > 1 ? numbers[1] : 0
        patch = numbers.count > 2 ? numbers[2] : 0
        prerelease = halves.count == 2 ? String(halves[1]) : ""
        written = text
    }
}

extension Version: Comparable, Hashable {
    public static func == (a: Version, b: Version) -> Bool { a.canonical == b.canonical }
    public func hash(into hasher: inout Hasher) { hasher.combine(canonical) }

    public static func < (a: Version, b: Version) -> Bool {
        let left = (a.major, a.minor, a.patch)
        let right = (b.major, b.minor, b.patch)
        if left != right { return left < right }
        // A pre-release stands before its release; parts compare as numbers where both are.
        if a.prerelease.isEmpty || b.prerelease.isEmpty { return !a.prerelease.isEmpty && b.prerelease.isEmpty }
        let x = a.prerelease.split(separator: ".")
        let y = b.prerelease.split(separator: ".")
        for (p, q) in zip(x, y) where p != q {
            switch (Int(p), Int(q)) {
            case (let m?, let n?): return m < n
            case (.some, nil): return true
            case (nil, .some): return false
            case (nil, nil): return p < q
            }
        }
        return x.count < y.count
    }
}
