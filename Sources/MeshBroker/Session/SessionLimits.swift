/// How long a client may take, and how much it may leave lying about.
struct SessionLimits: Sendable {
    /// From connecting to saying hello.
    var greeting = Duration.seconds(2)
    /// From a frame's first byte to its last.
    var frame = Duration.seconds(2)
    /// How long a change waits to learn who asks.
    var lookup = Duration.seconds(2)
    /// How long it is believed who somebody is: whoever left a group loses it after this.
    var identity = Duration.seconds(30)
    /// How long it is believed that nobody knows.
    var refusal = Duration.seconds(1)
    /// How long answers may lie unread without one byte being taken.
    var unread = Duration.seconds(30)
    /// How long a session that is over waits for its last words to be read.
    var farewell = Duration.seconds(2)
    /// Requests that were read and not answered; no more are read meanwhile.
    var requests = 64
    /// Bytes of answers that nobody reads.
    var unreadBytes = 1 << 20
}
