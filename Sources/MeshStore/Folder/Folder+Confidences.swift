internal import Synchronization
internal import SystemPackage

/// What a handle on a folder knows of its confidential file.
struct ConfidentialFile: Sendable {
    enum Reading {
        case open(any DiskFile)
        case withheld
    }

    var reading: Reading?
    /// Open for appending, once this process has written there.
    var writing: (any DiskFile)?
    /// Where the staged bytes will stand.
    var start: UInt64 = 0
    var staged: [UInt8] = []
}

extension Folder {
    /// The file, found out once; nil where this process may not read it.
    func confidentialFile() throws(StoreError) -> (any DiskFile)? {
        try confidential.withLock { (state) throws(StoreError) in
            switch state.reading {
            case .open(let file): return file
            case .withheld: return nil
            case nil: break
            }
            do throws(DiskError) {
                let file = try disk.open(Confidences.name, writing: false)
                state.reading = .open(file)
                return file
            } catch {
                switch error.code {
                case .permissionDenied, .notPermitted:
                    state.reading = .withheld
                    return nil
                case .noSuchFileOrDirectory:
                    throw damagedConfidence(at: 0, "it is gone, and records refer to it")
                default: throw StoreError(error, disk.file(Confidences.name))
                }
            }
        }
    }

    /// Puts bytes behind those that are staged; they are written with the commit that refers to them.
    ///
    /// Always behind the file's end, which is never cut off: a frame that a killed writer left behind the watermark may refer to what
    /// stands there, and the next writer keeps that frame.
    func stageConfidence(_ bytes: [UInt8]) throws(StoreError) -> Confidences.Reference {
        try confidential.withLock { (state) throws(StoreError) in
            guard bytes.count <= Frame.lengthLimit - state.staged.count - Confidences.saltLength else {
                throw .tooLarge(bytes: bytes.count, limit: Frame.lengthLimit)
            }
            if state.staged.isEmpty {
                let name = disk.file(Confidences.name)
                let writing = state.writing
                let file = try on(name) { () throws(DiskError) in
                    if let writing { writing } else { try Confidences.opened(disk) }
                }
                state.writing = file
                state.start = try on(name) { () throws(DiskError) in try file.status() }.length
            }
            let salted = Account.random(Confidences.saltLength) + bytes
            let reference = Confidences.Reference(to: salted, at: state.start + UInt64(state.staged.count))
            state.staged += salted
            return reference
        }
    }

    /// Bytes that are staged and not in the file yet.
    func stagedConfidence(_ reference: Confidences.Reference) -> [UInt8]? {
        confidential.withLock { state in
            guard !state.staged.isEmpty, reference.offset >= state.start else { return nil }
            // Compared without adding: a hostile offset near the end of all numbers must not overflow.
            let (place, count) = (reference.offset - state.start, UInt64(state.staged.count))
            guard place <= count, UInt64(reference.length) <= count - place else { return nil }
            return Array(state.staged[Int(place)..<Int(place) + Int(reference.length)])
        }
    }

    /// How much is staged.
    var stagedConfidences: Int { confidential.withLock { $0.staged.count } }

    /// What was staged behind so many bytes; nil for nothing.
    func stretchStaged(behind count: Int) -> Confidences.Stretch? {
        confidential.withLock { state in
            guard state.staged.count > count else { return nil }
            return Confidences.Stretch(Array(state.staged[count...]), at: state.start + UInt64(count))
        }
    }

    /// Makes the staged bytes durable: before the frame that refers to them is.
    func writeStagedConfidences() throws(StoreError) {
        try confidential.withLock { (state) throws(StoreError) in
            guard !state.staged.isEmpty, let file = state.writing else { return }
            let (bytes, start) = (state.staged, state.start)
            state.staged = []
            // After a failure nothing is known of the file: the next commit opens it afresh and appends behind whatever is there.
            state.writing = nil
            try on(disk.file(Confidences.name)) { () throws(DiskError) in
                try file.writeWhole(bytes, at: start)
                try file.synchronize()
            }
            state.writing = file
        }
    }

    func forgetStagedConfidences() { confidential.withLock { $0.staged = [] } }
}
