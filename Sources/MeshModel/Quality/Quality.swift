/// What the newest measurements say of a product as a whole.
public enum Quality {
    /// The dimensions that make up quality where nobody reports it as one number. Source: DAMA UK, "The six primary dimensions".
    public static let dimensions = ["completeness", "accuracy", "validity", "consistency", "uniqueness"]

    /// Percent: the metric `quality`, else the mean of the dimensions that were measured; nil: nothing was.
    public static func score(_ metrics: [MetricPoint]) -> Double? {
        if let whole = metric("quality", in: metrics) { return whole.quantity.value }
        let parts = dimensions.compactMap { metric($0, in: metrics)?.quantity.value }
        return parts.isEmpty ? nil : parts.reduce(0, +) / Double(parts.count)
    }

    /// A metric by the name that rules use: `timeliness` finds `timeliness`, else `timeliness_hours` and reads it as hours.
    public static func metric(_ name: String, in metrics: [MetricPoint]) -> (point: MetricPoint, quantity: Quantity)? {
        if let exact = metrics.first(where: { $0.name == name }) { return (exact, Quantity(exact.value)) }
        // Few metrics begin so at all: a text is put together for none of the others.
        let longer = metrics.filter { $0.name.hasPrefix(name) }
        guard !longer.isEmpty else { return nil }
        for (suffix, unit) in Unit.suffixes {
            if let point = longer.first(where: { $0.name.dropFirst(name.count) == suffix }) {
                return (point, Quantity(point.value, unit))
            }
        }
        return nil
    }
}

extension Quality {
    /// A metric by the name that rules use, where what it is compared with is known: `timeliness` in time finds `timeliness_hours` and not
    /// `timeliness_percent`. Of several the one measured last counts.
    static func metric(
        _ metric: MetricName, as dimension: Dimension?, in metrics: [MetricPoint]
    ) -> (point: MetricPoint, quantity: Quantity)? {
        if let exact = metrics.first(where: { $0.name == metric.text }) { return (exact, Quantity(exact.value)) }
        // Few metrics begin so at all.
        let longer = metrics.filter { $0.name.utf8.count > metric.text.utf8.count && $0.name.hasPrefix(metric.text) }
        var found: (point: MetricPoint, quantity: Quantity)?
        guard !longer.isEmpty else { return nil }
        for (name, unit) in metric.withUnit where dimension == nil || dimension == unit.dimension {
            guard let point = longer.first(where: { $0.name == name }) else { continue }
            if let earlier = found, earlier.point.at >= point.at { continue }
            found = (point, Quantity(point.value, unit))
        }
        return found
    }
}
