"""SQLite keeps rows in the order in which they came (rowid). For answers that order would tell who was first in the
queue, so their tables are kept in the order of their random keys instead. PostgreSQL: docs/adr, anonymity."""

from django.db import migrations

TABLES = ("survey_answer", "survey_suggestion", "survey_receipt")


def keep_in_order_of_keys(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        return
    with schema_editor.connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s", [table])
            [(made_by,)] = cursor.fetchall()
            cursor.execute(
                "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s AND sql IS NOT NULL", [table]
            )
            indexes = [sql for (sql,) in cursor.fetchall()]
            cursor.execute(f'DROP TABLE "{table}"')  # empty: this follows 0001 at once
            for sql in (f"{made_by} WITHOUT ROWID", *indexes):
                cursor.execute(sql)


class Migration(migrations.Migration):
    dependencies = [("survey", "0001_initial")]
    operations = [migrations.RunPython(keep_in_order_of_keys, migrations.RunPython.noop)]
