"""Start the portal: `python -m lipportal.launch demo`, `reset`, `serve`, or one process alone, as containers do.

Plain Python that never loads the settings: it prepares the environment they are read from, then runs manage.py,
the web server and the worker as processes of their own. Whatever stands in the way is said in one sentence.
"""

import contextlib
import fcntl
import http.client
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lipportal.family import ROOT, Child, Family, Trouble, raise_if_fallen, revive, revive_patiently, tell
from lipportal.processes import (
    DEFAULT_PORT,
    HOST,
    LONG_WORK,
    SHORT_WORK,
    Sizes,
    is_named,
    sizes_named,
    timetable,
    web,
    worker,
    worker_of_all,
)

PATIENCE_AT_START = 90.0
# Each by its whole name: somebody's own beat-plan.txt is not ours to remove.
MADE_BY_A_PORTAL = {
    *("secret", "static", "files", "broker", "logs", "worker.pid", "trail-head.json"),
    *(f"portal.sqlite3{ending}" for ending in ("", "-wal", "-shm", "-journal")),
    *(f"beat{ending}" for ending in ("", ".db", ".dat", ".bak", ".dir", "-wal", "-shm")),
}
# A demonstration takes nothing else from the environment: no real database, broker, mail server or address.
KEPT_FOR_DEMONSTRATION = {"PORTAL_PORT", "PORTAL_DATA_DIR", "PORTAL_LOG_LEVEL"}


class Stopped(Exception):
    """Somebody asked for an end: Ctrl-C, or the system."""


@dataclass(frozen=True)
class Place:
    """Where a portal runs: its folder and its port."""

    folder: Path
    port: int

    @property
    def address(self) -> str:
        """What to type into a browser."""
        return f"http://{HOST}:{self.port}/"

    @property
    def bind(self) -> str:
        """What the web server listens on."""
        return f"{HOST}:{self.port}"

    @property
    def marker(self) -> Path:
        """The file that says: this folder is a demonstration, and whether its world is loaded."""
        return self.folder / "demonstration"

    @property
    def logs(self) -> Path:
        """Where the processes of a demonstration write."""
        return self.folder / "logs"

    @property
    def ready(self) -> Path:
        """The file the worker writes once it has loaded everything."""
        return self.folder / "worker.pid"


# --- where, and whether it can be ----------------------------------------------------------------------------------
def place_named() -> Place:
    """The folder and port that the environment names, or the usual ones."""
    folder = Path(os.environ.get("PORTAL_DATA_DIR", "").strip() or ROOT / "var").expanduser().resolve()
    port = os.environ.get("PORTAL_PORT", "").strip() or str(DEFAULT_PORT)
    if not (port.isascii() and port.isdecimal() and 0 < int(port) < 65536):
        raise Trouble(f"PORTAL_PORT must be a number between 1 and 65535, and it is “{port}”.")
    return Place(folder, int(port))


def check_folder(place: Place) -> None:
    """Stop unless the folder can be made and written to."""
    try:
        place.folder.mkdir(parents=True, exist_ok=True)
        trial = place.folder / ".writable"
        trial.write_text("")
        trial.unlink()
    except OSError:
        raise Trouble(f"The folder {place.folder} cannot be written to; choose another with PORTAL_DATA_DIR.") from None


def check_port(place: Place) -> None:
    """Stop unless the port is free."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, place.port))
        except OSError:
            raise Trouble(
                f"Port {place.port} cannot be used, most likely because another program has it; stop that one, or"
                f" choose another: PORTAL_PORT={place.port + 1} make demo"
            ) from None


@contextlib.contextmanager
def alone_in(place: Place) -> Iterator[None]:
    """Hold the folder for as long as the portal runs: two of them must not share one."""
    with (place.folder / "running").open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Trouble(f"A portal already runs from {place.folder}; stop that one first.") from None
        yield


def made_by_a_portal(place: Place) -> list[Path]:
    """What lies in the folder that only a portal makes, whichever database it has; `running` apart, which is held."""
    return [entry for entry in place.folder.iterdir() if entry.name in MADE_BY_A_PORTAL]


def check_it_is_a_demonstration(place: Place) -> None:
    """Stop when the folder holds a real portal, whose database may lie elsewhere; else mark it as a demonstration."""
    check_no_other_portal(place)
    if not place.marker.exists():
        place.marker.write_text("empty\n")


def check_no_other_portal(place: Place) -> None:
    """Stop when a portal that is no demonstration made something in this folder: the mark comes before all else."""
    if not place.marker.exists() and made_by_a_portal(place):
        raise Trouble(
            f"The folder {place.folder} holds a portal that is not a demonstration; choose another with"
            " PORTAL_DATA_DIR."
        )


def check_no_demonstration(place: Place) -> None:
    """Stop when the folder is a demonstration: what people do there in earnest would go with the next reset."""
    if place.marker.exists():
        raise Trouble(
            f"The folder {place.folder} holds a demonstration, which a reset removes with all that is in it; choose"
            " another with PORTAL_DATA_DIR."
        )


def secret_of(place: Place) -> Path:
    """The file with this demonstration's own secret key, made once, readable by its owner alone."""
    path = place.folder / "secret"
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as written:
            written.write(secrets.token_urlsafe(50))
    return path


