"""The import contracts of pyproject.toml hold on a clean skeleton, and each planted backward import is reported."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
UPPER = ["councils", "strategies", "actionplans", "reporting"]
PLATFORM = ["accounts", "jobs", "notices", "drafts", "files", "health", "audit"]
ROOMS = [
    "apps",
    "urls",
    "views",
    "forms",
    "tasks",
    "receivers",
    "services",
    "documents",
    "workflow",
    "deadlines",
    "queries",
    "permissions",
    "rules",
    "models",
    "choices",
    "signals",
]
PLANTED = {
    "councils/services.py": "import strategies.models",
    "strategies/queries.py": "from actionplans import queries",
    "actionplans/rules.py": "from reporting.models import anything",
    "lipportal/audit/services.py": "from lipportal.accounts import models",
    "lipportal/files/registry.py": "from councils import permissions",
    "lipportal/drafts/services.py": "from lipportal.notices import services",
    "lipportal/shared/clock.py": "from lipportal.audit import services",
    "lipportal/env.py": "from lipportal.shared import clock",
    "councils/models.py": "from councils import queries",
    "councils/queries.py": "from councils import services",
    "councils/permissions.py": "from councils import workflow",
    "strategies/rules.py": "from strategies import permissions",
    "strategies/services.py": "from strategies import tasks",
    "strategies/forms.py": "from strategies import views",
    "lipportal/jobs/choices.py": "from lipportal.jobs import models",
    "lipportal/notices/documents.py": "from lipportal.notices import services",
    "reporting/views.py": "from councils import views",
    "reporting/services.py": "from actionplans import tasks",
    "strategies/views.py": "from councils import forms",
    "actionplans/documents.py": "from strategies import documents",
    "lipportal/accounts/services.py": "from lipportal.notices import tasks",
}
ALLOWED = {
    "reporting/services.py": "from councils import services",
    "strategies/views.py": "from lipportal.shared import clock",
    "lipportal/urls.py": "import reporting.urls",
    "councils/apps.py": "from councils import receivers",
    "actionplans/receivers.py": "from strategies import signals",
    "lipportal/accounts/queries.py": "from lipportal.files import models",
}


@pytest.fixture
def skeleton(tmp_path):
    """Every app with every room, empty, under the project's own contracts."""
    apps = UPPER + [f"lipportal/{name}" for name in PLATFORM]
    files = [f"{app}/{room}.py" for app in apps for room in ["__init__", *ROOMS]]
    files += [f"lipportal/{name}.py" for name in ("__init__", "urls", "celery", "timetable", "env")]
    files += ["lipportal/shared/__init__.py", "lipportal/shared/clock.py", "lipportal/files/registry.py"]
    for name in files:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    (tmp_path / "lipportal/__init__.py").write_text("from lipportal.celery import app\n")
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    return tmp_path


def lint(folder):
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache", "--no-logo"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_a_clean_skeleton_keeps_every_contract(skeleton):
    for name, line in ALLOWED.items():
        (skeleton / name).write_text(f"{line}\n")

    done = lint(skeleton)

    assert done.returncode == 0, done.stdout


def test_each_planted_backward_import_is_reported(skeleton):
    """One by one they would take a minute; together each must still be named, with its line."""
    for name, line in PLANTED.items():
        (skeleton / name).write_text(f"{line}\n")

    done = lint(skeleton)

    shown = "".join(done.stdout.split())
    assert done.returncode == 1
    assert [name for name in PLANTED if name.removesuffix(".py").replace("/", ".") + "->" not in shown] == []


@pytest.mark.parametrize("name", ["councils/services.py", "strategies/rules.py", "reporting/views.py"])
def test_one_backward_import_alone_is_reported(skeleton, name):
    (skeleton / name).write_text(f"{PLANTED[name]}\n")

    assert lint(skeleton).returncode == 1


def test_the_portal_itself_keeps_every_contract():
    done = lint(ROOT)

    assert done.returncode == 0, done.stdout


def test_there_is_one_exemption_and_it_is_the_celery_app():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]

    assert [line for contract in contracts for line in contract.get("ignore_imports", [])] == [
        "lipportal -> lipportal.celery"
    ]
