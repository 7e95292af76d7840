import MeshModel

/// Gives each thing of a file a slug of its own: the same file gives the same slugs.
struct Naming<Noun> {
    /// Longer ones are cut at a word.
    let longest: Int

    private var taken = Set<String>()
    /// Where counting goes on for a stem: a thousand equal titles must not be tried one by one.
    private var counts: [String: Int] = [:]

    init(longest: Int = 60) { self.longest = longest }

    /// The slug of a text, with `-2`, `-3` … in the order of the file where it is taken. `seed` names what has no letter or digit.
    mutating func take(_ text: String, or kind: String, seed: String) -> Identifier<Noun> {
        let stem = slug(text, longest: longest) ?? "\(kind)-\(fingerprint(seed))"
        var name = stem
        var number = counts[stem] ?? 1
        while !taken.insert(name).inserted {
            number += 1
            name = "\(stem)-\(number)"
        }
        counts[stem] = number
        guard let id = Identifier<Noun>(name) else { preconditionFailure("a slug with a number is no slug: \(name)") }
        return id
    }
}

/// The nearest slug to a text, cut at a word; nil when no letter or digit is left.
func slug(_ text: String, longest: Int) -> String? {
    guard let slug = Identifier<Domain>(slugging: text)?.text else { return nil }
    guard slug.utf8.count > longest else { return slug }
    var cut = slug.prefix(longest)
    if slug.dropFirst(longest).first != "-", let word = cut.lastIndex(of: "-"), cut[..<word].count > longest / 2 {
        cut = cut[..<word]
    }
    while let last = cut.last, "-._".contains(last) { cut.removeLast() }
    return String(cut)
}

/// Eight hexadecimal digits that stand for a text: FNV-1a.
func fingerprint(_ text: String) -> String {
    let hash = text.utf8.reduce(0x811c_9dc5 as UInt32) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
}

extension String {
    /// As much of it as fits in so many bytes.
    func cut(to bytes: Int) -> String {
        guard utf8.count > bytes else { return self }
        var cut = ""
        for scalar in unicodeScalars {
            guard cut.utf8.count + UTF8.width(scalar) <= bytes else { break }
            cut.unicodeScalars.append(scalar)
        }
        return cut
    }
}

/// Stands for some words where the words themselves would take too much room.
///
/// Seeded anew in each process: nobody can make two texts that agree, and by chance they never will.
func digest(_ words: String...) -> Int {
    var hasher = Hasher()
    hasher.combine(words)
    return hasher.finalize()
}
