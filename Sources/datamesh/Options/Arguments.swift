public import ArgumentParser
public import MeshModel

// Values of the mesh as the command line reads them. Names of things that exist stay text: an alias will do.

extension ExpressibleByArgument where Self: TextValue {
    public init?(argument: String) { self.init(text: argument) }
}

extension ExpressibleByArgument where Self: NamedCase {
    public init?(argument: String) { self.init(text: argument) }
    public static var allValueStrings: [String] { allCases.map(\.rawValue) }
}

extension Instant: ExpressibleByArgument {}
extension Quantity: ExpressibleByArgument {}
extension Input: ExpressibleByArgument {}
extension Policy.Scope: ExpressibleByArgument {}
extension Policy.Kind: ExpressibleByArgument {}
extension Policy.Enforcement: ExpressibleByArgument {}
extension Policy.Lifecycle: ExpressibleByArgument {}
extension DataProduct.Status: ExpressibleByArgument {}
extension DataProduct.Classification: ExpressibleByArgument {}
extension DataProduct.Alignment: ExpressibleByArgument {}
extension AccessTerms.Kind: ExpressibleByArgument {}
extension ProductNotice.Severity: ExpressibleByArgument {}
extension ProductOrder.Key: ExpressibleByArgument {}
extension VersionPin: ExpressibleByArgument {}
extension PlatformAccess: ExpressibleByArgument {}
extension Subscription.Standing: ExpressibleByArgument {}

/// `name=value`: one of several that make a map.
struct Assignment: ExpressibleByArgument, Equatable {
    var name: String
    var value: String

    init?(argument: String) {
        guard let sign = argument.firstIndex(of: "="), sign != argument.startIndex else { return nil }
        name = String(argument[..<sign])
        value = String(argument[argument.index(after: sign)...])
    }
}

extension [Assignment] {
    /// The last one of a name counts.
    var map: [String: String] { Dictionary(map { ($0.name, $0.value) }, uniquingKeysWith: { $1 }) }
}

extension [String] {
    /// `--team alice,bob --team carol` is one list of three.
    var names: [String] { flatMap { $0.split(separator: ",").map(String.init) } }
}

extension Identifier {
    /// The identifier that somebody wants to give a thing.
    init(stated text: String, _ noun: String) throws(Failure) {
        guard let id = Self(text) else { throw .unnameable(noun, text) }
        self = id
    }
}
