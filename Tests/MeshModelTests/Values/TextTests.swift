import Testing

@testable import MeshModel

@Suite struct `A text` {
    @Test func `is trimmed of white space at both ends, whatever alphabet it is written in`() {
        let white = ["", " ", "\t", "\r\n", "\u{A0}", "\u{2003}", " \u{301}"]
        let ends = white + ["a", "!", "~", "é", "e\u{301}", "\u{1F600}"]
        for begin in ends {
            for end in ends {
                let text = begin + "b c" + end
                let expected = text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()
                #expect(text.trimmed == String(expected), "\(Array(text.utf8))")
            }
        }
        #expect("".trimmed == "" && "  \n".trimmed == "")
    }

    @Test func `has a control character where Unicode says so, and where a line would end`() {
        for value in UInt32(0)...0x2100 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let isControl = [.control, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
            #expect(scalar.isControl == isControl, "U+\(value)")
        }
    }
}
