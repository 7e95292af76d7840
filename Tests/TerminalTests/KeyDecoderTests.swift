import Terminal
import Testing

@Suite struct KeyDecoderTests {
    @Test(
        arguments: [
            ("jk", [Key.character("j"), .character("k")]),
            ("é日😀", [.character("é"), .character("日"), .character("😀")]),
            ("\r\t\u{7F}\u{8}", [.enter, .tab, .backspace, .backspace]),
            ("\u{1}\u{1A}\u{0}\u{1F}", [.control("a"), .control("z"), .control(" "), .control("_")]),
            ("\u{1B}[A\u{1B}OB\u{1B}[C\u{1B}OD", [.up, .down, .right, .left]),
            ("\u{1B}[1;5A\u{1B}[1;2D", [.up, .left]),
            ("\u{1B}[H\u{1B}[F\u{1B}[1~\u{1B}[4~\u{1B}OH", [.home, .end, .home, .end, .home]),
            ("\u{1B}[2~\u{1B}[3~\u{1B}[5~\u{1B}[6~\u{1B}[Z", [.insert, .delete, .pageUp, .pageDown, .backTab]),
            ("\u{1B}OP\u{1B}[15~\u{1B}[24~\u{1B}[[A", [.function(1), .function(5), .function(12), .function(1)]),
            ("\u{1B}x\u{1B}é", [.alt("x"), .alt("é")]),
            ("\u{1B}\u{1B}[A", [.up]),
            ("\u{1B}[<0;5;3M\u{1B}[<0;5;3m", [.click(Point(x: 4, y: 2))]),
            ("\u{1B}[<64;300;1M\u{1B}[<65;1;1M", [.wheelUp(Point(x: 299, y: 0)), .wheelDown(Point(x: 0, y: 0))]),
            ("\u{1B}[M !!q", [.click(Point(x: 0, y: 0)), .character("q")]),
            ("\u{1B}[200~q\u{1B}[A\r\u{1B}[201~k", [.paste("q\u{1B}[A\r"), .character("k")]),
        ])
    func `bytes become keys`(bytes: String, keys: [Key]) {
        var whole = KeyDecoder()
        #expect(whole.decode(bytes.utf8) == keys)
        // A slow line brings them one by one.
        var slow = KeyDecoder()
        #expect(bytes.utf8.flatMap { slow.decode([$0]) } == keys)
        #expect(slow.patience == nil)
    }

    @Test(
        arguments: [
            "\u{1B}[?62;4;9c", "\u{1B}[>0;276;0c", "\u{1B}[I", "\u{1B}[O", "\u{1B}[113;5u", "\u{1B}[8;24;80t",
            "\u{1B}]11;rgb:0000/0000/0000\u{1B}\\", "\u{1B}]52;c;cXVpdA==\u{7}", "\u{1B}P1+r5463=31\u{1B}\\",
            "\u{1B}_Gq\u{1B}\\", "\u{1B}[27;5;113~", "\u{1B}[99~", "\u{1B}O0", "\u{1B}[1 q", "\u{1B}[[Z",
        ])
    func `an unknown sequence is swallowed to its last byte`(sequence: String) {
        var decoder = KeyDecoder()
        #expect(decoder.decode((sequence + "k").utf8) == [.character("k")])
    }

    @Test func `bytes that are no text are no keys`() {
        var decoder = KeyDecoder()
        #expect(
            decoder.decode([0xFF, 0xC0, 0x80, 0xE2, 0x28, 0xF0, 0x9F, 0x98, 0x6B, 0xC2, 0x9B, 0x6A]) == [
                .character("("), .character("k"), .character("j"),
            ])
        #expect(decoder.decode([0xED, 0xA0, 0x80, 0x6B]) == [.character("k")])
    }

    @Test func `a lone Esc is known when its time is over`() {
        var decoder = KeyDecoder(escapeDelay: .milliseconds(25))
        #expect(decoder.decode([0x1B]) == [])
        #expect(decoder.patience == .milliseconds(25))
        #expect(decoder.timeOut() == [.escape])
        #expect(decoder.patience == nil)
        #expect(decoder.decode([UInt8(ascii: "q")]) == [.character("q")])
    }

    /// On a slow line the rest of an arrow came after Esc had been decided, and its letters were obeyed.
    @Test func `the late tail of an arrow is an arrow`() {
        var decoder = KeyDecoder()
        _ = decoder.decode([0x1B])
        _ = decoder.timeOut()
        #expect(decoder.decode("[B".utf8) == [.down])
        _ = decoder.decode([0x1B])
        _ = decoder.timeOut()
        #expect(decoder.decode("[".utf8) == [.character("[")])
        #expect(decoder.decode("B".utf8) == [.character("B")])
    }

    @Test func `a sequence that breaks off does not hold the keyboard`() {
        var decoder = KeyDecoder()
        #expect(decoder.decode("\u{1B}]0;never".utf8) == [])
        #expect(decoder.timeOut() == [])
        #expect(decoder.decode("\u{1B}[".utf8) == [])
        #expect(decoder.patience == .milliseconds(500))
        #expect(decoder.timeOut() == [.alt("[")])
        #expect(decoder.decode("\u{1B}[200~half".utf8) == [])
        #expect(decoder.timeOut() == [.paste("half")])
        #expect(decoder.decode("\u{1B}[1;\u{1B}[A".utf8) == [.up])
    }

    @Test func `a paste takes no more than a bounded amount`() {
        var decoder = KeyDecoder()
        _ = decoder.decode("\u{1B}[200~".utf8)
        let block = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 16)
        for _ in 0..<40 { #expect(decoder.decode(block) == []) }
        guard case .paste(let text) = decoder.decode("\u{1B}[201~".utf8).first else {
            Issue.record("no paste came")
            return
        }
        #expect((1 << 20...1 << 20 + 16).contains(text.utf8.count))
    }
}
