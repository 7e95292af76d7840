public import MeshModel
internal import Threads

/// A mesh in a folder: reads map the files, changes take the lock one after another.
public final class StoreGateway: MeshGateway {
    public let actor: Actor
    package var path: String { folder.path }
    let folder: Folder
    private let clock: @Sendable () -> Instant
    package static let overlayLimit = 1024

    private let overlayLimit: Int
    private let latest: LatestReader
    /// Waiting for a disk must not hold up the threads that tasks share.
    private let writing = WorkerThread()

    /// Opens the mesh in a folder.
    public convenience init(
        path: String, actor: Actor, clock: @escaping @Sendable () -> Instant
    ) throws(StoreError) {
        self.init(try Folder(path: path, knowing: ProductIndex.Part.all), actor: actor, clock: clock)
    }

    /// A mesh on any disk. Its folder must know the sections of `ProductIndex`.
    package init(
        _ folder: Folder, actor: Actor, overlayLimit: Int = StoreGateway.overlayLimit,
        clock: @escaping @Sendable () -> Instant
    ) {
        self.folder = folder
        self.actor = actor
        self.clock = clock
        self.overlayLimit = overlayLimit
        latest = LatestReader(folder)
    }

    /// Makes an empty mesh in a folder that is empty or not there yet.
    ///
    /// The members of `group` may read it, and those of `confidants` also purposes, comments and access events.
    public static func create(
        path: String, sharedWith group: String? = nil, confidentialTo confidants: String? = nil
    ) throws(StoreError) {
        try Folder.create(path: path, sharedWith: group, confidentialTo: confidants)
    }

    /// Fills a new mesh with records that stand in the order of their keys; `compact` then makes the index.
    package static func load(path: String, _ records: some RecordStream) throws(StoreError) {
        var writer = try Folder(path: path, knowing: ProductIndex.Part.all).writer()
        _ = try writer.commit([.init(time: 0, actor: [], request: [], changes: [], writes: [])])
        try writer.load(records)
    }

    /// What a person should be told since the last time this was asked.
    public func notices() -> [Notice] { folder.takeNotices() }

    public func reader() throws(GatewayError) -> any MeshReader {
        do throws(StoreError) {
            let view = try folder.view()
            return try reader(of: view)
        } catch {
            throw GatewayError(reading: error)
        }
    }

    /// A reader for records by their keys: made at once, however much was written since the index.
    public func records() throws(GatewayError) -> any MeshReader {
        do throws(StoreError) { return RecordReading(folder: folder, view: try folder.view(), latest: latest) } catch {
            throw GatewayError(reading: error)
        }
    }

    /// The mesh as it was at a moment of the past. Everything since the checkpoint before is read again, which takes a second for some hundred
    /// megabytes; `tell` is told the revision that this has come to.
    public func reader(
        at moment: PastMoment, telling tell: (UInt64) -> Void = { _ in }
    ) throws(StoreError) -> any MeshReader {
        let view = try folder.view(at: moment, telling: tell)
        do throws(ReadError) { return try StoreReader(folder, view) } catch { throw StoreError(error, folder.path) }
    }

    private func reader(of view: RecordView) throws(StoreError) -> StoreReader { try latest.reader(of: view) }

    public func preview(_ changes: [Change]) async throws(GatewayError) -> Consequences {
        let reader: StoreReader
        do throws(StoreError) { reader = try self.reader(of: try folder.view()) } catch {
            throw GatewayError(reading: error)
        }
        return try plan(changes, on: reader).get().consequences
    }

    public func commit(
        _ changes: [Change], requestID: RequestID, agreed: Consequences.Digest?
    ) async throws(GatewayError) -> Receipt {
        let outcome = await writing.value { self.commitNow(changes, requestID, agreed) }
        return try outcome.get()
    }

    /// Commits a batch as one of many that follow one another. Between them no index is made, and a snapshot only where more has
    /// gathered than one should hold in memory; `compact` ends it.
    public func commitOneOfMany(_ changes: [Change]) async throws(GatewayError) -> Receipt {
        let outcome = await writing.value { self.commitNow(changes, .random(), nil, isOneOfMany: true) }
        return try outcome.get()
    }

    private func plan(_ changes: [Change], on reader: some MeshReader) -> Result<Plan, GatewayError> {
        do { return .success(try Rules.plan(changes, on: reader, by: actor, at: clock())) } catch {
            return .failure(GatewayError(error))
        }
    }

