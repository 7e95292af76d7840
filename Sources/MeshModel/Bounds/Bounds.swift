/// How much a mesh takes of everything: the limits of texts, lists, nesting and numbers all stand here.
///
/// What is more is refused by the name of its field, before a rule looks at it; the limit and what was given stand in the sentence.
/// Most fields have a limit by their kind; where one has another, it stands in a table by its name, or by its owner's and its name.
package enum Bounds {
    // MARK: Texts, in bytes of UTF-8

    /// Of whatever is not named below: descriptions, addresses, values.
    package static let text = 65_536
    /// A user or a group of the host; a domain outside the mesh.
    package static let person = 128
    /// Names of domains, templates, policies, objects, fields and tags; keys of maps.
    package static let name = 256
    /// Names of products and ports, and contacts.
    package static let title = 1024
    /// What people say to each other: notes, reasons, purposes.
    package static let note = 4096
    /// A rule of a policy.
    package static let rule = 4096
    /// A path of a template's file, inside its workspace.
    package static let path = 1024
    /// A template's file.
    package static let file = 8 << 20
    /// What a source's document carries that the model has no place for.
    package static let carried = 16 << 20
    /// A name under which a product is found besides its own; longer ones are left out.
    package static let alias = 1024
    /// Below this no text is more than any field takes.
    static let shortest = 32
    /// So many entries every list takes.
    static let fewest = 2

    package static let texts: [String: Int] = [
        "owner": person, "team": person, "person": person, "deputies": person, "approvers": person,
        "requested_by": person, "created_by": person, "recorded_by": person, "posted_by": person, "ended_by": person,
        "by": person, "consumer_id": person, "consumer_domain": person, "Consumer.domain": person,
        "name": name, "tags": name, "roles": name, "source": name, "collection": title, "components": name,
        "facts.name": title, "ports.name": title, "contact": title, "address.format": title,
        "note": note, "reason": note, "purpose": note, "ProductNotice.text": title, "log": note,
        "rules": rule, "InfrastructureTemplate.type": name, "version": name, "scope": name + 7,
        "metrics.metric": person, "metrics.value": 64, "action": name, "metrics": name, "uses": text, "fields": text,
        "minimum": name, "maximum": name, "exclusive_minimum": name, "exclusive_maximum": name, "multiple_of": name,
        "format": name, "values": name, "quality.name": title, "quality.metric": title, "unit": title,
        "severity": title, "parameters": note, "default": note, "choices": note, "files.path": path,
        "files.content": file, "mode": shortest, "digest": person, "environment": 64, "argv": text,
        "workspace": note, "carried": carried, "aliases": text, "source_id": text, "input_aliases": text,
    ]

    // MARK: Lists and maps, in entries

    /// Of whatever is not named below: fields of an object, tags, aliases.
    package static let list = 10_000
    /// Rules of one policy.
    package static let rules = 1000
    /// Files and hooks of one template.
    package static let files = 1000
    package static let hooks = 50

    package static let lists: [String: Int] = [
        "rules": rules, "deputies": 16, "approvers": 1000, "roles": 1000, "team": 1000, "values": 2, "log": 200,
        "files": files, "hooks": hooks, "parameters": 1000, "choices": 1000, "argv": 1000, "environment": 64,
        "metrics": 1000, "components": 1000,
    ]

    // MARK: Nesting, in levels

    /// Lists and maps inside each other in a document, and parentheses in a rule.
    package static let nesting = 128
    /// Fields inside each other. Each takes three levels of a contract's document, and one that is taken can be written out again.
    package static let fields = 32
    /// Types inside each other in one written type; beyond it a type is a text that nobody reads.
    package static let types = 16
    /// Values inside each other in a record, of which each list and each value in it takes one.
    package static let record = 256

    // MARK: Numbers

    /// Of numbers with a point, in the base of their unit: what is measured or promised. Their squares can be added up.
    package static let magnitude = 1e21

    /// Whole numbers that a field takes; the others take any.
    package static let numbers: [String: ClosedRange<Int64>] = [
        "rows": 0...1_000_000_000_000_000, "longest_days": 0...36_500, "time_limit_s": 0...86_400,
        "primary_key_position": 0...10_000, "min_length": 0...Int64.max, "max_length": 0...Int64.max,
        "min_items": 0...Int64.max, "max_items": 0...Int64.max, "number": 0...1_000_000_000,
        "attempts": 0...1_000_000_000,
    ]
}
