"""Bar 25 for attachments: a chosen file is there again after the tab is gone, on another device, and after a fault."""

import pytest
from playwright.sync_api import expect

PAIRS = {"name": "paires.txt", "mimeType": "text/plain", "buffer": "Trente paires se sont rencontrées.".encode()}
PROGRAM = {"name": "run.exe", "mimeType": "application/octet-stream", "buffer": b"MZ"}


def at_the_form(person):
    """Come to the first action of the plan and unfold where evidence is chosen."""
    person.go("/p/london-and-middlesex/plan/")
    person.main.locator("a[href*='/actions/']:not([href*='create'])").first.click()
    unfold(person)


def unfold(person):
    person.main.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")


def choice(person):
    return person.main.locator("form[data-draft] input[type=file]").first


def note(person):
    return person.main.locator("form[data-draft] [data-saved]").first


@pytest.mark.parametrize("language", ["en", "fr"])
def test_chosen_file_is_there_again_and_is_saved_in_the_end(visit, portal, language):
    portal.start_over()
    person = visit(language).enter("coordinator")
    at_the_form(person)
    choice(person).set_input_files(PROGRAM)
    expect(note(person)).to_contain_text(
        person.say("This format is not kept here. Send one of these: %(formats)s.").split("%")[0].strip()
    )
    choice(person).set_input_files(PAIRS)
    expect(note(person).locator("[data-when=saved]")).to_be_visible()

    address = person.page.url
    person.page.close(run_before_unload=False)
    person.open_tab()
    person.page.goto(address)
    unfold(person)
    expect(person.main.get_by_role("link", name=PAIRS["name"], exact=True)).to_be_visible()

    beside = visit(language, width=320).enter("coordinator")
    beside.page.goto(address)
    unfold(beside)
    expect(beside.main.get_by_role("link", name=PAIRS["name"], exact=True)).to_be_visible()
    beside.fill({"One sentence": "Trente paires."})
    beside.press("Save the update")

    expect(beside.main.get_by_role("link", name=PAIRS["name"], exact=True)).to_be_visible()
    beside.page.goto(address)
    unfold(beside)
    expect(beside.main.locator("form[data-draft] .held")).to_have_count(0)
