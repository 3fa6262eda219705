"""Triggers that refuse to change or delete what the trail holds, on both engines, unless its seal is open."""

from django.db import migrations

TABLES = ("audit_entry", "audit_version", "audit_frozencopy")
MESSAGE = "the trail is written once"


def _sqlite(schema_editor):
    for table in TABLES:
        for deed in ("UPDATE", "DELETE"):
            schema_editor.execute(
                f"CREATE TRIGGER {table}_{deed.lower()}_refused BEFORE {deed} ON {table} "
                f"WHEN NOT EXISTS (SELECT 1 FROM audit_seal WHERE is_open) "
                f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            )


def _postgresql(schema_editor):
    schema_editor.execute(
        "CREATE FUNCTION audit_refuse_change() RETURNS trigger AS $$ BEGIN "
        "IF EXISTS (SELECT 1 FROM audit_seal WHERE is_open) THEN "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END IF; "
        f"RAISE EXCEPTION '{MESSAGE}'; END $$ LANGUAGE plpgsql"
    )
    for table in TABLES:
        schema_editor.execute(
            f"CREATE TRIGGER {table}_refused BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION audit_refuse_change()"
        )


def seal(apps, schema_editor):
    """Put the triggers in place."""
    (_sqlite if schema_editor.connection.vendor == "sqlite" else _postgresql)(schema_editor)


def unseal(apps, schema_editor):
    """Take the triggers away."""
    if schema_editor.connection.vendor == "sqlite":
        for table in TABLES:
            for deed in ("update", "delete"):
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_{deed}_refused")
        return
    for table in TABLES:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_refused ON {table}")
    schema_editor.execute("DROP FUNCTION audit_refuse_change()")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_keep_the_trail")]

    operations = [migrations.RunPython(seal, unseal)]
