"""Processes started together, looked after, and stopped together."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PATIENCE_AT_END = 40.0  # longer than the web server gives the requests under way; nobody idle takes as long
STEADY_AFTER = 10.0  # a process that falls sooner is likely to fall again
LONGEST_PAUSE = 30.0


class Trouble(Exception):
    """Something stands in the way; its one sentence is for the person at the terminal."""


@dataclass
class Child:
    """One process the launcher started."""

    name: str
    command: list[str]
    process: Any = None
    log: Path | None = None
    since: float = 0.0
    falls: int = 0  # in a row, without standing a while in between

    @property
    def is_down(self) -> bool:
        """Whether it ended although nobody asked it to."""
        return self.process.poll() is not None

    @property
    def stood_a_while(self) -> bool:
        """Whether it was up for longer than one that cannot start at all."""
        return time.monotonic() - self.since >= STEADY_AFTER


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
        tell(child, signal.SIGKILL)
        self._begin(child)

    def _begin(self, child: Child) -> None:
        """Begin out of reach of the terminal's Ctrl-C, which is the launcher's to answer."""
        child.since = time.monotonic()
        with contextlib.ExitStack() as stack:
            output = stack.enter_context(child.log.open("a")) if child.log else None
            child.process = subprocess.Popen(  # noqa: S603 - our own commands, no shell
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
        return next((child for child in self.children if child.is_down), None)

    def stop(self) -> None:
        """End every process: asked first, then made to. A second Ctrl-C changes nothing."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        for child in reversed(self.children):
            tell(child, signal.SIGTERM)
        until = time.monotonic() + PATIENCE_AT_END
        for child in self.children:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.process.wait(max(until - time.monotonic(), 0.1))
            tell(child, signal.SIGKILL)
            child.process.wait()


def tell(child: Child, number: signal.Signals) -> None:
    """Tell a process and whatever it started; gone is fine."""
    group_too = number == signal.SIGKILL
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.process.pid, number) if group_too else child.process.send_signal(number)


def revive(family: Family) -> None:
    """Start a process again that ended by itself after standing a while; Trouble when it fell at once.

    For somebody's own machine: what cannot stand is said, and not tried for ever.
    """
    child = family.fallen()
    if child is None:
        return
    if not child.stood_a_while:
        raise_if_fallen(family)
    _start_again(family, child)


def revive_patiently(family: Family) -> None:
    """Start every process again that ended by itself, after a pause that grows while it keeps falling; never give up.

    For a service: a database that is away for an hour must not end what nobody would start again.
    """
    for child in family.children:
        if child.is_down and time.monotonic() - child.since >= min(2.0**child.falls, LONGEST_PAUSE):
            child.falls += 1
            _start_again(family, child)
        elif not child.is_down and child.stood_a_while:
            child.falls = 0


def _start_again(family: Family, child: Child) -> None:
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
