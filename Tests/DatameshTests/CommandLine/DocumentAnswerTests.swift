import Testing

/// What programs read: the document that each of the younger commands answers with, whole.
struct DocumentAnswerTests {
    struct Document: CustomTestStringConvertible, Sendable {
        var command: String
        var status: Int32
        /// Without its line breaks and indentation.
        var text: String
        var testDescription: String { command }

        init(_ command: String, status: Int32, _ text: String) {
            self.command = command
            self.status = status
            self.text = text
        }
    }

    @Test(arguments: documents)
    func `each answers with one document`(_ document: Document) throws {
        let program = try Program.withPublishedSales()
        try program.prepare(
            "product create visits --domain sales --owner alice",
            "product publish visits 1.0 --field id:string --field page:string --access open",
            "subscribe visits --consumer board --consumer-domain bi --purpose pages --uses page",
            "product publish visits 2.0 --field id:string --access open --old-until 2999-01-01",
            "notice post visits 'EU rows are late'", "quality record visits completeness=98.5")
        let ending = try program.run(Program.words(document.command) + ["--json"])
        let text = program.masked(ending.output).split(separator: "\n").map { $0.drop { $0 == " " } }.joined()
        #expect(text == document.text)
        #expect(ending.status == document.status && ending.errors.isEmpty)
    }

    static let documents = [
        Document(
            "campaign list", status: 0,
            #"""
            [{"product_id": "visits","port_id": "main","version": "2.0","from": "1.0","until": "2999-01-01T00:00:00Z","note": "","announced": "NOW","announced_by": "ME","moved": 0,"objects": 0,"seen": 0,"unseen": 1,"of": 1,"consumers": [{"consumer_id": "board","domain": "bi","stance": "unseen","at": null,"by": "","note": ""}]}]
            """#),
        Document(
            "campaign show visits", status: 1,
            #"""
            {"product_id": "visits","port_id": "main","version": "2.0","from": "1.0","until": "2999-01-01T00:00:00Z","note": "","announced": "NOW","announced_by": "ME","moved": 0,"objects": 0,"seen": 0,"unseen": 1,"of": 1,"consumers": [{"consumer_id": "board","domain": "bi","stance": "unseen","at": null,"by": "","note": ""}]}
            """#),
        Document(
            "notice list", status: 0,
            #"""
            [{"product_id": "visits","number": 1,"severity": "warning","text": "EU rows are late","since": "NOW","until": null,"posted": "NOW","posted_by": "ME","ended_by": "","holds": true}]
            """#),
        Document(
            "product compare visits sales_transactions", status: 0,
            #"""
            {"products": [{"product_id": "visits","name": "","trust": "unknown","freshness": "freshness not measured","quality": "quality 98.5, measured by ME TIME","policies": "no policy speaks about it","rules": "0 of 0","consumers": "1 consumer","endorsements": "","notices": "EU rows are late (ME, since NOW); 2.0 is served beside 1.0 until 2999-01-01: 0 of 1 moved","status": "published","version": "2.0","domain": "sales","owner": "alice","classification": "internal","promises": "","access": "open to everybody","tags": "","inputs": "","updated": "NOW"},{"product_id": "sales_transactions","name": "","trust": "unknown","freshness": "freshness of 24 h promised, not measured","quality": "quality not measured","policies": "no policy speaks about it","rules": "0 of 0","consumers": "0 consumers","endorsements": "","notices": "","status": "published","version": "1.0","domain": "sales","owner": "alice","classification": "internal","promises": "availability 99.9%, freshness 24h, quality 95%","access": "role-based: analyst, manager","tags": "","inputs": "","updated": "NOW"}],"fields": [{"name": "id","one": "string","other": null},{"name": "transaction_id","one": null,"other": "string"},{"name": "amount","one": null,"other": "decimal"},{"name": "date","one": null,"other": "date"}]}
            """#),
        Document(
            "quality history visits --since 7d", status: 0,
            #"""
            {"product_id": "visits","from": "NOW","through": "NOW","age_seconds": null,"metrics": [{"metric": "completeness","first": 98.5,"last": 98.5,"lowest": 98.5,"highest": 98.5,"mean": 98.5,"trend": null,"slope_per_day": null,"points": [{"at": "NOW","value": 98.5,"source": "ME"}]}],"promises": []}
            """#),
        Document(
            "reconcile", status: 0,
            #"""
            []
            """#),
        Document(
            "access review --older-than 0d", status: 0,
            #"""
            [{"subscription_id": "visits/main/board","affirmed": "NOW","affirmed_by": "ME","until": null,"last_read": null}]
            """#),
        Document(
            "subscription show visits/board", status: 0,
            #"""
            {"product_id": "visits","port_id": "main","consumer_id": "board","consumer_domain": "bi","state": "active","purpose": "pages","requested_by": "ME","requested_at": "NOW","until": null,"history": [{"state": "requested","at": "NOW","by": "ME","note": "pages","until": null,"has_note": true,"alternative": null,"verdict": null,"fields": []},{"state": "active","at": "NOW","by": "ME","note": "the product is open","until": null,"has_note": false,"alternative": null,"verdict": null,"fields": []}],"version": null,"uses": ["visits.page"],"fields": [],"subscription_id": "visits/main/board","standing": "active"}
            """#),
        Document(
            "inbox", status: 0,
            #"""
            {"user": "ME","since": "NOW","counts": {"decide": 0,"answer": 1,"renewal": 0,"offer": 0,"decision": 0,"lapse": 0,"platform": 0,"notice": 2},"items": [{"kind": "answer","product_id": "visits","subscription": "visits/main/board","at": "NOW","text": "serves 1.0 beside 2.0 until 2999-01-01; board has to move","commands": ["datamesh campaign seen visits --consumer board","datamesh campaign move visits --consumer board","datamesh campaign object visits --consumer board --note WHY"]},{"kind": "notice","product_id": "visits","subscription": null,"at": "NOW","text": "has a notice: EU rows are late","commands": ["datamesh product show visits"]},{"kind": "notice","product_id": "visits","subscription": null,"at": "NOW","text": "has version 2.0","commands": ["datamesh product show visits"]}]}
            """#),
    ]
}
