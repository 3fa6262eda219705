"""The command lines of web, workers and timetable; each size stands here once, with its reason.

Plain Python that never loads the settings: `make serve`, the demonstration and the containers all start from here.
"""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lipportal.family import Trouble

HOST = "127.0.0.1"
LARGEST = 64
DEFAULT_PORT = 8000
# What a mail waits behind is another mail; a person's document or sheet takes longer, and stands in a line of its own.
SHORT_WORK = ("portal", "mail")
LONG_WORK = ("documents", "imports")
IN_MEMORY = Path("/dev/shm")  # noqa: S108 - gunicorn makes files there that nobody else can open


@dataclass(frozen=True)
class Sizes:
    """How many of each; docs/operations.md says when to take more.

    More than one web process needs a cache that all share, or each would count wrong passwords for itself.
    """

    web_processes: int = 2
    web_threads: int = 4
    worker_processes: int = 2


def web(bind: str, sizes: Sizes) -> list[str]:
    """The web server: processes of several threads; of more than one, each is begun anew after some thousand requests.

    Asked to stop, it answers what is under way for twenty seconds. `--timeout` is the sign of life of a process: with
    threads it ends no slow request, which the limits of database, cache and broker do (settings.py, celery.py).

    No access log: its lines would hold addresses of people, what they searched for, and the secrets of invitations.
    """
    command = [sys.executable, "-m", "gunicorn", "lipportal.wsgi:application", "--bind", bind]
    command += ["--workers", str(sizes.web_processes), "--worker-class", "gthread", "--threads", str(sizes.web_threads)]
    command += ["--timeout", "60", "--graceful-timeout", "20", "--no-control-socket", "--log-level", "warning"]
    # Its own lines quote what was sent; they are told as all others are.
    command += ["--logger-class", "lipportal.shared.server_log.ServerLogger"]
    if sizes.web_processes > 1:
        # Whatever a library leaks is given back; not all at once.
        command += ["--max-requests", "5000", "--max-requests-jitter", "500"]
    # The sign of life of each process is a file; on a disk that stalls it would be taken for dead.
    return [*command, "--worker-tmp-dir", str(IN_MEMORY)] if IN_MEMORY.is_dir() else command


def worker(queues: Sequence[str], sizes: Sizes) -> list[str]:
    """A worker for some queues, by name, with processes of its own; the timetable is another's."""
    command = [*_celery(*_WORKER), "--pool", "prefork", "--concurrency", str(sizes.worker_processes)]
    return [*command, "--queues", ",".join(queues), "--hostname", f"{'-'.join(queues)}@%h"]


def worker_of_all(ready: Path) -> list[str]:
    """The one worker of the embedded broker, which keeps the timetable too; `ready` is there once it works."""
    return [*_celery(*_WORKER), "--pool", "solo", "--beat", "--pidfile", str(ready)]


def timetable(pidfile: Path) -> list[str]:
    """The timetable; one is enough, and two do no harm."""
    return [*_celery("beat"), "--pidfile", str(pidfile)]


def _celery(*words: str) -> list[str]:
    return [sys.executable, "-m", "celery", "-A", "lipportal", *words]


# Nothing here needs one worker to know of another. Asked to stop, a worker finishes the task it is at. Celery's soft
# shutdown (REMAP_SIGTERM) is not asked for: tried with 5.7, the one process of the embedded broker stands still
# meanwhile and loses its task, message and all.
_WORKER = ("worker", "--without-gossip", "--without-mingle")


def sizes_named() -> Sizes:
    """The sizes that the environment names, or the usual ones; Trouble with a sentence for what cannot be."""
    usual = Sizes()
    has_shared_cache = is_named("PORTAL_CACHE_URL")
    sizes = Sizes(
        _counted("PORTAL_WEB_PROCESSES", usual.web_processes if has_shared_cache else 1),
        _counted("PORTAL_WEB_THREADS", usual.web_threads),
        _counted("PORTAL_WORKER_PROCESSES", usual.worker_processes),
    )
    if sizes.web_processes > 1 and not has_shared_cache:
        raise Trouble(
            "PORTAL_WEB_PROCESSES is more than 1 and no PORTAL_CACHE_URL is named: each process would count wrong"
            " passwords for itself. Name a cache that all share, or leave it at 1."
        )
    return sizes


def is_named(variable: str) -> bool:
    """Whether the environment names this setting, or a file that holds it; blank counts as not there."""
    return any(os.environ.get(name, "").strip() for name in (variable, f"{variable}_FILE"))


def _counted(name: str, usual: int) -> int:
    value = os.environ.get(name, "").strip() or str(usual)
    if not (value.isascii() and value.isdecimal() and 0 < int(value) <= LARGEST):
        raise Trouble(f"{name} must be a number between 1 and {LARGEST}, and it is “{value}”.")
    return int(value)
