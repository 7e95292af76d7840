import Glibc
import Testing

/// Somebody who writes templates and runs what is made from them, through the command line only.
struct PlatformEngineerScenarioTests {
    @Test func `a template is written, provisioned, kept in step with access, inspected and taken away`() throws {
        let host = try AnalystScenarioTests.host()
        let program = host.program
        let engineer: [String: String?] = ["XDG_STATE_HOME": program.scratch.path + "/paul"]
        func act(as user: String, _ page: String) throws {
            host.speaks(as: user)
            // Everybody has a place of their own; what is provisioned is in that of whoever did it.
            #expect(
                try program.replay(
                    page, environment: user == "paul" ? engineer : ["XDG_STATE_HOME": program.scratch.path + "/" + user]
                )
                    == page)
        }
        let workspace = "paul/datamesh/workspaces/main/orders_public/door"
        try program.scratch.write(
            ReconcileTests.door
                + "  - {event: inspect, argv: [ls, open], time_limit_s: 20}\n  - {event: destroy, argv: [rm, -r, open]}\n",
            to: "door.yaml")
        try program.scratch.write(
            "template_id: bad\nhooks:\n  - {event: grant, argv: [\"true\"], environment: [LD_PRELOAD]}\n",
            to: "bad.yaml")
        try act(
            as: "paul",
            #"""
            $ template create -f SCRATCH/bad.yaml --mesh main
            ! datamesh: environment 'LD_PRELOAD': is no variable that a grant hook may see; name one such as PGPASSFILE
            [3]
            $ template create -f SCRATCH/door.yaml --mesh main
            ● template door is created
            $ provision orders_public --template door --plan --mesh main
            nothing is changed yet; in SCRATCH/paul/datamesh/workspaces/main/orders_public/door
                   FILE  MODE  BYTES
            added  door.sh  755  178
            added  open/  750  0
            $ provision orders_public --template door --mesh main
            ● product orders_public infrastructure from template door is ready
              workspace  SCRATCH/paul/datamesh/workspaces/main/orders_public/door

            """#)
        try act(
            as: "ann",
            #"""
            $ subscribe orders_public --consumer board --consumer-domain finance --mesh main
            ● subscription orders_public/main/board is granted at once: the product is open
            · subscription orders_public/main/board the domain 'finance' is outside this mesh
            · subscription orders_public/main/board is usable once door has granted it
            · door: grant orders_public/main/board waits: paul, who provisioned it, runs 'datamesh reconcile'
            $ use orders_public --consumer board --mesh main
            orders_public  Orders without people

            port main  no address is known
              access  board is approved, and not let in yet; door: granting
              ask  olga
            $ reconcile --mesh main
            · door: grant orders_public/main/board waits: paul, who provisioned it, runs 'datamesh reconcile'
            $ provision destroy orders_public --template door --confirm orders_public --mesh main
            ! datamesh: paul provisioned it, in SCRATCH/paul/datamesh/workspaces/main/orders_public/door, and destroys it there
            [3]

            """#)
        try program.scratch.write("", to: workspace + "/broken")
        try act(
            as: "paul",
            #"""
            $ reconcile --mesh main
            ✕ door: grant orders_public/main/board failed: the door is stuck
            ● door: inspect orders_public is as it should be
            ! datamesh: a platform could not carry it out; 'datamesh reconcile' tries again
            [1]

            """#)
        unsafe unlink("\(program.scratch.path)/\(workspace)/broken")
        try act(
            as: "paul",
            #"""
            $ reconcile --product orders_public --mesh main
            ● door: grant orders_public/main/board is usable
            ● door: inspect orders_public is as it should be
              board
            $ subscription show orders_public/board --mesh main
            orders_public/main/board  active, usable
              for  finance
              asked by  ann
              asked  NOW
              until  no end
              platform  door: usable

            WHEN  STATE  BY  UNTIL  NOTE
            NOW  requested  ann
            NOW  active  ann  the product is open

            """#)
        try act(
            as: "ann",
            #"""
            $ subscription cancel orders_public/board --mesh main
            ● subscription orders_public/main/board is cancelled
            · subscription orders_public/main/board stays open until door has revoked it
            · door: revoke orders_public/main/board waits: paul, who provisioned it, runs 'datamesh reconcile'
            $ subscription list --plain --mesh main
            orders_public/main/board	finance	cancelled, lapsed but open	NOW	ann		

            """#)
        try act(
            as: "paul",
            #"""
            $ reconcile --mesh main --jsonl
            {"subscription_id":"orders_public/main/board","template_id":"door","state":"lapsed_but_open","action":"revoke","commands":[["./door.sh","revoke","board","",""]],"outcome":"done","reason":""}
            {"product_id":"orders_public","template_id":"door","commands":[["ls","open"]],"as_it_should_be":true,"findings":[]}
            $ provision destroy orders_public --template door --plan --mesh main
            nothing is changed yet; this would happen:
            run rm -r open
            remove open/
            remove door.sh
            ● product orders_public infrastructure from template door is destroyed
            $ provision destroy orders_public --template door --confirm orders_public --mesh main
            ● product orders_public infrastructure from template door is destroyed
            $ provision status orders_public --mesh main
            door  destroyed  since NOW by paul
              workspace  SCRATCH/paul/datamesh/workspaces/main/orders_public/door
              files  0
            $ reconcile --mesh main
            nothing is outstanding: platforms do what the mesh says

            """#)
        #expect(ScratchFolder.names(in: "\(program.scratch.path)/\(workspace)") == [])
    }
}
