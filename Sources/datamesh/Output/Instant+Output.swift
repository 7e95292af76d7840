import MeshModel

extension Instant {
    /// `2026-11-23 08:30`, in UTC.
    var minute: String {
        let text = description
        return text.prefix(10) + " " + text.dropFirst(11).prefix(5)
    }
}
