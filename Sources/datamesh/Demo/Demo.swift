import Glibc
import MeshModel
import Synchronization

/// A mesh to look around in: the original's example to the letter, and a company around it that has lived for a quarter of a year.
struct Demo {
    let folder: MeshFolder
    let clock: DemoClock

    init(folder: MeshFolder, at now: Instant = WallClock.now()) {
        self.folder = folder
        clock = DemoClock(now: now)
    }

    /// A new folder for it, where none is named.
    static func scratchFolder() throws(Failure) -> MeshFolder {
        let parent = MeshFolder.environment("TMPDIR") ?? "/tmp"
        var template = Array("\(parent)/datamesh-demo-XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else {
            throw .unusable("no folder can be made in \(parent): \(HostError.current)")
        }
        return MeshFolder(
            path: String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self), isDefault: false)
    }

    /// Lives through the quarter, person by person. The mesh must be new.
    func live() async throws {
        clock.turn(back: 90)
        let mesh = try await OpenMesh.create(folder, clock: clock.read)
        for step in TourStep.allCases {
            _ = try await Tour(gateway: mesh, folder: folder, now: clock.read).perform(step)
        }

        clock.turn(back: 88)
        try await commit(Self.domains.map(Change.registerDomain), to: mesh)
        try await commit(Self.inOrder(Offer.all).flatMap(\.changes), to: mesh)
        try await commit(Self.consumers.map(Change.registerConsumer), to: mesh)
        clock.turn(back: 60)
        try await commit(Self.policies(at: clock.now).map(Change.createPolicy), to: mesh)
        for act in Self.acts(at: clock.now).sorted(by: { $0.daysAgo > $1.daysAgo }) {
            clock.turn(back: act.daysAgo)
            let person = try OpenMesh.open(folder, as: act.actor, clock: clock.read)
            try await commit([act.change], to: person)
        }
        clock.turn(back: 0)
        let measured = Offer.all.flatMap { $0.measurements(at: clock.now) } + Self.salesHistory(at: clock.now)
        try await commit(measured, to: mesh)
        try await commit([.recordAccess(AccessReport(Self.accesses(at: clock.now)))], to: mesh)
        // A month of measurements is most of the journal: as a snapshot it opens in a third of the time.
        _ = try await OpenMesh.compact(folder)
    }

    private func commit(_ changes: [Change], to gateway: any MeshGateway) async throws {
        _ = try await gateway.commit(changes, requestID: .random(), agreed: nil)
    }

    /// Each product behind those that it is made from.
    static func inOrder(_ offers: [Offer]) -> [Offer] {
        var rest = offers
        var ordered: [Offer] = []
        var made: Set<String> = []
        while !rest.isEmpty {
            let next = rest.filter { $0.inputs.allSatisfy { made.contains($0) || $0.hasPrefix("external:") } }
            precondition(!next.isEmpty, "the demonstration's lineage is a circle, or names what it does not have")
            ordered += next
            made.formUnion(next.map(\.id))
            rest.removeAll { made.contains($0.id) }
        }
        return ordered
    }
}

/// A clock that stands where the demonstration is.
final class DemoClock: Sendable {
    let now: Instant
    private let daysBack = Mutex(0.0)

    init(now: Instant) { self.now = now }

    func turn(back days: Double) { daysBack.withLock { $0 = days } }

    var read: @Sendable () -> Instant {
        { [self] in now.adding(seconds: -Int64(daysBack.withLock { $0 } * Double(Instant.secondsPerDay))) }
    }
}
