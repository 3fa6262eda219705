"""On PostgreSQL a page stops waiting for one answer after a while; whatever else the portal does has its time."""

import os
import subprocess
import sys

import pytest

from tests.engines.served import ROOT

WEB, OTHERS = "import lipportal.wsgi", "import django; django.setup()"
ASK = """
from django.db import OperationalError, connection
try:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(2)")
        print("answered")
except OperationalError as error:
    print(error.__cause__.__class__.__name__)
"""


@pytest.mark.engine
@pytest.mark.parametrize(("entry", "heard"), [(WEB, "QueryCanceled"), (OTHERS, "answered")])
def test_only_a_page_stops_waiting_and_says_that_the_database_is_away(postgresql, tmp_path, entry, heard):
    told = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "lipportal.settings",
        "PORTAL_DATABASE_URL": postgresql,
        "PORTAL_DATA_DIR": str(tmp_path),
        "PORTAL_SECRET_KEY": "only-for-tests-0123456789-0123456789-0123456789",
        "PORTAL_STATEMENT_SECONDS": "1",
    }

    done = subprocess.run(
        [sys.executable, "-c", f"{entry}\n{ASK}"], cwd=ROOT, env=told, capture_output=True, text=True, check=False
    )

    assert done.stdout.strip() == heard, done.stderr
