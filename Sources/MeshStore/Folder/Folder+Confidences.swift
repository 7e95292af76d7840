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
    /// The file as this process may read it, found out once.
    func confidentialFile() throws(StoreError) -> ConfidentialFile.Reading {
        try confidential.withLock { (state) throws(StoreError) in
            if let known = state.reading { return known }
            do throws(DiskError) {
                let opened = ConfidentialFile.Reading.open(try disk.open(Confidences.name, writing: false))
                state.reading = opened
                return opened
            } catch {
                guard error.code == .permissionDenied || error.code == .notPermitted else {
                    throw StoreError(error, disk.file(Confidences.name))
                }
                state.reading = .withheld
                return .withheld
            }
        }
    }

    /// Puts bytes behind those that are staged; they are written with the commit that refers to them.
    ///
    /// Always behind the file's end: what a crash left there is referred to by nothing, and cutting it off would gain nothing.
    func stageConfidence(_ bytes: [UInt8]) throws(StoreError) -> Confidences.Reference {
        try confidential.withLock { (state) throws(StoreError) in
            guard bytes.count <= Frame.lengthLimit - state.staged.count else {
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
            let reference = Confidences.Reference(to: bytes, at: state.start + UInt64(state.staged.count))
            state.staged += bytes
            return reference
        }
    }

    /// Bytes that are staged and not in the file yet.
    func stagedConfidence(_ reference: Confidences.Reference) -> [UInt8]? {
        confidential.withLock { state in
            guard !state.staged.isEmpty, reference.offset >= state.start,
                reference.offset - state.start + UInt64(reference.length) <= UInt64(state.staged.count)
            else { return nil }
            let place = Int(reference.offset - state.start)
            return Array(state.staged[place..<place + Int(reference.length)])
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
