import MeshModel
import Testing

struct RuleEvaluationTests {
    private func outcome(_ rule: String, on subject: RuleSubject = SubjectExample.stated) throws -> RuleResult.Outcome {
        try Rule.parse(rule).evaluate(on: subject).outcome
    }

    @Test(arguments: [
        // The original's rules.
        "completeness >= 95%", "timeliness <= 24h", "sla.availability >= 99.9%", "owner in domain.team",
        "description exists", "classification in [public, internal] or access.type != open",
        "some field: pii implies tags has \"privacy-reviewed\"", "age <= 30d",
        // Boundaries.
        "completeness >= 98.5%", "completeness <= 98.5", "completeness = 98.5%", "not completeness > 98.5%",
        "age >= 30d", "age = 720h", "timeliness = 150m", "timeliness_hours = 2.5h", "timeliness_hours = 2.5",
        "timeliness = 2.5", "lag = 2.4h", "lag = 3%", "lag_minutes < 3h", "row_count >= 1500000", "nulls = 0",
        "nulls exists",
        // A metric without a unit takes that of what it is compared with.
        "latency <= 90ms", "latency <= 90 s", "latency >= 2 GB", "latency <= 100",
        // Promises.
        "sla.freshness <= 24h", "sla.freshness = 24", "sla.freshness = 1d", "sla.quality >= 95",
        "age > sla.freshness", "timeliness <= sla.freshness", "completeness >= sla.quality",
        "sla.retention >= 4w", "sla.retention = 30", "sla.support = \"office hours\"", "sla.support exists",
        // Numbers compare as numbers, never as text.
        "metadata.copies > 95", "metadata.format = parquet", "metadata.format in [csv, parquet]",
        "metadata.format != 7", "sla.retention < sla.freshness or sla.retention >= sla.freshness",
        // Words, lists, counts, versions, dates.
        "status = published", "status == published", "status not in [draft, retired]", "owner != domain.owner",
        "owner = \"alice\"", "domain = sales", "name exists", "tags has finance", "not tags has pii",
        "access.type = role-based", "access.roles has analyst", "ports >= 1", "inputs = 1", "fields = 3",
        "version >= 1.2", "version < 1.10.0", "created < 2026-11-01", "created >= 2025-01-01T00:00:00Z",
        // Fields.
        "every field: type exists", "not every field: description exists", "some field: primary_key = false",
        "some field: name = amount", "every field: (pii implies tags has masked)", "some field: pii and not required",
        "(every field: type exists) implies owner exists", "every field: name != secret",
        // Connectives.
        "not (owner = bob) and (owner = bob or owner = alice)", "owner = bob implies owner = carol",
        "owner = bob and owner = carol or owner = alice", "not owner = bob implies tags has finance",
        "  owner\n exists ", "owner = \"ali\\\"ce\" or owner exists",
    ])
    func `a rule that holds passes`(_ rule: String) throws {
        #expect(try outcome(rule) == .pass)
    }

    @Test(arguments: [
        "accuracy >= 90%", "completeness > 98.5%", "completeness >= 98.6", "timeliness <= 2h", "timeliness < 150m",
        "sla.availability >= 99.99%", "owner in access.roles", "contact exists", "collection exists",
        "classification in [public, internal]", "age < 30d", "row_count < 1500000", "tags has pii", "ports > 1",
        "every field: description exists", "some field: unique", "every field: pii", "metadata.copies < 95",
        "metadata.format >= 7", "metadata.none exists", "sla.none exists", "sla.support >= 1", "alignment exists",
        "version >= 1.3", "created > 2026-11-01", "owner exists implies contact exists",
        "owner exists and contact exists",
        "not owner exists", "status != published", "access.type = open", "sla.retention >= 1 TB", "latency > 90ms",
    ])
    func `a rule that does not hold fails`(_ rule: String) throws {
        #expect(try outcome(rule) == .fail)
    }

    @Test(arguments: [
        "validity >= 95%", "validity exists", "lag <= 10 GB", "contact = \"a\"", "alignment = aggregate",
        "metadata.none > 1",
        "age <= sla.none", "not validity >= 95%", "validity >= 95% or contact exists",
        "validity >= 95% and owner exists", "validity > 1 implies contact exists", "owner exists implies validity > 1",
        "some field: description = \"x\"", "some field: unique and description = \"x\" or description = \"y\"",
    ])
    func `what was never reported or stated is not measured`(_ rule: String) throws {
        #expect(try outcome(rule) == .notMeasured)
    }

