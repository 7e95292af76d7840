/// A moment in UTC, to the millisecond.
public struct Instant: Hashable, Sendable {
    public var milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }
    init() { milliseconds = 0 }

    public static let secondsPerDay: Int64 = 86_400

    /// The moment so much later, or the last or first there is.
    public func adding(seconds: Int64) -> Instant {
        let (span, tooLong) = seconds.multipliedReportingOverflow(by: 1000)
        let (sum, tooFar) = milliseconds.addingReportingOverflow(span)
        return Instant(milliseconds: tooLong || tooFar ? (seconds < 0 ? .min : .max) : sum)
    }

    /// Seconds from `other` to this moment; negative when this one is earlier.
    public func seconds(since other: Instant) -> Double { (Double(milliseconds) - Double(other.milliseconds)) / 1000 }
}

extension Instant: Comparable {
    public static func < (a: Instant, b: Instant) -> Bool { a.milliseconds < b.milliseconds }
}

/// Written as RFC 3339 in UTC, `2026-11-23T08:30:00Z`; a bare date reads as its first moment.
extension Instant: TextValue {
    public static var expectation: String { "a time such as 2026-11-23 or 2026-11-23T08:30:00Z" }

    public var description: String { String(decoding: canonical, as: UTF8.self) }

    private var canonical: [UInt8] {
        let (days, rest) = milliseconds.quotientAndFloor(86_400_000)
        let (year, month, day) = Instant.civil(days)
        let seconds = rest / 1000
        let fraction = rest % 1000
        var text: [UInt8] = []
        text.reserveCapacity(24)
        func put(_ value: Int64, _ width: Int, _ sign: Unicode.Scalar) {
            if value < 0 || String(value).utf8.count > width {
                text += padded(value, width).utf8
            } else {
                var power: Int64 = 1
                for _ in 1..<width { power *= 10 }
                while power > 0 {
                    text.append(UInt8(48 + value / power % 10))
                    power /= 10
                }
            }
            text.append(UInt8(ascii: sign))
        }
        put(year, 4, "-")
        put(month, 2, "-")
        put(day, 2, "T")
        put(seconds / 3600, 2, ":")
        put(seconds / 60 % 60, 2, ":")
        put(seconds % 60, 2, fraction == 0 ? "Z" : ".")
        if fraction != 0 { put(fraction, 3, "Z") }
        return text
    }

    public func write(to writer: inout RecordWriter) { writer.append(canonical) }

    public init(from reader: inout RecordReader) throws(RecordError) {
        let bytes = reader.rest()
        if let canonical = Instant(canonical: bytes) {
            self = canonical
            return
        }
        let text = String(decoding: bytes, as: UTF8.self)
        guard let value = Instant(text: text) else { throw .malformed("'\(text)' where \(Self.expectation) stands") }
        self = value
    }

    /// The form that records hold, read without a text for each part; nil where it is another, or none.
    private init?(canonical bytes: ArraySlice<UInt8>) {
        let start = bytes.startIndex
        guard bytes.count == 20 || bytes.count == 24, bytes.last == UInt8(ascii: "Z") else { return nil }
        func number(_ at: Int, _ digits: Int) -> Int64? {
            var value: Int64 = 0
            for index in start + at..<start + at + digits {
                guard (48...57).contains(bytes[index]) else { return nil }
                value = value * 10 + Int64(bytes[index] - 48)
            }
            return value
        }
        func has(_ sign: Unicode.Scalar, _ at: Int) -> Bool { bytes[start + at] == UInt8(ascii: sign) }
        guard has("-", 4), has("-", 7), has("T", 10), has(":", 13), has(":", 16), let year = number(0, 4),
            let month = number(5, 2), let day = number(8, 2), let hour = number(11, 2), let minute = number(14, 2),
            let second = number(17, 2), (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60,
            second <= 60
        else { return nil }
        let days = Instant.days(year: year, month: month, day: day)
        guard Instant.civil(days) == (year, month, day) else { return nil }
        milliseconds = days * 86_400_000 + (hour * 3600 + minute * 60 + second) * 1000
        if bytes.count == 24 {
            guard has(".", 19), let fraction = number(20, 3) else { return nil }
            milliseconds += fraction
        }
    }

    /// The date alone.
    public var date: String { String(description.prefix { $0 != "T" }) }

    public init?(text: String) {
        var rest = Substring(text).utf8
        func number(_ digits: Int) -> Int64? {
            let head = rest.prefix(digits)
            guard head.count == digits, head.allSatisfy({ (48...57).contains($0) }) else { return nil }
            rest.removeFirst(digits)
            return Int64(Substring(head))
        }
        func sign(_ character: Unicode.Scalar) -> Bool {
            guard rest.first == UInt8(ascii: character) else { return false }
            rest.removeFirst()
            return true
        }
        guard let year = number(4), sign("-"), let month = number(2), (1...12).contains(month), sign("-"),
            let day = number(2), (1...31).contains(day)
        else { return nil }
        let days = Instant.days(year: year, month: month, day: day)
        guard Instant.civil(days) == (year, month, day) else { return nil }
        var value = days * 86_400_000
        if !rest.isEmpty {
            guard sign("T") || sign(" "), let hour = number(2), hour < 24, sign(":"), let minute = number(2),
                minute < 60
            else { return nil }
            var second: Int64 = 0
            if sign(":") {
                guard let read = number(2), read <= 60 else { return nil }
                second = read
            }
            value += (hour * 3600 + minute * 60 + second) * 1000
            if sign(".") {
                let digits = rest.prefix { (48...57).contains($0) }
                guard !digits.isEmpty, let milliseconds = Int64((String(Substring(digits)) + "00").prefix(3)) else {
                    return nil
                }
                rest.removeFirst(digits.count)
                value += milliseconds
            }
            if !sign("Z"), !rest.isEmpty {
                let east = rest.first == UInt8(ascii: "+")
                guard sign("+") || sign("-"), let hours = number(2), hours < 24 else { return nil }
                _ = sign(":")
                guard let minutes = number(2), minutes < 60 else { return nil }
                value -= (east ? 1 : -1) * (hours * 3600 + minutes * 60) * 1000
            }
        }
        guard rest.isEmpty else { return nil }
        milliseconds = value
    }

    /// Days since 1970-01-01 of a date of the proleptic Gregorian calendar, counted in years that begin in March.
    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let y = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = y.quotientAndFloor(400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func civil(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, dayOfEra) = (days + 719_468).quotientAndFloor(146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }
}

extension Int64 {
    /// Division that rounds down, so that times before 1970 read right.
    fileprivate func quotientAndFloor(_ divisor: Int64) -> (Int64, Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}

private func padded(_ value: Int64, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
