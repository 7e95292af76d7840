extension BuiltInTemplates {
    static let dag = #"""
        """Airflow DAG of a data product. Rendered by datamesh: provision again instead of editing it."""

        from __future__ import annotations

        from datetime import datetime, timedelta
        from pathlib import Path

        from airflow import DAG
        from airflow.models.baseoperator import chain
        from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator

        PRODUCT = {{product.id|python}}
        JOB = str(Path(__file__).resolve().parent.parent / "jobs" / (PRODUCT + ".py"))
        # The components of the template, in order; each is one task.
        COMPONENTS = {{components|python}}

        with DAG(
            dag_id=PRODUCT,
            description={{product.name|python}},
            doc_md={{product.description|python}},
            schedule={{parameters.schedule|python}},
            start_date=datetime(2026, 1, 1),
            catchup=False,
            max_active_runs=1,
        {{#sla.freshness_seconds}}
            # A run that takes longer than the promised freshness is late whatever it brings.
            dagrun_timeout=timedelta(seconds={{sla.freshness_seconds|raw}}),
        {{/sla.freshness_seconds}}
            default_args={
                "owner": {{#product.owner}}{{product.owner|python}}{{/product.owner}}{{^product.owner}}{{product.domain|python}}{{/product.owner}},
                "retries": {{parameters.retries|python}},
                "retry_delay": timedelta(minutes=5),
            },
            tags=["datamesh", {{product.domain|python}}, *{{product.tags|python}}],
        ) as dag:
            chain(
                *[
                    SparkSubmitOperator(
                        task_id=f"{number}_" + "".join(c if c.isascii() and c.isalnum() else "_" for c in component),
                        application=JOB,
                        name=f"{PRODUCT}.{component}",
                        application_args=["--component", component, "--date", "\{{ ds }}"],
                    )
                    for number, component in enumerate(COMPONENTS, start=1)
                ]
            )

        """#

    static let job = #"""
        """Spark job of a data product, one component a run. Rendered by datamesh: provision again instead of editing it."""

        from __future__ import annotations

        import argparse

        from pyspark.sql import DataFrame, SparkSession
        from pyspark.sql import functions as F
        from pyspark.sql.types import StructType

        PRODUCT = {{product.id|python}}
        CONTRACT = {{contract.version|python}}
        FORMAT = {{parameters.format|python}}
        PARTITION = {{product.metadata.partition|python}}
        SOURCE = {{port.location|python}}
        ROOT = "s3a://{{parameters.bucket|bucket}}/{{product.domain|raw}}/{{product.id|raw}}"
        MAJOR = {{#contract}}{{contract.major|raw}}{{/contract}}{{^contract}}0{{/contract}}

        # The contract: each object with its columns, and the columns that identify a record.
        SCHEMAS: dict[str, StructType] = {
        {{#objects}}
            {{name|python}}: StructType.fromJson(
                {
                    "type": "struct",
                    "fields": [
        {{#fields}}
                        {{spark_field|python}},
        {{/fields}}
                    ],
                }
            ),
        {{/objects}}
        }
        KEYS: dict[str, list[str]] = {
        {{#objects}}
            {{name|python}}: {{key_fields|python}},
        {{/objects}}
        }
        # A folder of the bucket for each object, whatever its name.
        FOLDERS: dict[str, str] = {
        {{#objects}}
            {{name|python}}: {{folder|python}},
        {{/objects}}
        }


        def conforming(frame: DataFrame, name: str) -> DataFrame:
            """The columns of the contract with its types; records without a required value are refused."""
            schema = SCHEMAS[name]
            frame = frame.select(
                *[F.col("`" + field.name.replace("`", "``") + "`").cast(field.dataType).alias(field.name) for field in schema]
            )
            required = ["`" + field.name.replace("`", "``") + "`" for field in schema if not field.nullable]
            for column in required:
                missing = frame.filter(F.col(column).isNull()).limit(1).count()
                if missing:
                    raise ValueError(f"{PRODUCT}: {name} has records without {column}")
            return frame.dropDuplicates(KEYS[name]) if KEYS[name] else frame


        def ingestion(spark: SparkSession, name: str, date: str, source: str) -> None:
            if not source:
                raise SystemExit(f"{PRODUCT}: its port has no location; give one with --source")
            frame = spark.read.format(FORMAT).load(f"{source}/{FOLDERS[name]}")
            frame.write.mode("overwrite").format(FORMAT).save(f"{ROOT}/raw/{FOLDERS[name]}/{date}")


        def processing(spark: SparkSession, name: str, date: str, source: str) -> None:
            frame = spark.read.format(FORMAT).load(f"{ROOT}/raw/{FOLDERS[name]}/{date}")
            conforming(frame, name).write.mode("overwrite").format(FORMAT).save(f"{ROOT}/curated/{FOLDERS[name]}/{date}")


        def storage(spark: SparkSession, name: str, date: str, source: str) -> None:
            frame = spark.read.format(FORMAT).schema(SCHEMAS[name]).load(f"{ROOT}/curated/{FOLDERS[name]}/{date}")
            target = f"{ROOT}/serving/v{MAJOR}/{FOLDERS[name]}"
            # Either way a day that is processed again replaces itself.
            if PARTITION in frame.columns:
                writer = frame.write.option("partitionOverwriteMode", "dynamic").partitionBy(PARTITION)
            else:
                writer, target = frame.write, f"{target}/run={date}"
            writer.mode("overwrite").format(FORMAT).save(target)


        def serving(spark: SparkSession, name: str, date: str, source: str) -> None:
            """What consumers will read can be read, with the contract's columns."""
            frame = spark.read.format(FORMAT).load(f"{ROOT}/serving/v{MAJOR}/{FOLDERS[name]}")
            absent = [field.name for field in SCHEMAS[name] if field.name not in frame.columns]
            if absent:
                raise ValueError(f"{PRODUCT}: {name} is served without {absent}")


        STEPS = {"ingestion": ingestion, "processing": processing, "storage": storage, "serving": serving}


        def main() -> None:
            parser = argparse.ArgumentParser(description=__doc__)
            parser.add_argument("--component", required=True)
            parser.add_argument("--date", required=True, help="the day that is processed, YYYY-MM-DD")
            parser.add_argument("--source", default=SOURCE, help="where the data comes from")
            arguments = parser.parse_args()
            step = STEPS.get(arguments.component)
            if step is None:
                raise SystemExit(f"{PRODUCT}: write a step for the component {arguments.component!r} and add it to STEPS")
            if not SCHEMAS:
                raise SystemExit(f"{PRODUCT}: no contract is published yet; publish a version and provision again")
            spark = SparkSession.builder.appName(f"{PRODUCT}.{arguments.component}").getOrCreate()
            for name in SCHEMAS:
                step(spark, name, arguments.date, arguments.source)


        if __name__ == "__main__":
            main()

        """#
}
