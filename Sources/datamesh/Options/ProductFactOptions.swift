import ArgumentParser
import MeshModel

/// Facts about a product, stated on the command line. What is not stated stays as it is.
struct ProductFactOptions: ParsableArguments {
    @Option(help: "The name people read.") var name: String?
    @Option(help: "The domain that owns it.") var domain: String?
    @Option(help: "A user of the host, or an @group.") var owner: String?
    @Option(help: "Where questions go.") var contact: String?
    @Option(help: "What it is.") var description: String?
    @Option(help: ArgumentHelp("Promised share of the time, such as 99.9%.", valueName: "percent"))
    var availability: Quantity?
    @Option(help: ArgumentHelp("The oldest that the data may be, such as 24h.", valueName: "time"))
    var freshness: Quantity?
    @Option(help: ArgumentHelp("Promised quality, such as 95%.", valueName: "percent")) var quality: Quantity?
    @Option(help: ArgumentHelp("A promise of another name; may be repeated.", valueName: "name=value"))
    var promise: [Assignment] = []
    @Option(help: ArgumentHelp("Metadata; may be repeated. No value takes it away.", valueName: "name=value"))
    var meta: [Assignment] = []
    @Option(help: "A tag; may be repeated, and replaces the old ones.") var tag: [String] = []
    @Option(help: "Who may know it.") var classification: DataProduct.Classification?
    @Option(help: "Where it stands between systems and people.") var alignment: DataProduct.Alignment?
    @Option(
        help: ArgumentHelp(
            "A product it is made from, or external:NAME; may be repeated, and replaces the old ones.",
            valueName: "product"))
    var input: [Input] = []
    @Option(help: ArgumentHelp("The collection that it belongs to.", valueName: "name")) var collection: String?
    @OptionGroup(title: "Where it is read") var place: PlaceOptions
    @OptionGroup(title: "Access") var access: AccessOptions

    /// The address of the default port.
    struct PlaceOptions: ParsableArguments {
        @Option(help: ArgumentHelp("The system: postgres://warehouse, snowflake.", valueName: "system"))
        var server: String?
        @Option(help: ArgumentHelp("A table, a path or a URL.", valueName: "where")) var location: String?
        @Option(help: ArgumentHelp("parquet, csv, table, API.", valueName: "format")) var format: String?
    }
}

extension ProductFactOptions {
    /// Adds what is stated to facts of a file or of none; `product` is what an edit starts from.
    func state(_ facts: inout ProductFacts, of product: DataProduct? = nil) throws(Failure) {
        facts.name = name ?? facts.name
        if let domain { facts.domain = try Domain.ID(stated: domain, "domain") }
        facts.owner = owner ?? facts.owner
        facts.contact = contact ?? facts.contact
        facts.description = description ?? facts.description
        if !tag.isEmpty { facts.tags = tag.names }
        facts.classification = classification ?? facts.classification
        facts.alignment = alignment ?? facts.alignment
        if !input.isEmpty { facts.inputs = input }
        facts.collection = collection ?? facts.collection
        statePromises(&facts, of: product)
        if !meta.isEmpty {
            facts.metadata = (facts.metadata ?? product?.metadata ?? [:])
                .merging(meta.map) { $1 }.filter { !$0.value.isEmpty }
        }
        statePlace(&facts, of: product)
        let base = facts.access ?? product?.access
        let terms = access.terms(over: base)
        if terms != base { facts.access = terms }
    }

    private func statePromises(_ facts: inout ProductFacts, of product: DataProduct?) {
        guard availability != nil || freshness != nil || quality != nil || !promise.isEmpty else { return }
        var sla = facts.sla ?? product?.sla ?? SLA()
        sla.availability = availability ?? sla.availability
        sla.freshness = freshness ?? sla.freshness
        sla.quality = quality ?? sla.quality
        sla.others = sla.others.merging(promise.map) { $1 }.filter { !$0.value.isEmpty }
        facts.sla = sla
    }

    private func statePlace(_ facts: inout ProductFacts, of product: DataProduct?) {
        guard place.server != nil || place.location != nil || place.format != nil else { return }
        var ports = facts.ports ?? product?.ports ?? []
        if ports.isEmpty { ports = [OutputPort(id: OutputPort.main)] }
        ports[0].address.server = place.server ?? ports[0].address.server
        ports[0].address.location = place.location ?? ports[0].address.location
        ports[0].address.format = place.format ?? ports[0].address.format
        facts.ports = ports
    }
}
