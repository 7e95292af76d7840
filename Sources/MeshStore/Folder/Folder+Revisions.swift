internal import CLinux
internal import Glibc
internal import Threads

extension Folder {
    package func revisions() -> AsyncStream<UInt64> { revisions(\.revision) }

    /// What is made of each view after the present one, as it becomes readable; whoever is slow misses those in between.
    ///
    /// Woken by inotify, at once and only then; by a clock three times a second where the kernel will not watch.
    package func revisions<Value: Sendable>(_ make: @escaping @Sendable (RecordView) -> Value) -> AsyncStream<Value> {
        let known = (try? view().revision) ?? 0
        let (stream, continuation) = AsyncStream.makeStream(of: Value.self, bufferingPolicy: .bufferingNewest(1))
        guard let stop = StopSign() else { return stream }
        continuation.onTermination = { _ in stop.raise() }
        WorkerThread.start { [self] in
            var last = known
            let watch = HeldWatch(path)
            var pause = Duration.zero
            repeat {
                watch?.drain()
                let begun = ContinuousClock.now
                // A folder that cannot be read says so to whoever reads it.
                if let view = try? view(), view.revision > last {
                    last = view.revision
                    continuation.yield(make(view))
                    pause = Pace.pause(afterLooking: ContinuousClock.now - begun)
                } else {
                    pause = .zero
                }
            } while !stop.isRaised(within: pause) && !stop.isRaised(orReadable: watch?.descriptor)
            continuation.finish()
        }
        return stream
    }
}

/// How soon somebody who was told of a change is told of the next one.
///
/// The first after a quiet time at once. When one follows the other, hundreds of sessions of one host must leave it to those who make the
/// changes: whoever is told reads its whole screen again, ten times the work of looking. So the pause grows with what looking took, up to
/// two seconds; beyond that only where looking has become slow, as on a host that is too busy for it.
enum Pace {
    static let shortest = Duration.milliseconds(250)
    static let usual = Duration.seconds(2)
    static let longest = Duration.seconds(10)

    static func pause(afterLooking took: Duration) -> Duration {
        max(shortest, min(took * 5000, usual), min(took * 500, longest))
    }
}

/// A watch, or none where the kernel has none left.
private final class HeldWatch {
    private let watch: Watch

    init?(_ path: String) {
        guard let watch = try? Watch(path) else { return nil }
        self.watch = watch
    }

    var descriptor: Int32 { watch.descriptor }

    func drain() { watch.drain() }
}

/// Tells a thread that waits for a descriptor that it need not wait any longer.
private final class StopSign: Sendable {
    private let event: Int32

    /// Nil where the process has no descriptor left.
    init?() {
        event = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        if event < 0 { return nil }
    }

    deinit { close(event) }

    func raise() { _ = eventfd_write(event, 1) }

    /// Waits for a time, or less where the sign is raised.
    func isRaised(within pause: Duration) -> Bool {
        guard pause > .zero else { return false }
        let until = ContinuousClock.now + pause
        var waited = pollfd(fd: event, events: Int16(POLLIN), revents: 0)
        while true {
            let left = until - ContinuousClock.now
            guard left > .zero else { return false }
            let (seconds, attoseconds) = left.components
            let milliseconds = Int32(seconds * 1000 + attoseconds / 1_000_000_000_000_000) + 1
            let answer = unsafe poll(&waited, 1, milliseconds)
            if answer > 0 || answer < 0 && errno != EINTR { return true }
        }
    }

    /// Waits until the sign is raised (true), or there is something to look at (false): the descriptor is readable, or a third of a
    /// second has passed where there is none.
    func isRaised(orReadable descriptor: Int32?) -> Bool {
        var waited = [pollfd(fd: event, events: Int16(POLLIN), revents: 0)]
        if let descriptor { waited.append(pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)) }
        while unsafe poll(&waited, nfds_t(waited.count), descriptor == nil ? 333 : -1) < 0 {
            if errno != EINTR { return true }
        }
        return waited[0].revents != 0
    }
}
