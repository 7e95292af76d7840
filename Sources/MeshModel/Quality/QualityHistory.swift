/// What was measured of a product over a window: each metric's course, how much of the time each promise was kept, and when one was broken.
/// Worked out from measurements; nothing of it is stored.
public struct QualityHistory: Equatable, Sendable {
    /// One metric inside the window.
    public struct Course: Equatable, Sendable {
        public enum Trend: String, Sendable {
            case rising, falling, steady
        }

        public var metric: String
        /// Oldest first; never empty.
        public var points: [MetricPoint]

        public var values: [Double] { points.map(\.value) }
        public var lowest: Double { values.min() ?? 0 }
        public var highest: Double { values.max() ?? 0 }
        public var mean: Double { values.reduce(0) { $0 + $1 / Double(values.count) } }
        public var first: MetricPoint { points[0] }
        public var last: MetricPoint { points[points.count - 1] }
    }

    /// A promise, and the part of the time in which it was kept.
    public struct Attainment: Equatable, Sendable {
        /// `quality`, `freshness`, `availability`.
        public var promise: String
        /// As it is written: `24h`.
        public var wanted: String
        /// Of the time about which something is known.
        public var keptSeconds: Double
        public var knownSeconds: Double
        public var breaches: [Breach]
        /// Whether what was measured last keeps it; nil: it was never measured.
        public var isKept: Bool?

        /// Percent; nil: nothing is known, or it was measured so lately that no second has passed.
        public var percent: Double? { knownSeconds >= 1 ? keptSeconds / knownSeconds * 100 : nil }
    }

    /// A time in which a promise was not kept.
    public struct Breach: Equatable, Sendable {
        public var promise: String
        public var from: Instant
        /// Nil: it goes on.
        public var until: Instant?
        /// `93 of 95`, `26 h of 24 h`: the worst that was seen.
        public var observed: String
    }

    public var product: DataProduct.ID
    public var from: Instant
    public var through: Instant
    /// By name.
    public var courses: [Course]
    public var attainments: [Attainment]
    /// How old the data is at the end of the window; nil: not measured.
    public var ageSeconds: Double?

    /// Points of one metric that are looked at; of more, the newest.
    public static let mostPoints = 5000
}

extension QualityHistory.Course {
    /// The straight line that fits best rises or falls by so much a day; nil: measured at one moment only.
    public var slopePerDay: Double? {
        let days = points.map { $0.at.seconds(since: first.at) / Double(Instant.secondsPerDay) }
        let middle = days.reduce(0, +) / Double(days.count)
        let spread = days.reduce(0) { $0 + ($1 - middle) * ($1 - middle) }
        guard spread > 0 else { return nil }
        let slope = zip(days, values).reduce(0) { $0 + ($1.0 - middle) * ($1.1 - mean) } / spread
        return slope.isFinite ? slope : nil
    }

    /// Steady where the line moves by less than a hundredth of the mean over the window.
    public var trend: Trend? {
        guard let slopePerDay else { return nil }
        let moved = slopePerDay * last.at.seconds(since: first.at) / Double(Instant.secondsPerDay)
        guard abs(moved) >= max(abs(mean), 1e-9) / 100 else { return .steady }
        return moved > 0 ? .rising : .falling
    }
}

/// What is known of a promise from a moment on: kept or not, until the next thing is known.
private struct Known {
    var at: Instant
    var isKept: Bool
    /// How far it is from what was promised, the worse the larger; and in words.
    var distance: Double
    var observed: String
}

extension QualityHistory.Attainment {
    fileprivate init(_ promise: String, wanted: String, _ known: [Known], from: Instant, through: Instant) {
        self.promise = promise
        self.wanted = wanted
        (keptSeconds, knownSeconds, breaches) = (0, 0, [])
        isKept = known.last?.isKept
        var open: (breach: QualityHistory.Breach, distance: Double)?
        for (place, step) in known.enumerated() {
            let end = place + 1 < known.count ? known[place + 1].at : through
            let seconds = max(0, end.seconds(since: max(step.at, from)))
            knownSeconds += seconds
            if step.isKept {
                keptSeconds += seconds
                if var closed = open?.breach {
                    closed.until = step.at
                    // One that was over before the window opened is none of its.
                    if step.at > from { breaches.append(closed) }
                    open = nil
                }
            } else if var breach = open?.breach {
                guard step.distance > open?.distance ?? 0 else { continue }
                breach.observed = step.observed
                open = (breach, step.distance)
            } else {
                let breach = QualityHistory.Breach(
                    promise: promise, from: max(step.at, from), until: nil, observed: step.observed)
                open = (breach, step.distance)
            }
        }
        if let open { breaches.append(open.breach) }
    }
}

