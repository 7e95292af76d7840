"""Asks the peers what datamesh-bench asked datamesh: the same products, the same questions, one line of figures for each.

Usage: python3 peers.py PRODUCTS.tsv QUESTIONS.tsv FOLDER
Prints `peer TAB row TAB median in ms TAB 99th percentile in ms`, or `peer TAB quality TAB first of how many TAB mean reciprocal rank`.
Needs sqlite3 with FTS5; tantivy, duckdb and lmdb from PyPI, fzf and ripgrep from Debian where they are there.
"""
import os, shutil, sqlite3, subprocess, sys, time

products, questions, folder = sys.argv[1:4]
names = os.path.join(folder, "names.txt")
asked = {}
for line in open(questions, encoding="utf-8"):
    kind, text = line.rstrip("\n").split("\t", 1)
    asked.setdefault(kind, []).append(text)


def rows():
    with open(products, encoding="utf-8") as file:
        for line in file:
            yield line.rstrip("\n").split("\t")


def say(peer, row, times):
    times = sorted(times)
    print(peer, row, times[len(times) // 2] * 1000, times[min(len(times) - 1, len(times) * 99 // 100)] * 1000, sep="\t", flush=True)


def timed(work, texts):
    times = []
    for text in texts:
        start = time.perf_counter()
        work(text)
        times.append(time.perf_counter() - start)
    return times


def quality(peer, find):
    """A known item is found where its words, without its number, stand first; how far down else counts as one over its place."""
    first, sum = 0, 0.0
    for text in asked.get("known", []):
        wanted = text.lower().split()
        for place, name in enumerate(find(text)[:50]):
            if name.lower().split()[:3] == wanted:
                first += place == 0
                sum += 1 / (place + 1)
                break
    count = max(1, len(asked.get("known", [])))
    print(peer, "quality", f"{first} of {count}", f"{sum / count:.2f}", sep="\t", flush=True)


def sqlite():
    path = os.path.join(folder, "peer.sqlite")
    start = time.perf_counter()
    base = sqlite3.connect(path)
    base.execute("create table p(id text primary key, name, domain, owner, status, quality real, consumers int, updated int)")
    base.execute("create virtual table f using fts5(name, tags, fields, description, prefix='1 2 3')")
    for r in rows():
        base.execute("insert into p values(?,?,?,?,?,?,?,?)", (r[0], r[1], r[5], r[6], r[7], float(r[8]) if r[8] else None, int(r[9]), int(r[10])))
        base.execute("insert into f values(?,?,?,?)", (r[0] + " " + r[1], r[2], r[3], r[4]))
    base.commit()
    print("SQLite FTS5", "build", (time.perf_counter() - start) * 1000, 0, sep="\t", flush=True)

    def match(text):
        words = [f'"{word}"*' for word in text.replace("_", " ").split()]
        return [name for (name,) in base.execute("select name from f where f match ? order by bm25(f, 8, 4, 2, 1) limit 50", (" ".join(words),))]

    say("SQLite FTS5", "keystroke", timed(match, asked.get("keystroke", [])))
    say("SQLite LIKE", "substring", timed(lambda text: base.execute("select count(*) from p where name like ?", (f"%{text}%",)).fetchall(), asked.get("substring", [])))
    filters = "select status, count(*) from p where domain like 'd1%' and owner='alice' and quality<95 and consumers>1 group by status"
    say("SQLite", "filters", timed(lambda _: base.execute(filters).fetchall(), range(10)))
    quality("SQLite FTS5", lambda text: [name.split(" ", 1)[1] for name in match(text)])
    base.close()
    durable = sqlite3.connect(os.path.join(folder, "durable.sqlite"), isolation_level=None)
    durable.execute("pragma journal_mode=wal")
    durable.execute("pragma synchronous=full")
    durable.execute("create table t(k integer primary key, v blob)")
    say("SQLite WAL FULL", "commit", timed(lambda number: durable.execute("insert into t(v) values(?)", (os.urandom(300),)), range(500)))


def lmdb():
    import lmdb as store

    environment = store.open(os.path.join(folder, "lmdb"), map_size=1 << 30)

    def put(number):
        with environment.begin(write=True) as transaction:
            transaction.put(str(number).encode(), os.urandom(300))

    say("LMDB", "commit", timed(put, range(500)))


def duckdb():
    import duckdb as duck

    base = duck.connect()
    columns = {name: "varchar" for name in ["id", "name", "tags", "fields", "description", "domain", "owner", "status"]}
    columns.update(quality="double", consumers="int", updated="bigint")
    columns.update({name: "double" for name in ["accuracy", "completeness", "timeliness", "freshness", "availability", "promised"]})
    columns.update(contact="varchar", access="varchar")
    base.execute("create table p as select * from read_csv(?, delim='\t', header=false, quote='', escape='', columns=?)", [products, columns])
    say("DuckDB", "substring", timed(lambda text: base.execute("select count(*) from p where contains(name, ?)", [text]).fetchall(), asked.get("substring", [])))
    filters = "select status, count(*) from p where domain like 'd1%' and owner='alice' and quality<95 and consumers>1 group by status"
    rules = [
        "accuracy >= 90", "accuracy >= 75", "accuracy is not null", "completeness >= 95", "completeness > 75",
        "completeness is not null", "timeliness <= 24", "timeliness <= 6", "timeliness <= freshness", "accuracy >= promised",
        "freshness is not null", "freshness <= 24", "availability >= 99", "promised >= 90", "description <> ''", "tags <> ''",
        "contact <> ''", "owner <> ''", "status in ('published', 'deprecated')", "access = 'open'",
    ]
    sums = ", ".join(f"count(*) filter ({rule}), count(*) filter (({rule}) is null)" for rule in rules)
    compliance = f"select domain, count(*), {sums} from p where status <> 'retired' group by domain"
    say("DuckDB", "compliance", timed(lambda _: base.execute(compliance).fetchall(), range(10)))
    say("DuckDB", "filters", timed(lambda _: base.execute(filters).fetchall(), range(10)))


def tantivy():
    import tantivy as engine

    builder = engine.SchemaBuilder()
    fields = [("name", 8.0), ("tags", 4.0), ("fields", 2.0), ("description", 1.0)]
    for field, _ in fields:
        builder.add_text_field(field, stored=field == "name")
    schema = builder.build()
    place = os.path.join(folder, "tantivy")
    os.mkdir(place)
    start = time.perf_counter()
    index = engine.Index(schema, path=place)
    writer = index.writer(256_000_000)
    for r in rows():
        writer.add_document(engine.Document(name=[r[0].replace("_", " ") + " " + r[1]], tags=[r[2]], fields=[r[3].replace("_", " ")], description=[r[4]]))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    print("tantivy", "build", (time.perf_counter() - start) * 1000, 0, sep="\t", flush=True)
    searcher = index.searcher()

    def find(text, isPrefix=True):
        words = text.replace("_", " ").split()
        parts = []
        for number, word in enumerate(words):
            each = []
            for field, weight in fields:
                whole = engine.Query.boost_query(engine.Query.term_query(schema, field, word), weight)
                each.append((engine.Occur.Should, whole))
                if isPrefix and number == len(words) - 1:
                    each.append((engine.Occur.Should, engine.Query.regex_query(schema, field, word + ".*")))
            parts.append((engine.Occur.Must, engine.Query.boolean_query(each)))
        hits = searcher.search(engine.Query.boolean_query(parts), 50).hits
        return [searcher.doc(address)["name"][0] for _, address in hits]

    say("tantivy", "keystroke", timed(find, asked.get("keystroke", [])))
    quality("tantivy", lambda text: [" ".join(name.split()[4:]) for name in find(text, False)])


def programs():
    with open(names, "w", encoding="utf-8") as file:
        for r in rows():
            file.write(r[1] + "\n")
    if shutil.which("fzf"):
        def fuzzy(text):
            with open(names) as file:
                subprocess.run(["fzf", "--filter", text], stdin=file, stdout=subprocess.DEVNULL)
        say("fzf", "fuzzy", timed(fuzzy, asked.get("fuzzy", [])))
    if shutil.which("rg"):
        say("ripgrep", "substring", timed(lambda text: subprocess.run(["rg", "-c", "-F", text, names], stdout=subprocess.DEVNULL), asked.get("substring", [])))


for peer in (programs, lmdb, duckdb, tantivy, sqlite):
    try:
        peer()
    except ImportError as missing:
        print(f"left out: {missing}", file=sys.stderr)
