import CYAML

/// What libyaml finds in a text, one event after the other. The only place that touches its memory.
@safe struct YAMLEvents: ~Copyable {
    struct Event {
        enum Kind {
            case streamStart, streamEnd, documentStart, documentEnd
            case alias, scalar, listStart, listEnd, mapStart, mapEnd
        }

        var kind: Kind
        var position: Position
        /// The anchor of a node, or the name of an alias.
        var anchor: String?
        var tag: String?
        /// The text of a scalar.
        var text = ""
        /// Whether a scalar has no quotes and is no block.
        var isPlain = false
    }

    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let bytes: [UInt8]
    private let start: Int
    private let name: String
    private let budget: Budget

    /// Runs the body over the events of a text that is known to be UTF-8, from an offset on.
    static func read<Result>(
        _ bytes: [UInt8], from start: Int, name: String, budget: Budget,
        _ body: (borrowing YAMLEvents) throws(DocumentError) -> Result
    ) throws(DocumentError) -> Result {
        try unsafe bytes.withUnsafeBufferPointer { (input) throws(DocumentError) in
            guard let events = unsafe YAMLEvents(input, of: bytes, from: start, name: name, budget: budget) else {
                throw DocumentError(document: name, position: .start, reason: .syntax("there is no memory to read it"))
            }
            return try body(events)
        }
    }

    /// The input must outlive the value: libyaml reads from where it stands.
    private init?(
        _ input: UnsafeBufferPointer<UInt8>, of bytes: [UInt8], from start: Int, name: String, budget: Budget
    ) {
        let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        guard unsafe yaml_parser_initialize(parser) == 1 else {
            unsafe parser.deallocate()
            return nil
        }
        let text = unsafe UnsafeBufferPointer(rebasing: input[start...])
        unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        unsafe yaml_parser_set_input_string(parser, text.baseAddress, text.count)
        unsafe self.parser = parser
        self.bytes = bytes
        self.start = start
        self.name = name
        self.budget = budget
    }

    deinit {
        unsafe yaml_parser_delete(parser)
        unsafe parser.deallocate()
    }

    func next() throws(DocumentError) -> Event {
        var event = unsafe yaml_event_t()
        guard unsafe yaml_parser_parse(parser, &event) == 1 else { throw failure }
        defer { unsafe yaml_event_delete(&event) }
        let position = unsafe Position(line: Int(event.start_mark.line) + 1, column: Int(event.start_mark.column) + 1)
        let length = unsafe cyaml_length(&event)
        if length > budget.scalar {
            throw DocumentError(document: name, position: position, reason: .budget(.scalar, allowed: budget.scalar))
        }
        let kind: Event.Kind =
            switch unsafe event.type {
            case YAML_STREAM_START_EVENT: .streamStart
            case YAML_DOCUMENT_START_EVENT: .documentStart
            case YAML_DOCUMENT_END_EVENT: .documentEnd
            case YAML_ALIAS_EVENT: .alias
            case YAML_SCALAR_EVENT: .scalar
            case YAML_SEQUENCE_START_EVENT: .listStart
            case YAML_SEQUENCE_END_EVENT: .listEnd
            case YAML_MAPPING_START_EVENT: .mapStart
            case YAML_MAPPING_END_EVENT: .mapEnd
            default: .streamEnd
            }
        return unsafe Event(
            kind: kind, position: position, anchor: cyaml_anchor(&event).map { unsafe String(cString: $0) },
            tag: cyaml_tag(&event).map { unsafe String(cString: $0) },
            text: String(decoding: UnsafeBufferPointer(start: cyaml_text(&event), count: length), as: UTF8.self),
            isPlain: cyaml_is_plain(&event))
    }

    /// What libyaml has to say against the text.
    private var failure: DocumentError {
        func position(_ mark: yaml_mark_t) -> Position {
            Position(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
        }
        func refuse(_ position: Position, _ reason: DocumentError.Reason) -> DocumentError {
            DocumentError(document: name, position: position, reason: reason)
        }
        let problem = unsafe parser.pointee.problem.map { unsafe String(cString: $0) } ?? "it cannot be read"
        let place = unsafe position(parser.pointee.problem_mark)
        let error = unsafe parser.pointee.error
        if error == YAML_READER_ERROR {
            // Encodings were checked before: what is left is a control character, and only its offset is known.
            let offset = unsafe min(start + parser.pointee.problem_offset, bytes.count)
            let found = Encoding.describe(bytes[offset..<min(offset + 4, bytes.count)])
            return refuse(
                Encoding.position(of: offset, in: bytes[...]),
                .syntax("\(found) is written as an escape in double quotes"))
        }
        if error == YAML_MEMORY_ERROR { return refuse(place, .syntax("there is no memory to read it")) }
        // At its end libyaml pretends a further line.
        let end = Encoding.position(of: bytes.count, in: bytes[...])
        let context = unsafe parser.pointee.context.map { unsafe String(cString: $0) } ?? ""
        let hint =
            switch scalar(at: place) {
            case "\t": "; a tab does not indent, use spaces"
            case "@", "`": "; a value that begins with it stands in quotes"
            default: ""
            }
        guard let inside = Self.names[context] else {
            let addition = context.isEmpty || context == "while scanning for the next token" ? "" : " \(context)"
            return refuse(min(place, end), .syntax(problem + addition + hint))
        }
        let began = unsafe min(position(parser.pointee.context_mark), end)
        if place >= end { return refuse(end, .truncated(inside: inside, began: began)) }
        return refuse(place, .syntax("\(problem) in \(inside) that began at \(began)" + hint))
    }

    /// What people call the places that libyaml names.
    private static let names = [
        "while parsing a block collection": "a list", "while parsing a flow sequence": "a list",
        "while parsing a block mapping": "a map", "while parsing a flow mapping": "a map",
        "while parsing a quoted scalar": "a string", "while scanning a quoted scalar": "a string",
        "while scanning a plain scalar": "a string", "while scanning a block scalar": "a block of text",
        "while scanning a simple key": "a key", "while scanning an anchor": "an anchor",
        "while scanning an alias": "an alias", "while scanning a directive": "a directive",
        "while scanning a tag": "a tag", "while parsing a tag": "a tag", "while parsing a node": "a value",
        "while parsing a block node": "a value", "while parsing a flow node": "a value",
    ]

    private func scalar(at place: Position) -> Unicode.Scalar? {
        let line = bytes.split(separator: UInt8(ascii: "\n"), maxSplits: place.line, omittingEmptySubsequences: false)
        guard line.indices.contains(place.line - 1) else { return nil }
        let text = String(decoding: line[place.line - 1].prefix(place.column * 4), as: UTF8.self)
        return text.unicodeScalars.dropFirst(place.column - 1).first
    }
}
