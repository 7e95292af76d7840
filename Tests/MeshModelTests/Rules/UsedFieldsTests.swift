import MeshModel
import Testing

/// Which fields and versions of a port a subscription is about.
struct UsedFieldsTests {
    private func mesh() throws -> Example {
        let example = try Example()
        let customer = SchemaField(name: "customer", type: "struct")
        var nested = customer
        nested.fields = [SchemaField(name: "id", type: "string")]
        let schema = [
            SchemaObject(
                name: "orders", fields: [SchemaField(name: "id", type: "string"), nested]),
            SchemaObject(
                name: "lines",
                fields: [SchemaField(name: "id", type: "string"), SchemaField(name: "price", type: "int")]),
        ]
        try example.mesh.commit(
            [.publish(Publication(product: "orders", version: "2.0", schema: schema))], by: Example.alice)
        return example
    }

    private func request(_ uses: [String] = [], pin: String? = nil) -> Change {
        .subscribe(
            SubscriptionRequest(
                product: "orders", consumer: "board", consumerDomain: "finance",
                pin: pin.flatMap { VersionPin(text: $0) }, uses: uses))
    }

    @Test(
        arguments: [
            (["price"], ["lines.price"]), (["orders.id", "price"], ["orders.id", "lines.price"]),
            (["price", "lines.price", " price "], ["lines.price"]), (["customer.id"], ["orders.customer.id"]),
            ([""], []),
        ] as [([String], [String])])
    func `a field is named by its path, or by its name where one object alone has it`(
        _ uses: [String], _ paths: [String]
    ) throws {
        let example = try mesh()
        try example.mesh.commit([request(uses)], by: Example.mallory)
        #expect(try example.reader().subscription(SubscriptionTests.link)?.uses == paths)
    }

    @Test(
        arguments: [
            (
                ["id"], nil,
                "field 'id': is in several objects of version 2.0 of 'orders': name orders.id or lines.id"
            ),
            (["prise"], nil, "field 'prise': is not in version 2.0 of 'orders'; did you mean price?"),
            (
                ["zzzzzz"], nil,
                "field 'zzzzzz': is not in version 2.0 of 'orders'; datamesh product show orders lists its fields"
            ),
            ([], "3", "version '3': is no version of port main of 'orders'; those published are 1.0, 2.0"),
            (
                ["price"], "1",
                "field 'price': is not in version 1.0 of 'orders'; datamesh product show orders lists its fields"
            ),
        ] as [([String], String?, String)])
    func `what is not there is refused by name`(_ uses: [String], _ pin: String?, _ sentence: String) throws {
        #expect(try mesh().refusal([request(uses, pin: pin)], by: Example.mallory) == sentence)
    }

    @Test(
        arguments: [
            ("orders.customer", true), ("orders.customer.id", true), ("orders", true),
            ("orders.customer.id.part", true),
            ("orders.customers", false), ("orders.id", false), ("lines.customer", false),
        ])
    func `a change hits whoever reads the field, what it lies in, or what lies in it`(_ path: String, _ hit: Bool) {
        var link = Subscription()
        #expect(link.reads(path) == nil)
        link.uses = ["orders.customer.id"]
        #expect(link.reads(path) == hit)
    }

    @Test(
        arguments: [
            ("1", "1.9.3", true), ("1", "2.0", false), ("1.2", "1.2.7", true), ("1.2", "1.3", false),
            ("v1.2.3", "1.2.3", true), ("1.2.3", "1.2.4", false),
        ])
    func `a pin admits the versions below it`(_ pin: String, _ version: String, _ admitted: Bool) throws {
        let pin = try #require(VersionPin(text: pin))
        #expect(pin.admits(try #require(Version(text: version))) == admitted)
    }

    @Test(arguments: ["", "x", "1.", "1.2.3.4", "-1", "1.2-rc", "99999999999"])
    func `what is no version is no pin`(_ text: String) { #expect(VersionPin(text: text) == nil) }
}
