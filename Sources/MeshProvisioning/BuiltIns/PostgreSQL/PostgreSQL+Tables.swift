// Tables: made, described, taken away.
extension BuiltInTemplates {
    /// What every file begins with. The schema must be this product's: another one that happens to have the name is not touched.
    static let prelude = #"""
        SET standard_conforming_strings = on;
        SET client_min_messages = warning;
        SET lock_timeout = '30s';
        SELECT set_config('datamesh.schema', :'schema', false), set_config('datamesh.product', :'product', false),
          pg_advisory_xact_lock(hashtext('datamesh ' || :'schema')) \gset ignored_

        """#

    static let demandOwnSchema = #"""
        DO $$
        BEGIN
          IF obj_description(to_regnamespace(quote_ident(current_setting('datamesh.schema')))::oid, 'pg_namespace')
            IS DISTINCT FROM 'datamesh: ' || current_setting('datamesh.product') THEN
            RAISE EXCEPTION 'the schema % is not this product''s: provision again, or set another schema',
              quote_ident(current_setting('datamesh.schema'));
          END IF;
        END $$;

        """#

    static let tables =
        prelude + #"""
            DO $$
            DECLARE
              schema text := current_setting('datamesh.schema');
            BEGIN
              IF octet_length(schema) > 63 THEN
                RAISE EXCEPTION 'the schema % has a name of more than 63 bytes: set another schema', quote_ident(schema);
              END IF;
              IF to_regnamespace(quote_ident(schema)) IS NULL THEN
                EXECUTE format('CREATE SCHEMA %I', schema);
                EXECUTE format('COMMENT ON SCHEMA %I IS %L', schema, 'datamesh: ' || current_setting('datamesh.product'));
              END IF;
            END $$;

            """# + demandOwnSchema + #"""
            {{#objects}}
            CREATE TABLE IF NOT EXISTS :"schema".{{table|sql}} (
            {{#fields}}
              {{column|sql}} {{sql_type|raw}}{{#required}} NOT NULL{{/required}}{{#unique}} UNIQUE{{/unique}}{{^last}},{{/last}}{{#last}}{{#key}},{{/key}}{{/last}}
            {{/fields}}
            {{#key}}
              PRIMARY KEY ({{#columns}}{{.|sql}}{{^last}}, {{/last}}{{/columns}})
            {{/key}}
            );
            {{#fields}}
            ALTER TABLE :"schema".{{table|sql}} ADD COLUMN IF NOT EXISTS {{column|sql}} {{sql_type|raw}}{{#required}} NOT NULL{{/required}}{{#unique}} UNIQUE{{/unique}};
            COMMENT ON COLUMN :"schema".{{table|sql}}.{{column|sql}} IS {{description|sqltext}};
            {{/fields}}
            COMMENT ON TABLE :"schema".{{table|sql}} IS {{description|sqltext}};
            {{/objects}}

            """#

    static let status = #"""
        SELECT 'database=' || current_database();
        SELECT 'schema=' || :'schema';
        SELECT 'tables=' || count(*) FROM pg_catalog.pg_class
          WHERE relnamespace = to_regnamespace(quote_ident(:'schema')) AND relkind IN ('r', 'p');

        """#

    static let destroy =
        prelude + demandOwnSchema + #"""
            DO $$
            DECLARE
              schema text := current_setting('datamesh.schema');
              name text;
              filled boolean;
            BEGIN
              FOR name IN SELECT relname FROM pg_catalog.pg_class
                WHERE relnamespace = to_regnamespace(quote_ident(schema)) AND relkind IN ('r', 'p') LOOP
                EXECUTE format('SELECT EXISTS (SELECT FROM %I.%I)', schema, name) INTO filled;
                IF filled THEN
                  RAISE EXCEPTION 'the table % holds rows: empty or move it first', quote_ident(name);
                END IF;
                EXECUTE format('DROP TABLE %I.%I', schema, name);
              END LOOP;
              EXECUTE format('DROP SCHEMA %I', schema);
            END $$;

            """#
}
