import MeshModel

/// A product of the demonstration in one statement: what is said of it, what it looks like, and how well it fares.
struct Offer {
    var id: String
    var domain: String
    var owner: String
    var description: String
    /// Other products, or `external:NAME`.
    var inputs: [String]
    var tags: [String]
    var classification: DataProduct.Classification
    /// `name:type`, `!` behind what is required, `*` behind what says something about a person; the first is the key.
    var fields: String
    var place: Place
    var terms: AccessTerms
    var promise: Promise
    /// Nil: nobody measures it.
    var health: Health?
    var stage: Stage

    enum Place {
        case warehouse(String)
        case lake(String)
        case topic(String)
        case api(String)
    }

    struct Promise {
        var freshnessHours: Double
        var quality: Double
        var availability = 99.0
    }

    /// What is measured now, in percent and hours, and by how much it differed a month ago.
    struct Health {
        var completeness: Double
        var accuracy: Double
        var hours: Double
        var monthAgo = -0.5
    }

    /// How far it is in its life.
    enum Stage {
        case draft
        case published([String])
        case deprecated(String)
        case retired(String)
    }

    init(
        _ id: String, _ domain: String, by owner: String, _ description: String, from inputs: [String] = [],
        _ fields: String, at place: Place, for terms: AccessTerms = .forAnalysts, tags: [String] = [],
        _ classification: DataProduct.Classification = .internal,
        promising promise: Promise = Promise(freshnessHours: 24, quality: 95), health: Health? = nil,
        stage: Stage = .published(["1.0"])
    ) {
        self.id = id
        self.domain = domain
        self.owner = owner
        self.description = description
        self.inputs = inputs
        self.tags = tags
        self.classification = classification
        self.fields = fields
        self.place = place
        self.terms = terms
        self.promise = promise
        self.health = health
        self.stage = stage
    }
}

extension AccessTerms {
    static let everybody = AccessTerms(kind: .open)
    static let forAnalysts = AccessTerms(kind: .roleBased, roles: ["analyst"])
    static let onRequest = AccessTerms(kind: .approval)

    /// A purpose is asked for, and a grant ends after a quarter of a year.
    static let withPurpose: AccessTerms = {
        var terms = AccessTerms(kind: .approval)
        terms.purposeRequired = true
        terms.longestDays = 90
        return terms
    }()
}
