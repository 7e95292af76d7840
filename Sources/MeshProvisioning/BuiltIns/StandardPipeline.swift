import MeshModel

extension BuiltInTemplates {
    /// A batch pipeline on Airflow, Spark and S3, bound to the contract's schema.
    ///
    /// Nothing is sent anywhere: the files are for the team's own repository and accounts. The status hooks are `find` and `printf`.
    static func standardPipeline(_ id: InfrastructureTemplate.ID) -> InfrastructureTemplate {
        var template = InfrastructureTemplate()
        template.id = id
        template.name = "Standard Data Pipeline"
        template.type = "batch"
        template.description = "An Airflow DAG, a Spark job bound to the schema, an S3 layout and a bucket policy"
        template.components = ["ingestion", "processing", "storage", "serving"]
        template.configuration = ["storage": "s3", "compute": "spark", "orchestration": "airflow"]
        template.parameters = [
            .init(name: "bucket", fallback: "datamesh", description: "The S3 bucket that holds the product"),
            .init(
                name: "account", fallback: "000000000000",
                description: "The AWS account of the roles that read and write"),
            .init(name: "schedule", fallback: "@daily", description: "When the DAG runs: a preset or a cron line"),
            .init(name: "retries", kind: .number, fallback: "2", description: "How often a task is tried again"),
            .init(
                name: "format", kind: .choice, fallback: "parquet", choices: ["parquet", "orc", "csv", "json"],
                description: "The format of the files that are served"),
        ]
        template.files = [
            .init(path: "README.md", content: readme),
            .init(path: "dags/{{product.id}}.py", content: dag),
            .init(path: "jobs/{{product.id}}.py", content: job),
            .init(path: "pipeline.yaml", content: pipeline),
            .init(path: "s3/bucket-policy.json", content: bucketPolicy),
            .init(path: "s3/layout.json", content: layout),
        ]
        template.hooks = [
            .init(
                event: .status, argv: ["find", "dags", "jobs", "s3", "-type", "f", "-printf", #"%p=%s\n"#],
                timeLimitSeconds: 30),
            .init(
                event: .status,
                argv: [
                    "printf", #"bucket=%s\nprefix=%s\ndag=%s\n"#, "{{parameters.bucket|bucket}}",
                    "{{product.domain}}/{{product.id}}", "{{product.id}}",
                ], timeLimitSeconds: 30),
        ]
        return template
    }

    private static let readme = #"""
        # {{template.name}} of {{product.name}}

        {{#product.description}}
        {{product.description}}

        {{/product.description}}
        Domain {{product.domain}}, owner {{product.owner}}{{^product.owner}}nobody yet{{/product.owner}}, {{product.classification}}.
        {{#contract}}
        Contract {{contract.written}} of port {{contract.port}}.
        {{/contract}}
        {{^contract}}
        No version is published yet: the job has no schema until one is, and this is rendered again.
        {{/contract}}

        Components: {{#components}}{{.}}{{^last}}, {{/last}}{{/components}}{{^components}}none{{/components}}.

        {{#configuration_entries}}
        - {{key}}: {{value}}
        {{/configuration_entries}}

        | file | what it is |
        |---|---|
        | `dags/{{product.id}}.py` | the Airflow DAG, one task a component, in order |
        | `jobs/{{product.id}}.py` | the Spark job that the tasks submit, with the contract's schema |
        | `pipeline.yaml` | the same facts for other programs |
        | `s3/layout.json` | where each stage keeps its files |
        | `s3/bucket-policy.json` | who may read and write there |

        Promised:{{#sla.freshness}} not older than {{sla.freshness}};{{/sla.freshness}}{{#sla.availability}} available {{sla.availability}};{{/sla.availability}}{{#sla.quality}} quality {{sla.quality}};{{/sla.quality}} access {{access.type}}.

        Put `dags` where Airflow looks for them, keep `jobs` beside it, and apply the policy:

            aws s3api put-bucket-policy --bucket {{parameters.bucket|bucket}} --policy file://s3/bucket-policy.json

        All of it is rendered by datamesh: change the product or the template and provision again.

        """#

    private static let pipeline = #"""
        product: {{product.id|yaml}}
        name: {{product.name|yaml}}
        domain: {{product.domain|yaml}}
        owner: {{product.owner|yaml}}
        template: {{template.id|yaml}}
        contract: {{contract.version|yaml}}
        components: {{components|yaml}}
        configuration: {{configuration|yaml}}
        parameters: {{parameters|yaml}}
        inputs: {{product.inputs|yaml}}
        objects:{{^objects}} []{{/objects}}
        {{#objects}}
          - name: {{name|yaml}}
            fields:{{^fields}} []{{/fields}}
        {{#fields}}
              - {name: {{name|yaml}}, type: {{type|yaml}}, required: {{required|yaml}}}
        {{/fields}}
        {{/objects}}

        """#

    private static let layout = #"""
        {
          "bucket": {{parameters.bucket|bucket|json}},
          "prefix": "{{product.domain|raw}}/{{product.id|raw}}",
          "format": {{parameters.format|json}},
          "partition": {{product.metadata.partition|json}},
          "stages": {
            "raw": "s3://{{parameters.bucket|bucket}}/{{product.domain|raw}}/{{product.id|raw}}/raw/",
            "curated": "s3://{{parameters.bucket|bucket}}/{{product.domain|raw}}/{{product.id|raw}}/curated/",
            "serving": "s3://{{parameters.bucket|bucket}}/{{product.domain|raw}}/{{product.id|raw}}/serving/v{{#contract}}{{contract.major|raw}}{{/contract}}{{^contract}}0{{/contract}}/"
          }
        }

        """#

    private static let bucketPolicy = #"""
        {
          "Version": "2012-10-17",
          "Id": "datamesh-{{product.id|raw}}",
          "Statement": [
            {
              "Sid": "RefusePlainHTTP",
              "Effect": "Deny",
              "Principal": "*",
              "Action": "s3:*",
              "Resource": ["arn:aws:s3:::{{parameters.bucket|bucket}}", "arn:aws:s3:::{{parameters.bucket|bucket}}/*"],
              "Condition": {"Bool": {"aws:SecureTransport": "false"}}
            },
            {
              "Sid": "PipelineWrites",
              "Effect": "Allow",
              "Principal": {"AWS": "arn:aws:iam::{{parameters.account|slug}}:role/datamesh-{{product.id|raw}}"},
              "Action": ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
              "Resource": "arn:aws:s3:::{{parameters.bucket|bucket}}/{{product.domain|raw}}/{{product.id|raw}}/*"
            }{{#subscribers}}{{#first}},
            {
              "Sid": "SubscribersRead",
              "Effect": "Allow",
              "Principal": {
                "AWS": [{{/first}}
                  "arn:aws:iam::{{parameters.account|slug}}:role/datamesh-reader-{{consumer|raw}}"{{^last}},{{/last}}{{#last}}
                ]
              },
              "Action": "s3:GetObject",
              "Resource": "arn:aws:s3:::{{parameters.bucket|bucket}}/{{product.domain|raw}}/{{product.id|raw}}/serving/*"
            }{{/last}}{{/subscribers}}
          ]
        }

        """#
}
