import Testing

/// What is refused, or not understood: one sentence on standard error, nothing on standard output, nothing changed.
struct RefusalTests {
    /// On a mesh with the original's published product.
    static let refusals: [(command: String, sentence: String)] = [
        ("domain register sales --owner bob", "domain 'sales' exists already; datamesh domain show sales shows it"),
        ("domain register x", "owner of domain 'x': must not be empty; name a user or an @group"),
        (
            "domain register Sales --owner bob",
            "domain 'Sales': an id is made of small letters, digits, '.', '_' and '-', and begins with a letter or digit"
        ),
        (
            "domain edit nowhere --owner bob",
            "there is no domain 'nowhere'; register it first: datamesh domain register nowhere --owner NAME"
        ),
        (
            "product create x --domain nowhere --owner alice",
            "there is no domain 'nowhere'; register it first: datamesh domain register nowhere --owner NAME"
        ),
        (
            "product create x --domain sales --owner ''",
            "owner of product 'x': must not be empty; name a user or an @group"
        ),
        (
            "product create sales_transactions --domain sales --owner alice",
            "product 'sales_transactions' exists already; datamesh product show sales_transactions shows it"
        ),
        (
            "product publish nothing 1.0 --field a:b",
            "there is no product 'nothing'; datamesh search nothing finds what is near"
        ),
        (
            "product publish sales_transactions banana --field a:b",
            "version 'banana': cannot be read; expected a version such as 1.2.0"
        ),
        (
            "product publish sales_transactions 1.0.0 --field a:b",
            "version '1.0.0' exists already; it was published on TODAY; the next free one is 1.1.0"
        ),
        (
            "product publish sales_transactions 0.9 --field a:b",
            "version '0.9': is below 1.0, which is published"
        ),
        ("product publish sales_transactions 2.0", "schema: must name at least one field"),
        (
            "product edit sales_transactions --input nothing",
            "there is no product 'nothing'; an input outside the mesh is written external:nothing"
        ),
        (
            "product edit sales_transactions --availability 130",
            "availability '130': is not a share between 0 and 100 percent"
        ),
        (
            "product claim sales_transactions",
            "product 'sales_transactions' is owned by alice; ask them to hand it over"
        ),
        (
            "subscribe nothing --consumer c --consumer-domain d",
            "there is no product 'nothing'; datamesh search nothing finds what is near"
        ),
        (
            "subscribe sales_transactions --consumer bi --consumer-domain d",
            "subscription 'sales_transactions/main/bi' exists already; it is active since TODAY"
        ),
        (
            "subscribe sales_transactions --consumer c",
            "consumer domain: must be stated; a domain outside the mesh is written by its name"
        ),
        (
            "subscription approve sales_transactions/bi",
            "subscription 'sales_transactions/main/bi' is active; it cannot be approved"
        ),
        (
            "subscription approve nothing/bi",
            "there is no subscription 'nothing/main/bi'; datamesh subscription list shows those there are"
        ),
        (
            "consumer register c --domain d --owner ''",
            "owner of consumer 'c': must not be empty; name a user or an @group"
        ),
        (
            "policy create p --rule 'completeness >= '",
            "policy 'p': line 1, column 14: expected a number after >="
        ),
        (
            "policy create p --rule 'completeness >= 24h'",
            "policy 'p': line 1, column 17: completeness is a share and 24h is a length of time; they cannot be compared"
        ),
        ("policy create p", "policy 'p': has no rule; state some, such as completeness >= 95%"),
        (
            "quality record sales_transactions completeness=high",
            "metric 'completeness' 'high': is not a number"
        ),
        (
            "quality record sales_transactions completeness=130",
            "metric 'completeness' '130': is not a share between 0 and 100 percent"
        ),
        (
            "quality record sales_transactions",
            "quality report 'sales_transactions': holds no metric; state some as name=number"
        ),
        (
            "access record nothing --consumer c",
            "there is no product 'nothing'; datamesh search nothing finds what is near"
        ),
        (
            "provision sales_transactions --template nothing",
            "there is no template 'nothing'; datamesh template list shows those there are"
        ),
        (
            "provision sales_transactions --template local-files --set size=red",
            "there is no parameter 'size'; this template has none"
        ),
        ("import SCRATCH/nothing.json", "SCRATCH/nothing.json cannot be read: No such file or directory"),
    ]

    @Test func `what makes no sense is refused by name, and changes nothing`() throws {
        let program = try Program.withPublishedSales()
        try program.prepare("subscribe sales_transactions --consumer bi --consumer-domain board")
        let before = try program.run("log", "--json")
        for (command, sentence) in Self.refusals {
            let page = "$ \(command)\n! datamesh: \(sentence)\n[3]\n"
            #expect(try program.replay(page) == page)
        }
        #expect(try program.run("log", "--json") == before)
    }

    /// The first line is enough: the parser's usage follows.
    static let misuses: [(command: String, sentence: String)] = [
        ("frobnicate", "there is no command 'frobnicate'; 'datamesh --help' lists those there are"),
        (
            "product frobnicate",
            "there is no command 'product frobnicate'; 'datamesh product --help' lists those there are"
        ),
        ("product list --colour", "Unknown option '--colour'"),
        ("product list --json --jsonl", "--json and --jsonl exclude each other"),
        ("product list --limit many", "The value 'many' is invalid for '--limit <limit>'"),
        ("product edit x", "state at least one fact to change"),
        ("product create", "which product? Name it, or state it in a file with -f"),
        ("product publish x 1.0 --field a", "The value 'a' is invalid for '--field <name:type>'"),
        (
            "product publish x 1.0 --field a:b --key c",
            "--key and --pii speak of fields that --field states; 'c' is none of them"
        ),
        ("subscribe x --until tomorrow", "The value 'tomorrow' is invalid for '--until <until>'"),
        ("subscription approve nonsense", "'nonsense' names no subscription; name it as PRODUCT/CONSUMER"),
        ("search", "Missing expected argument '<query> ...'"),
        ("lineage 1++x", "1++x: column 3: a name has no '+'; numbers stand outside it, as in 2+sales.orders+1"),
        ("import a b --source s", "--source names one import; state one file"),
        ("list --mesh ''", "there is no command 'list'; 'datamesh --help' lists those there are"),
        ("domain list --mesh ''", "--mesh needs the name of a folder"),
    ]

    @Test func `wrong usage ends with 64 and says what is wrong`() throws {
        let program = try Program.empty()
        for (command, sentence) in Self.misuses {
            let ending = try program.run(Program.words(command))
            #expect(ending.status == 64, "\(command)")
            #expect(ending.output == "", "\(command)")
            #expect(ending.errors.split(separator: "\n").first == "datamesh: \(sentence)", "\(command)")
        }
    }
}
