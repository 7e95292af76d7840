/// A screen without a terminal: the frames shown are kept, the events are given beforehand.
package final class MemoryScreen: Screen {
    package private(set) var size: Size
    package private(set) var frames: [Frame] = []
    package private(set) var copied: [String] = []
    private var script: ArraySlice<[Event]>

    /// - Parameter script: What each call of `events` answers; after the last one the terminal hangs up.
    package init(size: Size, script: [[Event]] = []) {
        self.size = size
        self.script = script[...]
    }

    package func show(_ frame: Frame) {
        if frame != frames.last { frames.append(frame) }
    }

    package func events(until deadline: ContinuousClock.Instant?) -> [Event] {
        guard let events = script.popFirst() else { return [.ended(.hangup)] }
        for case .resized(let size) in events { self.size = size }
        return events
    }

    package func copy(_ text: String) {
        copied.append(text)
    }
}
