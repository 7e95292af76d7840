import Testing

/// The original's example, typed into a shell.
struct ExampleTests {
    @Test func `the example runs to the letter`() throws {
        let program = try Program.empty()
        let page = #"""
            $ domain register sales --name 'Sales Domain' --owner sales_team --team alice,bob --description 'Sales and revenue data'
            ● domain sales is registered, owned by sales_team
            $ product create sales_transactions --domain sales --owner alice --description 'Daily sales transactions' --availability 99.9 --freshness 24h --quality 95 --meta format=parquet --meta partition=date
            ● product sales_transactions is created as a draft in sales, owned by alice
            $ product publish sales_transactions 1.0 --field transaction_id:string --field amount:decimal --field date:date --access role-based --role analyst,manager
            ● product sales_transactions 1.0 is published at port main
            $ subscribe sales_transactions --consumer analytics_pipeline --consumer-domain analytics
            ● subscription sales_transactions/main/analytics_pipeline is granted at once: ME owns this mesh and holds every role
            · subscription sales_transactions/main/analytics_pipeline the domain 'analytics' is outside this mesh
            $ policy create data_quality --type quality --scope global --rule 'completeness >= 95%' --rule 'accuracy >= 90%' --rule 'timeliness <= 24h' --enforcement mandatory
            ● policy data_quality is created: 3 mandatory rules, global
            $ check sales_transactions --policy data_quality
            sales_transactions is not compliant with data_quality; rules that pass: 0 of 3, 3 not measured
               POLICY  RULE
            ▲  data_quality  completeness >= 95% wanted, not measured
            ▲  data_quality  accuracy >= 90% wanted, not measured
            ▲  data_quality  timeliness <= 24h wanted, not measured
            [1]
            $ template create standard_pipeline --name 'Standard Data Pipeline' --type batch --component ingestion,processing,storage,serving --config storage=s3 --config compute=spark --config orchestration=airflow
            ● template standard_pipeline is created
            $ provision sales_transactions --template standard_pipeline --plan
            nothing is changed yet; in MESH/workspaces/sales_transactions/standard_pipeline
                   FILE  MODE  BYTES
            added  README.md  644  981
            added  dags/sales_transactions.py  644  1527
            added  jobs/sales_transactions.py  644  4501
            added  pipeline.yaml  644  640
            added  s3/bucket-policy.json  644  952
            added  s3/layout.json  644  324
            run status: find dags jobs s3 -type f -printf %p=%s\n
            run status: printf bucket=%s\nprefix=%s\ndag=%s\n datamesh sales/sales_transactions sales_transactions
            $ quality record sales_transactions completeness=98.5 accuracy=95.2 timeliness_hours=2.5 row_count=1500000
            ● product sales_transactions completeness 98.5, accuracy 95.2, timeliness_hours 2.5, row_count 1500000 recorded
            $ check sales_transactions --policy data_quality
            sales_transactions is compliant with data_quality; rules that pass: 3 of 3
               POLICY  RULE
            ●  data_quality  completeness >= 95%: 98.5% observed (ME, NOW)
            ●  data_quality  accuracy >= 90%: 95.2% observed (ME, NOW)
            ●  data_quality  timeliness <= 24h: 2.5h observed (ME, NOW)
            $ product list --domain sales
            PRODUCT  VERSION  STATUS  DOMAIN  OWNER  QUALITY  USERS  DESCRIPTION
            sales_transactions  1.0  published  sales  alice  96.9  1  Daily sales transactions
            $ product show sales_transactions
            sales_transactions  1.0  published
            Daily sales transactions

            ● fresh 3 h of 24
            ● quality 96.9 of 95, measured by ME TIME
            ● 1 policy passes
            · 1 consumer

              domain  sales (Sales Domain)
              owner  alice
              promises  availability 99.9%, freshness 24h, quality 95%
              classification  internal
              metadata  format parquet, partition date
              access  role-based: analyst, manager
              updated  NOW

            PORT  VERSION  SERVER  LOCATION  FORMAT
            main  1.0  parquet

            FIELD  TYPE  IS  DESCRIPTION
            transaction_id  string
            amount  decimal
            date  date

            METRIC  VALUE  MEASURED  BY
            accuracy  95.2  NOW  ME
            completeness  98.5  NOW  ME
            row_count  1500000  NOW  ME
            timeliness_hours  2.5  NOW  ME

            compliant; rules that pass: 3 of 3
               POLICY  RULE
            ●  data_quality  completeness >= 95%: 98.5% observed (ME, NOW)
            ●  data_quality  accuracy >= 90%: 95.2% observed (ME, NOW)
            ●  data_quality  timeliness <= 24h: 2.5h observed (ME, NOW)

            CONSUMER  OF  STATE  UNTIL  PURPOSE
            analytics_pipeline  analytics  active

            """#
        #expect(try program.replay(page) == page)
    }
}
