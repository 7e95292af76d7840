import ArgumentParser
import MeshModel
import MeshProvisioning
import MeshStore
import Synchronization

/// The one place that knows what stands behind a gateway.
enum OpenMesh {
    /// Opens the mesh of a folder; what its files have to tell is told.
    static func open(
        _ folder: MeshFolder, as actor: Actor? = nil, clock: @escaping @Sendable () -> Instant = WallClock.now
    ) throws(Failure) -> any MeshGateway {
        let gateway = try writable(folder, as: actor, clock: clock)
        return folder.whyReadOnly.map { ReadOnlyGateway(gateway, sentence: $0) } ?? gateway
    }

    /// A mesh as it was, and a gateway through which it cannot be changed.
    static func past(_ folder: MeshFolder, _ text: String) throws -> (any MeshGateway, any MeshReader) {
        guard let moment = PastMoment(text, now: WallClock.now()) else {
            throw ValidationError("'\(text)' is no time of the past: expected \(PastMoment.expectation)")
        }
        let actor = folder.shared.map { Caller.actor(on: $0.host) }
        let gateway = try store(folder, as: actor)
        let progress = Progress()
        defer { progress.end() }
        do {
            return (
                ReadOnlyGateway(gateway, sentence: "what was cannot be changed: leave --at out"),
                try gateway.reader(at: moment) { progress.show("read up to revision \($0)") }
            )
        } catch {
            switch error {
            case .notKept, .notYet: throw Failure.refused(error.description)
            default: throw failure(error, of: folder)
            }
        }
    }

    private static func writable(
        _ folder: MeshFolder, as actor: Actor?, clock: @escaping @Sendable () -> Instant
    ) throws(Failure) -> any MeshGateway {
        guard let shared = folder.shared, !isAdministration(shared) else {
            return try store(folder, as: actor, clock: clock)
        }
        return gateway(shared, reading: try store(folder, as: actor ?? Caller.actor(on: shared.host), clock: clock))
    }

    private static func store(
        _ folder: MeshFolder, as actor: Actor? = nil, clock: @escaping @Sendable () -> Instant = WallClock.now
    ) throws(Failure) -> StoreGateway {
        guard folder.owner != nil || folder.shared != nil else { throw noMesh(in: folder) }
        let actor = actor ?? Caller.actor(folderOwner: folder.owner)
        do {
            let gateway = try StoreGateway(path: folder.path, actor: actor, clock: clock)
            opened.withLock { $0.gateways.append(gateway) }
            tellNotices()
            return gateway
        } catch {
            throw failure(error, of: folder)
        }
    }

    /// Every mesh this process has opened, and what was told of their files.
    private static let opened = Mutex<(gateways: [StoreGateway], told: [Notice])>(([], []))

    /// Says what the files of the meshes in use had to tell, each thing once. Called when a mesh is opened and before the program ends:
    /// in between, a browser may have the terminal.
    static func tellNotices() {
        let news = opened.withLock { opened in
            let news = opened.gateways.flatMap { $0.notices() }.filter { !opened.told.contains($0) }
            opened.told += news
            return news
        }
        for notice in news { Stream.errors.complain(notice.description) }
    }

    /// Makes an empty mesh, with the one template that serves every product.
    static func create(
        _ folder: MeshFolder, sharedWith group: String? = nil,
        clock: @escaping @Sendable () -> Instant = WallClock.now
    ) async throws -> any MeshGateway {
        try demandOwn(
            folder,
            "datameshd makes it when it starts; for one of your own, name a folder with --mesh or $DATAMESH_HOME")
        if let sentence = folder.whyReadOnly { throw Failure.refused(sentence) }
        do { try StoreGateway.create(path: folder.path, sharedWith: group) } catch {
            switch error {
            case .alreadyAMesh, .notEmpty, .noSuchGroup, .remote: throw Failure.refused(error.description)
            default: throw Failure.unusable(error.description)
            }
        }
        let gateway = try open(folder, clock: clock)
        _ = try await gateway.commit(
            BuiltInTemplates.all.filter { $0.id.text == "local-files" }.map { .createTemplate($0.stored) },
            requestID: .random(), agreed: nil)
        return gateway
    }