# --- what the processes are told -----------------------------------------------------------------------------------
def environment_of_demonstration(place: Place) -> dict[str, str]:
    """The environment of a demonstration, free of anything that was meant for another portal."""
    told = {
        name: value
        for name, value in os.environ.items()
        if name in KEPT_FOR_DEMONSTRATION or not name.startswith(("PORTAL_", "CELERY_", "DJANGO_", "GUNICORN_"))
    }
    return told | {
        "DJANGO_SETTINGS_MODULE": "lipportal.settings",
        "PORTAL_DEMONSTRATION": "true",
        "PORTAL_DATA_DIR": str(place.folder),
        "PORTAL_SECRET_KEY_FILE": str(secret_of(place)),
        "PORTAL_URL": place.address.rstrip("/"),
        "PORTAL_LOG_LEVEL": os.environ.get("PORTAL_LOG_LEVEL", "WARNING"),
        "PYTHONUNBUFFERED": "1",
    }


def environment_of_service() -> dict[str, str]:
    """The environment as it is, with what every process of ours is told."""
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "lipportal.settings", "PYTHONUNBUFFERED": "1"}


# --- the commands ---------------------------------------------------------------------------------------------------
def demo() -> None:
    """Open a living demonstration, and keep it open until somebody asks for the end."""
    place = place_named()
    check_folder(place)
    with alone_in(place):
        check_port(place)
        check_it_is_a_demonstration(place)
        environment = environment_of_demonstration(place)
        prepare(environment)
        place.logs.mkdir(exist_ok=True)
        log = place.logs / "portal.log"
        log.write_text("")
        family = Family(environment)
        try:
            place.ready.unlink(missing_ok=True)
            family.start(Child("The web server", web(place.bind, Sizes(web_processes=1)), log=log))
            family.start(Child("The worker", worker_of_all(place.ready), log=log))
            wait_until_open(place, family)
            welcome(place)
            watch(family, revive)
        finally:
            family.stop()


def reset() -> None:
    """Forget the demonstration in this folder, and nothing else; the next start makes a new one."""
    place = place_named()
    if not place.folder.is_dir() or not any(place.folder.iterdir()):
        print(f"There is no demonstration in {place.folder}; one is made now.", flush=True)
        return
    check_folder(place)
    with alone_in(place):
        check_no_other_portal(place)
        if not place.marker.exists():
            print(f"There is no demonstration in {place.folder}; one is made now.", flush=True)
            return
        # The mark goes last, and no longer says that its world is whole: broken off half-way, it is still known whose
        # these are, and the next start makes the world anew.
        place.marker.write_text("empty\n")
        for entry in [*made_by_a_portal(place), place.folder / "running", place.marker]:
            shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink(missing_ok=True)
    print(f"The demonstration in {place.folder} is gone; a new one is made now.", flush=True)


def serve() -> None:
    """Start the portal with the settings the environment already holds, and keep all of it up; log to the terminal.

    With a Redis-protocol broker that is several web processes, workers for short and for long work, and a timetable;
    with the embedded one a web server and a worker, as in the demonstration.
    """
    place = place_named()
    check_folder(place)
    with alone_in(place):
        check_no_demonstration(place)
        check_port(place)
        environment = environment_of_service()
        sizes = sizes_named()
        prepare(environment)
        family = Family(environment)
        try:
            place.ready.unlink(missing_ok=True)
            for child in service(place, sizes, is_embedded=is_embedded()):
                family.start(child)
            wait_until_open(place, family, named=a_name_of_ours())
            print(f"The portal answers at {place.address}", flush=True)
            watch(family, revive_patiently)
        finally:
            family.stop()


def service(place: Place, sizes: Sizes, *, is_embedded: bool) -> list[Child]:
    """The processes of a portal in service."""
    server = Child("The web server", web(place.bind, sizes))
    if is_embedded:
        return [server, Child("The worker", worker_of_all(place.ready))]
    return [
        server,
        Child("The worker for short work", worker(SHORT_WORK, sizes)),
        Child("The worker for long work", worker(LONG_WORK, sizes)),
        Child("The timetable", timetable(place.ready)),
    ]


def is_embedded() -> bool:
    """Whether work waits in a folder: no broker is named, or that very one."""
    return not is_named("PORTAL_BROKER_URL") or os.environ.get("PORTAL_BROKER_URL", "").startswith("filesystem://")


def become(command: list[str]) -> None:
    """Be this process from now on, as a container wants it."""
    os.chdir(ROOT)
    os.execve(command[0], command, environment_of_service())  # noqa: S606 - our own command


def web_alone() -> None:
    """The web server of a portal that others prepared."""
    become(web(os.environ.get("PORTAL_BIND", "").strip() or place_named().bind, sizes_named()))


