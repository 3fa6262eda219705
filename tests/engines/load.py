"""People who write without a pause, and what they were told is saved."""

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.bars.forms import forms_in
from tests.engines.served import Answer, Served

PAGE = "/en/p/london-and-middlesex/organizations/new/"
INTERNALS = re.compile(rb"Traceback|psycopg2|OperationalError|redis\.exceptions|is locked")


@dataclass
class Load:
    """Windows of one coordinator that add organizations, from threads of their own."""

    service: Served
    writers: int = 4
    saved: list[str] = field(default_factory=list)
    saved_at: list[float] = field(default_factory=list)
    ugly: list[bytes] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)

    def _write(self, writer: int) -> None:
        number, window = 0, self.service.window("coordinator")
        while not self._stop.is_set():
            number += 1
            name = f"Load {id(self)} {writer} {number}"
            try:
                opened = self._looked_at(window.open(PAGE))
                if opened.status == 200:
                    [form] = [one for one in forms_in(opened, PAGE) if one.route == "councils:organization_create"]
                    answer = self._looked_at(window.post(PAGE, {**form.values, "name_en": name, "name_fr": name}))
                    if answer.status == 302 and "/account/" not in answer.place:
                        self.saved.append(name)
                        self.saved_at.append(time.monotonic())
                        continue
                    opened = answer
                self.refused.append(opened.status)
            except OSError:
                self.refused.append(0)
            time.sleep(0.2)

    def _looked_at(self, answer: Answer) -> Answer:
        """What nobody should be shown, whatever is away, is remembered."""
        if INTERNALS.search(answer.content) or (answer.status >= 500 and b"<html" not in answer.content):
            self.ugly.append(answer.content[:500])
        return answer

    def saved_after(self, moment: float) -> float | None:
        """When something was first saved again after that moment; None while nothing was."""
        return next((at for at in self.saved_at if at > moment), None)

    def lost(self) -> set[str]:
        """What was told to be saved and is not there."""
        stored = self.service.rows("SELECT name_en FROM councils_organization WHERE name_en LIKE 'Load %'")
        return set(self.saved) - {name for (name,) in stored}

    @contextmanager
    def going_on(self) -> Iterator["Load"]:
        """Writers at work until the block ends."""
        threads = [threading.Thread(target=self._write, args=(number,)) for number in range(self.writers)]
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            self._stop.set()
            for thread in threads:
                thread.join(60)
