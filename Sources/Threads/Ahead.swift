internal import Dispatch
internal import Synchronization

/// Values that a thread of its own makes one after the other, a few ahead of whoever takes them.
package final class Ahead<Value: Sendable>: Sendable {
    private let line: ValueLine<Value>

    /// - Parameters:
    ///   - count: How many values may wait to be taken.
    ///   - make: Makes all of them in their order and hands each on; where that answers false nobody takes any more.
    package init(by count: Int, _ make: @escaping @Sendable (_ put: (Value) -> Bool) -> Void) {
        let line = ValueLine<Value>(count)
        self.line = line
        WorkerThread.start {
            make { line.put($0) }
            line.end()
        }
    }

    deinit { line.close() }

    /// The next value; nil behind the last. Holds up the caller's thread until it is there.
    package func next() -> Value? { line.take() }
}

/// Values that wait between two threads.
private final class ValueLine<Value: Sendable>: Sendable {
    private struct State {
        var waiting: [Value] = []
        var isClosed = false
    }

    private let state = Mutex(State())
    private let room = DispatchSemaphore(value: 0)
    private let arrivals = DispatchSemaphore(value: 0)

    init(_ count: Int) {
        // Given one by one: a semaphore must not be freed with less than it was made with.
        for _ in 0..<count { room.signal() }
    }

    func put(_ value: Value) -> Bool {
        room.wait()
        let isTaken = state.withLock { state in
            if !state.isClosed { state.waiting.append(value) }
            return !state.isClosed
        }
        arrivals.signal()
        return isTaken
    }

    func take() -> Value? {
        arrivals.wait()
        let value = state.withLock { $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }
        if value == nil {
            // Whoever asks again behind the last is answered again.
            arrivals.signal()
        } else {
            room.signal()
        }
        return value
    }

    /// No more will be put.
    func end() { arrivals.signal() }

    /// No more will be taken.
    func close() {
        state.withLock { state in
            state.isClosed = true
            state.waiting = []
        }
        room.signal()
    }
}
