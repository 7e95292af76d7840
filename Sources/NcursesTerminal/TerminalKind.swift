/// The kind of terminal that the environment names.
public enum TerminalKind {
    /// Why the browser cannot run on it: a sentence; nil: it can.
    public static var trouble: String? {
        do throws(ScreenError) {
            _ = try Surroundings.ofThisProcess().knownTerminal()
            return nil
        } catch {
            return error.description
        }
    }
}
