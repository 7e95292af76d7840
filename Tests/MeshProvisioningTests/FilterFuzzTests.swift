import Testing

@testable import MeshProvisioning

/// Random bytes as values, written by each filter and read back by the language it is for.
@Suite struct FilterFuzzTests {
    /// The same values on every run, so that a failure can be looked at again.
    private struct Generator: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state
        }
    }

    private static func values(_ count: Int) -> [String] {
        var random = Generator(state: 0x9E37_79B9_7F4A_7C15)
        let quotes = Array("\"'`\\{}$;-/*#&|%:,\n\r\t\0\u{1B}\u{85}".utf8)
        return Samples.hostileNames
            + (0..<count).map { _ in
                let bytes = (0..<Int.random(in: 0...24, using: &random)).map { _ in
                    Bool.random(using: &random)
                        ? UInt8.random(in: 0...255, using: &random) : quotes.randomElement(using: &random) ?? 0
                }
                // Half of them whole scalars from everywhere in Unicode.
                guard Bool.random(using: &random) else { return String(decoding: bytes, as: UTF8.self) }
                return String(
                    String.UnicodeScalarView(
                        bytes.compactMap { Unicode.Scalar(UInt32($0) * UInt32.random(in: 0...4351, using: &random)) }))
            }
    }

    private func hexadecimal(_ text: String) -> String {
        text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined()
    }

    @Test(.enabled(if: has("python3"), "python3 is not installed"))
    func `JSON, Python, YAML and CSV read back what was written`() async throws {
        let scratch = try Scratch()
        let lines = try Self.values(2000).map { value in
            let filters: [Filter] = [.json, .python, .yaml, .csv]
            let written = try filters.map { try $0.apply(.text(value)) }
            // A formula is disarmed on purpose; everything else must come back as it is shown.
            let shown = try Filter.text.apply(.text(value))
            return ([hexadecimal(value), hexadecimal(shown)] + written).joined(separator: "\u{1F}")
        }
        let cases = try scratch.write("cases", lines.joined(separator: "\n"))
        let script = try scratch.write(
            "check.py",
            #"""
            import ast, csv, json, sys
            try:
                import yaml
            except ImportError:
                yaml = None
            lines = open(sys.argv[1], encoding="utf-8", newline="").read().split("\n")
            for line in lines:
                value, shown, as_json, as_python, as_yaml, as_csv = line.split("\x1f")
                value, shown = (bytes.fromhex(h).decode() for h in (value, shown))
                assert json.loads(as_json) == value, line
                assert ast.literal_eval(as_python) == value, line
                assert yaml is None or yaml.safe_load("key: " + as_yaml) == {"key": value}, line
                field, = next(csv.reader([as_csv]))
                assert field == shown or (field == "'" + shown and shown.lstrip(" ")[0] in "=+-@"), line
            print(len(lines), "without PyYAML" if yaml is None else "all")
            """#)
        let result = await run("python3", script, cases)
        #expect(result.ending == .exited(0), "\(result.output)")
        #expect(result.output.hasPrefix("\(lines.count) "))
        if result.output.hasSuffix("without PyYAML") { print("YAML was not read back: PyYAML is not installed") }
    }

    @Test(.enabled(if: has("sqlite3"), "sqlite3 is not installed"))
    func `SQLite reads back names and literals`() async throws {
        let scratch = try Scratch()
        // SQL has no spelling for a zero byte, and the sqlite3 program reads CR LF in a script as LF.
        let values = Self.values(600).filter {
            !$0.isEmpty && !$0.unicodeScalars.contains("\0") && !$0.contains("\r\n")
        }
        var script = "BEGIN;\n"
        for (index, value) in values.enumerated() {
            let name = try Filter.sql.apply(.text(value))
            script += "CREATE TABLE t\(index) (\(name) TEXT DEFAULT \(try Filter.sqltext.apply(.text(value))));\n"
            script += "INSERT INTO t\(index) DEFAULT VALUES;\n"
            script +=
                "SELECT '\(index)' FROM t\(index) WHERE hex(\(name)) <> '\(hexadecimal(value))' OR NOT EXISTS (SELECT 1 FROM pragma_table_info('t\(index)') WHERE hex(name) = '\(hexadecimal(value))');\n"
        }
        let file = try scratch.write("fuzz.sql", script + "SELECT count(*) FROM sqlite_schema;\n")
        let result = await run("sqlite3", "-bail", ":memory:", ".read \(file)")
        #expect(result == ToolResult(ending: .exited(0), output: "\(values.count)"))
    }

    @Test func `a shell sees one word each`() async throws {
        let scratch = try Scratch()
        let values = Self.values(300).filter { !$0.unicodeScalars.contains("\0") && !$0.contains("\r\n") }
        let words = try values.map { try Filter.sh.apply(.text($0)) }
        let file = try scratch.write("words.sh", "printf '%s\\036' " + words.joined(separator: " ") + " > words.out\n")
        let result = await run("sh", file, in: scratch.path)
        #expect(result == ToolResult(ending: .exited(0), output: ""))
        #expect(try scratch.read("words.out") == values.map { $0 + "\u{1E}" }.joined())
    }

    /// Source: PostgreSQL documentation, "Connection Strings": in single quotes a backslash stands before a quote and before a backslash.
    @Test func `a value in a connection string is one value`() throws {
        var written = 0
        for value in Self.values(3000) {
            guard let text = try? Filter.conninfo.apply(.text(value)) else {
                #expect(value.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F })
                continue
            }
            written += 1
            var read = String.UnicodeScalarView()
            var scalars = text.unicodeScalars.dropFirst().makeIterator()
            var isClosed = false
            while let scalar = scalars.next(), !isClosed {
                switch scalar {
                case "'": isClosed = true
                case "\\": if let next = scalars.next() { read.append(next) }
                default: read.append(scalar)
                }
            }
            #expect(isClosed && scalars.next() == nil, "\(text)")
            #expect(String(read).unicodeScalars.elementsEqual(value.unicodeScalars))
        }
        #expect(written > 500)
    }

    @Test func `paths, arguments and names stay inside their bounds`() throws {
        for value in Self.values(3000) {
            if let segment = try? Filter.path.apply(.text(value)) {
                #expect(try WorkspacePath(segment).segments == [segment])
            }
            if let path = try? Filter.relpath.apply(.text(value)) {
                #expect(try WorkspacePath(path).text == path)
            }
            if let bucket = try? Filter.bucket.apply(.text(value)) {
                #expect(try Filter.slug.apply(.text(bucket)) == bucket)
            }
            let shown = try Filter.text.apply(.text(value))
            #expect(shown.unicodeScalars.allSatisfy(isPlain))
        }
    }

    @Test func `no text makes the template reader do anything but read or refuse`() throws {
        var random = Generator(state: 42)
        let pieces = [
            "{{", "}}", "#", "/", "^", "!", "a", "b.c", "|", "json", "\n", " ", "\\", ".", "\u{301}", "{{#a}}",
            "{{/a}}",
        ]
        let context: TemplateValue = .map(["a": .list([.text("x"), .text("y")]), "b": .map(["c": .number("1")])])
        var read = 0
        for _ in 0..<5000 {
            let source = (0..<Int.random(in: 0...12, using: &random)).map { _ in
                pieces.randomElement(using: &random) ?? ""
            }
            do throws(TemplateError) {
                _ = try Template(source.joined(), name: "fuzz", target: .prose).render(context)
                read += 1
            } catch {
                #expect(error.position.line >= 1 && error.position.column >= 1)
            }
        }
        #expect(read > 500)
    }
}
