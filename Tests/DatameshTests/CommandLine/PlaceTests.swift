import Testing

/// Where a mesh is when nobody, or somebody, says so.
struct PlaceTests {
    @Test func `the command line is asked first, then the environment, then the home`() throws {
        let program = try Program()
        let folder = program.scratch.path
        let places: [(arguments: [String], environment: [String: String?], expected: String)] = [
            (["--mesh", "\(folder)/a"], ["DATAMESH_HOME": "\(folder)/b"], "\(folder)/a"),
            ([], ["DATAMESH_HOME": "\(folder)/b", "XDG_DATA_HOME": "\(folder)/c"], "\(folder)/b"),
            ([], ["DATAMESH_HOME": nil, "XDG_DATA_HOME": "\(folder)/c"], "\(folder)/c/datamesh"),
            ([], ["DATAMESH_HOME": "", "XDG_DATA_HOME": "relative"], "\(folder)/.local/share/datamesh"),
            ([], ["DATAMESH_HOME": nil, "XDG_DATA_HOME": nil], "\(folder)/.local/share/datamesh"),
        ]
        for place in places {
            let ending = try program.run(["domain", "list"] + place.arguments, environment: place.environment)
            #expect(ending.status == 2)
            #expect(ending.errors.hasPrefix("datamesh: there is no mesh in \(place.expected); "), "\(place)")
        }
    }

    @Test func `an import makes the mesh and says so; a refused one leaves nothing behind`() throws {
        let program = try Program()
        try program.scratch.write("{", to: "cut.json")
        #expect(try program.run("import", program.scratch.path + "/cut.json").status == 3)
        #expect(try program.run("domain", "list").status == 2)
        try program.scratch.write("domain_id: a\nowner: b\n", to: "own.yaml")
        let made = try program.run("import", program.scratch.path + "/own.yaml")
        #expect(made.status == 0, "\(made)")
        #expect(made.errors.contains("made a new mesh in \(program.mesh)"))
        #expect(try program.run("domain", "list", "--plain").output == "a\ta\tb\t0\t0\t\t\n")
    }

    @Test func `standard input is a file named -`() throws {
        let program = try Program.empty()
        let ending = try program.run(["domain", "register", "-f", "-"], input: "id: a\nowner: b\nteam: [c, d]\n")
        #expect(ending == Program.Ending(status: 0, output: "● domain a is registered, owned by b\n", errors: ""))
    }

    @Test func `without a terminal the browser says so and changes nothing`() throws {
        let program = try Program()
        let ending = try program.run([], environment: ["DATAMESH_HOME": nil])
        #expect(ending.status == 2)
        #expect(ending.output == "")
        #expect(try program.run(["domain", "list"], environment: ["DATAMESH_HOME": nil]).status == 2)
    }
}
