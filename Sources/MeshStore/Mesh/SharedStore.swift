public import MeshModel

/// The one writer of a folder that many change: it holds the lock for as long as it lives.
///
/// Used from one thread; `reader()` and `revisions` of a `StoreGateway` on the same folder serve everybody else.
public final class SharedStore: SharedMesh {
    private let folder: Folder
    private let clock: @Sendable () -> Instant
    private var writer: Writer?
    private var refusals = RefusalLedger()
    /// The disk did not confirm: whoever holds this value ends.
    private var isSpent = false

    /// Opens the mesh in a folder and takes its lock; refuses where another process holds it.
    public convenience init(path: String, clock: @escaping @Sendable () -> Instant) throws(StoreError) {
        try self.init(Folder(path: path, knowing: ProductIndex.Part.all), clock: clock)
    }

    package init(_ folder: Folder, clock: @escaping @Sendable () -> Instant) throws(StoreError) {
        self.folder = folder
        self.clock = clock
        writer = try folder.writer(waiting: .zero)
    }

    /// The newest durable revision.
    public var revision: Revision {
        folder.lastOpened().map { Revision($0.view) } ?? Revision(number: 0, at: Instant(milliseconds: 0))
    }

    public func reader() throws(GatewayError) -> any MeshReader {
        do throws(StoreError) { return RecordReading(folder: folder, view: try folder.view()) } catch {
            throw GatewayError(reading: error)
        }
    }

    public func preview(_ changes: [Change], by actor: Actor) -> Result<Consequences, GatewayError> {
        do throws(StoreError) {
            return plan(changes, by: actor, on: try folder.view(), at: clock()).map(\.consequences)
        } catch { return .failure(GatewayError(reading: error)) }
    }

    public func commit(_ requests: [ChangeRequest]) throws(GatewayError) -> [Result<Receipt, GatewayError>] {
        precondition(!isSpent, "a shared store was used again after the disk had not confirmed")
        var answers: [Result<Receipt, GatewayError>] = []
        var staged: [Int] = []
        for request in requests {
            let answer = stage(request)
            if case .success(let receipt) = answer, receipt.changed { staged.append(answers.count) }
            answers.append(answer)
        }
        do throws(StoreError) { try flush() } catch {
            if case .uncertain = error {
                isSpent = true
                throw GatewayError(writing: error)
            }
            // Nothing was written, and whoever only asked has an answer.
            for index in staged { answers[index] = .failure(GatewayError(writing: error)) }
        }
        return answers
    }

    private func plan(
        _ changes: [Change], by actor: Actor, on view: RecordView, at now: Instant
    ) -> Result<Plan, GatewayError> {
        // Records are all that planning needs; what has to search, an import's end, opens the index then.
        let reader = RecordReading(folder: folder, view: view)
        do { return .success(try Rules.plan(changes, on: reader, by: actor, at: now)) } catch {
            return .failure(GatewayError(error))
        }
    }

    /// Plans one request on top of those before it, and puts it behind them.
    private func stage(_ request: ChangeRequest) -> Result<Receipt, GatewayError> {
        do throws(StoreError) {
            let view = try held { (writer) in writer.view }
            let now = clock()
            let id = request.boundID
            if let earlier = try view.revision(ofRequest: id) {
                return .success(
                    Receipt(revision: Revision(number: earlier, at: now), changed: true, consequences: .init()))
            }
            let plan: Plan
            switch self.plan(request.changes, by: request.actor, on: view, at: now) {
            case .success(let allowed): plan = allowed
            case .failure(let error):
                if case .refused(let violation) = error { try remember(request, violation, at: now) }
                return .failure(error)
            }
            if let agreed = request.agreed, agreed != plan.consequences.digest {
                return .failure(.stale(plan.consequences))
            }
            guard !plan.writes.isEmpty else {
                return .success(Receipt(revision: Revision(view), changed: false, consequences: plan.consequences))
            }
            let draft = Writer.Draft(plan, by: request.actor, request: id, at: now)
            let number = try held { (writer) throws(StoreError) in try writer.stage(draft) }
            return .success(
                Receipt(revision: Revision(number: number, at: now), changed: true, consequences: plan.consequences))
        } catch { return .failure(GatewayError(writing: error)) }
    }

