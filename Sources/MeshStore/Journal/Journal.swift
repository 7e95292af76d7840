/// The append-only file of commits since a snapshot, being read.
///
/// Never mapped, because it grows and may be cut: it is read with `pread`, a window at a time.
struct Journal: Sendable {
    /// With its path, for sentences.
    let name: String
    let file: any DiskFile
    let header: JournalHeader

    static func name(_ number: UInt64) -> String { "journal-\(number)" }

    init(_ disk: any Disk, _ current: Current, writing: Bool = false) throws(StoreError) {
        let shortName = Journal.name(current.journal)
        let name = disk.file(shortName)
        self.name = name
        let file = try on(name) { () throws(DiskError) in try disk.open(shortName, writing: writing) }
        self.file = file
        header = try JournalHeader(
            on(name) { () throws(DiskError) in try file.readWhole(JournalHeader.length, at: 0) }, file: name)
        guard header.mesh == current.mesh, header.number == current.journal, header.snapshot == current.snapshot else {
            throw .damaged(file: name, offset: 16, finding: "it belongs to another mesh or place in it")
        }
    }

    /// A journal that another one continues, for history.
    init(_ disk: any Disk, earlier number: UInt64, mesh: [UInt8]) throws(StoreError) {
        let name = disk.file(Journal.name(number))
        self.name = name
        let file = try on(name) { () throws(DiskError) in try disk.open(Journal.name(number), writing: false) }
        self.file = file
        header = try JournalHeader(
            on(name) { () throws(DiskError) in try file.readWhole(JournalHeader.length, at: 0) }, file: name)
        guard header.mesh == mesh, header.number == number, header.previous < number else {
            throw .damaged(file: name, offset: 16, finding: "it belongs to another mesh or place in it")
        }
    }

    /// Where reading stands: behind a whole frame, or behind the header.
    struct Place: Equatable, Sendable {
        var offset: UInt64
        var revision: UInt64
        var chain: UInt64
        /// Where the frame before this place begins; the place itself where there is none.
        var frameStart: UInt64

        init(offset: UInt64, revision: UInt64, chain: UInt64, frameStart: UInt64? = nil) {
            self.offset = offset
            self.revision = revision
            self.chain = chain
            self.frameStart = frameStart ?? offset
        }
    }

    var start: Place {
        Place(offset: UInt64(JournalHeader.length), revision: header.baseRevision, chain: header.baseChain)
    }

    /// How reading ended.
    enum End: Equatable, Sendable {
        case whole
        /// `bytes` that are no frame, with no frame behind them.
        case torn(bytes: UInt64)
    }

    /// Reads the frames from `place` on, handing each over with the place behind it.
    ///
    /// Up to `limit`, which is a frame's end, when the durable length is known: then every frame before it must be
    /// whole. Otherwise to the end of the file, of which the first `floor` bytes must be whole. Not beyond the frame whose check is
    /// `last`, where that is given.
    func read(
        from place: inout Place, to limit: UInt64?, floor: UInt64 = 0, last: UInt64? = nil,
        _ body: (Frame, Place) throws(StoreError) -> Void
    ) throws(StoreError) -> End {
        let length = try status().length
        let end = limit ?? length
        guard length >= max(end, floor) else {
            throw .damaged(file: name, offset: length, finding: "it is shorter than what was confirmed")
        }
        var window = Window(file, name, end: end)
        while place.offset < end, place.chain != last {
            guard let (frame, next) = try frame(at: place, &window) else {
                if limit != nil || place.offset < floor {
                    throw .damaged(file: name, offset: place.offset, finding: "no whole frame where one was confirmed")
                }
                try refuseFrames(behind: place, &window)
                return .torn(bytes: end - place.offset)
            }
            try body(frame, next)
            place = next
        }
        return .whole
    }

    func status() throws(StoreError) -> FileStatus {
        try on(name) { () throws(DiskError) in try file.status() }
    }

    /// The frame that follows `place`, nil for bytes that are none.
    private func frame(at place: Place, _ window: inout Window) throws(StoreError) -> (Frame, Place)? {
        guard let range = try window.frame(at: place.offset, salt: header.salt),
            window.bytes.integer(UInt64.self, at: range.lowerBound + 8) == place.chain,
            case let ahead = window.bytes.integer(UInt64.self, at: range.lowerBound + 16) &- place.revision, ahead <= 1
        else { return nil }
        do throws(Frame.Refusal) {
            let frame = try Frame(window.bytes, range)
            guard ahead == (frame.isNote ? 0 : 1) else { return nil }
            let chain = window.bytes.integer(UInt64.self, at: range.upperBound - 8)
            let next = Place(
                offset: place.offset + UInt64(range.count), revision: frame.revision, chain: chain,
                frameStart: place.offset)
            return (frame, next)
        } catch {
            switch error {
            case .malformed(let finding): throw .damaged(file: name, offset: place.offset, finding: finding)
            case .newer(let finding): throw .newer(file: name, finding: finding)
            }
        }
    }

    /// Throws when a whole frame of a later write stands anywhere behind a bad one: then the bad one is no torn tail but damage, for a write
    /// begins when the one before it is durable. Of frames of one write, power may let any arrive.
    private func refuseFrames(behind place: Place, _ window: inout Window) throws(StoreError) {
        // Something that only looks like frames must not keep us hashing for ever.
        var budget = 8 * (window.end - place.offset) + 1 << 26
        var offset = place.offset + 8
        while let candidate = try window.nextMagic(from: offset) {
            let length = try window.plausibleLength(at: candidate) ?? 0
            var isFrame = false
            if length > 0, budget >= length, let range = try window.frame(at: candidate, salt: header.salt) {
                let together = (try? Frame(window.bytes, range).behind) ?? 0
                isFrame = together < candidate - place.offset
            }
            if isFrame || budget < length {
                throw .damaged(
                    file: name, offset: place.offset, finding: "no whole frame, yet one follows at byte \(candidate)")
            }
            budget -= length
            offset = candidate + 8
        }
    }
}
