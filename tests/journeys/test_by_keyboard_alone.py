"""A table lead tells how an action goes with keys alone, in each official language, and always sees where they are."""

import re

import pytest
from playwright.sync_api import expect

from actionplans.choices import ActionState
from tests.journeys.accessible import WIDE
from tests.journeys.words import exactly

TABLE = {"en": "Employment", "fr": "Emploi"}
WORDS = {"en": "Two firms more, told by keyboard.", "fr": "Deux entreprises de plus, dit au clavier."}
# More stops than any page has.
PATIENT = 200
# What has the focus, and whether that shows: on itself, or on the face of a choice whose own control is unseen.
FOCUSED = """() => {
  const at = document.activeElement;
  const face = at.matches(".taps input") ? at.nextElementSibling : at;
  const style = getComputedStyle(face), box = face.getBoundingClientRect();
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return {
    where: at.outerHTML.slice(0, 160),
    is_page: at === document.body,
    is_seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && inside && box.width > 0,
  };
}"""


class Keys:
    """Somebody at a window with a keyboard and no mouse."""

    def __init__(self, window) -> None:
        self.window, self.page = window, window.page

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def step(self, key: str = "Tab") -> None:
        """To the next stop, which is seen."""
        self.press(key)
        stop = self.page.evaluate(FOCUSED)
        assert stop["is_page"] or stop["is_seen"], f"{self.page.url}: not seen to have the focus: {stop['where']}"

    def to(self, target) -> None:
        """From stop to stop until this one has the focus."""
        expect(target).to_have_count(1)
        for __ in range(PATIENT):
            self.step()
            if target.evaluate("one => one === document.activeElement"):
                return
        pytest.fail(f"no way by Tab to {target} on {self.page.url}")

    def enter(self, target) -> None:
        """To a link or a button, and through it."""
        self.to(target)
        with self.page.expect_navigation():
            self.press("Enter")
        self.window._looks_right()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_table_lead_sends_an_update_by_keyboard_alone(visit, language):
    window = visit(language, width=WIDE)
    keys, main = Keys(window), window.main
    window.go("/demo/")
    door = exactly(f"{window.say('Enter')} {window.say('as %(role)s', role=window.say('Employment table lead'))}")

    keys.enter(window.page.get_by_role("button", name=door))
    assert window.title().startswith(window.say("My day"))
    skip_to_the_content(keys)
    keys.enter(main.get_by_role("link", name=window.named("The partnership’s page")))
    skip_to_the_content(keys)
    keys.enter(main.get_by_role("link", name=exactly(TABLE[language])))
    skip_to_the_content(keys)
    keys.enter(main.get_by_role("link", name=window.named("The actions it leads")))
    skip_to_the_content(keys)
    keys.to(main.locator("details.action > summary").first)
    keys.press("Enter")
    keys.enter(main.locator("details[open]").get_by_role("link", name=window.named("Open the action")))
    add_an_update(keys, WORDS[language])

    expect(window.page).to_have_url(re.compile(r"#update-\w+$"))
    saved = main.locator(f"#{window.page.url.partition('#')[2]}")
    expect(saved).to_contain_text(WORDS[language])
    expect(saved).to_be_in_viewport()


def skip_to_the_content(keys):
    """The first stop of a page leads past its header."""
    keys.step()
    expect(keys.page.get_by_role("link", name=keys.window.named("Skip to content"))).to_be_focused()
    keys.press("Enter")
    expect(keys.page.locator("#main")).to_be_focused()


def add_an_update(keys, words):
    window, main = keys.window, keys.window.main
    form = main.locator("form[action*='/updates/']")
    fold = main.locator("summary", has_text=window.say("Add an update"))
    keys.to(fold)
    keys.press("Enter")
    choose(keys, ActionState.ON_TRACK.label)
    keys.to(window.field("One sentence"))
    keys.page.keyboard.type(words)
    keys.enter(form.get_by_role("button", name=window.named("Save the update")))


def choose(keys, words):
    """Into the group of choices by Tab, within it by arrows, taken by Space."""
    group = keys.page.get_by_role("group", name=keys.window.label("How is it going?"))
    radios = group.get_by_role("radio")
    wanted = group.get_by_role("radio", name=keys.window.named(words))
    taken = group.locator("input:checked")
    keys.to(taken if taken.count() else radios.first)
    for __ in range(radios.count()):
        if wanted.evaluate("one => one === document.activeElement"):
            break
        keys.step("ArrowRight")
    keys.press("Space")
    expect(wanted).to_be_checked()
