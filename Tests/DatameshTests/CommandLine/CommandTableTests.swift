import Testing

/// Columns stand where they should, whatever stands in them.
struct CommandTableTests {
    @Test func `columns are aligned by the cells that text takes, numbers to the right`() throws {
        let program = try Program.empty()
        try program.prepare(
            "domain register a --owner bob --team x,y --name 'データ'", "domain register longer --owner eve --name Été")
        #expect(
            try program.run("domain", "list").output == """
                DOMAIN  NAME    OWNER  TEAM  PRODUCTS  PARENT  DESCRIPTION
                a       データ  bob       2         0
                longer  Été     eve       0         0

                """)
        #expect(
            try program.run("domain", "list", "--ascii").output == """
                DOMAIN  NAME    OWNER  TEAM  PRODUCTS  PARENT  DESCRIPTION
                a       ??????  bob       2         0
                longer  Ete     eve       0         0

                """)
    }
}
