import Documents
import Testing

@Suite struct `JSON lines are read record by record` {
    /// What a reader says to each line when the bytes come in chunks of that many.
    private func records(_ text: String, chunk: Int, budget: Budget = .standard) -> [String] {
        var lines = JSONLines(name: "a.jsonl", budget: budget)
        var answers: [String] = []
        func take() {
            while true {
                do throws(DocumentError) {
                    guard let record = try lines.next() else { return }
                    answers.append(String(decoding: JSONWriter.write(record, .compact), as: UTF8.self))
                } catch {
                    answers.append(error.description)
                }
            }
        }
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: chunk) {
            lines.append(bytes[start..<min(start + chunk, bytes.count)])
            take()
        }
        lines.end()
        take()
        return answers
    }

    @Test(arguments: [1, 2, 3, 7, 1000]) func `wherever the chunks end`(chunk: Int) {
        #expect(
            records("\u{FEFF}{\"a\":1}\n\n  \r\n[2]\r\n{\"é\":}\n\"x\" y\n3", chunk: chunk) == [
                #"{"a":1}"#, "[2]", "a.jsonl, line 5, column 6: expected a value after ':', found '}'",
                "a.jsonl, line 6, column 5: expected the end of the text after the value, found 'y'", "3",
            ])
        #expect(records("", chunk: chunk) == [])
        #expect(
            records("[1\n", chunk: chunk) == [
                "a.jsonl, line 1, column 3: the text ends inside a list that began at line 1, column 1; is it cut off?"
            ])
    }

    @Test(arguments: [1, 2, 5, 1000]) func `and a line that is too long costs only itself`(chunk: Int) {
        var budget = Budget()
        budget.bytes = 6
        #expect(
            records("[1]\n[1,2,3,4,5,6,7,8,9]\n[2]\n[1,2,3]", chunk: chunk, budget: budget) == [
                "[1]", "a.jsonl, line 2, column 1: more than 6 bytes; split the text or raise the limit", "[2]",
                "a.jsonl, line 4, column 1: more than 6 bytes; split the text or raise the limit",
            ])
    }

    @Test func `and positions know their line and the byte that is wrong`() throws {
        var lines = JSONLines(name: "a.jsonl")
        lines.append(Array("1\n {\"a\": true}\n\"caf".utf8) + [0xE9, 0x22, 0x0A])
        #expect(try lines.next() == 1)
        #expect(try lines.next()?["a"]?.position == .init(line: 2, column: 8))
        #expect {
            try lines.next()
        } throws: {
            "\($0)" == "a.jsonl, line 3, column 5: the byte 0xE9 is not UTF-8; save the text as UTF-8"
        }
        #expect(try lines.next() == nil)
    }
}
