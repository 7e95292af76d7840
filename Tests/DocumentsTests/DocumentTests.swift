import Documents
import Glibc
import Testing

@Suite struct `a document` {
    @Test(arguments: [
        ("a.json", "{\"a\": 1}", "1"), ("a.yaml", "{\"a\": 1}", "1"), ("a.yml", "{a: 1}", "1"), ("-", "a: 1", "1"),
        ("-", " \n{\"a\":\t1}", "1"),
        ("A.YAML", "{\"a\": \"\\ud83d\\ude00\"}", "😀"), ("-", "{a: 1}", nil), ("a.json", "a: 1", nil),
    ])
    func `is recognised by its name and its beginning`(name: String, text: String, value: String?) {
        let root = try? Document.read(Array(text.utf8), name: name).root
        #expect(root?["a"]?.text == value)
    }

    @Test func `of YAML that is wrong either way is judged as YAML`() {
        #expect {
            try Document.read(Array("{a: 1".utf8), name: "a.yaml")
        } throws: {
            "\($0)"
                == "a.yaml, line 1, column 6: the text ends inside a map that began at line 1, column 1; is it cut off?"
        }
    }

    @Test(arguments: [Document.Format.json, .yaml]) func `knows the way to every node`(format: Document.Format) throws {
        let text = """
            {"dataset": [{"title": "x"}, {"title": "y", "@type": {"a.b": [[1, 2]], "": 3}}],
             "é": true}
            """
        let document = try Document.read(Array(text.utf8), as: format, name: "c.json")
        let root = document.root
        let dataset = try #require(root["dataset"]?[1])
        for (node, path) in [
            (root, ""), (dataset, "dataset[1]"), (dataset["title"], "dataset[1].title"),
            (dataset["@type"]?["a.b"]?[0]?[1], "dataset[1].@type[\"a.b\"][0][1]"),
            (dataset["@type"]?[""], "dataset[1].@type[\"\"]"),
            (root["é"], "[\"é\"]"), ("elsewhere", nil),
        ] as [(Node?, String?)] {
            #expect(node.flatMap { document.path(of: $0) } == path)
        }
        #expect(document.place(of: dataset) == "c.json, line 1, column 30 (dataset[1])")
        #expect(document.place(of: root) == "c.json, line 1, column 1")
    }

    @Test func `knows the way where a map begins with its first key, and through an alias`() throws {
        let text = "- - k: 1\n    l: &x {m: 2}\n- n: *x\n  o: 3\n"
        let document = try Document.read(Array(text.utf8), as: .yaml, name: "a.yaml")
        let root = document.root
        #expect(document.path(of: try #require(root[0]?[0])) == "[0][0]")
        #expect(document.path(of: try #require(root[0]?[0]?["k"])) == "[0][0].k")
        #expect(document.path(of: try #require(root[1]?["o"])) == "[1].o")
        // An aliased value stands where it was written.
        #expect(document.path(of: try #require(root[0]?[0]?["l"]?["m"])) == "[0][0].l.m")
    }

    @Test func `with a hostile name is named harmlessly`() {
        #expect {
            try Document.read([], name: "\u{1B}[2J.json")
        } throws: {
            "\($0)" == "\\u001b[2J.json, line 1, column 1: there is no value; the text is empty"
        }
    }
}

/// The bytes of a file; nil where it cannot be read.
private func contents(of path: String) -> [UInt8]? {
    guard let file = unsafe fopen(path, "r") else { return nil }
    defer { unsafe fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = unsafe fread(&chunk, 1, chunk.count, file), count > 0 { bytes += chunk[..<count] }
    return bytes
}

/// The files under a folder with one of those endings.
private func files(under folder: String, _ endings: [String]) -> [String] {
    guard let stream = unsafe opendir(folder) else { return [] }
    defer { unsafe closedir(stream) }
    var found: [String] = []
    while let entry = unsafe readdir(stream) {
        let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) {
            unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
        if name.hasPrefix(".") { continue }
        if unsafe entry.pointee.d_type == UInt8(DT_DIR) {
            found += files(under: "\(folder)/\(name)", endings)
        } else if endings.contains(where: name.hasSuffix) {
            found.append("\(folder)/\(name)")
        }
    }
    return found.sorted()
}

/// `../shared/data` beside the package.
private let data =
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4).joined(separator: "/")
    + "/shared/data"

