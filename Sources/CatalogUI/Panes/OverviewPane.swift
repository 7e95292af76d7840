import Terminal
import Widgets

struct OverviewPane: Equatable, Sendable {
    mutating func fill(_ overview: Overview) {}
    mutating func move(_ motion: Motion, width: Int, height: Int) {}
    func draw(in rect: Rect, on frame: inout Frame) {}
}
