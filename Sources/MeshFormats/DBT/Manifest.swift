import Documents
import MeshModel

/// A dbt project: models, seeds, snapshots, sources and exposures become products, what they are made from lineage, tests their quality.
///
/// Source: schemas.getdbt.com/dbt/manifest/v12.json; versions from 9 are alike in all that is read here.
struct Manifest {
    let artifact: Artifact
    let catalogs: [Artifact]
    let runs: [Artifact]
    let options: ImportOptions

    private var root: Node { artifact.document.root }
    private var file: String { artifact.document.name }

    func read(_ progress: (_ done: Int, _ total: Int) -> Void) throws(FormatError) -> Import {
        var harvest = Harvest(format: .dbt, file: file, skipInvalid: options.skipInvalid)
        try checkVersion(&harvest)
        let project = project
        let source = options.source ?? "\(Format.dbt.rawValue):\(project)"
        let nodes = try section("nodes")
        let context = Resource.Context(
            adapter: artifact.metadata?["adapter_type"]?.string ?? "", groups: groups, catalog: columns,
            tests: TestResults(tests: nodes, runs: runs))

        var found: [Resource] = []
        // Names of tables are not cut short; what is added to tell two apart still fits.
        var naming = Naming<DataProduct>(longest: 120)
        let sections = try [nodes, section("sources"), section("exposures")]
        let total = sections.reduce(0) { $0 + $1.count }
        var done = 0
        for (section, name) in zip(sections, ["nodes", "sources", "exposures"]) {
            for item in section {
                if done.isMultiple(of: 256) { progress(done, total) }
                done += 1
                let type = item.value["resource_type"]?.string ?? String(item.key.prefix { $0 != "." })
                guard let kind = Resource.Kind(rawValue: type), kind.section == name else { continue }
                var entry = Entry(item.value, path: "\(name)[\(quoted(item.key))]", file: file)
                var resource = Resource(&entry, kind: kind, id: item.key, context: context)
                resource.product.source = source
                entry.check(resource.product)
                guard harvest.accept(entry) else { continue }
                resource.product.proposed = naming.take(resource.label, or: type, seed: item.key)
                found.append(resource)
            }
        }
        progress(total, total)
        try harvest.finish()

        let (domains, places) = domains(found, project: project, groups: context.groups, source: source)
        let known = Set(found.map(\.product.sourceID))
        let parents = Parents(root, known: known)
        var edges = 0
        let products = found.map { resource in
            var product = resource.product
            product.facts.domain = places[product.sourceID]
            // dbt does not know what a source is made from, so it says nothing about it.
            if resource.kind != .source {
                let inputs = parents.of(product.sourceID)
                edges += inputs.count
                product.inputAliases = inputs
            }
            return product
        }
        var result = Import(format: .dbt, source: source)
        result.changes =
            domains.map(Change.importDomain) + products.map(Change.importProduct)
            + [.concludeImport(ImportConclusion(source: source))]
        result.doubts = harvest.doubts
        result.counts = [.init(products.count, "products")]
        result.counts += Resource.Kind.allCases.map { kind in
            .init(found.count { $0.kind == kind }, "\(kind.rawValue)s")
        }
        result.counts += [.init(context.tests.count, "tests"), .init(edges, "edges")]
        return result
    }

    private func checkVersion(_ harvest: inout Harvest) throws(FormatError) {
        let problem = Problem(
            file: file, at: artifact.metadata?["dbt_schema_version"]?.position, path: "metadata.dbt_schema_version",
            reason: "is version \(artifact.version) of the manifest; versions from 9 are read")
        guard artifact.version >= 9 else { throw .refused(problem) }
        guard artifact.version != 12 else { return }
        var warning = problem
        warning.reason = "is version \(artifact.version) of the manifest; it is read as version 12"
        harvest.warn(warning)
    }

    private func section(_ key: String) throws(FormatError) -> Map {
        guard let node = root.value(key) else {
            guard key == "nodes" else { return Map() }
            throw .refused(Problem(file: file, at: root.position, path: key, reason: "is missing"))
        }
        guard let map = node.map else {
            throw .refused(
                Problem(file: file, at: node.position, path: key, reason: "is \(node.kind), where a map is expected"))
        }
        return map
    }

    /// The project's name; manifests before version 11 state it only as the package of their nodes.
    private var project: String {
        let package = root["nodes"]?.map?.first?.value["package_name"]?.string
        return artifact.metadata?.value("project_name")?.string ?? package ?? stem(of: file)
    }

    private var groups: [String: Resource.Group] {
        var groups: [String: Resource.Group] = [:]
        for group in root["groups"]?.map ?? Map() {
            guard let name = group.value["name"]?.string else { continue }
            groups[name] = Resource.Group(
                name: name, description: group.value.value("description")?.text ?? "",
                contact: group.value.value("owner").map(Resource.person) ?? "")
        }
        return groups
    }

    private var columns: [String: Node] {
        var columns: [String: Node] = [:]
        for catalog in catalogs {
            for key in ["nodes", "sources"] {
                for entry in catalog.document.root[key]?.map ?? Map() { columns[entry.key] = entry.value }
            }
        }
        return columns
    }

    /// The project is a domain, its groups are parts of it; and in which each product is.
    private func domains(
        _ resources: [Resource], project: String, groups: [String: Resource.Group], source: String
    ) -> (domains: [Domain], places: [String: Domain.ID]) {
        var places: [String: Domain.ID] = [:]
        if let domain = options.domain {
            for resource in resources { places[resource.product.sourceID] = domain }
            return ([.imported(domain, name: domain.text, source: source)], places)
        }
        var naming = Naming<Domain>()
        let whole = Domain.imported(
            naming.take(project, or: "project", seed: project), name: project.cut(to: Bounds.name),
            source: source)
        var parts: [String: Domain] = [:]
        var domains = [whole]
        for resource in resources {
            guard let group = resource.group, !group.isEmpty else {
                places[resource.product.sourceID] = whole.id
                continue
            }
            if parts[group] == nil {
                var part = Domain.imported(
                    naming.take(group, or: "group", seed: group), name: group.cut(to: Bounds.name),
                    parent: whole.id, source: source)
                part.description = (groups[group]?.description ?? "").cut(to: Bounds.text)
                part.contact = (groups[group]?.contact ?? "").cut(to: Bounds.title)
                parts[group] = part
                domains.append(part)
            }
            places[resource.product.sourceID] = parts[group]?.id
        }
        return (domains, places)
    }
}
