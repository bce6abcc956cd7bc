"""Published revisions and the journal of an enrolment: the database itself refuses to change them."""

from django.db import migrations

TABLES = ("plans_planrevision", "plans_enrolmentevent")

POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION plans_refuse_update() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'rows of % cannot be changed', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$ LANGUAGE plpgsql
"""


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_FUNCTION, params=None)
    for table in TABLES:
        schema_editor.execute(_create_trigger(schema_editor.connection.vendor, table))


def _create_trigger(vendor, table):
    if vendor == "postgresql":
        return (
            f"CREATE TRIGGER {table}_immutable BEFORE UPDATE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION plans_refuse_update()"
        )
    return (
        f"CREATE TRIGGER {table}_immutable BEFORE UPDATE ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'rows of {table} cannot be changed'); END"
    )


def drop(apps, schema_editor):
    on_table = schema_editor.connection.vendor == "postgresql"
    for table in TABLES:
        schema_editor.execute(f"DROP TRIGGER {table}_immutable" + (f" ON {table}" if on_table else ""))
    if on_table:
        schema_editor.execute("DROP FUNCTION plans_refuse_update()")


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
