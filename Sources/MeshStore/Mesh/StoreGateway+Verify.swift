internal import MeshModel

/// Whether the journal is the one that was written: each frame names the SHA-256 of the frame before it.
public struct ChainReport: Equatable, Sendable {
    /// Where the chain does not hold.
    public struct Break: Equatable, Sendable {
        /// The first revision that cannot be trusted.
        public var revision: UInt64
        public var file: String
        /// Byte of the file where the frame begins.
        public var offset: UInt64
        /// A sentence.
        public var finding: String
    }

    /// The first and the last revision looked at; nil where no frame is kept.
    public var first: UInt64?
    public var last: UInt64?
    /// Frames whose predecessor was proven.
    public var proven = 0
    /// Frames of before seals were kept: only their checks could be looked at.
    public var unsealed = 0
    /// SHA-256 of the newest frame in hexadecimal: who keeps it elsewhere can prove that nothing was exchanged.
    public var head = ""
    public var firstBreak: Break?

    public init() {}
}

extension StoreGateway {
    /// Reads every journal that is kept, oldest first, up to the first break.
    public func verifyChain() throws(StoreError) -> ChainReport { try folder.verifyChain() }
}

extension Folder {
    func verifyChain() throws(StoreError) -> ChainReport {
        _ = try view()
        guard let opened = lastOpened() else { return ChainReport() }
        var report = ChainReport()
        var seal: [UInt8]?
        let journals: [(Journal, UInt64?, UInt64?)]
        do throws(StoreError) { journals = try keptJournals(opened) } catch {
            report.firstBreak = .init(error, report)
            return report
        }
        for (journal, limit, last) in journals {
            var place = journal.start
            if report.first == nil, journal.header.previous == 0, journal.header.snapshot == 0 {
                seal = [UInt8](repeating: 0, count: SHA256.length)
            }
            do throws(StoreError) {
                _ = try journal.read(from: &place, to: limit, last: last) { (frame, next) throws(StoreError) in
                    report.first = report.first ?? frame.revision
                    if frame.seal.isEmpty {
                        report.unsealed += 1
                    } else if let seal, frame.seal != seal {
                        throw .damaged(
                            file: journal.name, offset: next.frameStart,
                            finding:
                                "revision \(frame.revision) was written behind another frame than the one before it")
                    } else {
                        report.proven += 1
                    }
                    report.last = frame.revision
                    seal = try journal.seal(of: next)
                }
                if let last, place.chain != last {
                    throw .damaged(
                        file: journal.name, offset: place.offset,
                        finding: "it ends before the frame that the next journal continues")
                }
            } catch {
                report.firstBreak = .init(error, report)
                break
            }
        }
        report.head = hexadecimal(seal ?? [])
        return report
    }

    /// The journals that are kept, oldest first, each with how far it is durable and the check of its last frame that counts.
    private func keptJournals(_ opened: Opened) throws(StoreError) -> [(Journal, limit: UInt64?, last: UInt64?)] {
        var journals: [(Journal, limit: UInt64?, last: UInt64?)] = [(opened.journal, opened.place.offset, nil)]
        while let later = journals.last?.0, let earlier = try journal(before: later) {
            journals.append((earlier, nil, later.header.baseChain))
        }
        return journals.reversed()
    }
}

extension ChainReport.Break {
    fileprivate init(_ error: StoreError, _ report: ChainReport) {
        let next = report.last.map { $0 + 1 } ?? report.first ?? 0
        switch error {
        case .damaged(let file, let offset, let finding):
            self.init(revision: next, file: file, offset: offset, finding: finding)
        default: self.init(revision: next, file: "", offset: 0, finding: error.description)
        }
    }
}
