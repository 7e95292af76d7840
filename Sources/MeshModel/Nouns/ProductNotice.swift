/// What everybody who uses a product should know now: "EU rows late since 09:10".
public struct ProductNotice: MeshRecord {
    public enum Severity: String, NamedCase {
        case info, warning, critical
    }

    public var product = DataProduct.ID()
    /// Counted from 1 in a product.
    public var number: Int64 = 0
    public var severity = Severity.warning
    public var text = ""
    /// Since when it is so.
    public var since = Instant()
    /// When it ends, or ended; nil: when somebody says so.
    public var until: Instant?
    public var posted = Instant()
    public var postedBy = ""
    /// Who ended it; blank: nobody did.
    public var endedBy = ""

    public init() {}

    public init(
        product: DataProduct.ID, _ text: String, severity: Severity = .warning, since: Instant? = nil,
        until: Instant? = nil
    ) {
        self.product = product
        self.text = text
        self.severity = severity
        self.since = since ?? Instant()
        self.until = until
    }

    public static var kind: RecordKind { .notice }
    public var key: RecordKey {
        let digits = String(number)
        return RecordKey(
            .notice, product.text, String(repeating: "0", count: max(0, 10 - digits.count)) + digits)
    }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "product_id", &product)
        try v.field(2, "number", &number)
        try v.field(3, "severity", &severity)
        try v.field(4, "text", &text)
        try v.field(5, "since", &since)
        try v.field(6, "until", &until)
        try v.field(7, "posted", &posted)
        try v.field(8, "posted_by", &postedBy)
        try v.field(9, "ended_by", &endedBy)
    }

    public func holds(at now: Instant) -> Bool { posted <= now && until.map { now < $0 } ?? true }
}

/// A notice is over.
public struct NoticeEnd: Structured {
    public var product = DataProduct.ID()
    /// 0: the only one that holds.
    public var number: Int64 = 0

    public init() {}
    public init(product: DataProduct.ID, number: Int64 = 0) {
        self.product = product
        self.number = number
    }

    public mutating func visit<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
        try v.field(1, "product_id", &product)
        try v.field(2, "number", &number)
    }
}

extension MeshReader {
    /// Those that were ever posted, oldest first: of a product, or of all.
    public func productNotices(of product: DataProduct.ID? = nil) throws(ReadError) -> [ProductNotice] {
        try all(ProductNotice.self, under: product.map { .under(.notice, $0.text) } ?? .under(.notice))
    }
}
