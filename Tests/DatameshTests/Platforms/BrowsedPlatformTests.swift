import Glibc
import Testing

/// Access that a platform carries out, from the keyboard.
struct BrowsedPlatformTests {
    @Test func `a platform that fails is seen at the subscription, and tried again from the palette`() throws {
        let program = try ReconcileTests.withDoor()
        let workspace = "\(program.scratch.path)/\(ReconcileTests.workspace)"
        try program.scratch.write("", to: ReconcileTests.workspace + "/broken")
        let session = try BrowserSession(program)
        session.selects("sales_transactions")
        session.type("s", shows: "Subscribe to sales_transactions")
        session.type(
            "\u{15}board\t\u{15}finance\r", shows: "Subscribe to sales_transactions ?", "is usable once door has")
        #expect(session.canAnswer())
        session.type("\r", shows: "✕ door: grant sales_transactions/main/board failed: the door is stuck")
        session.type("5", shows: "board  finance", "✕ grant failed")
        _ = unsafe unlink(workspace + "/broken")
        session.type(":reconcile", shows: "carry out what platforms have still to do")
        session.type("\r", shows: "door: grant sales_transactions/main/board is usable", "● active")
        #expect(ScratchFolder.names(in: workspace + "/open") == ["board"])
        session.quit()
    }
}