extension MeshReader {
    public func qualityHistory(
        of product: DataProduct, from: Instant, through now: Instant
    ) throws(ReadError) -> QualityHistory {
        var all: [String: [MetricPoint]] = [:]
        for newest in try metrics(of: product.id) {
            // Inside the window, and the last one before it: it still says something of the window's beginning.
            var points: [MetricPoint] = []
            for point in try self.points(of: product.id, metric: newest.name, limit: QualityHistory.mostPoints)
            where point.at <= now {
                points.append(point)
                if point.at <= from { break }
            }
            all[newest.name] = points.reversed()
        }
        let everything = all.values.flatMap(\.self).sorted { ($0.at, $0.name) < ($1.at, $1.name) }
        let sla = product.sla
        var attainments: [QualityHistory.Attainment] = []
        func attain(_ promise: String, _ wanted: Quantity?, _ known: [Known]) {
            guard let wanted else { return }
            attainments.append(.init(promise, wanted: "\(wanted)", known, from: from, through: now))
        }
        attain(
            "availability", sla.availability,
            Self.shares(everything, of: sla.availability) { metrics in
                Quality.metric(MetricName("availability"), as: .share, in: metrics)?.quantity.value
            })
        attain("freshness", sla.freshness, Self.ages(everything, promised: sla.freshnessSeconds, through: now))
        attain("quality", sla.quality, Self.shares(everything, of: sla.quality, Quality.score))
        return QualityHistory(
            product: product.id, from: from, through: now,
            courses: all.sorted { $0.key < $1.key }.compactMap { name, points in
                let inside = points.filter { $0.at > from }
                return inside.isEmpty ? nil : .init(metric: name, points: inside)
            },
            attainments: attainments,
            ageSeconds: Quality.ageSeconds(Self.newest(everything[...]), at: now))
    }

    /// The newest of each metric among points in their order.
    private static func newest(_ points: ArraySlice<MetricPoint>) -> [MetricPoint] {
        var newest: [String: MetricPoint] = [:]
        for point in points { newest[point.name] = point }
        return newest.values.sorted { $0.name < $1.name }
    }

    /// A share of at least so much, as each measurement leaves it.
    private static func shares(
        _ points: [MetricPoint], of promised: Quantity?, _ value: ([MetricPoint]) -> Double?
    ) -> [Known] {
        guard let promised else { return [] }
        return moments(points).compactMap { at, metrics in
            guard let found = value(metrics) else { return nil }
            let shown = plainNumber((found * 10).rounded() / 10)
            return Known(
                at: at, isKept: found >= promised.value, distance: promised.value - found,
                observed: "\(shown) of \(plainNumber(promised.value))")
        }
    }

    /// Data grows old between measurements: a promise that was kept at one of them may be broken before the next.
    private static func ages(_ points: [MetricPoint], promised: Double?, through now: Instant) -> [Known] {
        guard let promised else { return [] }
        let measured: [(at: Instant, age: Double)] = moments(points).compactMap { at, metrics in
            Quality.ageSeconds(metrics, at: at).map { (at, $0) }
        }
        var known: [Known] = []
        for (place, (at, age)) in measured.enumerated() {
            let end = place + 1 < measured.count ? measured[place + 1].at : now
            let oldest = age + max(0, end.seconds(since: at))
            let words = { (age: Double) in "\(span(age)) of \(span(promised))" }
            let turns = at.adding(seconds: Int64(max(0, promised - age).rounded(.up)))
            if age <= promised { known.append(Known(at: at, isKept: true, distance: 0, observed: words(age))) }
            if oldest > promised {
                let from = age <= promised ? turns : at
                known.append(Known(at: from, isKept: false, distance: oldest, observed: words(oldest)))
            }
        }
        return known
    }

    /// What was newest at each moment at which something was measured.
    private static func moments(_ points: [MetricPoint]) -> [(at: Instant, metrics: [MetricPoint])] {
        var newest: [String: MetricPoint] = [:]
        var moments: [(at: Instant, metrics: [MetricPoint])] = []
        for (place, point) in points.enumerated() {
            newest[point.name] = point
            if place + 1 < points.count, points[place + 1].at == point.at { continue }
            moments.append((point.at, newest.values.sorted { $0.name < $1.name }))
        }
        return moments
    }
}
