/// What a quantity measures; quantities of different dimensions cannot be compared.
public enum Dimension: Sendable, Equatable {
    case share
    case time
    case data

    var noun: String {
        switch self {
        case .share: "a share"
        case .time: "a length of time"
        case .data: "an amount of data"
        }
    }
}

/// A unit that people write behind a number.
public enum Unit: String, CaseIterable, Sendable {
    case percent = "%"
    case milliseconds = "ms", seconds = "s", minutes = "m", hours = "h", days = "d", weeks = "w"
    case bytes = "B", kilobytes = "KB", megabytes = "MB", gigabytes = "GB", terabytes = "TB"
    case kibibytes = "KiB", mebibytes = "MiB", gibibytes = "GiB", tebibytes = "TiB"

    public var dimension: Dimension {
        switch self {
        case .percent: .share
        case .milliseconds, .seconds, .minutes, .hours, .days, .weeks: .time
        case .bytes, .kilobytes, .megabytes, .gigabytes, .terabytes, .kibibytes, .mebibytes, .gibibytes, .tebibytes:
            .data
        }
    }

    /// In the base of its dimension: percent, seconds, bytes.
    public var factor: Double {
        switch self {
        case .percent, .seconds, .bytes: 1
        case .milliseconds: 0.001
        case .minutes: 60
        case .hours: 3600
        case .days: 86_400
        case .weeks: 604_800
        case .kilobytes: 1e3
        case .megabytes: 1e6
        case .gigabytes: 1e9
        case .terabytes: 1e12
        case .kibibytes: 1024
        case .mebibytes: 1_048_576
        case .gibibytes: 1_073_741_824
        case .tebibytes: 1_099_511_627_776
        }
    }

    /// The unit that a metric's name ends in: `timeliness_hours` measures `timeliness` in hours.
    public static let suffixes: [(suffix: String, unit: Unit)] = [
        ("_percent", .percent), ("_pct", .percent), ("_ms", .milliseconds), ("_milliseconds", .milliseconds),
        ("_seconds", .seconds), ("_minutes", .minutes), ("_hours", .hours), ("_days", .days), ("_weeks", .weeks),
        ("_bytes", .bytes), ("_kb", .kilobytes), ("_mb", .megabytes), ("_gb", .gigabytes), ("_tb", .terabytes),
    ]
}

/// A finite number with the unit it was written with: `95`, `99.9%`, `24h`.
public struct Quantity: Equatable, Sendable {
    public var value: Double
    public var unit: Unit?

    public init(_ value: Double, _ unit: Unit? = nil) {
        self.value = value
        self.unit = unit
    }

    init() { self.init(0) }

    /// In percent, seconds or bytes; a bare number is itself.
    public var base: Double { value * (unit?.factor ?? 1) }
    public var dimension: Dimension? { unit?.dimension }

    /// The same amount in another unit of the dimension.
    public func converted(to unit: Unit) -> Quantity { Quantity(base / unit.factor, unit) }
}

extension Quantity: TextValue {
    public static var expectation: String { "a number with an optional unit, such as 95, 99.9% or 24h" }
    public var description: String { plainNumber(value) + (unit?.rawValue ?? "") }

    public init?(text: String) {
        let body = text.drop { $0 == " " }
        var digits = body.prefix { $0.isASCII && ($0.isNumber || $0 == "." || $0 == "-" || $0 == "+") }
        // An exponent, as very small numbers are written: no unit begins with an e.
        if body.dropFirst(digits.count).first == "e" {
            let exponent = body.dropFirst(digits.count + 1).prefix {
                $0.isASCII && ($0.isNumber || $0 == "-" || $0 == "+")
            }
            digits = body.prefix(digits.count + 1 + exponent.count)
        }
        let suffix = body.dropFirst(digits.count).drop { $0 == " " }
        guard let value = Double(digits), value.isFinite else { return nil }
        if suffix.isEmpty {
            self.init(value)
        } else if let unit = Unit(rawValue: String(suffix)) ?? Quantity.spelled[String(suffix)] {
            self.init(value, unit)
        } else {
            return nil
        }
    }

    private static let spelled: [String: Unit] = [
        "hours": .hours, "hour": .hours, "days": .days, "day": .days, "minutes": .minutes, "minute": .minutes,
        "min": .minutes, "seconds": .seconds, "second": .seconds, "weeks": .weeks, "week": .weeks, "percent": .percent,
    ]

    public var tree: Tree { unit == nil ? .number(plainNumber(value)) : .text(description) }
}
