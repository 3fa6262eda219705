"""Start the portal's processes and look after them: `python -m lipportal.launch demo`, `reset` or `serve`.

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
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
DEFAULT_PORT = 8000
PATIENCE_AT_START = 90.0
PATIENCE_AT_END = 15.0
STEADY_AFTER = 10.0  # a process that falls sooner would only fall again
# A demonstration takes nothing else from the environment: no real database, broker, mail server or address.
KEPT_FOR_DEMONSTRATION = {"PORTAL_PORT", "PORTAL_DATA_DIR", "PORTAL_LOG_LEVEL"}


class Trouble(Exception):
    """Something stands in the way; its one sentence is for the person at the terminal."""


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


@dataclass
class Child:
    """One process the launcher started."""

    name: str
    command: list[str]
    process: Any = None
    log: Path | None = None
    since: float = 0.0


@dataclass
class Family:
    """The processes of one portal: started together, stopped together."""

    environment: dict[str, str]
    children: list[Child] = field(default_factory=list)

    def start(self, child: Child) -> None:
        """Start one process and look after it from now on."""
        self._begin(child)
        self.children.append(child)

    def start_again(self, child: Child) -> None:
        """Start a fallen process anew, once whatever it had started is gone."""
        _signal(child, signal.SIGKILL)
        self._begin(child)

    def _begin(self, child: Child) -> None:
        """Begin out of reach of the terminal's Ctrl-C, which is the launcher's to answer."""
        child.since = time.monotonic()
        with contextlib.ExitStack() as stack:
            output = stack.enter_context(child.log.open("a")) if child.log else None
            child.process = subprocess.Popen(
                child.command,
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT if output else None,
                start_new_session=True,
            )

    def fallen(self) -> Child | None:
        """A process that ended although nobody asked it to."""
        return next((child for child in self.children if child.process.poll() is not None), None)

    def stop(self) -> None:
        """End every process: asked first, then made to. A second Ctrl-C changes nothing."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        for child in reversed(self.children):
            _signal(child, signal.SIGTERM)
        until = time.monotonic() + PATIENCE_AT_END
        for child in self.children:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.process.wait(max(until - time.monotonic(), 0.1))
            _signal(child, signal.SIGKILL)
            child.process.wait()


def _signal(child: Child, number: signal.Signals) -> None:
    """Tell a process and whatever it started; gone is fine."""
    group_too = number == signal.SIGKILL
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.process.pid, number) if group_too else child.process.send_signal(number)


# --- where, and whether it can be ----------------------------------------------------------------------------------
def place_named() -> Place:
    """The folder and port that the environment names, or the usual ones."""
    folder = Path(os.environ.get("PORTAL_DATA_DIR") or ROOT / "var").expanduser().resolve()
    port = os.environ.get("PORTAL_PORT") or str(DEFAULT_PORT)
    if not port.isdecimal() or not 0 < int(port) < 65536:
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


def check_it_is_a_demonstration(place: Place) -> None:
    """Stop when the folder holds a real portal; otherwise mark it as a demonstration."""
    if not place.marker.exists():
        if (place.folder / "portal.sqlite3").exists():
            raise Trouble(
                f"The folder {place.folder} holds a portal that is not a demonstration; choose another with"
                " PORTAL_DATA_DIR."
            )
        place.marker.write_text("empty\n")


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


def web(place: Place, *, threads: int = 4) -> list[str]:
    """The web server: one process, several threads."""
    command = [sys.executable, "-m", "gunicorn", "lipportal.wsgi:application", "--bind", f"{HOST}:{place.port}"]
    command += ["--workers", "1", "--worker-class", "gthread", "--threads", str(threads), "--no-control-socket"]
    return [*command, "--graceful-timeout", "5", "--log-level", "warning"]


