import Terminal
import Testing

@Suite struct GridTextTests {
    @Test(
        arguments: [
            ("plain", "plain"),
            ("tab\there", "tab here"),
            ("two\r\nlines", "two  lines"),
            ("paragraph\u{2029}line\u{2028}", "paragraph line "),
            ("\u{1B}[2Jgone", "␛[2Jgone"),
            ("\u{1B}]0;title\u{7}", "␛]0;title␇"),
            ("nul\u{0}del\u{7F}", "nul␀del␡"),
            ("c1\u{9B}2J\u{9D}", "c1\u{FFFD}2J\u{FFFD}"),
            ("\u{202E}evil\u{202C}\u{2066}\u{2069}\u{200F}\u{61C}", "evil"),
            ("a\u{200B}b\u{200D}c\u{FEFF}d\u{AD}e\u{2060}", "abcde"),
            ("👩\u{200D}💻", "👩💻"),
            ("👍\u{1F3FD}", "👍"),
            ("❤\u{FE0F}", "❤"),
            ("\u{E0041}tag\u{E007F}", "tag"),
            ("private \u{E000}\u{F0000}\u{10FFFF}", "private \u{FFFD}\u{FFFD}\u{FFFD}"),
            ("unassigned \u{FFFE}", "unassigned \u{FFFD}"),
            ("\u{301}at the start", "at the start"),
            ("e\u{301}\u{302}\u{303}\u{304}", "e\u{301}\u{302}"),
        ])
    func `hostile text becomes harmless`(text: String, shown: String) {
        #expect(Array(sanitised(text).unicodeScalars) == Array(shown.unicodeScalars))
    }

    @Test func `a flood of combining marks stays in its cell`() {
        let text = "z" + String(repeating: "\u{0336}", count: 10_000) + "!"
        var frame = Frame(size: Size(width: 4, height: 1))
        #expect(frame.write(text, at: Point(x: 0, y: 0)) == 2)
        #expect(frame[0, 0].glyph.scalars == ["z", "\u{0336}", "\u{0336}"])
        #expect(frame[1, 0].glyph.scalars == ["!"])
    }

    @Test(
        arguments: [
            ("日本語", 6, "日本語"),
            ("日本語", 5, "日本…"),
            ("日本語", 4, "日 …"),
            ("日本語", 2, " …"),
            ("日本語", 1, "…"),
            ("日本語", 0, ""),
            ("abc", 3, "abc"),
            ("abcd", 3, "ab…"),
        ])
    func `a wide character needs both its columns`(text: String, width: Int, shown: String) {
        var frame = Frame(size: Size(width: width, height: 1))
        frame.write(text, at: Point(x: 0, y: 0))
        #expect(frame.description == (width == 0 ? "" : shown))
    }

    @Test func `writing over half of a wide character blanks the other half`() {
        var frame = Frame(size: Size(width: 4, height: 1))
        frame.write("日本", at: Point(x: 0, y: 0))
        frame.write("x", at: Point(x: 1, y: 0))
        #expect(frame.description == " x本")
        frame.write("y", at: Point(x: 2, y: 0))
        #expect(frame.description == " xy")
        frame.write("語", at: Point(x: 1, y: 0))
        #expect(frame.description == " 語")
    }

    @Test(
        arguments: [
            (Frame.Cut.end, "sales_trans…"), (.middle, "sales_…_2026"), (.start, "…ctions_2026"),
            (.silent, "sales_transa"),
        ])
    func `a text is cut where it says the least`(cut: Frame.Cut, shown: String) {
        var frame = Frame(size: Size(width: 12, height: 1))
        frame.write("sales_transactions_2026", at: Point(x: 0, y: 0), cut: cut)
        #expect(frame.description == shown)
    }

    @Test func `numbers stand at the right and titles in the middle`() {
        var frame = Frame(size: Size(width: 7, height: 2))
        frame.write("42", in: Rect(x: 0, y: 0, width: 7, height: 1), align: .right)
        frame.write("abc", in: Rect(x: 0, y: 1, width: 7, height: 1), align: .centre)
        #expect(frame.description == "     42\n  abc")
    }

    @Test func `a match is found where it stands on the screen`() {
        var frame = Frame(size: Size(width: 8, height: 1))
        frame.write(Line("日\u{200B}orders", matches: [2..<4]), in: frame.bounds)
        #expect(
            (0..<8).map { frame[$0, 0].style.role == .match } == [
                false, false, true, true, false, false, false, false,
            ])
    }

    @Test func `a line of several styles is cut once`() {
        var frame = Frame(size: Size(width: 6, height: 2))
        let line = Line("●", .good) + " fresh" + Line(" 3 h", .muted)
        frame.write(line, in: Rect(x: 0, y: 0, width: 6, height: 1))
        frame.write(Line("abcdef") + "g", in: Rect(x: 0, y: 1, width: 6, height: 1))
        #expect(frame.description == "● fre…\nabcde…")
        #expect(frame[0, 0].style == .good)
    }

    @Test(arguments: [Point(x: -3, y: 0), Point(x: 0, y: -1), Point(x: 9, y: 0), Point(x: 0, y: 9)])
    func `a place outside the frame takes nothing`(place: Point) {
        var frame = Frame(size: Size(width: 3, height: 1))
        frame.write("abc日", at: place, limit: 3)
        #expect(frame == Frame(size: frame.size))
    }

    @Test func `every substitute is ASCII and takes the columns of what it stands for`() {
        #expect(sanitised("┌─▸ ▌é 日本 ●▲✕ … ▁█ \u{1F600}", asciiOnly: true) == "+-> #e ???? *!x ~ _# ??")
    }
}