    @Test(arguments: [
        ("description exists", RuleResult.Outcome.fail), ("owner = alice", .notMeasured),
        ("owner in domain.team", .notMeasured), ("domain.owner exists", .fail), ("completeness >= 95%", .notMeasured),
        ("every field: description exists", .notMeasured), ("some field: pii implies tags has reviewed", .notMeasured),
        ("some field: pii implies status = draft", .pass), ("fields >= 1", .notMeasured), ("version exists", .fail),
        ("ports exists", .fail), ("ports = 0", .pass), ("tags has pii", .fail), ("tags exists", .fail),
        ("access.type exists", .fail), ("access.type = approval", .pass), ("age <= 30d", .notMeasured),
        ("created exists", .fail), ("classification = internal", .pass), ("sla.freshness <= 24h", .notMeasured),
        ("owner exists or validity > 1", .notMeasured), ("owner exists and validity > 1", .fail),
    ])
    func `a product that states nothing is judged by three answers`(
        _ rule: String, _ wanted: RuleResult.Outcome
    ) throws {
        #expect(try outcome(rule, on: SubjectExample.bare) == wanted)
    }

    @Test(arguments: [
        ("accuracy>=90 %", "accuracy >= 90% wanted, 84.1% observed (dbt, 2026-11-23T07:40:00Z)"),
        ("timeliness <= 2h", "timeliness <= 2h wanted, 2.5h observed (dbt, 2026-11-23T07:40:00Z)"),
        ("completeness >= 95%", "completeness >= 95%: 98.5% observed (dbt, 2026-11-23T07:40:00Z)"),
        ("validity >= 95%", "validity >= 95% wanted, not measured"),
        ("contact exists", "contact exists wanted, nothing observed"),
        ("owner = bob", "owner = bob wanted, alice observed"),
        ("age <= 1w", "age <= 1w wanted, 4.29w observed"),
        ("tags has pii", "tags has pii wanted, finance, privacy-reviewed observed"),
        (
            "every field: description exists",
            "every field: description exists wanted, 1 of 3 fields (amount) without observed"
        ),
        ("some field: unique", "some field: unique wanted, none of 3 fields observed"),
        (
            "completeness >= 95% and accuracy >= 90% and timeliness <= 1h",
            "accuracy >= 90% and timeliness <= 1h wanted, accuracy 84.1%, timeliness 2.5h observed (dbt, 2026-11-23T07:40:00Z)"
        ),
        (
            "accuracy >= 90% or owner = bob",
            "accuracy >= 90% or owner = bob wanted, accuracy 84.1%, owner alice observed (dbt, 2026-11-23T07:40:00Z)"
        ),
        (
            "some field: pii implies tags has secret",
            "some field: pii implies tags has secret wanted, fields email, tags finance, privacy-reviewed observed"
        ),
        ("age <= sla.freshness", "age <= sla.freshness wanted, age 720h, sla.freshness 24h observed"),
    ])
    func `a result says what was wanted and what was found`(_ rule: String, _ sentence: String) throws {
        #expect(try Rule.parse(rule).evaluate(on: SubjectExample.stated).sentence == sentence)
    }

    @Test func `a whole result is as written`() throws {
        #expect(
            try Rule.parse("accuracy  >= 90%").evaluate(on: SubjectExample.stated)
                == RuleResult(
                    rule: "accuracy  >= 90%", outcome: .fail, wanted: "accuracy >= 90%", observed: "84.1%",
                    evidence: "dbt, 2026-11-23T07:40:00Z", isMeasured: true))
    }

    @Test func `a rule says what it has to be shown`() throws {
        #expect(try Rule.parse("owner exists").needs == [])
        #expect(try Rule.parse("every field: pii").needs == .contract)
        #expect(try Rule.parse("access.type = open and completeness >= 1").needs == [.contract, .metrics])
        #expect(try Rule.parse("not (a > 1) implies b exists").metrics == ["a", "b"])
    }
}
