/// Where frames are shown and keys come from: a terminal, or memory.
package protocol Screen: AnyObject {
    var size: Size { get }

    /// Shows a frame; what is on the screen already is not sent again.
    func show(_ frame: Frame)

    /// Waits for something to happen, and answers everything that did, in order.
    ///
    /// - Parameter deadline: When to come back with nothing; `nil` waits without ever waking.
    func events(until deadline: ContinuousClock.Instant?) -> [Event]

    /// Offers a text to the clipboard of the person's own machine. Many terminals refuse without saying so.
    func copy(_ text: String)
}

/// What a screen has to tell.
package enum Event: Hashable, Sendable {
    case key(Key)
    case resized(Size)
    /// Something was posted from another thread, or may have been: look into the mailbox.
    case mail
    /// A descriptor that is watched can be read.
    case readable(Int32)
    /// The terminal is gone or the program is asked to end: save what must be saved and return.
    case ended(Ending)

    package enum Ending: Hashable, Sendable {
        case hangup, terminate, interrupt
    }
}
