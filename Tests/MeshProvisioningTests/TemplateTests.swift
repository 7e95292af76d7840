import Testing

@testable import MeshProvisioning

private let context: TemplateValue = .map([
    "name": .text("Ann \"the\" O'Hara"), "hostile": .text("\"; DROP TABLE x; --\n\u{1B}[2J\u{202E}"),
    "id": .code("sales"),
    "count": .number("12.50"), "yes": .flag(true), "no": .flag(false), "nothing": .nothing, "empty": .text(""),
    "none": .list([]), "words": .list([.text("a"), .text("b"), .text("c")]),
    "people": .list([
        .map(["name": .text("Bo"), "pets": .list([.text("cat")])]), .map(["name": .text("Cy"), "pets": .list([])]),
    ]),
    "deep": .map(["er": .map(["value": .text("found")])]),
])

private func render(_ source: String, as target: Template.Target = .prose) throws -> String {
    try Template(source, name: "t", target: target).render(context)
}

private func failure(_ source: String, as target: Template.Target = .code) -> String? {
    do {
        _ = try render(source, as: target)
        return nil
    } catch {
        return "\(error)"
    }
}

@Suite struct TemplateTests {
    @Test(arguments: [
        ("", ""), ("plain { } }} text", "plain { } }} text"), ("{{name}}", "Ann \"the\" O'Hara"),
        ("{{ deep.er.value }}", "found"), ("{{deep.nowhere.value}}", ""), ("{{nothing}}", ""),
        ("{{! remark }}x", "x"), (#"\{{ ds }}"#, "{{ ds }}"), (#"\{{{{id}}"#, "{{sales"),
        ("{{#yes}}shown{{/yes}}{{#no}}hidden{{/no}}", "shown"), ("{{^no}}shown{{/no}}{{^yes}}hidden{{/yes}}", "shown"),
        ("{{#none}}x{{/none}}{{^none}}none{{/none}}", "none"), ("{{#empty}}x{{/empty}}{{^nothing}}y{{/nothing}}", "y"),
        ("{{#words}}{{.}}{{^last}}, {{/last}}{{/words}}", "a, b, c"),
        ("{{#words}}{{#first}}[{{/first}}{{index}}{{.}}{{#last}}]{{/last}}{{/words}}", "[1a2b3c]"),
        ("{{#people}}{{name}}:{{#pets}}{{.}} of {{id}}{{/pets}};{{/people}}", "Bo:cat of sales;Cy:;"),
        ("{{#deep.er}}{{value}}{{/deep.er}}", "found"), ("{{#name}}({{.}}){{/name}}", "(Ann \"the\" O'Hara)"),
        ("a\n  {{#words}}\n- {{.}}\n  {{/words}}\nz\n", "a\n- a\n- b\n- c\nz\n"),
        ("a {{#yes}}\nb\n{{/yes}} c", "a \nb\n c"), ("{{#yes}}\r\nb\r\n{{/yes}}\r\n", "b\r\n"),
        ("{{hostile}}", "\"; DROP TABLE x; -- [2J"),
    ])
    func `a template fills its holes`(source: String, expected: String) throws {
        #expect(try render(source) == expected)
    }

    @Test(arguments: [
        ("{{name|json}}", #""Ann \"the\" O'Hara""#), ("{{hostile|json}}", #""\"; DROP TABLE x; --\n\u001b[2J\u202e""#),
        ("{{hostile|python}}", #""\"; DROP TABLE x; --\n\x1b[2J\u202e""#),
        ("{{hostile|yaml}}", #""\"; DROP TABLE x; --\n\x1b[2J\u202e""#),
        ("{{hostile|sql}}", "\"\"\"; DROP TABLE x; --\n\u{1B}[2J\u{202E}\""),
        ("{{name|sqltext}}", "'Ann \"the\" O''Hara'"),
        ("{{name|sh}}", #"'Ann "the" O'\''Hara'"#), ("{{name|csv}}", "\"Ann \"\"the\"\" O'Hara\""),
        ("{{name|path}}", "Ann__the__O_Hara"), ("{{name|slug}}", "ann-the-o-hara"),
        ("{{name|bucket}}", "ann-the-o-hara"),
        ("{{count|raw}}{{yes|raw}}{{id|raw}}", "12.50truesales"), ("{{count|json}} {{count|python}}", "12.50 12.50"),
        ("{{yes|python}} {{nothing|python}} {{nothing|json}}", "True None null"),
        ("{{words|json}} {{deep|python}}", #"["a", "b", "c"] {"er": {"value": "found"}}"#),
        ("{{id|json|python}}", #""\"sales\"""#), ("{{name|slug|raw}}", "ann-the-o-hara"),
    ])
    func `a filter quotes for its language`(source: String, expected: String) throws {
        #expect(try render(source, as: .code) == expected)
    }

    @Test(arguments: [("=1+1", "\"'=1+1\""), (" @x", "\"' @x\""), ("-5", "\"'-5\""), ("a=b", "\"a=b\"")])
    func `a field of a spreadsheet is never a formula`(text: String, expected: String) throws {
        #expect(try Filter.csv.apply(.text(text)) == expected)
    }

    @Test(arguments: [
        ("..", "_."), ("../../etc/passwd", "_._.._etc_passwd"), ("/", "_"), (".ssh", "_ssh"), ("-rf", "_rf"),
        ("sälz", "s_lz"), ("a.b-c_D9", "a.b-c_D9"),
    ])
    func `a path segment stays one`(text: String, expected: String) throws {
        #expect(try Filter.path.apply(.text(text)) == expected)
    }

    @Test(arguments: [
        (
            "a\n {{name}}",
            "t, line 2, column 2: 'name' needs a filter that quotes it for this file, such as {{name|json}}"
        ),
        (
            "{{name|html}}",
            "t, line 1, column 8: there is no filter 'html'; the filters are sql, sqltext, json, yaml, python, sh, csv, path, relpath, argument, conninfo, text, slug, bucket, raw"
        ),
        ("{{nmae|json}}", "t, line 1, column 1: nothing is called 'nmae' here"),
        ("{{#nmae}}{{/nmae}}", "t, line 1, column 1: nothing is called 'nmae' here"),
        ("x{{name|json", "t, line 1, column 2: the {{ that begins here has no }}"),
        ("x{{", "t, line 1, column 2: the {{ that begins here has no }}"),
        ("{{}}", "t, line 1, column 3: expected a name of letters, digits, '_' and '-'"),
        ("{{a.|json}}", "t, line 1, column 5: expected a name of letters, digits, '_' and '-'"),
        ("{{name json}}", "t, line 1, column 8: expected }} or | after 'name'"),
        ("{{#yes}}\n\n", "t, line 1, column 1: the section 'yes' that begins here never ends"),
        ("{{/yes}}", "t, line 1, column 1: {{/yes}} ends a section that never began"),
        ("{{#yes}}\n{{/no}}", "t, line 2, column 1: expected {{/yes}} for the section of line 1, found {{/no}}"),
        (
            "{{name|raw}}",
            "t, line 1, column 1: the filter 'raw' cannot write this value: it is text; name the filter of the language that it stands in"
        ),
        (
            "{{words|sql}}",
            "t, line 1, column 1: the filter 'sql' cannot write this value: it is a list, and only one value can stand here"
        ),
        ("{{empty|sql}}", "t, line 1, column 1: the filter 'sql' cannot write this value: an SQL name cannot be empty"),
    ])
    func `an error says where and what`(source: String, expected: String) {
        #expect(failure(source) == expected)
    }

    @Test func `rendering stays within its budget`() throws {
        var budget = Template.Budget()
        budget.sourceBytes = 100
        budget.depth = 2
        budget.outputBytes = 20
        budget.steps = 49
        func reason(_ source: String) -> TemplateError.Reason? {
            do throws(TemplateError) {
                _ = try Template(source, name: "t", target: .prose, budget: budget).render(context)
                return nil
            } catch {
                return error.reason
            }
        }
        #expect(
            reason(String(repeating: "x", count: 101)) == .tooLarge(what: "the template's size in bytes", allowed: 100))
        #expect(reason("{{#a}}{{#a}}{{#a}}") == .tooLarge(what: "the depth of sections", allowed: 2))
        #expect(reason("{{a.b.c}}") == .tooLarge(what: "the depth of a name", allowed: 2))
        #expect(reason(String(repeating: "x", count: 21)) == .tooLarge(what: "the rendered size in bytes", allowed: 20))
        let nested = "{{#words}}{{#words}}{{empty}}{{/words}}{{/words}}"
        #expect(reason(nested + nested) == .tooLarge(what: "the number of rendering steps", allowed: 49))
        #expect(reason(nested) == nil)
    }

    @Test(
        arguments: [
            ("README", .prose), ("docs/README.md", .prose), ("notes.TXT", .prose), ("a.sql", .code),
            ("Makefile", .code),
            ("x.py", .code), ("x.md.sh", .code), ("", .code),
        ] as [(String, Template.Target)])
    func `only prose may leave out the filter`(file: String, target: Template.Target) {
        #expect(Template.Target(fileName: file) == target)
    }
}
