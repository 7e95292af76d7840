public import MeshModel

/// The one writer of a folder that many change: it holds the lock for as long as it lives.
///
/// Used from one thread; `reader()` and `revisions` of a `StoreGateway` on the same folder serve everybody else.
public final class SharedStore: SharedMesh {
    let folder: Folder
    private let clock: @Sendable () -> Instant
    private let lock: FolderLock
    /// None after a failure: what the disk holds is looked at again before the next write, under the same lock.
    private var writer: Writer?
    private var refusals = RefusalLedger()
    /// Of what is durable and what is staged.
    private let latest: LatestReader
    /// Products touched since the snapshot: what every reader has to hold over its index.
    private var touched: Set<DataProduct.ID> = []
    private let overlayLimit: Int
    /// The disk did not confirm: whoever holds this value ends.
    private var isSpent = false

    /// Opens the mesh in a folder and takes its lock; refuses where another process holds it.
    public convenience init(path: String, clock: @escaping @Sendable () -> Instant) throws(StoreError) {
        try self.init(Folder(path: path, knowing: ProductIndex.Part.all), clock: clock)
    }

    /// How long a writer that is just ending is waited for.
    private static let patience = Duration.milliseconds(500)

    package init(
        _ folder: Folder, overlayLimit: Int = StoreGateway.overlayLimit, clock: @escaping @Sendable () -> Instant
    ) throws(StoreError) {
        self.folder = folder
        self.overlayLimit = overlayLimit
        self.clock = clock
        latest = LatestReader(folder)
        lock = try folder.takeLock(waiting: SharedStore.patience)
        writer = try folder.writer(holding: lock)
        countTouched()
    }

    /// The newest durable revision.
    public var revision: Revision {
        folder.lastOpened().map { Revision($0.view) } ?? Revision(number: 0, at: Instant(milliseconds: 0))
    }

    public func reader() throws(GatewayError) -> any MeshReader {
        do throws(StoreError) { return reader(of: try durable()) } catch { throw GatewayError(reading: error) }
    }

    /// The newest durable revision: known without a look at the disk, for nobody else writes.
    private func durable() throws(StoreError) -> RecordView {
        if let opened = folder.lastOpened() { return opened.view }
        return try folder.view()
    }

    /// Records are all that planning needs; what has to search, an import's end, asks the index then.
    private func reader(of view: RecordView) -> RecordReading {
        RecordReading(folder: folder, view: view, latest: latest)
    }

    public func preview(_ changes: [Change], by actor: Actor) -> Result<Consequences, GatewayError> {
        do throws(StoreError) {
            return plan(changes, by: actor, on: try durable(), at: clock()).map(\.consequences)
        } catch { return .failure(GatewayError(reading: error)) }
    }

    public func commit(_ requests: [ChangeRequest]) throws(GatewayError) -> [Result<Receipt, GatewayError>] {
        precondition(!isSpent, "a shared store was used again after the disk had not confirmed")
        let answers: [Result<Receipt, GatewayError>]
        do throws(StoreError) { answers = try written(requests) } catch {
            if isSpent { throw GatewayError(writing: error) }
            // Nothing was written, and what was planned on top of it says nothing: each is answered once more, from what is durable.
            answers = requests.map { unwritten($0, error) }
        }
        // Nobody waits for a disk because somebody was refused: it is on record with the next write.
        for case (let request, .failure(.refused(let violation))) in zip(requests, answers) {
            refusals.note(request, violation, at: clock())
        }
        return answers
    }

    private func written(_ requests: [ChangeRequest]) throws(StoreError) -> [Result<Receipt, GatewayError>] {
        try settleIfNeeded()
        var answers: [Result<Receipt, GatewayError>] = []
        var hasStaged = false
        for request in requests { answers.append(try stage(request, &hasStaged)) }
        if hasStaged { try write() }
        return answers
    }

    private func plan(
        _ changes: [Change], by actor: Actor, on view: RecordView, at now: Instant
    ) -> Result<Plan, GatewayError> {
        do { return .success(try Rules.plan(changes, on: reader(of: view), by: actor, at: now)) } catch {
            return .failure(GatewayError(error))
        }
    }

    /// What a request comes to on a view.
    private enum Decision {
        case answer(Result<Receipt, GatewayError>)
        case write(Plan)
    }

