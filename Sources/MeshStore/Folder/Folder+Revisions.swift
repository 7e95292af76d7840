internal import Dispatch
internal import Synchronization

extension Folder {
    /// Each revision after the present one, as it becomes readable; whoever is slow misses those in between.
    ///
    /// Woken by inotify, at once and only then; by a clock three times a second where the kernel will not watch.
    package func revisions() -> AsyncStream<UInt64> {
        let last = Mutex((try? view().revision) ?? 0)
        let (stream, continuation) = AsyncStream.makeStream(of: UInt64.self, bufferingPolicy: .bufferingNewest(1))
        let announce = Announcement { [self] in
            // A folder that cannot be read says so to whoever reads it.
            guard let revision = try? view().revision else { return }
            let isNew = last.withLock { last in
                defer { last = max(last, revision) }
                return revision > last
            }
            if isNew { continuation.yield(revision) }
        }
        let queue = DispatchQueue(label: "datamesh.revisions")
        let source = Folder.wakeUps(path, on: queue, announce)
        continuation.onTermination = { _ in source.cancel() }
        // What was committed between the first look and the watch.
        queue.async { announce.perform() }
        return stream
    }

    private static func wakeUps(_ path: String, on queue: DispatchQueue, _ announce: Announcement) -> WakeUps {
        if let watch = try? Watch(path) {
            let source = DispatchSource.makeReadSource(fileDescriptor: watch.descriptor, queue: queue)
            let held = HeldWatch(watch)
            source.setEventHandler {
                held.drain()
                announce.perform()
            }
            // The descriptor must outlive the source.
            source.setCancelHandler { held.drain() }
            source.activate()
            return WakeUps(source)
        }
        let timer = DispatchSource.makeTimerSource(queue: queue)
        timer.schedule(deadline: .now(), repeating: .milliseconds(333), leeway: .milliseconds(50))
        timer.setEventHandler { announce.perform() }
        timer.activate()
        return WakeUps(timer)
    }
}

/// What is done at each wake-up.
private struct Announcement: Sendable {
    let perform: @Sendable () -> Void
}

/// A watch that closures share.
private final class HeldWatch: Sendable {
    private let watch: Watch

    init(_ watch: consuming Watch) {
        self.watch = watch
    }

    func drain() { watch.drain() }
}

/// A source of wake-ups until it is cancelled. Dispatch sources are safe to share, and only not marked so.
private struct WakeUps: @unchecked Sendable {
    private let source: any DispatchSourceProtocol

    init(_ source: any DispatchSourceProtocol) {
        self.source = source
    }

    func cancel() { source.cancel() }
}
