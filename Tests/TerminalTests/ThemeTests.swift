import Glibc
import Terminal
import Testing

/// The entries of a theme file, read without the module that reads them in the program.
private func entries(of file: String) throws -> [(role: String, depth: String, value: String)] {
    var folder = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    folder = "/\(folder)/themes/\(file)"
    guard let stream = unsafe fopen(folder, "r") else { return [] }
    defer { unsafe fclose(stream) }
    var buffer = [CChar](repeating: 0, count: 16_384)
    let count = unsafe fread(&buffer, 1, buffer.count, stream)
    let text = String(decoding: buffer.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
    var depth = ""
    var entries: [(role: String, depth: String, value: String)] = []
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
        let parts = line.split(separator: ":", maxSplits: 1).map { $0.drop { $0 == " " } }
        if !line.hasPrefix(" ") {
            depth = String(parts[0])
        } else {
            entries.append((String(parts[0]), depth, String(parts[1])))
        }
    }
    return entries
}

@Suite struct ThemeTests {
    @Test(arguments: ["dark", "light"])
    func `a theme of ours says how every role looks everywhere`(name: String) throws {
        let entries = try entries(of: "\(name).yaml")
        _ = try Theme(name: name, entries: entries)
        let said = entries.map { "\($0.depth).\($0.role)" }
        let wanted = Theme.Depth.allCases.flatMap { depth in Role.allCases.map { "\(depth.rawValue).\($0.rawValue)" } }
        #expect(said.sorted() == wanted.sorted())
    }

    @Test(arguments: [("dark", 0.0), ("light", 1.0)])
    func `every colour can be read on its background`(name: String, background: Double) throws {
        let theme = try Theme(name: name, entries: entries(of: "\(name).yaml"))
        for role in Role.allCases {
            guard case .palette(let number) = theme.appearance(of: role, at: .ansi256).foreground else { continue }
            let colour = luminance(of: number)
            let contrast = (max(colour, background) + 0.05) / (min(colour, background) + 0.05)
            let wanted = role == .muted || role == .rule ? 3 : 4.5
            #expect(contrast >= wanted, "\(name) \(role): \(number) has \(contrast)")
        }
    }

    @Test func `a theme changes what it mentions and nothing else`() throws {
        let theme = try Theme(
            name: "mine",
            entries: [("accent", "ansi256", "75 on 16 bold underline"), ("good", "ansi16", "bright-green")])
        #expect(
            theme.appearance(of: .accent, at: .ansi256)
                == Appearance(
                    foreground: .palette(75), background: .palette(16), attributes: [.bold, .underline]))
        #expect(theme.appearance(of: .good, at: .ansi16) == Appearance(foreground: .palette(10)))
        #expect(theme.appearance(of: .accent, at: .mono) == Theme.plain.appearance(of: .accent, at: .mono))
    }

    @Test(
        arguments: [
            ("colour", "ansi256", "1", "theme mine, ansi256: “colour” is no role; there are text, "),
            ("text", "256", "75", "theme mine: “256” is no table of colours; there are ansi256, ansi16, mono"),
            (
                "text", "ansi256", "7",
                "theme mine, ansi256, text: “7” cannot be read; write default or a number from 16"
            ),
            ("text", "ansi256", "purple", "theme mine, ansi256, text: “purple” cannot be read; "),
            ("text", "ansi256", "75 on", "theme mine, ansi256, text: “75 on” cannot be read; "),
            ("text", "ansi16", "75", "theme mine, ansi16, text: “75” cannot be read; write default or a name"),
            ("text", "ansi16", "red blinking", "theme mine, ansi16, text: “red blinking” cannot be read; "),
            ("text", "mono", "red", "theme mine, mono, text: “red” cannot be read; write default, then any of bold"),
            ("text", "mono", "", "theme mine, mono, text: “” cannot be read; "),
        ])
    func `what a theme cannot mean is said where it stands`(
        role: String, depth: String, value: String, sentence: String
    ) throws {
        let error = #expect(throws: ThemeError.self) { try Theme(name: "mine", entries: [(role, depth, value)]) }
        #expect(try #require(error).description.hasPrefix(sentence))
    }
}

/// The relative luminance of a palette colour from 16 on (xterm's cube and greys), as WCAG 2.2 defines it.
private func luminance(of number: UInt8) -> Double {
    func linear(_ value: Int) -> Double {
        let share = Double(value) / 255
        return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    let levels = [0, 95, 135, 175, 215, 255]
    let index = Int(number) - 16
    guard index < 216 else { return linear(8 + 10 * (Int(number) - 232)) }
    return 0.2126 * linear(levels[index / 36]) + 0.7152 * linear(levels[index / 6 % 6]) + 0.0722
        * linear(levels[index % 6])
}
