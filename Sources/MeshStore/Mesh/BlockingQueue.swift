internal import Dispatch

/// Runs work that blocks, one piece after another, on a thread of its own: waiting for a disk must not hold up the pool that tasks share.
struct BlockingQueue: Sendable {
    private let queue = DispatchQueue(label: "datamesh.store")

    func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in queue.async { continuation.resume(returning: work()) } }
    }
}
