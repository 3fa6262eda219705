"""A person at a browser: follows links, fills labelled fields, presses buttons; by role and label, as people do."""

import re
from contextlib import contextmanager
from datetime import date
from typing import Any

from playwright.sync_api import Error, Locator, Page, expect

from reporting.demo.cast import PARTS
from tests.journeys.words import beginning, exactly, pattern_of, say, sayings

LABELS = {part.key: part.label for part in PARTS}


class Visit:
    """One window of one person, in one language."""

    def __init__(self, page: Page, language: str) -> None:
        self.language = language
        self.complaints: list[str] = []
        self.expected: set[int] = set()
        self.is_offline = False
        self.status = 0
        self.page = self._attended(page)

    def _attended(self, page: Page) -> Page:
        page.on("response", self._heard)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        return page

    def open_tab(self) -> None:
        """Another tab of the same browser, in place of one that is gone."""
        self.page = self._attended(self.page.context.new_page())

    # --- what went wrong --------------------------------------------------------------------------------------------
    def _heard(self, response) -> None:
        if response.request.is_navigation_request() and response.frame == self.page.main_frame:
            self.status = response.status
        if response.status >= 400 and response.status not in self.expected:
            self.complaints.append(f"{response.request.method} {response.url} answered {response.status}")

    def _console(self, message) -> None:
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.complaints.append(f"{self.page.url}: {message.text}")

    @contextmanager
    def expecting(self, *statuses: int):
        """Within this block these answers are the right ones."""
        before = self.expected
        self.expected = before | set(statuses)
        yield
        self.expected = before

    def _looks_right(self) -> None:
        lang = self.page.locator("html").get_attribute("lang")
        assert lang == f"{self.language}-CA", f"{self.page.url} says its language is {lang}"
        assert not self.complaints, "\n".join(self.complaints)

    def where(self) -> str:
        """Where this window stands, for a failed journey: its address and what is read there."""
        try:
            return f"{self.page.url} ({self.status})\n{self.text()[:1500]}"
        except Error as error:
            return f"{self.page.url} ({self.status})\n{error}"

    # --- words ------------------------------------------------------------------------------------------------------
    def say(self, words: Any, **values: Any) -> str:
        """The portal's words in this window's language."""
        return say(self.language, words, **values)

    def named(self, words: Any, more: str = "", **values: Any) -> re.Pattern[str]:
        """A pattern for what goes by these words; `more` are the unseen words that tell it from its like."""
        texts = sayings(self.language, words, **values)
        return re.compile(beginning(*texts).pattern + r".*" + pattern_of(more)) if more else exactly(*texts)

    # --- going about ------------------------------------------------------------------------------------------------
    def go(self, path: str) -> None:
        """Type an address, without its language."""
        self.page.goto(f"/{self.language}{path}")
        self._looks_right()

    def enter(self, key: str) -> "Visit":
        """Come in through the demonstration's door as one of its people."""
        self.go("/demo/")
        name = exactly(f"{self.say('Enter')} {self.say('as %(role)s', role=self.say(LABELS[key]))}")
        self.page.get_by_role("button", name=name).click()
        self._looks_right()
        return self

    def follow(self, words: Any, more: str = "", *, within: Locator | None = None) -> None:
        """Follow a link by its words."""
        (within or self.page).get_by_role("link", name=self.named(words, more)).first.click()
        self._looks_right()

    def press(self, words: Any, more: str = "", *, within: Locator | None = None) -> None:
        """Press a button by its words."""
        self.button(words, more, within=within).click()
        self._looks_right()

    def button(self, words: Any, more: str = "", *, within: Locator | None = None) -> Locator:
        """A button by its words."""
        return (within or self.main).get_by_role("button", name=self.named(words, more)).first

    # --- fields -----------------------------------------------------------------------------------------------------
    def label(self, words: Any) -> re.Pattern[str]:
        """A pattern for the label of a field that may be optional, and begins with a capital on the page."""
        optional = pattern_of(*sayings(self.language, "(optional)"))
        texts = pattern_of(*sayings(self.language, words))
        return re.compile(rf"^\s*{texts}(\s*{optional})?\s*$", re.IGNORECASE)

    def field(self, words: Any) -> Locator:
        """The control with this label."""
        return self.main.get_by_label(self.label(words)).first

    def fill(self, values: dict[Any, Any]) -> None:
        """Type into fields, by label; a day as a day, a tick as True or False, a choice of a list by its words."""
        for words, value in values.items():
            control = self.field(words)
            if isinstance(value, bool):
                control.set_checked(value)
            elif control.evaluate("one => one.tagName") == "SELECT":
                control.select_option(label=self._option(control, value))
            else:
                control.fill(value.isoformat() if isinstance(value, date) else str(value))

    def _option(self, control: Locator, words: Any) -> str:
        wanted = sayings(self.language, words)
        options = [text.strip() for text in control.locator("option").all_text_contents()]
        found = [text for text in options if text in wanted]
        found += [text for text in options if any(one in text for one in wanted)]
        assert found, f"“{wanted}” is not among {options}"
        return found[0]

    def tap(self, legend: Any, *choices: Any) -> None:
        """Tick or tap choices of a group, by their words."""
        group = self.page.get_by_role("group", name=self.label(legend))
        for choice in choices:
            group.locator("label", has_text=beginning(*sayings(self.language, choice))).first.click()

    # --- looking ----------------------------------------------------------------------------------------------------
    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    def sees(self, words: Any, **values: Any) -> None:
        """These words stand in the page."""
        expect(self.main).to_contain_text(re.compile(pattern_of(*sayings(self.language, words, **values))))

    def heading(self) -> str:
        return " ".join(self.main.get_by_role("heading", level=1).first.inner_text().split())

    def title(self) -> str:
        return " ".join(self.page.title().split())

    def text(self) -> str:
        return " ".join(self.main.inner_text().split())

    def open_partnership(self, name: str) -> None:
        """Find a partnership in the directory and open its page."""
        self.go("/partnerships/")
        self.fill({"A place, a body or an older name": name})
        self.press("Show")
        self.main.get_by_role("link", name=exactly(name)).first.click()
        self._looks_right()

    def desk(self, name: str, door: Any) -> None:
        """Open one door of one's desk in a partnership."""
        self.open_partnership(name)
        desk = self.page.get_by_role("region", name=exactly(self.say("Your desk here")))
        self.follow(door, within=desk)
