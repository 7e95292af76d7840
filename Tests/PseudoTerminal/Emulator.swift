import CVTerm

/// What a terminal would show of the bytes it was sent: libvterm behind a safe face.
@safe final class Emulator {
    private let terminal: OpaquePointer
    private let screen: OpaquePointer
    private let modesPointer: UnsafeMutablePointer<CVTermModes>

    init(columns: Int, rows: Int) {
        guard let terminal = unsafe vterm_new(Int32(rows), Int32(columns)),
            let screen = unsafe vterm_obtain_screen(terminal)
        else { preconditionFailure("libvterm has no memory") }
        unsafe self.terminal = terminal
        unsafe self.screen = screen
        unsafe modesPointer = .allocate(capacity: 1)
        unsafe modesPointer.initialize(to: CVTermModes())
        unsafe vterm_set_utf8(terminal, 1)
        unsafe cvterm_watch(screen, modesPointer)
        unsafe vterm_screen_enable_altscreen(screen, 1)
        unsafe vterm_screen_reset(screen, 1)
    }

    deinit {
        unsafe vterm_free(terminal)
        unsafe modesPointer.deallocate()
    }

    var modes: CVTermModes { unsafe modesPointer.pointee }

    func resize(columns: Int, rows: Int) {
        unsafe vterm_set_size(terminal, Int32(rows), Int32(columns))
    }

    func write(_ bytes: [UInt8]) {
        unsafe bytes.withUnsafeBytes { buffer in
            guard let first = unsafe buffer.assumingMemoryBound(to: CChar.self).baseAddress else { return }
            _ = unsafe vterm_input_write(terminal, first, bytes.count)
        }
    }

    func press(_ key: VTermKey) {
        unsafe vterm_keyboard_key(terminal, key, VTERM_MOD_NONE)
    }

    /// What the terminal sends to the program: keys, and answers to its questions.
    func takeAnswers() -> [UInt8] {
        let waiting = unsafe vterm_output_get_buffer_current(terminal)
        guard waiting > 0 else { return [] }
        return unsafe [CChar](unsafeUninitializedCapacity: waiting) { buffer, count in
            count = unsafe vterm_output_read(terminal, buffer.baseAddress, waiting)
        }.map(UInt8.init(bitPattern:))
    }

    func cell(column: Int, row: Int) -> PseudoTerminal.Cell? {
        var cell = VTermScreenCell()
        guard unsafe vterm_screen_get_cell(screen, VTermPos(row: Int32(row), col: Int32(column)), &cell) == 1 else {
            return nil
        }
        let chars = cell.chars
        let scalars = [chars.0, chars.1, chars.2, chars.3, chars.4, chars.5].prefix { $0 != 0 }
        // The right half of a wide character is no scalar at all.
        var text = String.UnicodeScalarView()
        for case let scalar? in scalars.map(Unicode.Scalar.init) { text.append(scalar) }
        let attributes = unsafe cvterm_attributes(&cell)
        return PseudoTerminal.Cell(
            text: scalars.isEmpty ? " " : String(text),
            isBold: attributes & UInt32(CVTERM_BOLD) != 0,
            isUnderlined: attributes & UInt32(CVTERM_UNDERLINE) != 0,
            isReversed: attributes & UInt32(CVTERM_REVERSE) != 0,
            foreground: Int(unsafe cvterm_foreground(&cell)), background: Int(unsafe cvterm_background(&cell)))
    }

    var cursor: (column: Int, row: Int) {
        var position = VTermPos()
        unsafe vterm_state_get_cursorpos(vterm_obtain_state(terminal), &position)
        return (Int(position.col), Int(position.row))
    }
}
