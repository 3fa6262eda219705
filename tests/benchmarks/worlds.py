"""The worlds that are measured: the demonstration and a large one, on either engine; one process measures one of them."""

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from tests import preflight

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "var" / "bench"
PARTNERSHIPS, YEARS, SEED = 1000, 10, 1
# What a large world is made from: as long as none of it changes, one that is there is good.
SOURCES = ("reporting/demo/**/*", "reporting/management/commands/make_world.py", "*/migrations/*.py")
MAKE = {
    "demonstration": "from reporting.demo.world import make_world; make_world()",
    "large": "call_command('make_world', partnerships={partnerships}, years={years}, seed={seed}, into_this_database=True)",
}
PREPARE = """
import django
django.setup()
from django.core.management import call_command
call_command("compilecatalogues", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
call_command("migrate", interactive=False, verbosity=0)
"""


@dataclass(frozen=True)
class World:
    """One world on one engine."""

    name: str
    engine: str
    partnerships: int = PARTNERSHIPS
    years: int = YEARS

    @property
    def folder(self) -> Path:
        """Where its database, if embedded, its files and its mark lie."""
        return FOLDER / f"{self.name}-{self.engine}"

    @property
    def address(self) -> str:
        """The database it is in."""
        if self.engine == "sqlite":
            return f"sqlite:///{self.folder / 'portal.sqlite3'}"
        return _beside(f"portal_bench_{self.name}")

    @property
    def environment(self) -> dict[str, str]:
        """What its processes are told; nothing of another portal's."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PORTAL_", "DJANGO_"))}
        return kept | {
            "DJANGO_SETTINGS_MODULE": "lipportal.settings",
            "PORTAL_DATABASE_URL": self.address,
            "PORTAL_DATA_DIR": str(self.folder),
            "PORTAL_SECRET_KEY": "only-for-benchmarks-and-never-for-people-0123456789",
            "PORTAL_HTTPS": "false",
            "PORTAL_LOG_LEVEL": "WARNING",
        }

    def open(self) -> None:
        """Make it if it is not there, and load Django on it as the web server does."""
        if not self._is_there():
            self._make()
        for name in [name for name in os.environ if name.startswith("PORTAL_")]:
            del os.environ[name]
        os.environ.update(self.environment)
        import lipportal.wsgi  # noqa: F401 - measured as the web server loads it

    def _mark(self) -> str:
        told = hashlib.sha256(f"{self.partnerships} {self.years}".encode())
        for pattern in SOURCES:
            for path in sorted(ROOT.glob(pattern)):
                told.update(path.read_bytes() if path.is_file() and path.suffix != ".pyc" else b"")
        return told.hexdigest()

    def _is_there(self) -> bool:
        """A large world of this very make; the demonstration is made afresh, so that it stands at today."""
        mark = self.folder / "mark"
        return self.name == "large" and mark.exists() and mark.read_text() == self._mark()

    def _make(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        if self.engine == "postgresql":
            _make_anew(f"portal_bench_{self.name}")
        make = MAKE[self.name].format(partnerships=self.partnerships, years=self.years, seed=SEED)
        command = [sys.executable, "-c", PREPARE + make]
        subprocess.run(command, env=self.environment, cwd=ROOT, check=True, stdout=sys.stderr)
        (self.folder / "mark").write_text(self._mark())


def _beside(name: str) -> str:
    """A database of this name on the server the tests may use."""
    server = preflight.database()
    if server in (None, preflight.EMBEDDED):
        raise SystemExit("There is no PostgreSQL to measure on; name one in PORTAL_TEST_DATABASE_URL.")
    return urlunsplit(urlsplit(str(server))._replace(path=f"/{name}"))


def _make_anew(name: str) -> None:
    import psycopg2

    connection = psycopg2.connect(str(preflight.database()))
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}"')
    connection.close()
