"""What interrupts somebody who writes, and a desk that knows which words must stand in the form afterwards.

A word is due on every device when the page had said that it was saved, or when it was typed more than ten seconds
before the interruption; on this device also when the page had said that it was kept here.
"""

import random
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from playwright.sync_api import Error, Locator, Response, expect

from tests.journeys.long_forms import LongForm
from tests.journeys.pages import Visit
from tests.journeys.portal import Portal
from tests.journeys.words import beginning

OTHER = {"en": "fr", "fr": "en"}
NAMES = {"en": "English", "fr": "Français"}
RECENT = 10.0
# A text longer than most may be, and a choice that is none; whatever is typed before comes back with the fault.
TOO_MUCH = " " + "x" * 20_001
SPOIL = """(area, more) => {
  area.value += more;
  const choice = area.form.querySelector("select, input[type=radio]");
  if (choice?.type === "radio") { choice.value = "none-of-these"; choice.checked = true; }
  else if (choice) { choice.add(new Option("?", "none-of-these")); choice.value = "none-of-these"; }
}"""
SHOWN = """area => {
  const note = area.form.querySelector("[data-saved]") || document.querySelector("[data-saved]");
  const shape = [...note.querySelectorAll("[data-when]")].find(one => !one.hidden);
  return { when: shape ? shape.dataset.when : "", text: area.value };
}"""

# Nothing waits to be saved. A copy that adds nothing to the page is not sent, and nothing is said of it.
NOTHING_OPEN = """() => [...document.querySelector("[data-saved]").querySelectorAll("[data-when]")]
  .every(one => one.hidden || one.dataset.when === "saved")"""


@dataclass
class Due:
    """The words that must be there again: anywhere, and on the device they were typed on."""

    anywhere: set[str] = field(default_factory=set)
    here: set[str] = field(default_factory=set)


