"""The folder a portal runs from: held by one at a time, and emptied only where a demonstration left its mark.

Plain Python that never loads the settings.
"""

import contextlib
import fcntl
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lipportal.family import Trouble
from lipportal.processes import HOST

# Whatever a portal makes in its folder, name by name: what SQLite and the timetable's file lay beside theirs, too. The
# lock is not among them: it is held by whoever looks, and harmless.
_OF_A_PORTAL = re.compile(
    r"portal\.sqlite3(-wal|-shm|-journal)?|beat(\.(db|dat|bak|dir)|-wal|-shm|-journal)?"
    r"|static|files|broker|logs|secret|worker\.pid|trail-head\.json"
)


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


def check_folder(place: Place) -> None:
    """Stop unless the folder can be made and written to."""
    try:
        place.folder.mkdir(parents=True, exist_ok=True)
        trial = place.folder / ".writable"
        trial.write_text("")
        trial.unlink()
    except OSError:
        raise Trouble(f"The folder {place.folder} cannot be written to; choose another with PORTAL_DATA_DIR.") from None


@contextlib.contextmanager
def alone_in(place: Place) -> Iterator[None]:
    """Hold the folder for as long as the portal runs: two of them must not share one."""
    with (place.folder / "running").open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Trouble(f"A portal already runs from {place.folder}; stop that one first.") from None
        yield


# --- whose folder it is --------------------------------------------------------------------------------------------
def mark_as_demonstration(place: Place) -> None:
    """Say of this folder, once and for all, that it is a demonstration; Trouble where any other portal has been.

    Nothing that a reset would remove may be there before the mark, so a reset removes only what came after it.
    """
    if not place.marker.exists():
        check_no_portal_was_here(place)
        place.marker.write_text("empty\n")


def check_no_portal_was_here(place: Place) -> None:
    """Stop when the folder holds what a portal makes; a portal on PostgreSQL leaves no database here, but the rest."""
    if made := sorted(entry.name for entry in _made_by_a_portal(place)):
        raise Trouble(
            f"The folder {place.folder} holds a portal that is not a demonstration ({', '.join(made)}); choose another"
            " with PORTAL_DATA_DIR."
        )


def check_no_demonstration_was_here(place: Place) -> None:
    """Stop when the folder is a demonstration: what people do there in earnest would go with the next reset."""
    if place.marker.exists():
        raise Trouble(
            f"The folder {place.folder} holds a demonstration, which a reset would remove with all that is in it;"
            " choose another with PORTAL_DATA_DIR."
        )


def forget_demonstration(place: Place) -> None:
    """Remove what the demonstration made, and its mark last: a reset that is cut short can be taken up again."""
    place.marker.write_text("empty\n")  # from here on its world is no longer whole
    for entry in _made_by_a_portal(place):
        shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()
    place.marker.unlink()


def _made_by_a_portal(place: Place) -> list[Path]:
    try:
        return [entry for entry in place.folder.iterdir() if _OF_A_PORTAL.fullmatch(entry.name)]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError:
        raise Trouble(f"The folder {place.folder} cannot be read; choose another with PORTAL_DATA_DIR.") from None
