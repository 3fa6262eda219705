"""Migrations say what the models say, are named for their effect, and where they move data, stand alone."""

import ast
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]
MIGRATIONS = sorted(
    path for path in ROOT.glob("*/**/migrations/0*.py") if not {".venv", "var"} & set(path.relative_to(ROOT).parts)
)
OWN = ("lipportal", "councils", "strategies", "actionplans", "reporting")
LIVING = {"models", "services", "queries", "views", "forms", "tasks", "workflow", "permissions", "rules", "documents"}

SCHEMA = {"CreateModel", "DeleteModel", "AddField", "AlterField", "RemoveField", "RenameField"}


@pytest.mark.django_db
def test_no_migration_is_missing():
    said = StringIO()

    call_command("makemigrations", check_changes=True, dry_run=True, stdout=said, verbosity=1)

    assert said.getvalue().strip() == "No changes detected"


def test_there_are_migrations_to_look_at():
    assert len(MIGRATIONS) >= 6


@pytest.mark.parametrize("path", MIGRATIONS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_migration_is_named_for_its_effect(path):
    assert re.fullmatch(r"\d{4}_[a-z][a-z0-9]*(_[a-z0-9]+)+", path.stem)
    assert not re.search(r"_(auto|initial|alter|misc|update)(_|$)", path.stem)


@pytest.mark.parametrize("path", MIGRATIONS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_data_migration_stands_alone_and_can_be_undone(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    data = [call for call in calls if call.func.attr in ("RunPython", "RunSQL")]
    schema = [call.func.attr for call in calls if call.func.attr in SCHEMA]
    imported = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    imported += [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]

    ways_back = [
        len(call.args) + len([word for word in call.keywords if word.arg.startswith("reverse")]) for call in data
    ]
    assert all(count >= 2 for count in ways_back)
    if data:
        assert schema == []
        assert [name for name in imported if name.startswith(OWN) and LIVING & set(name.split("."))] == []
