import MeshModel
import Testing

/// Two versions of a contract and what became of it.
struct ContractPair: CustomTestStringConvertible, Sendable {
    var name: String
    var old: Contract
    var new: Contract
    var differences: [ContractDifference]
    var testDescription: String { name }

    init(
        _ name: String, _ old: @autoclosure () -> Contract, _ new: @autoclosure () -> Contract,
        _ differences: [ContractDifference] = []
    ) {
        self.name = name
        self.old = old()
        self.new = new()
        self.differences = differences
    }
}

/// How contracts are written in tests: one table `t`, most often with one field `a`.
extension ContractPair {
    typealias Difference = ContractDifference

    /// A contract of one table `t`, whose fields are stated.
    static func contract(_ fields: [SchemaField], _ edit: (inout Contract) -> Void = { _ in }) -> Contract {
        var contract = Contract()
        contract.version = Version(major: 1, minor: 2, patch: 3)
        contract.schema = [SchemaObject(name: "t", fields: fields)]
        edit(&contract)
        return contract
    }

    static func field(_ name: String = "a", _ type: String = "int", _ edit: (inout SchemaField) -> Void = { _ in })
        -> SchemaField
    {
        var field = SchemaField(name: name, type: type)
        edit(&field)
        return field
    }

    static func one(_ type: String = "int", _ edit: (inout SchemaField) -> Void = { _ in }) -> Contract {
        contract([field("a", type, edit)])
    }

    static func bound(_ edit: (inout FieldConstraints) -> Void) -> Contract {
        var constraints = FieldConstraints()
        edit(&constraints)
        return one { $0.constraints = constraints }
    }

    static func check(_ comparison: QualityExpectation.Comparison?, _ values: String..., unit: String = "") -> Contract
    {
        contract([field()]) {
            $0.schema[0].quality = [QualityExpectation(metric: "rows", comparison, values, unit: unit)]
        }
    }

    static func promise(_ edit: (inout SLA) -> Void) -> Contract {
        var sla = SLA()
        edit(&sla)
        return contract([field()]) { $0.sla = sla }
    }

    static func terms(_ terms: AccessTerms?) -> Contract { contract([field()]) { $0.access = terms } }
}