def worker_alone(*queues: str) -> None:
    """A worker for these queues, or for all."""
    unknown = [queue for queue in queues if queue not in SHORT_WORK + LONG_WORK]
    if unknown:
        raise Trouble(f"There is no queue {unknown[0]}; there are {', '.join(SHORT_WORK + LONG_WORK)}.")
    become(worker(queues or SHORT_WORK + LONG_WORK, sizes_named()))


def timetable_alone() -> None:
    """The timetable of a portal that others prepared."""
    become(timetable(Path(tempfile.gettempdir()) / "timetable.pid"))


def probe() -> None:
    """Whether the web server beside this answers, whatever else is away; Trouble when it does not."""
    status = answer_to("/health/live/", _port_listened_on(), named=a_name_of_ours())
    if status is None:
        raise Trouble("Nothing answers.")
    if status != 200:
        raise Trouble(f"It answers {status}.")


def _port_listened_on() -> int:
    """The port of PORTAL_BIND, as in a container, or of PORTAL_PORT."""
    port = (os.environ.get("PORTAL_BIND") or "").strip().rpartition(":")[2]
    return int(port) if port.isascii() and port.isdecimal() else place_named().port


def answer_to(path: str, port: int, *, named: str, patience: float = 5.0) -> int | None:
    """The status of an answer of the web server on this machine, asked under a name it goes by; None without one."""
    wire = http.client.HTTPConnection(HOST, port, timeout=patience)
    try:
        wire.request("GET", path, headers={"Host": named})
        return wire.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        wire.close()


def a_name_of_ours() -> str:
    """A name that a portal in service goes by.

    The first of PORTAL_HOSTS; of a whole domain, “.example.org”, the domain itself.
    """
    first = (os.environ.get("PORTAL_HOSTS") or "").split(",")[0].strip().lstrip(".")
    return first if first and first != "*" else HOST


def prepare(environment: dict[str, str]) -> None:
    """Compile, collect, migrate and, in a demonstration, load its world."""
    print("Preparing the portal.", flush=True)
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "manage.py"), "prepare_portal"],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    child = Child("Preparing", [], process)
    try:
        if process.wait():
            raise Trouble("The portal could not be prepared; the lines above say why.")
    finally:
        if process.poll() is None:
            tell(child, signal.SIGKILL)
            process.wait()


def wait_until_open(place: Place, family: Family, *, named: str = HOST) -> None:
    """Return once the web server answers and the worker is ready; Trouble when they do not, or a process falls.

    A demonstration goes by this machine's own name alone, whatever the environment holds for another portal.
    """
    until = time.monotonic() + PATIENCE_AT_START
    while time.monotonic() < until:
        raise_if_fallen(family)
        if place.ready.exists() and answer_to("/health/live/", place.port, named=named) == 200:
            # Over HTTPS alone the first page leads there, and is not drawn; that the portal is loaded is known by now.
            if (answer_to("/en/", place.port, named=named, patience=30.0) or 500) >= 500:
                raise Trouble(f"The portal’s first page is an error; {where_lines_are(family)}.")
            return
        time.sleep(0.2)
    raise Trouble(f"The portal did not open within {PATIENCE_AT_START:.0f} seconds.")


def where_lines_are(family: Family) -> str:
    """Where to read what the processes wrote: their file, or this very terminal."""
    log = next((child.log for child in family.children if child.log), None)
    return f"what it wrote is in {log}" if log else "what it wrote stands above"


def watch(family: Family, look_after: Callable[[Family], None]) -> None:
    """Stay, and start again what falls; Ctrl-C raises Stopped from here."""
    while True:
        look_after(family)
        time.sleep(0.5)


def welcome(place: Place) -> None:
    """Say where the portal is and how to get in."""
    print(
        f"""
The portal is open:   {place.address}
Le portail est ouvert : {place.address}fr/

Sign in by choosing a role at {place.address}en/demo/ — no password is asked.
Every person there is fictitious. Stop with Ctrl-C; start again with `make demo`, afresh with `make demo-reset`.
""",
        flush=True,
    )


def _stop(*_about: Any) -> None:
    raise Stopped


def main() -> int:
    """Run one command; 0 when it ended as asked, 1 with a sentence when something stood in the way."""
    name, *more = sys.argv[1:] or [""]
    if name not in COMMANDS or (more and name != "worker"):
        sys.stderr.write(f"Say one of: {', '.join(COMMANDS)}.\n")
        return 2
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    try:
        COMMANDS[name](*more)
    except Stopped:
        print("\nStopped. The data is kept.", flush=True)
    except Trouble as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 1
    return 0


COMMANDS: dict[str, Callable[..., None]] = {
    "demo": demo,
    "reset": reset,
    "serve": serve,
    "web": web_alone,
    "worker": worker_alone,
    "timetable": timetable_alone,
    "probe": probe,
}


if __name__ == "__main__":
    sys.exit(main())
