import SystemPackage

@testable import MeshStore

/// Every disk that a crash in the middle of an operation may leave, opened, compared with the story and gone on with.
struct CrashExplorer {
    /// How a disk came to be what it is.
    enum Mode: String, CaseIterable, Sendable {
        /// The power went in the middle of the operation.
        case cut
        /// The process was killed; the machine runs on.
        case kill
        /// Two writers at once.
        case rivals
        /// A call failed; then a kill, or another process and a power cut.
        case fault
        /// Killed, then another process went on, then the power went.
        case killThenCut = "kill, then cut"
        /// The power went, and again while that was being mended.
        case cutWhileMending = "cut while mending"
    }

    enum Verdict: Sendable {
        case whole, lost, invented, refused
    }

    /// How much is tried.
    struct Depth: Sendable {
        /// Every subset of unsynced parts up to so many.
        var exhaustiveTo: Int
        /// So many by lot beyond.
        var draws: Int
        /// Every so manyth moment of an operation is gone on from.
        var stride: Int
        /// The power goes, or the process dies, at every so manyth.
        var step = 1

        static let short = Depth(exhaustiveTo: 2, draws: 0, stride: 80, step: 3)
        static let long = Depth(exhaustiveTo: 9, draws: 200, stride: 1)
        /// What is enough to find a mistake.
        static let slight = Depth(exhaustiveTo: 3, draws: 0, stride: 40)
        /// What is found only where one part arrived and another, older one did not.
        static let singly = Depth(exhaustiveTo: 3, draws: 1, stride: 40)
        /// For what is tried at each of many places.
        static let shallow = Depth(exhaustiveTo: 1, draws: 0, stride: 1)
    }

    struct Tally: Sendable {
        var images = 0
        var lost = 0
        var invented = 0
        var refused = 0
        /// Where something was first not whole.
        var first: String?

        var isWhole: Bool { lost + invented + refused == 0 }

        mutating func add(_ verdict: Verdict, _ place: @autoclosure () -> String) {
            images += 1
            switch verdict {
            case .whole: return
            case .lost: lost += 1
            case .invented: invented += 1
            case .refused: refused += 1
            }
            if first == nil { first = "\(verdict): \(place())" }
        }
    }

    let operation: CrashOperation
    let depth: Depth
    var bug: PlantedBug?
    private(set) var tally = Tally()

    init(_ operation: CrashOperation, _ depth: Depth, bug: PlantedBug? = nil) {
        self.operation = operation
        self.depth = depth
        self.bug = bug
    }

    /// Goes through one mode. The operation must do its work on a disk that does not fail.
    mutating func explore(_ mode: Mode) throws {
        let (start, depth) = (try operation.start(), depth)
        switch mode {
        case .cut:
            try eachMoment(from: start, every: depth.step) { explorer, moment, place in explorer.cut(moment, place) }
        case .kill:
            try eachMoment(from: start, every: depth.step) { explorer, moment, place in explorer.add(moment, place) }
        case .killThenCut: try eachMoment(from: start, every: depth.stride) { $0.goOnAndCut($1, $2, depth) }
        case .cutWhileMending:
            try eachMoment(from: start, every: 2 * depth.stride) { explorer, moment, place in
                for (index, image) in moment.afterPowerCut(exhaustiveTo: 0, draws: 0).enumerated() {
                    explorer.goOnAndCut(image, "\(place), cut \(index)", .shallow)
                }
            }
        case .fault: try fail(from: start)
        case .rivals: rival(start)
        }
    }

    private func beneath(_ disk: SimulatedDisk) -> any Disk { bug.map { BuggyDisk(disk, $0) } ?? disk }

    private func disk(_ moment: SimulatedDisk.Moment, remembering: Bool = false) -> SimulatedDisk {
        SimulatedDisk(moment, remembering: remembering, isShared: operation.isShared)
    }

    private mutating func eachMoment(
        from start: SimulatedDisk.Moment, every stride: Int,
        _ body: (inout Self, SimulatedDisk.Moment, String) -> Void
    ) throws {
        let disk = disk(start, remembering: true)
        do { try operation.run(on: beneath(disk), telling: disk) } catch  where bug != nil {}
        for (step, moment) in disk.history.enumerated() where step % stride == 0 {
            body(&self, moment, "step \(step)")
            // A mistake need not be found twice.
            if bug != nil, tally.first != nil { return }
        }
    }

    private mutating func cut(_ moment: SimulatedDisk.Moment, _ place: String) { cut(moment, place, depth) }