    /// Writes the journal of a mesh into a new snapshot; says which revision it holds.
    static func compact(
        _ folder: MeshFolder, onlyIfBehind: Bool = false, keeping bounds: SeriesBounds? = nil
    ) async throws -> Revision {
        if let shared = folder.shared, !isAdministration(shared) {
            try demandOwn(folder, "datameshd compacts it by itself; there is nothing to do")
        }
        if let sentence = folder.whyReadOnly { throw Failure.refused(sentence) }
        let gateway = try store(folder)
        try await gateway.compact(onlyIfBehind: onlyIfBehind, keeping: bounds)
        return try gateway.reader().revision
    }

    /// Removes what of a mesh's past is beyond a bound.
    static func forget(_ folder: MeshFolder, beyond bound: HistoryBound) async throws -> ForgottenHistory {
        try await store(folder).forget(beyond: bound)
    }

    /// Sets which snapshots of a mesh stay.
    static func keepCheckpoints(_ folder: MeshFolder, _ retention: CheckpointRetention) async throws -> KeptCheckpoints
    {
        try await store(folder).keepCheckpoints(retention)
    }

    /// What of a mesh's points and accesses is kept.
    static func seriesBounds(_ folder: MeshFolder) throws -> SeriesBounds {
        do { return try store(folder).seriesBounds() } catch let error as StoreError {
            throw failure(error, of: folder)
        }
    }

    /// How many points and accesses other bounds would drop.
    static func beyond(_ bounds: SeriesBounds, _ folder: MeshFolder) throws -> UInt64 {
        do { return try store(folder).beyond(bounds) } catch let error as StoreError {
            throw failure(error, of: folder)
        }
    }

    /// Proves the log from its files, or finds the first place where it is not what was written.
    static func verify(_ folder: MeshFolder) throws -> ChainReport {
        do {
            let actor = folder.shared.map { Caller.actor(on: $0.host) } ?? Caller.actor(folderOwner: folder.owner)
            return try StoreGateway(path: folder.path, actor: actor, clock: WallClock.now).verifyChain()
        } catch {
            // What cannot even be opened is broken where that was noticed.
            guard case .damaged(let file, let offset, let finding) = error else { throw failure(error, of: folder) }
            throw Failure.no("the chain is broken: \(file), byte \(offset): \(finding)")
        }
    }

    /// Looks through the files of a mesh.
    static func examine(_ folder: MeshFolder) throws(Failure) -> Examination {
        guard folder.owner != nil || folder.shared != nil else { throw noMesh(in: folder) }
        do throws(StoreError) { return try StoreGateway.examine(path: folder.path) } catch {
            throw failure(error, of: folder)
        }
    }

    /// Makes a mesh of one's own from what is whole of another.
    static func salvage(_ folder: MeshFolder, to place: MeshFolder) async throws -> Salvage {
        let saved: Salvage
        do throws(StoreError) {
            saved = try StoreGateway.salvage(
                path: folder.path, to: place.path, by: Caller.actor(folderOwner: nil), at: WallClock.now())
        } catch {
            switch error {
            case .alreadyAMesh, .notEmpty, .remote: throw Failure.refused(error.description)
            default: throw failure(error, of: folder)
            }
        }
        _ = try await compact(place)
        return saved
    }

    /// The newest revision of a mesh, as one file.
    static func export(_ folder: MeshFolder) throws(Failure) -> MeshExport {
        guard folder.owner != nil || folder.shared != nil else { throw noMesh(in: folder) }
        do throws(StoreError) { return try MeshExport(path: folder.path) } catch { throw failure(error, of: folder) }
    }

    static func failure(_ error: StoreError, of folder: MeshFolder) -> Failure {
        if let shared = folder.shared { return unreadable(shared, error) }
        if case .notAMesh = error { return noMesh(in: folder) }
        return .unusable(error.description)
    }

    private static func noMesh(in folder: MeshFolder) -> Failure {
        .unusable(
            "there is no mesh in \(folder.path); 'datamesh init' makes an empty one, 'datamesh demo' one to look around in"
        )
    }
}

extension InfrastructureTemplate {
    /// A built-in template as a mesh keeps it: its files stay in the program, and are those of the program that provisions.
    var stored: InfrastructureTemplate {
        var template = self
        template.files = []
        template.hooks = []
        return template
    }
}
