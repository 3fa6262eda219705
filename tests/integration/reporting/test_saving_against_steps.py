"""Bar 23 through the pages of a report: words saved while somebody else submits, returns or decides."""

import pytest

from lipportal.audit.models import FrozenCopy
from lipportal.drafts.models import Draft
from reporting import services
from reporting.models import ReviewNote
from tests.bars.forms import tree_of
from tests.integration.reporting.conftest import posted

WORDS = "Words of somebody who was still writing."


def url(season, tail, desk="reports"):
    return f"/en/p/{season.partnership.slug}/{desk}/{season.report.code}/{tail}"


def press(season, at, role, tail, desk="reports", **values):
    """Somebody takes a step through its page."""
    client = at(season.person(role))
    answer = client.post(url(season, tail, desk), posted(client.get(url(season, tail, desk)), **values))
    assert answer.status_code == 302


def handed_over(season, at):
    """Drafting, as another coordinator hands it to the co-chairs."""
    press(season, at, "manager", "ask-approval/")


def submitted(season, at):
    handed_over(season, at)
    press(season, at, "co_chair", "approve/", on="2027-05-14", motion="Motion 9", no_motion_reason="")
    press(season, at, "manager", "submit/")


def accepted(season, at):
    submitted(season, at)
    press(season, at, "officer", "accept/", "reviews", observations="")


def frozen():
    return list(FrozenCopy.objects.order_by("pk").values())


def is_refused_with_the_words(answer, words=WORDS):
    """A reason, and the words in a field to be copied."""
    tree = tree_of(answer)
    assert answer.status_code in (200, 403)
    assert tree.xpath("//main//*[contains(@class,'summary') or contains(@class,'warn')]") or answer.status_code == 403
    assert words in [area.text_content().strip() for area in tree.xpath("//main//textarea")]


@pytest.mark.parametrize("step", [handed_over, submitted, accepted], ids=lambda step: step.__name__)
@pytest.mark.parametrize("is_autosaved", [False, True], ids=["saved", "autosaved and saved"])
def test_a_section_saved_after_the_report_went_on_is_refused_and_given_back(season, at, step, is_autosaved):
    for role in ("officer", "co_chair", "manager"):
        season.person(role)
    season.fill()
    writer = at(season.person("coordinator"))
    body = posted(writer.get(url(season, "sections/6/")), text_en=WORDS, text_fr="", written_in="en")
    step(season, at)
    before, stored = frozen(), season.section(6).version
    if is_autosaved:
        assert writer.post("/en/drafts/save/", body).status_code < 300

    answer = writer.post(url(season, "sections/6/"), body)

    is_refused_with_the_words(answer)
    assert (frozen(), season.section(6).version) == (before, stored)
    if is_autosaved:
        assert Draft.objects.filter(owner=season.person("coordinator"), form="reporting.section").exists()
        is_refused_with_the_words_on_the_page(writer.get(url(season, "sections/6/")))


def is_refused_with_the_words_on_the_page(page):
    assert WORDS in page.content.decode(), "the kept draft is nowhere to be seen"


def test_words_of_a_returned_report_do_not_touch_what_the_officer_reads(season, at):
    season.submit()
    season.give_back()
    before = frozen()
    writer = at(season.person("coordinator"))
    body = posted(writer.get(url(season, "sections/6/")), text_en=WORDS, text_fr="", written_in="en")

    answer = writer.post(url(season, "sections/6/"), body)

    assert answer.status_code == 302
    assert season.section(6).text_en == WORDS
    assert frozen() == before
    assert WORDS not in at(season.person("officer")).get(url(season, "", "reviews")).content.decode()


@pytest.mark.parametrize("step", ["return_report", "accept_report"])
def test_a_note_saved_after_a_colleague_decided_is_refused_and_given_back(season, at, step):
    season.submit()
    if step == "return_report":
        season.note()
    writer, notes = at(season.person("officer")), ReviewNote.objects.count()
    address = url(season, "notes/?section=6", "reviews")
    note = {"severity": "question", "section": "6", "line": "", "text": WORDS, "language": "en"}
    body = posted(writer.get(address), **note)
    getattr(services, step)(season.report, by=season.person("officer"))

    answer = writer.post(address, body)

    is_refused_with_the_words(answer)
    assert ReviewNote.objects.count() == notes


def test_an_answer_saved_after_the_answers_went_off_is_refused_and_given_back(season, at):
    season.submit()
    note = season.give_back()
    writer = at(season.person("coordinator"))
    address = f"/en/p/{season.partnership.slug}/notes/{note.code}/reply/"
    body = posted(writer.get(address), reply=WORDS)
    season.answer(note, "Of somebody else.")
    services.submit_report(season.report, by=season.person("coordinator"))
    before = frozen()

    answer = writer.post(address, body)

    note.refresh_from_db()
    assert answer.status_code in (200, 409)
    assert WORDS in answer.content.decode()
    assert note.reply == "Of somebody else."
    assert frozen() == before
