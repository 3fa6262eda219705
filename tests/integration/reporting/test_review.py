"""The officer's desk through its pages."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from councils.choices import Role
from lipportal.shared import clock
from reporting import services
from reporting.models import ReviewNote
from tests.factories.councils import RoleHeldFactory
from tests.integration.reporting.conftest import posted
from tests.unit.reporting.conftest import new_action


def url(season, tail=""):
    return f"/en/p/{season.partnership.slug}/reviews/{season.report.code}/{tail}"


def note_url(note, tail):
    return f"/en/p/{note.partnership.slug}/notes/{note.code}/{tail}"


def save(client, address, **values):
    return client.post(address, posted(client.get(address), **values))


NOTE = {"severity": "must_fix", "section": "6", "line": "", "text": "For whom?", "language": "en"}


def test_the_queue_is_for_officers(season, at):
    assert at(season.person("officer")).get("/en/review/").status_code == 200
    assert at(season.person("coordinator")).get("/en/review/").status_code == 403


def test_an_empty_queue_is_kind(season, at):
    assert "Reports appear here the moment" in at(season.person("officer")).get("/en/review/").content.decode()


def test_a_draft_is_not_there_for_its_officer(season, at):
    season.fill()

    assert at(season.person("officer")).get(url(season)).status_code == 404


def test_the_officer_reads_what_was_frozen(season, at):
    season.submit()
    season.action.title_en = "Another title"
    season.action.save()

    page = at(season.person("officer")).get(url(season)).content.decode()

    assert "Mentoring pilot" in page
    assert "Another title" not in page


def test_an_officer_of_another_partnership_finds_nothing(season, at):
    season.submit()
    note = season.note()
    client = at(season.person("other_officer"))

    addresses = [url(season, tail) for tail in ("", "notes/", "return/", "accept/")]
    addresses += [note_url(note, tail) for tail in ("edit/", "withdraw/")]
    assert [client.get(address).status_code for address in addresses] == [404] * 6


@pytest.mark.parametrize("tail", ["notes/", "return/", "accept/"])
def test_nobody_reviews_their_own_partnership(season, at, tail):
    season.submit()
    RoleHeldFactory(user=season.person("officer"), role=Role.MEMBER, partnership=season.partnership)

    answer = at(season.person("officer")).get(url(season, tail))

    assert answer.status_code == 403
    assert "another officer or the regional lead" in answer.content.decode()


def test_whoever_sits_at_the_table_reads_and_is_told_who_decides(season, at):
    season.submit()
    RoleHeldFactory(user=season.person("officer"), role=Role.MEMBER, partnership=season.partnership)

    page = at(season.person("officer")).get(url(season)).content.decode()

    assert "You sit at this partnership’s table" in page
    assert "Write a note" not in page


def test_a_note_is_written_once(season, at):
    season.submit()
    client, address = at(season.person("officer")), url(season, "notes/?section=6")
    data = posted(client.get(address), **NOTE)

    first = client.post(address, data)
    client.post(address, data)

    assert first.headers["Location"].endswith("#section-6")
    assert ReviewNote.objects.get().text == "For whom?"


def test_a_note_begins_at_the_line_it_is_about(season, at):
    season.submit()

    page = at(season.person("officer")).get(url(season, "notes/?section=5&line=5.1")).content.decode()

    assert 'value="5.1"' in page
    assert '<option value="5" selected>' in page


def test_a_note_on_a_line_that_is_not_there_is_refused(season, at):
    season.submit()
    client = at(season.person("officer"))

    answer = save(client, url(season, "notes/?section=5"), **{**NOTE, "section": "5", "line": "99.99zz"})
    assert "No line of the report has this number." in answer.content.decode()
    assert not ReviewNote.objects.exists()

    assert save(client, url(season, "notes/?section=5"), **{**NOTE, "section": "5", "line": "5.1"}).status_code == 302


def test_a_refused_settling_says_why_on_the_page_one_goes_back_to(season, at):
    season.submit()
    note = season.note()
    client = at(season.person("officer"))

    answer = client.post(note_url(note, "settle/"), {"_form": "reporting.note_settle", "_base": 1, "settled": "yes"})

    assert "Only a note the partnership has received can be settled" in client.get(answer.url).content.decode()


def test_a_decision_out_of_turn_says_when_it_is_open(season, at):
    season.submit()
    season.give_back()

    answer = at(season.person("officer")).post(url(season, "accept/"), {"_form": "reporting.accept"})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "The report is “Returned”, and this step does not start there." in page
    assert season.report.state == "returned"


def test_two_officers_on_one_note_see_both_texts(season, at):
    season.submit()
    note = season.note()
    mine, theirs = at(season.person("officer")), at(season.person("regional_lead"))
    page = mine.get(note_url(note, "edit/"))
    save(theirs, note_url(note, "edit/"), **{**NOTE, "text": "Their question?"})

    answer = mine.post(note_url(note, "edit/"), posted(page, **{**NOTE, "text": "My question?"}))

    assert answer.status_code == 409
    assert "Their" in answer.content.decode()
    assert "My" in answer.content.decode()


def test_a_withdrawn_note_stays_struck_out_with_its_reason(season, at):
    season.submit()
    note = season.note()
    client = at(season.person("officer"))

    save(client, note_url(note, "withdraw/"), because="Found in section 6.")

    page = client.get(url(season)).content.decode()
    assert "Found in section 6." in page
    assert "<del" in page


def test_a_report_is_returned_with_its_notes_once(season, at):
    season.submit()
    season.note()
    client = at(season.person("officer"))
    data = posted(client.get(url(season, "return/")))

    client.post(url(season, "return/"), data)
    client.post(url(season, "return/"), data)

    assert season.report.state == "returned"
    assert "For whom?" in at(season.person("coordinator")).get(season.report.get_absolute_url()).content.decode()


def test_a_return_without_a_note_is_not_open(season, at):
    season.submit()

    page = at(season.person("officer")).get(url(season, "return/")).content.decode()

    assert "Write at least one must-fix or question first" in page
    assert '<form id="form"' not in page


def test_an_open_must_fix_closes_acceptance_and_says_so(season, at):
    season.submit()
    season.note()

    answer = save_anyway(at(season.person("officer")), season)

    assert "Settle 1 must-fix note first." in answer.content.decode()
    assert season.report.state == "submitted"


def save_anyway(client, season):
    address = url(season, "accept/")
    return client.post(address, posted(client.get(address), observations="Clear."))


def test_a_report_is_accepted_with_observations(season, at):
    season.submit()

    save_anyway(at(season.person("officer")), season)

    assert (season.report.state, season.report.observations) == ("accepted", "Clear.")


def test_a_note_is_answered_then_settled_then_the_report_is_accepted(season, at):
    season.submit()
    note = season.give_back()
    coordinator, officer = at(season.person("coordinator")), at(season.person("officer"))

    save(coordinator, note_url(note, "reply/"), reply="For people who ask at either door.")
    services.submit_report(season.report, by=season.person("coordinator"))
    note.refresh_from_db()
    hidden = {"_form": "reporting.note_settle", "_base": note.version, "_key": "settle-once", "settled": "yes"}
    officer.post(note_url(note, "settle/"), hidden)
    officer.post(note_url(note, "settle/"), hidden)
    save_anyway(officer, season)

    note.refresh_from_db()
    assert note.settled_at is not None
    assert season.report.state == "accepted"


@pytest.fixture
def two_rounds(season, monkeypatch):
    """A note answered twice, a day between each two steps: “Last year's.” went with version 2, “This year's.” with 3."""

    def next_day():
        now = clock.now() + timedelta(days=1)
        monkeypatch.setattr(clock, "now", lambda: now)

    season.submit()
    next_day()
    note = season.give_back()
    for text in ("Last year's figure.", "This year's figure."):
        next_day()
        season.answer(note, text)
        next_day()
        services.submit_report(season.report, by=season.person("coordinator"))
        next_day()
        if text.startswith("Last"):
            services.return_report(season.report, by=season.person("officer"))
            next_day()
    return note


def test_the_answer_of_each_round_stays_readable_with_its_version(season, at, two_rounds):
    for client, address in (
        (at(season.person("officer")), url(season, "?show=all")),
        (at(season.person("coordinator")), season.report.get_absolute_url()),
        (at(season.person("coordinator")), f"{season.report.get_absolute_url()}sections/6/"),
    ):
        words = client.get(address).content.decode()
        assert words.index("Answer of the partnership with version 2") < words.index("Last year&#x27;s figure.")
        assert words.index("Answer of the partnership with version 3") < words.index("This year&#x27;s figure.")


def test_an_older_version_shows_the_answers_sent_with_it(season, at, two_rounds):
    officer = at(season.person("officer"))

    first, second = (officer.get(url(season, f"?version={number}&show=all")).content.decode() for number in (1, 2))

    assert "figure.</span>" not in first
    assert "Last year&#x27;s figure." in second
    assert "This year&#x27;s figure." not in second


def test_the_officer_reads_an_answer_once_it_is_sent(season, at, monkeypatch):
    season.submit()
    note = season.give_back()
    now = clock.now() + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: now)
    season.answer(note, "Half a thought.")

    assert "Half a thought." not in at(season.person("officer")).get(url(season)).content.decode()
    assert "not sent yet:" in at(season.person("coordinator")).get(season.report.get_absolute_url()).content.decode()


def test_an_answer_is_the_partnerships_alone(season, at):
    season.submit()
    note = season.give_back()

    assert at(season.person("officer")).get(note_url(note, "reply/")).status_code == 403
    assert at(season.person("other_coordinator")).get(note_url(note, "reply/")).status_code == 404


def test_a_note_not_yet_sent_is_not_there_for_the_partnership(season, at):
    season.submit()
    note = season.note()

    assert at(season.person("coordinator")).get(note_url(note, "reply/")).status_code == 404


def test_reading_costs_as_many_queries_with_three_actions(season, at):
    season.submit()
    client = at(season.person("officer"))
    client.get(url(season))
    with CaptureQueriesContext(connection) as one:
        client.get(url(season))
    season.note()
    season.give_back()
    for _extra in range(2):
        action = new_action(season.plan, direction=season.action.direction)
        season.give_reason(action.code)
    for note in ReviewNote.objects.all():
        season.answer(note)
    season.approve()
    services.submit_report(season.report, by=season.person("coordinator"))

    with CaptureQueriesContext(connection) as three:
        client.get(f"{url(season)}?show=all")

    assert len(three) == len(one) + 1  # the kept answers, all in one
