import Documents
import MeshModel

/// What dbt's tests found about each node: a share and two counts, measured when the run ended.
struct TestResults {
    struct Score: Equatable {
        var passed = 0
        var total = 0
        var at: Instant?

        /// A share of whole percent and hundredths.
        var metrics: [QualityReport.Metric] {
            guard total > 0 else { return [] }
            let percent = (Double(passed) * 10_000 / Double(total)).rounded() / 100
            return [
                .init(name: "tests_passed", value: String(passed)), .init(name: "tests_total", value: String(total)),
                .init(name: "tests_passed_percent", value: plainNumber(percent)),
            ]
        }
    }

    private(set) var scores: [String: Score] = [:]
    /// Tests that are defined, by the node they are about.
    private(set) var defined: [String: Int] = [:]
    private(set) var count = 0

    /// A test is about the node it is attached to, else about each it reads. Skipped tests found nothing.
    init(tests: Map, runs: [Artifact]) {
        var outcomes: [String: (passed: Bool, at: Instant?)] = [:]
        for run in runs {
            let at = run.metadata?["generated_at"]?.string.flatMap(Instant.init(text:))
            for result in run.document.root["results"]?.list ?? [] {
                guard let id = result["unique_id"]?.string, let status = result["status"]?.string, status != "skipped"
                else { continue }
                outcomes[id] = (status == "pass" || status == "success", at)
            }
        }
        for (id, node) in tests.lazy.map({ ($0.key, $0.value) }) where node["resource_type"]?.string == "test" {
            count += 1
            let attached = node["attached_node"]?.string.map { [$0] }
            let read = node["depends_on"]?["nodes"]?.list?.compactMap(\.string) ?? []
            for subject in Set(attached ?? read) {
                defined[subject, default: 0] += 1
                guard let (passed, at) = outcomes[id] else { continue }
                var score = scores[subject] ?? Score()
                score.total += 1
                score.passed += passed ? 1 : 0
                score.at = [score.at, at].compactMap(\.self).max()
                scores[subject] = score
            }
        }
    }
}