    private mutating func cut(_ moment: SimulatedDisk.Moment, _ place: String, _ depth: Depth) {
        let images = moment.afterPowerCut(exhaustiveTo: depth.exhaustiveTo, draws: depth.draws)
        for (index, image) in images.enumerated() { add(image, "\(place), image \(index)") }
    }

    private mutating func add(_ image: SimulatedDisk.Moment, _ place: @autoclosure () -> String) {
        tally.add(judge(image), place())
    }

    /// Another process opens what was left and commits; the power goes at each of its steps.
    private mutating func goOnAndCut(_ moment: SimulatedDisk.Moment, _ place: String, _ depth: Depth) {
        let disk = disk(moment, remembering: true)
        do {
            let folder = try Folder(beneath(disk))
            try disk.attempting(folder.view().revision)
            try operation.commit(folder, telling: disk)
        } catch StoreError.notAMesh where operation == .creation && moment.acknowledged == 0 {
            return
        } catch {
            // What may not be refused is counted; with a bug the operation may well fail halfway.
            if bug == nil { tally.add(.refused, "\(place): \(error)") }
        }
        for (later, moment) in disk.history.enumerated() { cut(moment, "\(place), \(later) later", depth) }
    }

    /// Not interrupted for good: that is waited out.
    private static let faults: [SimulatedDisk.Fault] =
        [Errno.ioError, .noSpace, .diskQuotaExceeded].flatMap { code -> [SimulatedDisk.Fault] in
            [
                .init(at: 0, code: code), .init(at: 0, code: code, forGood: true),
                .init(at: 0, code: code, short: true), .init(at: 0, code: code, forGood: true, short: true),
            ]
        } + [.init(at: 0, code: .interrupted), .init(at: 0, code: .interrupted, short: true)]

    private mutating func fail(from start: SimulatedDisk.Moment) throws {
        let calm = disk(start)
        do { try operation.run(on: beneath(calm), telling: calm) } catch  where bug != nil {}
        for kind in Self.faults {
            for call in stride(from: 1, through: calm.calls, by: bug == nil ? min(operation.stride, depth.stride) : 1) {
                var fault = kind
                fault.at = call
                let disk = disk(start)
                disk.fail(fault)
                try? operation.run(on: beneath(disk), telling: disk)
                disk.failNoMore()
                let place =
                    "\(kind.code)\(kind.short ? ", short" : "")\(kind.forGood ? ", for good" : "") at call \(call)"
                // What the watermark could not be told comes to light when the next writer settles.
                tally.add(judge(disk.moment, settling: true), "\(place), killed")
                cut(disk.moment, "\(place), cut", .shallow)
                goOnOnce(disk, place)
            }
        }
    }

    /// The machine is well again, another process commits, and then the power goes.
    private mutating func goOnOnce(_ disk: SimulatedDisk, _ place: String) {
        guard let folder = try? Folder(beneath(disk)) else { return }
        try? operation.commit(folder, telling: disk)
        cut(disk.moment, "\(place), gone on, cut", .shallow)
    }

    /// One holds the lock while another tries: one of them must be told to wait.
    private mutating func rival(_ start: SimulatedDisk.Moment) {
        let disk = disk(start, remembering: true)
        let beneath = beneath(disk)
        guard let (one, other) = try? (Folder(beneath), Folder(beneath)) else { return }
        do {
            var writer = try one.writer(waiting: .zero)
            try? operation.commit(other, count: 2, telling: disk)
            try operation.commit(&writer, telling: disk)
        } catch {
            if bug == nil { tally.add(.refused, "rivals: \(error)") }
        }
        for (step, moment) in disk.history.enumerated() { add(moment, "rivals, killed at step \(step)") }
        cut(disk.moment, "rivals, cut")
    }

    /// Opens what is left, compares it with the story, commits, opens it again.
    private func judge(_ image: SimulatedDisk.Moment, settling: Bool = false) -> Verdict {
        let disk = disk(image)
        do {
            let folder = try Folder(disk)
            if settling { _ = try folder.writer(waiting: .zero) }
            let revision = try folder.view().revision
            guard revision >= image.acknowledged else { return .lost }
            guard revision <= image.attempted, try operation.isTold(by: folder) else { return .invented }
            try operation.commit(folder, telling: disk)
            let again = try Folder(disk)
            guard try again.view().revision > revision else { return .lost }
            return try operation.isTold(by: again) ? .whole : .invented
        } catch StoreError.notAMesh where operation == .creation && image.acknowledged == 0 {
            // Creating it was never confirmed.
            return .whole
        } catch { return .refused }
    }
}
