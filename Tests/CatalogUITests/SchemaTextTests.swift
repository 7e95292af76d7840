import MeshModel
import Testing

@testable import CatalogUI

struct SchemaTextTests {
    static let readable: [(String, [String])] = [
        ("a:int", ["a int"]),
        (
            " a : int , b:decimal(10,2);c:array<struct<x:int,y:int>>",
            ["a int", "b decimal(10,2)", "c array<struct<x:int,y:int>>"]
        ),
        ("a:int\nb:text", ["a int", "b text"]),
    ]

    @Test(arguments: readable)
    func `a line of names and types is read`(text: String, fields: [String]) throws {
        #expect(try SchemaText.fields(text).get().map { "\($0.name) \($0.type)" } == fields)
    }

    @Test(arguments: [
        ("", "name at least one field: name:type, …"), ("a", "field 1, 'a': expected name:type"),
        ("a:int, b:", "field 2, 'b:': expected name:type"), ("a:int, a:text", "field 2: 'a' stands twice"),
    ])
    func `a line that cannot be read says which field`(text: String, sentence: String) {
        #expect(throws: Refusal(sentence)) { try SchemaText.fields(text).get() }
    }

    @Test func `what a line cannot say of a field is not lost`() throws {
        var key = SchemaField(name: "id", type: "int", description: "the key", required: true)
        key.primaryKey = true
        let before = [SchemaObject(name: "t", fields: [key, SchemaField(name: "old", type: "text")])]
        let typed = try SchemaText.fields("id:int, new:date").get()
        #expect(
            SchemaText.merge(typed, onto: before, name: "p") == [
                SchemaObject(name: "t", fields: [key, SchemaField(name: "new", type: "date")])
            ])
    }
}
