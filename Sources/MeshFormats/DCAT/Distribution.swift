import Documents
import MeshModel

/// One way to get a data set, as an output port; what a port has no place for is left over.
struct Distribution {
    var port: OutputPort
    var rest: Map

    init?(_ node: Node, at key: String, of title: String, naming: inout Naming<OutputPort>, entry: inout Entry) {
        guard let map = node.map else {
            entry.refuse(node, key, "is \(node.kind), where a map is expected")
            return nil
        }
        func text(_ name: String, longest: Int) -> String {
            entry.text(node.value(name), "\(key).\(name)", longest: longest) ?? ""
        }
        let name = text("title", longest: Bounds.title)
        let description = text("description", longest: Bounds.text)
        let format = text("format", longest: Bounds.title)
        let media = text("mediaType", longest: Bounds.title)
        let download = text("downloadURL", longest: Bounds.text)
        let access = text("accessURL", longest: Bounds.text)
        for (name, url) in [("downloadURL", download), ("accessURL", access)] where !url.isEmpty {
            entry.checkURL(url, node.value(name), "\(key).\(name)", isAddress: true)
        }
        if download.isEmpty, access.isEmpty { entry.warn(node, key, "has no address") }

        let words = format.isEmpty ? media : format
        let location = download.isEmpty ? access : download
        port = OutputPort(
            id: naming.take(Self.name(name, of: title, format: words), or: "port", seed: location),
            name: name.isEmpty ? words : name, description: description,
            address: Address(location: location, format: words))
        rest = map
        for name in ["title", "description"] where node.value(name)?.string != nil { rest[name] = nil }
        rest[download.isEmpty ? "accessURL" : "downloadURL"] = nil
        rest[format.isEmpty ? "mediaType" : "format"] = nil
    }

    /// What tells a port from the others: its title without what it repeats of the data set's, and the format.
    private static func name(_ name: String, of title: String, format: String) -> String {
        let stem = name.hasPrefix(title) ? String(name.dropFirst(title.count)) : name
        let word = shortFormat(format)
        guard let stem = slug(stem, longest: 48) else { return word }
        return stem == word || stem.hasSuffix("-\(word)") ? stem : "\(stem)-\(word)"
    }

    /// `csv` for `text/csv`, `xlsx` for what its media type takes 65 letters to say.
    static func shortFormat(_ format: String) -> String {
        guard !format.isEmpty else { return OutputPort.main.text }
        let words: [(part: String, short: String)] = [
            ("spreadsheetml", "xlsx"), ("wordprocessingml", "docx"), ("presentationml", "pptx"), ("ms-excel", "xls"),
            ("msword", "doc"), ("ms-powerpoint", "ppt"), ("geo+json", "geojson"), ("rdf+xml", "rdf"),
            ("octet-stream", "file"),
        ]
        if let known = words.first(where: { format.contains($0.part) }) { return known.short }
        let last = format.split(separator: "/").last.map(String.init) ?? format
        return slug(last, longest: 11) ?? OutputPort.main.text
    }
}

extension Entry {
    /// Doubts an address: what has no scheme leads nowhere. As an address of a port that is refused, elsewhere it is odd.
    ///
    /// Source: RFC 3986 §3.1. `[[REDACTED…]]` is DCAT-US's word for what may not be said.
    mutating func checkURL(_ text: String, _ node: Node?, _ key: String, isAddress: Bool) {
        if text.hasPrefix("[[REDACTED"), text.hasSuffix("]]") { return }
        let scheme = text.prefix { $0 != ":" }
        let isURL =
            scheme.utf8.count < text.utf8.count && scheme.first?.isASCII == true && scheme.first?.isLetter == true
            && scheme.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) }
            && text.dropFirst(scheme.count + 1).contains { $0 != "/" }
        if !isURL {
            let reason = "is \(quoted(text)), which is not a URL; one begins with a scheme such as https:"
            if isAddress { refuse(node, key, reason) } else { warn(node, key, reason) }
        } else if text.contains(where: \.isWhitespace) {
            warn(node, key, "is a URL with a space in it")
        }
    }
}
