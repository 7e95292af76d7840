import MeshModel
import Terminal
import Widgets

struct CompliancePane: Equatable, Sendable {
    var isDeep: Bool { false }
    var selected: DataProduct.ID? { nil }
    var path: [String] { [] }
    var remark: Line { Line() }
    mutating func fill(_ grid: ComplianceGrid, height: Int) {}
    mutating func move(_ motion: Motion, height: Int) {}
    mutating func settle(height: Int) {}
    mutating func open(height: Int) -> Bool { false }
    mutating func close(height: Int) -> Bool { false }
    func draw(in rect: Rect, on frame: inout Frame) {}
}
