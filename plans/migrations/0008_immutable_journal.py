"""The journal of an enrolment is never changed, again: a changed table loses its triggers on SQLite."""

from django.db import migrations

COLUMNS = {
    "plans_enrolmentevent": "id, uid, enrolment_id, kind, window, data, revision_id, undoes_id, created_at",
}


def create(apps, schema_editor):
    for table, columns in COLUMNS.items():
        _replace(schema_editor, table, f"BEFORE UPDATE OF {_quoted(schema_editor, columns)} ON {table}")


def _quoted(schema_editor, columns):
    return ", ".join(schema_editor.quote_name(name) for name in columns.split(", "))


def _replace(schema_editor, table, when):
    on_table = schema_editor.connection.vendor == "postgresql"
    schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_immutable" + (f" ON {table}" if on_table else ""))
    refuse = (
        "FOR EACH ROW EXECUTE FUNCTION plans_refuse_update()"
        if on_table
        else f"BEGIN SELECT RAISE(ABORT, 'rows of {table} cannot be changed'); END"
    )
    schema_editor.execute(f"CREATE TRIGGER {table}_immutable {when} {refuse}")


class Migration(migrations.Migration):
    dependencies = [("plans", "0007_choices")]

    operations = [migrations.RunPython(create, create)]