def worker(place: Place) -> list[str]:
    """The background worker, which keeps the timetable too; its process file says when it is ready."""
    place.ready.unlink(missing_ok=True)
    command = [sys.executable, "-m", "celery", "-A", "lipportal", "worker", "--loglevel", "WARNING"]
    command += ["--without-gossip", "--without-mingle", "--pool", "solo", "--beat"]
    return [*command, "--pidfile", str(place.ready)]


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
            family.start(Child("The web server", web(place), log=log))
            family.start(Child("The worker", worker(place), log=log))
            wait_until_open(place, family)
            welcome(place)
            watch(family)
        finally:
            family.stop()


def reset() -> None:
    """Forget the demonstration in this folder; the next start makes a new one."""
    place = place_named()
    if place.folder.exists() and any(place.folder.iterdir()):
        check_folder(place)
        with alone_in(place):
            check_it_is_a_demonstration(place)
            for entry in place.folder.iterdir():
                if entry.name in OURS or entry.name.startswith(("portal.sqlite3", "beat")):
                    shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    print(f"The demonstration in {place.folder} is gone; a new one is made now.", flush=True)


OURS = {"demonstration", "secret", "static", "files", "broker", "logs", "running", "worker.pid", "trail-head.json"}


def serve() -> None:
    """Start web, worker and timetable with the settings the environment already holds; log to the terminal."""
    place = place_named()
    check_folder(place)
    with alone_in(place):
        check_port(place)
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "lipportal.settings", "PYTHONUNBUFFERED": "1"}
        prepare(environment)
        family = Family(environment)
        try:
            family.start(Child("The web server", web(place, threads=8)))
            family.start(Child("The worker", worker(place)))
            wait_until_open(place, family)
            print(f"The portal answers at {place.address}", flush=True)
            watch(family)
        finally:
            family.stop()


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
            _signal(child, signal.SIGKILL)
            process.wait()


def wait_until_open(place: Place, family: Family) -> None:
    """Return once the first page comes and the worker is ready; Trouble when they do not, or a process falls."""
    until = time.monotonic() + PATIENCE_AT_START
    while time.monotonic() < until:
        raise_if_fallen(family)
        if place.ready.exists() and (status := _first_page(place)):
            if status >= 500:
                raise Trouble(f"The portal's first page is an error; what it wrote is in {place.logs}.")
            return
        time.sleep(0.2)
    raise Trouble(f"The portal did not open within {PATIENCE_AT_START:.0f} seconds.")


def _first_page(place: Place) -> int | None:
    """The status of the first page, or None while nothing answers."""
    try:
        wire = http.client.HTTPConnection(HOST, place.port, timeout=30)
        wire.request("GET", "/en/")
        return wire.getresponse().status
    except OSError:
        return None


def watch(family: Family) -> None:
    """Stay, and start again what falls; Ctrl-C raises Stopped from here."""
    while True:
        revive(family)
        time.sleep(0.5)


def revive(family: Family) -> None:
    """Start a process again that ended by itself after standing a while; Trouble when it fell at once."""
    child = family.fallen()
    if child is None:
        return
    if time.monotonic() - child.since < STEADY_AFTER:
        raise_if_fallen(family)
    sys.stderr.write(f"{child.name} stopped by itself and is started again.\n")
    family.start_again(child)


def raise_if_fallen(family: Family) -> None:
    """Trouble, with the last lines it wrote, when a process has ended by itself."""
    child = family.fallen()
    if child is None:
        return
    if child.log is not None:
        sys.stderr.write("".join(child.log.read_text(errors="replace").splitlines(keepends=True)[-15:]))
    where = f"; what it wrote is in {child.log}" if child.log else ""
    raise Trouble(f"{child.name} stopped by itself, so everything was stopped{where}.")


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
    commands = {"demo": demo, "reset": reset, "serve": serve}
    if len(sys.argv) != 2 or sys.argv[1] not in commands:
        sys.stderr.write(f"Say one of: {', '.join(commands)}.\n")
        return 2
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    try:
        commands[sys.argv[1]]()
    except Stopped:
        print("\nStopped. The data is kept.", flush=True)
    except Trouble as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
