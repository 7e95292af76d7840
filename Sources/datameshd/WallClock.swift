import CLinux
import Glibc
import MeshModel

/// The host's clock: the only place that knows what time it is.
enum WallClock {
    @Sendable static func now() -> Instant {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
