"""The one browser of all journeys. It is ended and started anew when it no longer answers.

Chromium sometimes never says that it has closed a window whose page was just on its way elsewhere, and Playwright
waits for that word without an end: one such window would hold up every journey after it.
"""

import logging
import os
import signal
from collections.abc import Callable
from pathlib import Path
from threading import Timer

from playwright.sync_api import Browser, BrowserContext, Error

log = logging.getLogger(__name__)


class Chromium:
    """Opens and closes windows; `launch` starts a browser with further arguments, `patience` is in seconds."""

    def __init__(self, launch: Callable[[str], Browser], *, patience: float = 60.0) -> None:
        self.launch, self.patience = launch, patience
        self.mark = f"--journeys-of={os.getpid()}-{id(self)}"
        self.browser = launch(self.mark)

    def new_context(self, **options) -> BrowserContext:
        """A browser of somebody's own, without anybody's cookies."""
        if not self.browser.is_connected():
            self.browser = self.launch(self.mark)
        return self.browser.new_context(**options)

    def close_context(self, context: BrowserContext) -> None:
        """Close it; a browser that does not do so in time is ended, and the next window starts another."""
        watch = Timer(self.patience, self.end)
        watch.start()
        try:
            context.close()
        except Error:
            if self.browser.is_connected():
                raise
        finally:
            watch.cancel()

    def close(self) -> None:
        """Close the browser itself."""
        self.browser.close()

    def end(self) -> None:
        """Kill the browser, whatever it is doing."""
        log.warning("Chromium did not close a window in %s s and was ended.", self.patience)
        for pid in self.processes():
            os.kill(pid, signal.SIGKILL)

    def processes(self) -> list[int]:
        """The browser's own process, told from others on the machine by its mark; not those of its pages."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                words = (folder / "cmdline").read_bytes().decode(errors="replace").split("\0")
            except OSError:  # it ended meanwhile
                continue
            if self.mark in words and not any(word.startswith("--type=") for word in words):
                found.append(int(folder.name))
        return found
