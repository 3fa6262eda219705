"""The trail of a partnership: in words, narrowed, and with private things kept private."""

from datetime import date

import pytest
from django.utils import translation

from actionplans.services import create_plan
from councils.choices import Role
from councils.services import record_stage
from lipportal.audit import services as audit
from lipportal.audit.models import Entry
from reporting.queries.trail_words import NOUNS, VERBS, action_words
from tests.factories.councils import OrganizationFactory, PartnershipFactory, PersonFactory, person_with_role
from tests.factories.reporting import ReviewNoteFactory
from tests.factories.strategies import StrategyFactory
from tests.people import signed_in_client

pytestmark = pytest.mark.django_db


@pytest.fixture
def partnership():
    return PartnershipFactory(slug="riverside")


@pytest.fixture
def coordinator(partnership):
    return person_with_role(Role.COORDINATOR, partnership, user__name="Dana Coordinator")


def trail(person, query=""):
    return signed_in_client(person).get(f"/en/p/riverside/trail/{query}").content.decode()


def test_change_is_told_with_the_words_before_and_after(partnership, coordinator):
    organization = OrganizationFactory(partnership=partnership, name_en="Library")
    audit.change(organization, {"name_en": "Public library"}, by=coordinator, version=1, because="Its full name.")

    page = trail(coordinator)

    assert "<b>Organization</b>: Public library, changed" in page
    assert "Dana Coordinator" in page
    assert "Reason: Its full name." in page
    assert '<td role="cell" data-l="Before" dir="auto">Library</td>' in page


def test_step_is_told_by_its_verb_and_choices_by_their_labels(partnership, coordinator):
    StrategyFactory(partnership=partnership, state="active", adopted_on=date(2026, 3, 1), motion="Yes.")
    create_plan(partnership, year=2026, by=coordinator)

    page = trail(coordinator, "?kind=actionplans.actionplan")

    assert "<b>Action plan</b>" in page
    assert "Drafting" in page


def test_stages_are_told_by_their_names_and_only_once_begun(partnership, coordinator):
    record_stage(partnership, "council", "now", by=coordinator)

    page = trail(coordinator)

    assert "Council (Under way)" in page
    assert [words for words in ("council: now", "terms: later", "Later") if words in page] == []


def test_trail_is_narrowed_by_kind_person_and_day(partnership, coordinator):
    audit.log("organization.created", by=coordinator, record=OrganizationFactory(partnership=partnership))
    other = person_with_role(Role.CO_CHAIR, partnership)
    audit.log("person.created", by=other, record=PersonFactory(partnership=partnership, name="Ana Water"))

    assert "<b>Person</b>" not in trail(coordinator, "?kind=councils.organization")
    assert "<b>Organization</b>" not in trail(coordinator, f"?person={other.code}")
    assert "Nothing happened that fits" in trail(coordinator, "?day=1999-01-01")
    assert "<b>Organization</b>" in trail(coordinator, "?day=not-a-day")


def test_what_people_told_about_themselves_is_kept_private(partnership, coordinator):
    person = PersonFactory(partnership=partnership, access_needs="")
    audit.change(person, {"access_needs": "A quiet room"}, by=coordinator, version=1)

    page = trail(coordinator)

    assert "A quiet room" not in page
    assert "Changed; kept private" in page


def test_administrator_reads_the_trail_without_peoples_names(partnership, coordinator):
    person = PersonFactory(partnership=partnership, name="Ana Water")
    audit.change(person, {"phone": "555-0100"}, by=coordinator, version=1)

    page = trail(person_with_role(Role.ADMINISTRATOR))

    assert "Ana Water" not in page
    assert "555-0100" not in page


def test_administrator_reads_no_word_of_what_the_partnership_writes(partnership, coordinator):
    organization = OrganizationFactory(partnership=partnership, name_en="Riverside library")
    audit.log(
        "organization.changed", by=coordinator, record=organization, after={"name_en": "DRAFTWORDS"}, because="WHYWORDS"
    )

    theirs, ours = trail(person_with_role(Role.ADMINISTRATOR)), trail(coordinator)

    assert "DRAFTWORDS" in ours
    assert "WHYWORDS" in ours
    assert not any(word in theirs for word in ("DRAFTWORDS", "WHYWORDS", "Riverside library"))


def test_officers_notes_never_show(partnership, coordinator):
    note = ReviewNoteFactory(report__plan__partnership=partnership, report__plan__strategy__partnership=partnership)
    audit.log("reviewnote.created", by=note.author, record=note, after={"text": "Not for them yet"})

    assert "Not for them yet" not in trail(coordinator)
    assert Entry.objects.filter(noun="reporting.reviewnote").count() == 1


def test_other_partnerships_lines_stay_out(partnership, coordinator):
    audit.log("organization.created", by=coordinator, record=OrganizationFactory(name_en="Elsewhere"))

    assert "Elsewhere" not in trail(coordinator)


def test_trail_is_shut_with_who_can_open_it(partnership):
    member = signed_in_client(person_with_role(Role.MEMBER, partnership))
    stranger = signed_in_client(person_with_role(Role.COORDINATOR, PartnershipFactory()))
    hidden = PartnershipFactory(slug="hidden", is_public=False)

    assert member.get("/en/p/riverside/trail/").status_code == 403
    assert stranger.get("/en/p/riverside/trail/").status_code == 403
    assert stranger.get(f"/en/p/{hidden.slug}/trail/").status_code == 404


def test_visitor_is_asked_to_sign_in(client, partnership):
    assert client.get("/en/p/riverside/trail/").status_code == 302


def test_cost_does_not_grow_with_the_lines(partnership, coordinator, django_assert_max_num_queries):
    for number in range(3):
        organization = OrganizationFactory(partnership=partnership, name_en=f"Board {number}")
        audit.change(organization, {"name_en": f"Water board {number}"}, by=coordinator, version=1)
    browser = signed_in_client(coordinator)

    with django_assert_max_num_queries(12):
        browser.get("/en/p/riverside/trail/")


def test_every_step_of_every_workflow_has_its_words():
    from actionplans.workflow import PLAN
    from councils.workflow import MEMBERSHIP, SUPERSESSION, TERMS
    from reporting.workflow import REPORT
    from strategies.workflow import STRATEGY, SUCCESSION

    tables = (PLAN, TERMS, SUPERSESSION, MEMBERSHIP, STRATEGY, SUCCESSION, REPORT)
    steps = {step.name for table in tables for step in table.steps}

    assert sorted(steps - set(VERBS)) == []
    assert action_words("report.ask_approval") == "handed to the co-chairs"
    with translation.override("fr"):
        assert action_words("file.kept") == "conservé"
        assert action_words("report.words_approved") == "textes approuvés tels quels"


def test_every_kind_of_record_of_our_apps_has_a_name():
    from django.apps import apps

    from lipportal.shared.records import Ending, Record

    ours = [apps.get_app_config(name).get_models() for name in ("councils", "strategies", "actionplans", "reporting")]
    labels = {m._meta.label_lower for models in ours for m in models if issubclass(m, Record | Ending)}

    assert sorted(labels - set(NOUNS) - {"reporting.reviewnote"}) == []