@Suite(.enabled(if: contents(of: data + "/README.md") != nil, "there is no ../shared/data"))
struct `real files` {
    @Test(arguments: files(under: data, [".json", ".avsc", ".yaml", ".yml"]))
    func `are read, and written back the same`(path: String) throws {
        let bytes = try #require(contents(of: path))
        let document = try Document.read(bytes, name: path)
        let json = JSONWriter.write(document.root)
        let back = try Document.read(json, as: .json, name: path).root
        #expect(JSONWriter.write(back) == json)
        // YAML has numbers that JSON says otherwise.
        #expect(back == document.root || !path.hasSuffix(".json"))
        #expect(try Document.read(YAMLWriter.write(document.root), as: .yaml, name: path).root == document.root)
    }

    @Test(arguments: [("/dcat-us/fcc.json", 401), ("/odcs/all/full-example.odcs.yaml", 37)])
    func `cut off anywhere are read or refused with a place`(path: String, step: Int) throws {
        let bytes = try #require(contents(of: data + path))
        for end in stride(from: 1, to: bytes.count, by: step) {
            do throws(DocumentError) {
                _ = try Document.read(Array(bytes[..<end]), name: path)
                #expect(path.hasSuffix(".yaml"), "\(end) bytes of JSON are no document")
            } catch {
                let last = bytes[..<end].count { $0 == UInt8(ascii: "\n") } + 1
                #expect((1...last).contains(error.position.line) && error.position.column > 0, "\(error) at \(end)")
            }
        }
    }
}

@Suite struct `a damaged text` {
    static let json = "{\"a\": [1.5e3, \"é\\u00e9\\n😀\", true, null],\n \"b\": {\"c\": -0.1}}"
    static let yaml = "a: &x [1.5e3, \"é\\u00e9\", ~]\n'b': |\n  text\n  😀\n? c\n: - *x\n  - !!str 1\n<<: {d: e}\n"

    @Test(arguments: [(json, Document.Format.json), (yaml, .yaml), (json, .yaml), (yaml, .json)])
    func `is read or refused, whichever byte is another`(text: String, format: Document.Format) {
        let bytes = Array(text.utf8)
        var read = 0
        for index in bytes.indices {
            for byte in UInt8.min...UInt8.max {
                var damaged = bytes
                damaged[index] = byte
                do throws(DocumentError) {
                    _ = try Document.read(damaged, as: format, name: "d")
                    read += 1
                } catch {
                    if error.position.line < 1 || error.position.column < 1 || error.description.utf8.count < 20 {
                        Issue.record("\(error)")
                    }
                }
            }
        }
        #expect(format == .json && text == Self.yaml ? read == 0 : read >= bytes.count)
    }

    @Test(arguments: [
        ("{\"a\": 1}\n{\"b\": 2}\n", 2), ("{\"a\": 1}", 1), ("{\"a\": 1}\n---\nb: 2\n", nil), ("{\n\"a\": 1}\n", nil),
        ("a: 1\n", nil), ("[1]\n[2]\n", nil), ("", nil),
    ])
    func `lines are documents where the text begins with one, and nothing else follows it`(
        _ text: String, _ count: Int?
    ) throws {
        #expect(try Document.readLines(Array(text.utf8), name: "s")?.count == count)
    }

    @Test func `a later line that is none is told with its place`() {
        #expect {
            _ = try Document.readLines(Array("{\"a\": 1}\n{\"b\": 2}\nc: 3\n".utf8), name: "s")
        } throws: { error in
            (error as? DocumentError)?.position.line == 3
        }
    }
}