class Desk:
    """One person at one long form, with another device of theirs beside it."""

    def __init__(self, portal: Portal, visit: Callable, form: LongForm, address: str, *, language: str, seed: int):
        self.portal, self.form, self.address = portal, form, address
        self.chance = random.Random(seed)  # noqa: S311 - interruptions, no secrets
        self.window: Visit = visit(language).enter(form.who)
        self.beside: Visit = visit(OTHER[language]).enter(form.who)
        self.typed: dict[str, float] = {}
        self.answered: set[str] = set()
        self.count, self.checked, self.lost, self.oldest_lost, self.gone_at = 0, 0, 0, 0.0, 0.0
        self.met: list[str] = []
        self._attend()
        self.open(self.window)

    def survive(self, interrupt: Callable[["Desk"], Due]) -> Due:
        """Be interrupted, come back, and find every word that is due; what was due is told."""
        self.met.append(interrupt.__name__)
        due = interrupt(self)
        self.resume(due)
        return due

    # --- the form -------------------------------------------------------------------------------------------------
    def area(self, window: Visit) -> Locator:
        return window.page.locator(f"form[data-draft] [name={self.form.field}]").first

    def open(self, window: Visit) -> None:
        """Come to the form by its address; where it waits behind a summary, open that."""
        try:
            window.page.goto(f"/{window.language}{self.address}")
        except Error as error:
            # The browser was still on its way with what was sent before, and drops this visit for it.
            if "interrupted by another navigation" not in error.message:
                raise
            window.page.wait_for_load_state()
            window.page.goto(f"/{window.language}{self.address}")
        window._looks_right()
        self.unfold(window)

    def unfold(self, window: Visit) -> None:
        expect(self.area(window)).to_be_attached()
        if not self.area(window).is_visible():
            window.page.locator("details", has=self.area(window)).locator("summary").first.click()
        expect(self.area(window)).to_be_visible()

    def kill_tab(self) -> None:
        """The tab dies without a word."""
        with self.window.page.expect_event("crash"), suppress(Error):
            self.window.page.goto("chrome://crash")
        self.window.page.close()

    def open_tab(self) -> None:
        self.window.open_tab()
        self._attend()

    def save(self) -> None:
        """Press the form's own button, whatever comes of it."""
        button = "xpath=ancestor::form//button[@type='submit' and not(@formaction)]"
        with self.window.page.expect_navigation():
            self.area(self.window).locator(button).first.click()

    # --- typing ---------------------------------------------------------------------------------------------------
    def type_for(self, seconds: float) -> None:
        """Words nobody has typed before, one after the other without a pause, at the end of the text."""
        until = time.monotonic() + seconds
        self.area(self.window).focus()
        self.window.page.keyboard.press("Control+End")
        while True:
            self.count += 1
            word = f"w{self.count}{self.chance.randrange(16**4):04x}"
            self.window.page.keyboard.type(f" {word}", delay=self.chance.uniform(10, 50))
            self.typed[word] = time.monotonic()
            if time.monotonic() >= until:
                break
        assert word in self.area(self.window).input_value(), "the form takes no more words"

    def type_a_while(self) -> None:
        self.type_for(self.chance.uniform(0.2, 3.5))

    # --- what the page and the portal said --------------------------------------------------------------------------
    def _attend(self) -> None:
        self.window.page.on("response", self._heard)

    def _heard(self, response: Response) -> None:
        """What the portal answered to have kept."""
        if response.url.endswith("/drafts/save/") and response.status == 200:
            body = parse_qs(response.request.post_data or "")
            self.answered |= self._words(body.get(self.form.field, [""])[0])

    def _words(self, text: str) -> set[str]:
        return set(text.split()) & set(self.typed)

    def due(self) -> Due:
        """What must survive whatever happens now."""
        shown = self.area(self.window).evaluate(SHOWN)
        now, words = time.monotonic(), self._words(shown["text"])
        old = {word for word, at in self.typed.items() if now - at > RECENT}
        said = words if shown["when"] == "saved" else set()
        kept = words if shown["when"] == "kept" else set()
        return Due(old | said | (self.answered & set(self.typed)), kept)

    def all_of_it(self) -> Due:
        return Due(set(self.typed), set(self.typed))

    def expect_note(self, when: str) -> None:
        """The page says of all that was typed: saved, or kept on this device."""
        note = self.window.page.locator("[data-saved]").locator(f"[data-when={when}]")
        expect(note.first).to_be_visible()
        shown = self.area(self.window).evaluate(SHOWN)
        assert shown["when"] == when
        assert set(self.typed) <= set(shown["text"].split())

    def expect_saved_by_itself(self) -> Due:
        """Nobody does anything, and the page sends what it has and says so."""
        self.expect_note("saved")
        says = self.window.page.locator("[data-saved] [data-says]").first
        expect(says).to_have_text(beginning(self.window.say("Saved at %(time)s", time="")))
        return self.all_of_it()

    # --- coming back ------------------------------------------------------------------------------------------------
    def resume(self, due: Due) -> None:
        """The words are there on another device, and on this one, in either order."""
        looks = [lambda: self.look_beside(due), lambda: self.look_here(due)]
        self.chance.shuffle(looks)
        for look in looks:
            look()
        self._forget_the_lost()

    def look_beside(self, due: Due) -> None:
        self.open(self.beside)
        self._holds(self.beside, due.anywhere, "another device")

    def look_here(self, due: Due) -> None:
        self.unfold(self.window)
        use = self.window.page.get_by_role("button", name=self.window.say("Use them"))
        if use.count():
            use.first.click()
            self.window.page.wait_for_function(NOTHING_OPEN)
        self._holds(self.window, due.anywhere | due.here, "the same device")

    def _holds(self, window: Visit, due: set[str], where: str) -> None:
        text = set(self.area(window).input_value().split())
        self.checked += len(due)
        missing = [word for word in self.typed if word in due - text]
        gone = f"{self.form.name}, {where}: {len(missing)} of {len(due)} words are gone: {missing[:8]}"
        assert not missing, f"{gone}, after {', '.join(self.met)}"

    def _forget_the_lost(self) -> None:
        """What was typed in the last moments may be gone: it is counted, and not asked for again."""
        there = self._words(self.area(self.window).input_value())
        for word in set(self.typed) - there:
            self.lost += 1
            self.oldest_lost = max(self.oldest_lost, self.gone_at - self.typed.pop(word))

    def goes(self) -> Due:
        """The moment of the interruption, and what is due from then on."""
        due = self.due()
        self.gone_at = time.monotonic()
        return due

    def begin_again(self) -> None:
        """An emptied text, so that it never grows beyond what a form takes."""
        self.typed.clear()
        self.answered.clear()
        self.area(self.window).fill("")
        self.expect_saved_by_itself()


# --- the interruptions: each types, is interrupted, stands at the form again, and says what is due --------------------
def tab_killed(desk: Desk) -> Due:
    """The tab dies without a word."""
    desk.type_a_while()
    due = desk.goes()
    desk.kill_tab()
    desk.open_tab()
    desk.open(desk.window)
    return due


def tab_closed(desk: Desk) -> Due:
    """The tab is closed in the middle of a word."""
    desk.type_a_while()
    due = desk.goes()
    desk.window.page.close(run_before_unload=False)
    desk.open_tab()
    desk.open(desk.window)
    return due


def network_lost(desk: Desk) -> Due:
    """No network for a while; when it is back, the page sends by itself."""
    context = desk.window.page.context
    desk.type_a_while()
    context.set_offline(True)
    desk.type_a_while()
    desk.expect_note("kept")
    desk.goes()
    context.set_offline(False)
    due = desk.expect_saved_by_itself()
    desk.open(desk.window)
    return due


