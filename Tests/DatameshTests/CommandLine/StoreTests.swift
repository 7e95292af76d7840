import Glibc
import Testing

/// `datamesh init`, `compact`, `log`, and where a mesh is.
struct StoreTests {
    @Test func `without a mesh one is told how to come by one`() throws {
        let program = try Program()
        let page = #"""
            $ domain list
            ! datamesh: there is no mesh in MESH; 'datamesh init' makes an empty one, 'datamesh demo' one to look around in
            [2]
            $ product create x --domain y --owner z
            ! datamesh: there is no mesh in MESH; 'datamesh init' makes an empty one, 'datamesh demo' one to look around in
            [2]
            $ compact
            ! datamesh: there is no mesh in MESH; 'datamesh init' makes an empty one, 'datamesh demo' one to look around in
            [2]
            $ log
            ! datamesh: there is no mesh in MESH; 'datamesh init' makes an empty one, 'datamesh demo' one to look around in
            [2]
            $ search x --mesh SCRATCH/elsewhere
            ! datamesh: there is no mesh in SCRATCH/elsewhere; 'datamesh init' makes an empty one, 'datamesh demo' one to look around in
            [2]

            """#
        #expect(try program.replay(page) == page)
    }

    @Test func `a mesh is made once, in a folder of its own`() throws {
        let program = try Program()
        let page = #"""
            $ init
            an empty mesh is in MESH
            next: datamesh import FILE…, or datamesh domain register NAME --owner NAME
            $ init
            ! datamesh: There is a mesh in MESH already. Choose another folder, or use this one.
            [3]
            $ init --mesh SCRATCH
            ! datamesh: SCRATCH holds other files. A mesh needs an empty folder of its own.
            [3]
            $ init --mesh SCRATCH/shared --shared no-such-group
            ! datamesh: This machine knows no group no-such-group. Create it, or name another.
            [3]
            $ init --mesh SCRATCH/second --json
            {
              "mesh": "SCRATCH/second",
              "owner": "ME",
              "shared": null
            }
            $ domain list --mesh SCRATCH/second
            no domain yet; 'datamesh domain register' makes one
            $ --mesh SCRATCH/second domain list --json
            []

            """#
        #expect(try program.replay(page) == page)
    }

    @Test func `the log keeps what happened, and compacting keeps the log`() throws {
        let program = try Program.empty()
        let page = #"""
            $ log
            REVISION  WHEN  WHO  WHAT
                   1  NOW  ME  created the template local-files
            $ domain register a --owner b
            ● domain a is registered, owned by b
            $ log --limit 1 --json
            [
              {
                "revision": 2,
                "at": "NOW",
                "actor": "ME",
                "origin": null,
                "grounds": [
                  "ME owns the mesh"
                ],
                "withheld": false,
                "changes": [
                  {
                    "change": "register_domain",
                    "domain_id": "a",
                    "name": "",
                    "owner": "b",
                    "team": [],
                    "description": "",
                    "parent": null,
                    "tags": [],
                    "contact": "",
                    "created": "1970-01-01T00:00:00Z",
                    "source": ""
                  }
                ]
              }
            ]
            $ compact
            compacted at revision 2
            $ log
            REVISION  WHEN  WHO  WHAT
                   2  NOW  ME  registered the domain a
                   1  NOW  ME  created the template local-files
            $ domain edit a --name A
            ● domain a name changed
            $ log --jsonl
            {"revision":3,"at":"NOW","actor":"ME","origin":null,"grounds":["ME owns the mesh"],"withheld":false,"changes":[{"change":"edit_domain","domain_id":"a","name":"A","owner":null,"team":null,"description":null,"parent":null,"tags":null,"contact":null}]}
            {"revision":2,"at":"NOW","actor":"ME","origin":null,"grounds":["ME owns the mesh"],"withheld":false,"changes":[{"change":"register_domain","domain_id":"a","name":"","owner":"b","team":[],"description":"","parent":null,"tags":[],"contact":"","created":"1970-01-01T00:00:00Z","source":""}]}
            {"revision":1,"at":"NOW","actor":"ME","origin":null,"grounds":["ME owns the mesh"],"withheld":false,"changes":[{"change":"create_template","template_id":"local-files","name":"Local files","type":"storage","description":"A folder for the data, the contract as JSON Schema and SQL, and the list of who may read","components":["storage","serving"],"configuration":{"storage":"files"},"parameters":[],"files":[],"hooks":[],"created":"1970-01-01T00:00:00Z"}]}
            $ log nowhere
            ! datamesh: there is no product 'nowhere'; 'datamesh search nowhere' finds what is near
            [1]

            """#
        #expect(try program.replay(page) == page)
    }

    @Test func `a damaged mesh is told from a whole one, and what is whole is copied out`() throws {
        let program = try Program()
        try program.prepare("init", "domain register a --owner b", "domain register c --owner b")
        let page = #"""
            $ fsck
            ● CURRENT  names journal-1
            ● journal-1  holds 3 frames up to revision 3
            ● records  3 can be read
            ● chain  holds over 3 frames of the kept journals
            $ fsck --mesh SCRATCH/none
            ! datamesh: there is no mesh in SCRATCH/none; 'datamesh init' makes an empty one, 'datamesh demo' one to look around in
            [2]

            """#
        #expect(try program.replay(page) == page)
        // A byte of the first commit.
        let descriptor = unsafe open(program.mesh + "/journal-1", O_RDWR)
        let written = unsafe pwrite(descriptor, "?", 1, 300)
        try #require(written == 1)
        close(descriptor)
        let found = try program.run("fsck")
        #expect(found.status == 1 && found.output.contains("✕ journal-1  is damaged at byte 128: "), "\(found)")
        #expect(found.output.contains("--salvage"), "\(found)")
        let saved = try program.run("fsck", "--salvage", program.scratch.path + "/new")
        #expect(saved.status == 0 && saved.output.contains("2 records, the newest of revision 3, are in "), "\(saved)")
        let rescued = #"""
            $ domain list --mesh SCRATCH/new
            DOMAIN  NAME  OWNER  TEAM  PRODUCTS  PARENT  DESCRIPTION
            a  a  b  0  0
            c  c  b  0  0
            $ log --mesh SCRATCH/new
            REVISION  WHEN  WHO  WHAT
                   1  NOW  ME  wrote 2 records
            $ fsck --salvage SCRATCH/new --plain
            bad	journal-1	is damaged
            """#
        let lines = try program.replay(rescued).split(separator: "\n")
        #expect(
            lines.prefix(7).joined(separator: "\n") == rescued.split(separator: "\n").prefix(7).joined(separator: "\n"))
        #expect(lines.last == "[3]", "\(lines)")
    }
}
