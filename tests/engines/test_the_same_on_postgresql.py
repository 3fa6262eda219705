"""The seams and the year hold on PostgreSQL as they do on SQLite: the same tests, another engine."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAME = (
    "tests/unit/audit",
    "tests/unit/shared/test_asked.py",
    "tests/unit/shared/test_folding.py",
    "tests/unit/councils/test_agreement_services.py",
    "tests/unit/councils/test_one_sort_rule.py",
    "tests/unit/councils/test_directory_services.py",
    "tests/unit/councils/test_people_services.py",
    "tests/unit/councils/test_people_import.py",
    "tests/integration/councils/test_directory.py",
    "tests/integration/councils/test_person.py",
    "tests/unit/reporting/test_search.py",
    "tests/unit/jobs",
    "tests/unit/notices",
    "tests/unit/drafts",
    "tests/integration/drafts",
    "tests/unit/reporting/test_report_services.py",
    "tests/architecture/test_visible_rows.py",
)


@pytest.mark.engine
def test_the_seams_and_the_year_hold_on_postgresql(postgresql, tmp_path):
    settings = {
        **os.environ,
        "PORTAL_DATABASE_URL": postgresql,
        "PORTAL_DATA_DIR": str(tmp_path),
        "PORTAL_SECRET_KEY": "only-for-tests-0123456789-0123456789-0123456789",
    }
    settings.pop("PYTEST_XDIST_WORKER", None)
    settings.pop("PYTEST_ADDOPTS", None)

    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "--create-db", *SAME],
        cwd=ROOT,
        env=settings,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )

    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert " passed" in done.stdout
