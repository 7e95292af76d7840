import Glibc
import MeshModel

/// The time of day.
func now() -> Instant {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
}

/// Milliseconds that the body takes.
func milliseconds<Value>(_ body: () throws -> Value) rethrows -> (value: Value, time: Double) {
    let clock = ContinuousClock()
    let start = clock.now
    let value = try body()
    let spent = (clock.now - start).components
    return (value, Double(spent.seconds) * 1000 + Double(spent.attoseconds) / 1e15)
}

func milliseconds<Value>(_ body: () async throws -> Value) async rethrows -> (value: Value, time: Double) {
    let clock = ContinuousClock()
    let start = clock.now
    let value = try await body()
    let spent = (clock.now - start).components
    return (value, Double(spent.seconds) * 1000 + Double(spent.attoseconds) / 1e15)
}

/// Milliseconds with one decimal place, right-aligned.
func column(_ milliseconds: Double) -> String {
    let tenths = Int((milliseconds * 10).rounded())
    let text = "\(tenths / 10).\(tenths % 10)"
    return String(repeating: " ", count: max(0, 9 - text.count)) + text + " ms"
}

/// The most memory that this process has held, as the kernel counts it.
func peakMemory() -> String {
    var usage = rusage()
    unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return "\(usage.ru_maxrss / 1024) MiB"
}
