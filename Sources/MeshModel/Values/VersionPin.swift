/// The versions that a consumer stays with: `1` is every 1.x.y, `1.2` every 1.2.y, `1.2.3` that one.
public struct VersionPin: Hashable, Sendable {
    /// One to three numbers; none in the blank value.
    public let parts: [Int]

    init() { parts = [] }

    public func admits(_ version: Version) -> Bool {
        [version.major, version.minor, version.patch].starts(with: parts)
    }
}

extension VersionPin: TextValue {
    public static var expectation: String { "a version to stay with, such as 1 or 1.2" }
    public var isBlank: Bool { parts.isEmpty }
    public var description: String { parts.map(String.init).joined(separator: ".") }

    public init?(text: String) {
        let body = text.hasPrefix("v") ? text.dropFirst() : Substring(text)
        let words = body.split(separator: ".", omittingEmptySubsequences: false)
        let numbers = words.compactMap { word in
            word.utf8.allSatisfy { (48...57).contains($0) } && word.utf8.count <= 9 ? Int(word) : nil
        }
        guard (1...3).contains(words.count), numbers.count == words.count else { return nil }
        parts = numbers
    }
}
