import CLinux
import Glibc
import Synchronization

/// Wakes a screen that waits, from any thread.
package final class Bell: Sendable {
    let descriptor: Int32

    package init() {
        descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
    }

    deinit {
        close(descriptor)
    }

    package func ring() {
        var one: UInt64 = 1
        _ = unsafe write(descriptor, &one, 8)
    }

    func silence() {
        var count: UInt64 = 0
        _ = unsafe read(descriptor, &count, 8)
    }
}

/// Messages from other threads to the one that draws; posting one wakes it.
package final class Mailbox<Message: Sendable>: Sendable {
    private let messages = Mutex<[Message]>([])
    private let bell: Bell

    package init(ringing bell: Bell) {
        self.bell = bell
    }

    package func post(_ message: Message) {
        messages.withLock { $0.append(message) }
        bell.ring()
    }

    /// All that were posted since, oldest first.
    package func take() -> [Message] {
        messages.withLock { messages in
            defer { messages = [] }
            return messages
        }
    }
}
