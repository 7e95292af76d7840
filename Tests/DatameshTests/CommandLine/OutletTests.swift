import Testing

/// Standard output that cannot be written.
struct OutletTests {
    @Test(arguments: [["product", "list"], ["product", "list", "--json"], ["--help"]])
    func `a reader that has left ends a command quietly`(command: [String]) throws {
        let program = try Program.withSales()
        let script = #"{ sleep 0.3; "$0" "$@"; echo $? > "$HOME/status"; } | :"#
        let ending = try program.run(["-c", script, Program.path] + command, with: "/bin/sh")
        #expect(ending.errors == "")
        #expect(try program.scratch.read("status") == "0\n")
    }

    @Test func `a change is made although nobody reads what it says`() throws {
        let program = try Program.empty()
        let script = #"{ sleep 0.3; "$0" "$@"; } | :"#
        _ = try program.run(["-c", script, Program.path, "domain", "register", "a", "--owner", "b"], with: "/bin/sh")
        #expect(try program.run("domain", "show", "a").status == 0)
    }

    @Test func `a full device is told`() throws {
        let program = try Program.withSales()
        let ending = try program.run(["-c", #"exec "$0" product list > /dev/full"#, Program.path], with: "/bin/sh")
        #expect(ending.status == 2)
        #expect(ending.errors == "datamesh: the output cannot be written: No space left on device\n")
    }
}
