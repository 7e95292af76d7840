import Glibc
package import Terminal

extension NcursesScreen {
    /// Waits in one `poll` over everything that can happen.
    ///
    /// Keys of one answer were all typed before anything was shown in between: a question that opens on the first of
    /// them must not be answered by the second.
    package func events(until deadline: ContinuousClock.Instant?) -> [Event] {
        while true {
            var waiting = ([0, signals, bell.descriptor] + watched).map {
                pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
            }
            let end = [deadline, keyDeadline].compactMap { $0 }.min()
            let ready = unsafe poll(&waiting, nfds_t(waiting.count), end.map(milliseconds(until:)) ?? -1)
            guard ready >= 0 || errno == EINTR else { return [.ended(.hangup)] }

            var events: [Event] = []
            if waiting[1].revents != 0 { events += takeSignals() }
            if waiting[0].revents != 0 {
                events += takeKeys()
            } else if let keyDeadline, keyDeadline <= .now {
                self.keyDeadline = nil
                events += decoder.timeOut().map(Event.key)
            }
            if waiting[2].revents != 0 {
                bell.silence()
                events.append(.mail)
            }
            for other in waiting.dropFirst(3) where other.revents != 0 { events.append(.readable(other.fd)) }
            if !events.isEmpty { return events }
            if let deadline, deadline <= .now { return [] }
        }
    }

    private func milliseconds(until end: ContinuousClock.Instant) -> Int32 {
        let left = max(.zero, end - .now).components
        // Rounded up: a moment too early would be a turn for nothing.
        return Int32(clamping: left.seconds * 1000 + (left.attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }

    private func takeKeys() -> [Event] {
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 16_384) { buffer, count in
            count = max(0, unsafe read(0, buffer.baseAddress, buffer.count))
        }
        guard !bytes.isEmpty else { return [.ended(.hangup)] }
        var events: [Event] = []
        for key in decoder.decode(bytes) {
            if key == .control("z") {
                events += suspend(isForGroup: true)
            } else {
                events.append(.key(key))
            }
        }
        keyDeadline = decoder.patience.map { .now + $0 }
        return events
    }

    private func takeSignals() -> [Event] {
        var events: [Event] = []
        while let number = Signals.next(from: signals) {
            switch number {
            case SIGWINCH:
                if let size = adoptSize() { events.append(.resized(size)) }
            case SIGTSTP:
                events += suspend(isForGroup: false)
            case SIGCONT:
                takeBack()
                if let size = adoptSize() { events.append(.resized(size)) }
            case SIGHUP:
                events.append(.ended(.hangup))
            case SIGINT:
                events.append(.ended(.interrupt))
            default:
                events.append(.ended(.terminate))
            }
        }
        return events
    }

    /// Gives the terminal back, stops, and takes it again when the program goes on.
    private func suspend(isForGroup: Bool) -> [Event] {
        leave()
        Signals.stop(isForGroup: isForGroup)
        enter()
        return adoptSize().map { [.resized($0)] } ?? []
    }
}