    /// A refusal rides with the next commit: nobody waits for a disk because somebody was refused.
    private func remember(
        _ request: ChangeRequest, _ violation: RuleViolation, at now: Instant
    ) throws(StoreError) {
        for refusal in refusals.take(request, violation, at: now) {
            _ = try held { (writer) throws(StoreError) in try writer.stage(Writer.Draft(refusal)) }
        }
    }

    /// Writes what waits: refusals of a time in which nobody changed anything.
    public func flush() throws(StoreError) {
        do throws(StoreError) {
            try held { (writer) throws(StoreError) in try writer.flush() }
        } catch {
            // Spent, and the lock with it: the next call looks at the disk afresh.
            writer = nil
            throw error
        }
    }

    /// Works on the writer, taking the lock anew where a full disk had spent it.
    private func held<Value>(_ work: (inout Writer) throws(StoreError) -> Value) throws(StoreError) -> Value {
        var taken: Writer
        if let held = writer.take() { taken = held } else { taken = try folder.writer(waiting: .zero) }
        do throws(StoreError) {
            let value = try work(&taken)
            writer = consume taken
            return value
        } catch {
            writer = consume taken
            throw error
        }
    }
}

extension SharedStore {
    /// What the files of the mesh have come to.
    public var figures: StoreFigures {
        guard let opened = folder.lastOpened() else { return StoreFigures() }
        return StoreFigures(
            revision: opened.view.revision, journal: opened.current.journal, journalBytes: opened.place.offset,
            frames: UInt64(opened.frames), snapshot: opened.current.snapshot,
            snapshotBytes: opened.view.snapshot?.header.fileSize ?? 0)
    }

    /// SHA-256 of the newest durable frame in hexadecimal: what a log outside may hold the chain to. Empty where it cannot be read.
    public var head: String {
        guard let opened = folder.lastOpened(), let seal = try? folder.lastSeal(of: opened) else { return "" }
        return hexadecimal(seal)
    }

    /// Whether the journal has grown long enough for a snapshot: readers hold what it says in memory.
    public var isDueForCompaction: Bool {
        let figures = figures
        return figures.frames >= 4096 || figures.journalBytes >= 32 << 20
    }

    /// The body of the process that compacts: writes the newest durable revision as a snapshot under a name of its own, without the lock.
    ///
    /// - Returns: The revision that it holds.
    public static func writeSnapshot(path: String) throws(StoreError) -> UInt64 {
        try writeSnapshot(Folder(path: path, knowing: ProductIndex.Part.all))
    }

    package static func writeSnapshot(_ folder: Folder) throws(StoreError) -> UInt64 {
        let view = try folder.view()
        guard let opened = folder.lastOpened() else { throw .notAMesh(path: folder.path) }
        let reader: StoreReader
        let index: ProductIndexWriter
        do throws(ReadError) {
            reader = try StoreReader(folder, view)
            index = try ProductIndexWriter(reader)
        } catch { throw StoreError(error, folder.path) }
        try folder.writeSnapshot(
            Snapshot.asideName, number: opened.current.snapshot + 1, of: view, seal: try folder.lastSeal(of: opened),
            mesh: opened.current.mesh
        ) { (_, snapshot) throws(StoreError) in try index.append(to: &snapshot) }
        return view.revision
    }

    /// Puts the snapshot that `writeSnapshot` left in force; what was committed since stands in the new journal.
    public func adoptSnapshot() throws(StoreError) {
        try flush()
        do throws(StoreError) {
            try held { (writer) throws(StoreError) in try writer.adoptSnapshot() }
        } catch {
            writer = nil
            throw error
        }
    }
}

/// What the files of a mesh have come to.
public struct StoreFigures: Equatable, Sendable {
    public var revision: UInt64 = 0
    /// Number of the journal in force, and its durable bytes.
    public var journal: UInt64 = 0
    public var journalBytes: UInt64 = 0
    /// Commits and notes since the snapshot.
    public var frames: UInt64 = 0
    /// 0: none yet.
    public var snapshot: UInt64 = 0
    public var snapshotBytes: UInt64 = 0
}

extension ChangeRequest {
    /// The request's id and whose it is: nobody answers for an id that somebody else will use.
    fileprivate var boundID: [UInt8] {
        var bytes = requestID.bytes
        bytes.append(littleEndian: actor.origin.uid ?? -1)
        return bytes
    }
}
