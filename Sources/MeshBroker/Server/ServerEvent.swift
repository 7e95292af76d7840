/// Something that a server did or met, for its log. Values only: what they hold was said by others, and must be cleaned before it is shown.
public enum ServerEvent: Equatable, Sendable {
    case opened(session: UInt64, uid: UInt32, pid: Int32)
    case closed(session: UInt64, uid: UInt32, reason: String)
    /// `microseconds` from the last byte of the request to the confirmation of the disk.
    case committed(
        mesh: String, revision: UInt64, user: String, uid: UInt32, pid: Int32, changes: Int, microseconds: Int64)
    case refused(mesh: String, user: String, uid: UInt32, sentence: String)
    /// Somebody sent what no client of ours sends.
    case violated(session: UInt64, uid: UInt32, pid: Int32, sentence: String)
    /// Somebody has as much as one may have.
    case limited(uid: UInt32, sentence: String)
    /// The disk did not confirm: the server ends.
    case failed(mesh: String, sentence: String)
    /// So many events came faster than they were taken, and are not told.
    case missed(Int)
}