def network_lost_and_tab_killed(desk: Desk) -> Due:
    """No network, and the tab dies before it is back: this device has what it said it kept, in either language."""
    context = desk.window.page.context
    desk.type_a_while()
    context.set_offline(True)
    due = desk.due()
    desk.type_a_while()
    desk.expect_note("kept")
    due.here = desk.goes().here
    desk.kill_tab()
    context.set_offline(False)
    desk.open_tab()
    desk.window.language = OTHER[desk.window.language]
    desk.open(desk.window)
    return due


@contextmanager
def bad_gateway(desk: Desk, pattern: str):
    """The proxy before the portal answers 502 to what is posted there."""

    def answer(route):
        is_post = route.request.method == "POST"
        route.fulfill(status=502, content_type="text/html", body="<h1>502</h1>") if is_post else route.fallback()

    page = desk.window.page
    page.route(pattern, answer)
    with desk.window.expecting(502):
        yield
        page.unroute(pattern, answer)


def bad_gateway_while_typing(desk: Desk) -> Due:
    """What the page sends is not taken; as soon as it is, the page has sent it by itself."""
    return _typing_on_while(desk, lambda: bad_gateway(desk, "**/drafts/save/"))


def _typing_on_while(desk: Desk, unreachable: Callable[[], AbstractContextManager[Any]]) -> Due:
    """One types before, while the portal takes nothing, and waits until the page has sent it all by itself."""
    desk.type_a_while()
    with unreachable():
        desk.type_a_while()
        desk.expect_note("kept")
        desk.goes()
    due = desk.expect_saved_by_itself()
    desk.open(desk.window)
    return due


def answer_never_comes(desk: Desk) -> Due:
    """The portal takes what the page sends and says nothing; then the tab dies."""
    desk.type_a_while()
    desk.window.page.route("**/drafts/save/", lambda _route: None)
    due = desk.due()
    desk.type_a_while()
    desk.expect_note("kept")
    due.here = desk.goes().here
    desk.kill_tab()
    desk.open_tab()
    desk.open(desk.window)
    return due


def bad_gateway_on_save(desk: Desk) -> Due:
    """Saving is answered with a page of the proxy's; one goes back, or comes by the address again."""
    desk.type_a_while()
    with bad_gateway(desk, "**/*"):
        desk.type_a_while()
        due = desk.goes()
        desk.save()
        assert desk.window.status == 502
    if desk.chance.random() < 0.5:
        # A page that was itself the answer to a post is not shown again by going back.
        with suppress(Error):
            desk.window.page.go_back()
    if not desk.area(desk.window).count():
        desk.open(desk.window)
    return due


def session_expired(desk: Desk) -> Due:
    """The session ends, saving leads to the door, and the same person comes in again."""
    desk.type_a_while()
    due = desk.goes()
    desk.window.page.context.clear_cookies(name="session")
    desk.type_a_while()
    posted = set(desk.typed)
    desk.save()
    assert "/account/login/" in desk.window.page.url
    desk.window.enter(desk.form.who)
    desk.open(desk.window)
    return Due(due.anywhere | posted, posted)


def server_restarted(desk: Desk) -> Due:
    """The server falls and stands again while one goes on typing; the page sends by itself."""
    return _typing_on_while(desk, desk.portal.without_web)


def language_switched(desk: Desk) -> Due:
    """The same page in the other language, in the middle of a word."""
    desk.type_a_while()
    desk.goes()
    due = desk.all_of_it()
    window = desk.window
    window.language = OTHER[window.language]
    page, name = window.page, NAMES[window.language]
    corner = page.get_by_role("banner")
    switch = corner.get_by_role("button", name=name).or_(corner.get_by_role("link", name=name))
    with page.expect_navigation():
        switch.first.click()
    window._looks_right()
    return due


def validation_error(desk: Desk) -> Due:
    """The form comes back with something to correct."""
    desk.type_a_while()
    area = desk.area(desk.window)
    area.evaluate(SPOIL, TOO_MUCH)
    desk.goes()
    desk.save()
    expect(desk.window.page.locator("main .summary").first).to_be_visible()
    # The choice that is none came back as no choice: what this device kept is not the same.
    leave = desk.window.page.get_by_role("button", name=desk.window.say("Leave them"))
    if leave.count():
        leave.first.click()
    desk.look_beside(desk.expect_saved_by_itself())
    area.fill(area.input_value().replace(TOO_MUCH, ""))
    return desk.expect_saved_by_itself()


INTERRUPTIONS = (
    tab_killed,
    tab_closed,
    network_lost,
    network_lost_and_tab_killed,
    bad_gateway_while_typing,
    answer_never_comes,
    bad_gateway_on_save,
    session_expired,
    server_restarted,
    language_switched,
    validation_error,
)
