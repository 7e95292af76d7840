import Glibc
import Terminal

/// Standard output or standard error. What stands here was made harmless on its way.
enum Stream: Int32 {
    case output = 1
    case errors = 2

    var isTerminal: Bool { isatty(rawValue) == 1 }

    /// How many columns the terminal has; nil where there is none.
    var columns: Int? {
        var size = winsize()
        guard isTerminal, unsafe ioctl(rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    /// Writes all of the bytes. A reader that has left ends the program quietly: what it was asked for is done.
    func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(rawValue, $0.baseAddress, $0.count) }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno == EPIPE {
                exit(ExitStatus.done.rawValue)
            } else if errno == EAGAIN {
                var ready = pollfd(fd: rawValue, events: Int16(POLLOUT), revents: 0)
                unsafe poll(&ready, 1, -1)
            } else if errno != EINTR {
                guard self == .output else { return }
                Stream.errors.complain("the output cannot be written: \(HostError.current)")
                exit(ExitStatus.unusable.rawValue)
            }
        }
    }

    /// Writes text of several lines, each made harmless by itself.
    func write(lines text: String, asciiOnly: Bool = false) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        write(Array(lines.map { sanitised(String($0), asciiOnly: asciiOnly) + "\n" }.joined().utf8))
    }

    /// A sentence of the program itself.
    func complain(_ sentence: String) { write(lines: "datamesh: \(sentence)") }
}

/// The last error of the C library in words.
enum HostError {
    static var current: String {
        let code = errno
        return unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
    }
}