    private func commitNow(
        _ changes: [Change], _ requestID: RequestID, _ agreed: Consequences.Digest?, isOneOfMany: Bool = false
    ) -> Result<Receipt, GatewayError> {
        do throws(StoreError) {
            var writer = try folder.writer()
            // What the journal holds over the index is looked at once for each reader: many batches, all of them new, do without.
            let before: any MeshReader =
                isOneOfMany
                ? RecordReading(folder: folder, view: writer.view, latest: latest) : try reader(of: writer.view)
            if let earlier = try writer.view.revision(ofRequest: requestID.bytes) {
                return .success(
                    Receipt(
                        revision: Revision(number: earlier, at: before.revision.at), changed: true,
                        consequences: .init()))
            }
            let stated = isOneOfMany ? Alongside { StatedChanges(changes) } : nil
            let plan: Plan
            switch self.plan(changes, on: before) {
            case .success(let allowed): plan = allowed
            case .failure(let error): return .failure(error)
            }
            if let agreed, agreed != plan.consequences.digest { return .failure(.stale(plan.consequences)) }
            guard !plan.writes.isEmpty else {
                return .success(Receipt(revision: before.revision, changed: false, consequences: plan.consequences))
            }
            _ = try writer.commit([
                Writer.Draft(plan, stated: stated?.wait(), by: actor, request: requestID.bytes, at: clock())
            ])
            let revision = Revision(writer.view)
            // The change is durable: nothing that fails from here on is a reason to call it failed.
            if isOneOfMany { try? writer.compactIfHeavy() } else { try? compactIfDue(&writer) }
            return .success(Receipt(revision: revision, changed: true, consequences: plan.consequences))
        } catch {
            return .failure(GatewayError(writing: error))
        }
    }

    /// A snapshot that cannot be written now is written by a later commit.
    private func compactIfDue(_ writer: inout Writer) throws(StoreError) {
        // A long journal decides alone: what stands over the index is costly to work out after a large import.
        if !writer.isDueForCompaction {
            guard try reader(of: writer.view).overlay.entries.count > overlayLimit else { return }
        }
        try compact(&writer)
    }

    /// Writes the present revision as a snapshot with its index.
    ///
    /// - Parameters:
    ///   - onlyIfBehind: Leave it at the newest snapshot where that holds the present revision.
    ///   - bounds: What of the points and accesses is kept from now on; nil: what was kept before. What is beyond is dropped for good.
    public func compact(onlyIfBehind: Bool = false, keeping bounds: SeriesBounds? = nil) async throws(GatewayError) {
        let outcome = await writing.value { () -> Result<Void, GatewayError> in
            do throws(StoreError) {
                var writer = try self.folder.writer()
                if onlyIfBehind, writer.view.snapshot?.header.revision == writer.view.revision { return .success(()) }
                try self.compact(&writer, keeping: bounds)
                return .success(())
            } catch {
                return .failure(GatewayError(writing: error))
            }
        }
        try outcome.get()
    }

    /// Removes what of the past is beyond a bound: log and earlier states, never anything of the mesh as it is.
    public func forget(beyond bound: HistoryBound) async throws(GatewayError) -> ForgottenHistory {
        let outcome = await writing.value { () -> Result<ForgottenHistory, GatewayError> in
            do throws(StoreError) {
                var writer = try self.folder.writer()
                return .success(try writer.forget(beyond: bound))
            } catch {
                return .failure(GatewayError(writing: error))
            }
        }
        return try outcome.get()
    }

    /// Sets which snapshots stay as checkpoints of the past when later ones are made.
    public func keepCheckpoints(_ retention: CheckpointRetention) async throws(GatewayError) -> KeptCheckpoints {
        let outcome = await writing.value { () -> Result<KeptCheckpoints, GatewayError> in
            do throws(StoreError) {
                var writer = try self.folder.writer()
                try writer.keepCheckpoints(retention)
                return .success(try writer.keptCheckpoints())
            } catch {
                return .failure(GatewayError(writing: error))
            }
        }
        return try outcome.get()
    }

    private func compact(_ writer: inout Writer, keeping bounds: SeriesBounds? = nil) throws(StoreError) {
        let index = ProductIndexWriter.alongside(RecordReading(folder: folder, view: writer.view))
        try writer.compact(keeping: bounds) { (_, snapshot) throws(StoreError) in
            try index.wait().get().append(to: &snapshot)
        }
    }

    public func revisions() -> AsyncStream<Revision> {
        folder.revisions { Revision($0) }
    }
}

extension Revision {
    init(_ view: RecordView) { self.init(number: view.revision, at: Instant(milliseconds: view.time)) }
}

extension StoreError {
    /// An error of reading, where a writer met it.
    init(_ error: ReadError, _ path: String) {
        switch error {
        case .damaged(let file, let offset, let reason): self = .damaged(file: file, offset: offset, finding: reason)
        case .unavailable: self = .damaged(file: path, offset: 0, finding: error.description)
        }
    }
}

extension GatewayError {
    init(reading error: StoreError) { self = .read(ReadError(error)) }

    init(writing error: StoreError) {
        switch error {
        case .mayNotWrite, .readOnly: self = .readOnly(error.description)
        case .busy: self = .busy(error.description)
        case .full, .uncertain, .tooLarge, .failed: self = .unwritable(error.description)
        case .notAMesh, .alreadyAMesh, .notEmpty, .remote, .noSuchGroup, .damaged, .newer, .mayNotRead, .notKept,
            .notYet:
            self = .read(ReadError(error))
        }
    }
}