    private func decide(_ request: ChangeRequest, on view: RecordView, at now: Instant) -> Decision {
        do throws(StoreError) {
            if let earlier = try view.revision(ofRequest: request.boundID) {
                let revision = Revision(number: earlier, at: Instant(milliseconds: view.time))
                return .answer(.success(Receipt(revision: revision, changed: true, consequences: .init())))
            }
        } catch { return .answer(.failure(GatewayError(reading: error))) }
        switch plan(request.changes, by: request.actor, on: view, at: now) {
        case .failure(let error): return .answer(.failure(error))
        case .success(let plan):
            if let agreed = request.agreed, agreed != plan.consequences.digest {
                return .answer(.failure(.stale(plan.consequences)))
            }
            guard plan.writes.isEmpty else { return .write(plan) }
            return .answer(
                .success(Receipt(revision: Revision(view), changed: false, consequences: plan.consequences)))
        }
    }

    /// Plans one request on top of those before it, and puts it behind them. Throws what concerns them all.
    private func stage(
        _ request: ChangeRequest, _ hasStaged: inout Bool
    ) throws(StoreError) -> Result<Receipt, GatewayError> {
        let now = clock()
        let plan: Plan
        switch decide(request, on: try held { (writer) in writer.view }, at: now) {
        case .answer(let answer): return answer
        case .write(let allowed): plan = allowed
        }
        let draft = Writer.Draft(plan, by: request.actor, request: request.boundID, at: now)
        let number: UInt64
        do throws(StoreError) {
            number = try held { (writer) throws(StoreError) in try writer.stage(draft) }
        } catch { return .failure(GatewayError(writing: error)) }
        hasStaged = true
        for write in plan.writes { if let id = write.key.productInOverlay { touched.insert(id) } }
        return .success(
            Receipt(revision: Revision(number: number, at: now), changed: true, consequences: plan.consequences))
    }

    /// The answer to a request of which nothing could be written.
    private func unwritten(_ request: ChangeRequest, _ error: StoreError) -> Result<Receipt, GatewayError> {
        do throws(StoreError) {
            switch decide(request, on: try durable(), at: clock()) {
            case .answer(let answer): return answer
            case .write: return .failure(GatewayError(writing: error))
            }
        } catch { return .failure(GatewayError(reading: error)) }
    }

    /// Writes what waits: refusals of a time in which nobody changed anything.
    public func flush() throws(StoreError) {
        precondition(!isSpent, "a shared store was used again after the disk had not confirmed")
        try settleIfNeeded()
        refusals.tellWhatIsUntold(at: clock())
        try write()
    }

    /// Makes durable what is staged, and the refusals behind it.
    private func write() throws(StoreError) {
        do throws(StoreError) {
            try held { (writer) throws(StoreError) in
                for refusal in refusals.waiting { _ = try writer.stage(Writer.Draft(refusal)) }
                try writer.flush()
            }
            refusals.forgetWaiting()
        } catch {
            isSpent = if case .uncertain = error { true } else { false }
            giveUpStaged()
            throw error
        }
    }

    private func giveUpStaged() {
        writer = nil
        latest.forget()
    }

    private func settleIfNeeded() throws(StoreError) {
        guard writer == nil else { return }
        writer = try folder.writer(holding: lock)
        countTouched()
    }

    /// Works on the writer that there is.
    private func held<Value>(_ work: (inout Writer) throws(StoreError) -> Value) throws(StoreError) -> Value {
        guard var taken = writer.take() else { preconditionFailure("nothing was settled before") }
        do throws(StoreError) {
            let value = try work(&taken)
            writer = consume taken
            return value
        } catch {
            writer = consume taken
            throw error
        }
    }

    private func countTouched() {
        guard let view = folder.lastOpened()?.view else { return }
        touched = Set(view.keys(writtenAfter: view.snapshot?.header.revision ?? 0).compactMap(\.productInOverlay))
    }
}

extension SharedStore {
    /// Whether the journal has grown long enough for a snapshot.
    public var isDueForCompaction: Bool {
        touched.count > overlayLimit || folder.lastOpened()?.isLong ?? false
    }

    /// Puts the snapshot that `writeSnapshot` left in force; what was committed since stands in the new journal.
    ///
    /// Throws `busy` while another one is being written. After `uncertain` the store must be opened anew; after any other error it goes on
    /// with what was in force.
    public func adoptSnapshot() throws(StoreError) {
        try flush()
        do throws(StoreError) {
            try held { (writer) throws(StoreError) in try writer.adoptSnapshot() }
        } catch {
            isSpent = if case .uncertain = error { true } else { isSpent }
            giveUpStaged()
            throw error
        }
        countTouched()
    }
}

extension ChangeRequest {
    /// The request's id and whose it is: nobody answers for an id that somebody else will use.
    fileprivate var boundID: [UInt8] {
        var bytes = requestID.bytes
        bytes.append(littleEndian: actor.origin.uid ?? -1)
        return bytes
    }
}
