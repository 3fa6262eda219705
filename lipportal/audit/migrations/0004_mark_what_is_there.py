"""Marks on the lines that were written before marks; then the triggers anew, over checkpoints and emptying too."""

from django.db import migrations

from lipportal.audit.marks import new_mark

MODELS = ("Entry", "Version", "FrozenCopy")
TABLES = ("audit_entry", "audit_version", "audit_frozencopy", "audit_checkpoint")
MESSAGE = "the trail is written once"
AT_ONCE = 500


def _unseal_sqlite(schema_editor):
    for table in TABLES:
        for deed in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_{deed}_refused")


def _unseal_postgresql(schema_editor):
    for table in TABLES:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_refused ON {table}")
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_emptying_refused ON {table}")


def _seal_sqlite(schema_editor, tables=TABLES):
    for table in tables:
        for deed in ("UPDATE", "DELETE"):
            schema_editor.execute(
                f"CREATE TRIGGER {table}_{deed.lower()}_refused BEFORE {deed} ON {table} "
                f"WHEN NOT EXISTS (SELECT 1 FROM audit_seal WHERE is_open) "
                f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            )


def _seal_postgresql(schema_editor, tables=TABLES):
    for table in tables:
        schema_editor.execute(
            f"CREATE TRIGGER {table}_refused BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION audit_refuse_change()"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {table}_emptying_refused BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change()"
        )


def mark_and_seal(apps, schema_editor):
    """Mark every line that has no mark yet, as it stands; then put all triggers in place."""
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    (_unseal_sqlite if is_sqlite else _unseal_postgresql)(schema_editor)
    for name in MODELS:
        model = apps.get_model("audit", name)
        while lines := list(model.objects.filter(mark="").order_by("pk")[:AT_ONCE]):
            for line in lines:
                line.mark = new_mark(line)
            model.objects.bulk_update(lines, ["mark"])
    (_seal_sqlite if is_sqlite else _seal_postgresql)(schema_editor)


def seal_lines_alone(apps, schema_editor):
    """Leave the triggers as they were before: on the lines, not on checkpoints."""
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    (_unseal_sqlite if is_sqlite else _unseal_postgresql)(schema_editor)
    (_seal_sqlite if is_sqlite else _seal_postgresql)(schema_editor, TABLES[:3])


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_give_lines_a_mark")]

    operations = [migrations.RunPython(mark_and_seal, seal_lines_alone)]
