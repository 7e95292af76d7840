import Testing

/// `datamesh check --history` without a product, and what states became of in `datamesh log`.
struct ComplianceHistoryTests {
    private func lived() throws -> Program {
        let program = try Program.withPublishedSales()
        try program.prepare(
            "domain register online --parent sales --owner bob", "product create shop --domain online --owner bob",
            "policy create must --rule 'completeness >= 95%'", "quality record sales_transactions completeness=98",
            "quality record sales_transactions completeness=80", "quality record shop completeness=96")
        return program
    }

    @Test func `the mesh and each domain are told with what changed of the state of products`() throws {
        let page = #"""
            $ check --history --since 2020-01-01 --policy must --plain
            1 of 2 products is compliant (50%); on 2020-01-01 there was none

            NOW	1 of 2	50%	1 of 2
            NOW	0 of 2	0%	0 of 2, 1 not measured
            NOW	1 of 2	50%	1 of 2, 1 not measured
            NOW	0 of 2	0%	0 of 2, 2 not measured
            NOW	2 of 2	100%	0 of 0
            NOW	1 of 1	100%	0 of 0
            NOW	0 of 0	–	0 of 0

            online	–	100%		1 of 1
            sales	–	50%		1 of 2

            NOW	ok	shop began to pass must: completeness >= 95%: 96% observed (ME, NOW)
            NOW	fail	sales_transactions began to fail must: completeness >= 95% wanted, 80% observed (ME, NOW)
            NOW	fail	sales_transactions broke its promise of quality: 80 of 95
            NOW	ok	sales_transactions began to pass must: completeness >= 95%: 98% observed (ME, NOW)
            $ log --limit 3 --plain
            	NOW	ok	shop began to pass must: completeness >= 95%: 96% observed (ME, NOW)
            10	NOW	ME	measured shop
            	NOW	fail	sales_transactions began to fail must: completeness >= 95% wanted, 80% observed (ME, NOW)
            	NOW	fail	sales_transactions broke its promise of quality: 80 of 95
            9	NOW	ME	measured sales_transactions
            	NOW	ok	sales_transactions began to pass must: completeness >= 95%: 98% observed (ME, NOW)
            8	NOW	ME	measured sales_transactions
            $ log shop --limit 1 --plain
            	NOW	ok	shop began to pass must: completeness >= 95%: 96% observed (ME, NOW)
            10	NOW	ME	measured shop
            $ check --history --policy nothing
            ! datamesh: there is no policy 'nothing'; 'datamesh policy list' shows those there are
            [1]

            """#
        let program = try lived()
        #expect(try program.replay(page) == page)
    }

    @Test func `a verdict of the past is the one that was given then, whatever governance says since`() throws {
        let program = try lived()
        try program.prepare(
            "policy deprecate must",
            "policy waive must sales_transactions --until 2999-01-01 --reason 'the source moves'")
        let page = #"""
            $ check sales_transactions --history --plain
            sales_transactions is compliant, since NOW; rules that pass: 0 of 1
            NOW	warning	must	completeness >= 95% wanted, 80% observed (ME, NOW); it only warns from now on
            NOW	fail	must	completeness >= 95% wanted, 80% observed (ME, NOW); it passed before
            NOW	ok	must	completeness >= 95%: 98% observed (ME, NOW); it was not measured before
            NOW	warning	must	completeness >= 95% wanted, not measured

            """#
        #expect(try program.replay(page) == page)
    }
}
