// Who may read: granted, revoked, compared with what should be.
extension BuiltInTemplates {
    /// A consumer's role is nobody's that runs the database: `public` means everybody to PostgreSQL even in quotes, names are cut after 63
    /// bytes, and an administrator has rights of its own.
    private static let demandRole = #"""
        SELECT set_config('datamesh.role', :'role', false), set_config('datamesh.create_roles', :'create_roles', false)
          \gset ignored_
        DO $$
        DECLARE
          role text := current_setting('datamesh.role');
        BEGIN
          IF role IN ('', 'public', 'none') OR role LIKE 'pg\_%' THEN
            RAISE EXCEPTION '% cannot be the role of a consumer: the name has a meaning of its own', quote_ident(role);
          END IF;
          IF octet_length(role) > 63 THEN
            RAISE EXCEPTION '% cannot be the role of a consumer: the name is longer than 63 bytes', quote_ident(role);
          END IF;
          IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = role AND (rolsuper OR rolname IN (current_user, session_user)
            OR pg_has_role(oid, (SELECT nspowner FROM pg_catalog.pg_namespace
              WHERE nspname = current_setting('datamesh.schema')), 'USAGE'))) THEN
            RAISE EXCEPTION '% cannot be the role of a consumer: it administers these tables', quote_ident(role);
          END IF;
        END $$;

        """#

    private static let takeBack = #"""
        DO $$
        DECLARE
          schema text := current_setting('datamesh.schema');
          role text := current_setting('datamesh.role');
        BEGIN
          IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = role) THEN
            EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA %I FROM %I', schema, role);
            EXECUTE format('REVOKE ALL ON SCHEMA %I FROM %I', schema, role);
          END IF;
        END $$;

        """#

    static let grant =
        prelude + demandOwnSchema + demandRole + #"""
            DO $$
            DECLARE
              role text := current_setting('datamesh.role');
            BEGIN
              IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = role) THEN
                IF current_setting('datamesh.create_roles') <> 'true' THEN
                  RAISE EXCEPTION 'there is no role %: make it, and grant again', quote_ident(role);
                END IF;
                EXECUTE format('CREATE ROLE %I LOGIN', role);
              END IF;
            END $$;

            """# + takeBack + #"""
            SELECT set_config('datamesh.tables', :'tables', false) \gset ignored_
            DO $$
            DECLARE
              schema text := current_setting('datamesh.schema');
              role text := current_setting('datamesh.role');
              item json;
              columns text;
            BEGIN
              EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', schema, role);
              FOR item IN SELECT * FROM json_array_elements(current_setting('datamesh.tables')::json) LOOP
                IF (item->>'whole')::boolean THEN
                  EXECUTE format('GRANT SELECT ON %I.%I TO %I', schema, item->>'table', role);
                ELSE
                  SELECT string_agg(quote_ident(name), ', ') INTO columns FROM json_array_elements_text(item->'columns') name;
                  EXECUTE format('GRANT SELECT (%s) ON %I.%I TO %I', columns, schema, item->>'table', role);
                END IF;
              END LOOP;
            END $$;

            """#

    /// What could not be granted has nothing to be taken back: the administrator's own rights stay as they are.
    private static let onlyConsumers = #"""
        SELECT set_config('datamesh.role', :'role', false) \gset ignored_
        DO $$
        DECLARE
          role text := current_setting('datamesh.role');
        BEGIN
          IF role IN ('public', 'none', current_user, session_user) OR role LIKE 'pg\_%' OR octet_length(role) > 63
            OR role = (SELECT pg_get_userbyid(nspowner) FROM pg_catalog.pg_namespace
              WHERE nspname = current_setting('datamesh.schema')) THEN
            PERFORM set_config('datamesh.role', '', false);
          END IF;
        END $$;

        """#

    static let revoke =
        prelude + demandOwnSchema + onlyConsumers + takeBack + #"""
            DO $$
            DECLARE
              schema oid := to_regnamespace(quote_ident(current_setting('datamesh.schema')));
              role text := current_setting('datamesh.role');
            BEGIN
              IF EXISTS (SELECT FROM pg_catalog.pg_roles r, pg_catalog.pg_class t
                WHERE r.rolname = role AND NOT r.rolsuper AND t.relnamespace = schema AND t.relkind IN ('r', 'p')
                  AND has_schema_privilege(r.oid, schema, 'USAGE') AND has_any_column_privilege(r.oid, t.oid, 'SELECT')) THEN
                RAISE EXCEPTION '% may still read by another way: by a role that it is in, or because everybody may', quote_ident(role);
              END IF;
            END $$;

            """#

    /// Prints a line a difference, and fails where there is one.
    static let inspect =
        prelude + demandOwnSchema + #"""
            CREATE TEMPORARY TABLE datamesh_expected (number int, name text) ON COMMIT DROP;
            {{#objects}}
            INSERT INTO pg_temp.datamesh_expected VALUES ({{index|raw}}, {{table|sqltext}});
            CREATE TEMPORARY TABLE datamesh_table_{{index|raw}} (
            {{#fields}}
              {{column|sql}} {{sql_type|raw}}{{#required}} NOT NULL{{/required}}{{^last}},{{/last}}
            {{/fields}}
            ) ON COMMIT DROP;
            {{/objects}}
            CREATE TEMPORARY VIEW datamesh_wanted AS
              SELECT e.name AS tab, a.attname::text AS col, format_type(a.atttypid, a.atttypmod) AS typ, a.attnotnull AS must
              FROM pg_temp.datamesh_expected e
                JOIN pg_catalog.pg_class c ON c.relname = 'datamesh_table_' || e.number AND c.relnamespace = pg_my_temp_schema()
                JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped;
            CREATE TEMPORARY VIEW datamesh_found AS
              SELECT c.relname::text AS tab, a.attname::text AS col, format_type(a.atttypid, a.atttypmod) AS typ, a.attnotnull AS must,
                c.oid AS rel, a.attnum AS num
              FROM pg_catalog.pg_class c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
              WHERE c.relnamespace = to_regnamespace(quote_ident(:'schema')) AND c.relkind IN ('r', 'p');
            CREATE TEMPORARY VIEW datamesh_acl AS
              SELECT f.tab, f.col, CASE acl.grantee WHEN 0 THEN 'everybody' ELSE acl.grantee::regrole::text END AS who,
                acl.privilege_type AS what
              FROM pg_temp.datamesh_found f JOIN pg_catalog.pg_class c ON c.oid = f.rel
                JOIN pg_catalog.pg_attribute a ON a.attrelid = f.rel AND a.attnum = f.num
                CROSS JOIN LATERAL (SELECT * FROM aclexplode(c.relacl) UNION SELECT * FROM aclexplode(a.attacl)) acl
              WHERE acl.grantee <> c.relowner;
            CREATE TEMPORARY VIEW datamesh_granted AS
              SELECT f.tab, f.col, quote_ident(:'role_prefix' || (g->>'consumer')) AS who, 'SELECT' AS what
              FROM json_array_elements(:'grants'::json) g CROSS JOIN LATERAL json_array_elements(g->'tables') t
                JOIN pg_temp.datamesh_found f ON f.tab = t->>'table'
                  AND ((t->>'whole')::boolean OR f.col IN (SELECT json_array_elements_text(t->'columns')));
            CREATE TEMPORARY TABLE datamesh_differences ON COMMIT DROP AS
              SELECT format('column missing: %I.%I %s', w.tab, w.col, w.typ) AS line
                FROM pg_temp.datamesh_wanted w LEFT JOIN pg_temp.datamesh_found f USING (tab, col) WHERE f.tab IS NULL
              UNION ALL SELECT format('column nobody promised: %I.%I %s', f.tab, f.col, f.typ)
                FROM pg_temp.datamesh_found f LEFT JOIN pg_temp.datamesh_wanted w USING (tab, col) WHERE w.tab IS NULL
              UNION ALL SELECT format('column differs: %I.%I is %s, %s promised', f.tab, f.col,
                  f.typ || CASE WHEN f.must THEN ' not null' ELSE '' END, w.typ || CASE WHEN w.must THEN ' not null' ELSE '' END)
                FROM pg_temp.datamesh_found f JOIN pg_temp.datamesh_wanted w USING (tab, col)
                WHERE (f.typ, f.must) <> (w.typ, w.must)
              UNION ALL SELECT format('grant missing: %s may not read %I.%I', who, tab, col)
                FROM (SELECT * FROM pg_temp.datamesh_granted EXCEPT SELECT * FROM pg_temp.datamesh_acl) missing
              UNION ALL SELECT format('grant nobody gave: %s may %s %I.%I', who, lower(what), tab, col)
                FROM (SELECT * FROM pg_temp.datamesh_acl EXCEPT SELECT * FROM pg_temp.datamesh_granted) extra;
            SELECT line FROM pg_temp.datamesh_differences ORDER BY line;
            DO $$
            DECLARE
              differences bigint := (SELECT count(*) FROM pg_temp.datamesh_differences);
            BEGIN
              IF differences > 0 THEN
                RAISE EXCEPTION '% differences from what should be', differences;
              END IF;
            END $$;

            """#
}
