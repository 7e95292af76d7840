/// What a person did at the keyboard or with the mouse.
package enum Key: Hashable, Sendable {
    case character(Character)
    /// A letter with Ctrl, lower case.
    case control(Character)
    case alt(Character)
    case enter, escape, tab, backTab, backspace, delete, insert
    case up, down, left, right, home, end, pageUp, pageDown
    case function(Int)
    /// Text that was pasted: never commands, whatever it contains.
    case paste(String)
    case click(Point)
    case wheelUp(Point), wheelDown(Point)
}
