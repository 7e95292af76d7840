import MeshModel

/// How often a data set is brought up to date: an ISO 8601 repeating interval as DCAT-US writes it, `R/P3M`, `R/PT1S`, `R/P3.5D`.
///
/// Source: ISO 8601-1 §5.5.4 (duration) and §5.6 (recurrence).
struct Recurrence: Equatable {
    var days: Double
    var seconds: Double

    /// Nil unless the text is an interval of some length.
    init?(_ text: String) {
        var rest = Substring(text)
        if rest.first == "R" {
            guard let slash = rest.firstIndex(of: "/"), rest[..<slash].dropFirst().allSatisfy(\.isWholeNumber) else {
                return nil
            }
            rest = rest[rest.index(after: slash)...]
        }
        guard rest.first == "P" else { return nil }
        rest.removeFirst()
        let halves = rest.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
        guard let date = Self.amounts(halves[0], units: "YMWD"),
            let clock = Self.amounts(halves.count == 2 ? halves[1] : "", units: "HMS")
        else { return nil }
        // The longest that so many months can be: a source that keeps to the calendar breaks no promise.
        days = (date["Y"] ?? 0) * 365 + ((date["M"] ?? 0) * 30.6).rounded(.up) + (date["W"] ?? 0) * 7 + (date["D"] ?? 0)
        seconds = (clock["H"] ?? 0) * 3600 + (clock["M"] ?? 0) * 60 + (clock["S"] ?? 0)
        guard days + seconds > 0, days + seconds < 1e9 else { return nil }
    }

    private static func amounts(_ text: Substring, units: String) -> [Character: Double]? {
        var amounts: [Character: Double] = [:]
        var rest = text
        var allowed = units[...]
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            rest = rest.dropFirst(digits.count)
            guard let value = Double(digits), let unit = rest.popFirst(), let place = allowed.firstIndex(of: unit)
            else { return nil }
            allowed = allowed[allowed.index(after: place)...]
            amounts[unit] = value
        }
        return amounts
    }

    /// As people say it: `92d`, `1h`, `1s`.
    var quantity: Quantity {
        if seconds == 0 { return Quantity(days, .days) }
        let total = days * 86_400 + seconds
        if total.truncatingRemainder(dividingBy: 3600) == 0 { return Quantity(total / 3600, .hours) }
        if total.truncatingRemainder(dividingBy: 60) == 0 { return Quantity(total / 60, .minutes) }
        return Quantity(total, .seconds)
    }
}
