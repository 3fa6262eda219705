"""What the report says: figures with their rows and groups, planned against done, last year beside it, the chain."""

from datetime import UTC, date, datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from actionplans.models import Action
from actionplans.services import add_evidence, end_evidence, end_update
from lipportal.audit.queries import body_of, frozen_copies_of
from lipportal.files.services import open_file
from lipportal.shared import clock
from reporting import services
from reporting.queries.earlier import report_before
from reporting.queries.evidence import is_evidence_submitted
from reporting.queries.figure_groups import figure_groups
from reporting.queries.line_chain import chain_of_line
from reporting.queries.report_page import cover_facts, plan_lines, report_body, section_page
from reporting.queries.section_words import ASKS
from tests.factories.actionplans import ActionFactory, ActionPlanFactory, EvidenceFactory
from tests.factories.councils import BodyFactory, MembershipFactory, OrganizationFactory, SeatFactory
from tests.unit.reporting.conftest import new_action


def test_a_short_action_wants_a_reason_once_the_year_is_over(season):
    (line,) = plan_lines(season.report)

    assert (line.number, line.planned, line.done[0].value, line.needs_reason) == ("5.1", ["30 pairs"], "18", True)


def test_within_the_year_an_action_under_way_wants_no_reason(season, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 2, 15, 0, tzinfo=UTC))

    assert [line.needs_reason for line in plan_lines(season.report)] == [False]


def test_within_the_year_a_stopped_action_wants_its_reason(season, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 2, 15, 0, tzinfo=UTC))
    Action.objects.update(state="stopped")

    assert [line.needs_reason for line in plan_lines(season.report)] == [True]


def test_lines_with_a_change_come_first_and_keep_their_numbers(season):
    done = new_action(season.plan, direction=season.action.direction, title_en="Aaa", due_on=date(2026, 5, 1))
    done.planned_outputs.update(amount=18)
    Action.objects.filter(pk=done.pk).update(state="done")

    assert [(line.number, line.code) for line in plan_lines(season.report)] == [
        ("5.2", season.action.code),
        ("5.1", done.code),
    ]


def test_a_line_tells_its_direction_who_leads_with_whom_and_where_it_came_from(season):
    library = OrganizationFactory(partnership=season.partnership, name_en="Public library")
    college = OrganizationFactory(partnership=season.partnership, name_en="College")
    body = BodyFactory(partnership=season.partnership, name_en="Employment")
    last_year = ActionFactory(plan=ActionPlanFactory(strategy=season.plan.strategy, year=2025, closed=True))
    type(season.action).objects.update(body=body, lead=college, carried_from=last_year)
    season.action.partners.add(library)

    (line,) = plan_lines(season.report)

    assert line.direction == season.action.direction.title.text
    assert (line.led_by, line.partners, line.carried_from) == (
        "Employment · College",
        "Public library",
        "2025–26",
    )


def test_the_cover_names_the_co_chairs_from_their_seats(season):
    season.person("co_chair")
    council = BodyFactory(partnership=season.partnership, kind="council")
    seat = SeatFactory(body=council, role="co_chair")
    MembershipFactory(seat=seat, person__name="Nobody With An Account")
    MembershipFactory(seat=SeatFactory(body=council), person__name="A Member")

    facts = {fact.label: fact.value for fact in cover_facts(season.report)}

    assert facts["Co-chairs"] == "Nobody With An Account"


def test_each_figure_stands_in_one_group(season):
    figures = section_page(season.report, 2).figures

    grouped = [row.key for group in figure_groups(figures) for row in group.rows]

    assert sorted(grouped) == sorted(figure.key for figure in figures)
    assert all(group.heading for group in figure_groups(figures))


def test_a_figure_shows_what_it_was_and_last_years_value():
    figure = {"key": "bodies", "label": "Bodies", "value": "7", "unit": "", "note": "", "rows": []}
    other = {"key": "departures", "label": "Departures", "value": "0", "unit": "", "note": "", "rows": []}

    first, second = figure_groups([figure, other], was=[{**figure, "value": "6"}, other], last_year=[figure])

    assert (first.rows[0].amount, first.rows[0].was, first.rows[0].last_year) == ("7", "6", "7")
    assert (second.rows[0].was, second.rows[0].last_year) == ("", "")


def test_a_one_is_shown_where_other_rows_show_how_much_they_add():
    figure = {"key": "bodies", "label": "Bodies", "value": "3", "unit": "", "note": ""}
    mixed, alike = ([{"amount": amount} for amount in amounts] for amounts in ("21", "11"))

    (first,), (second,) = (figure_groups([{**figure, "rows": rows}]) for rows in (mixed, alike))

    assert (first.rows[0].shows_amounts, second.rows[0].shows_amounts) == (True, False)


def test_an_unknown_figure_is_drawn_without_a_heading():
    figure = {"key": "other", "label": "Other", "value": "78", "unit": "%", "note": "", "rows": []}

    (group,) = figure_groups([figure])

    assert (group.heading, group.rows[0].amount) == ("", "78%")


def test_every_section_says_what_it_asks_for(season):
    assert sorted(ASKS) == sorted(season.report.sections.values_list("number", flat=True))


def test_the_frozen_report_holds_both_languages_and_its_evidence(season):
    evidence = EvidenceFactory(update=season.action.updates.get())
    season.submit()

    body = body_of(frozen_copies_of(season.report).get())

    assert body["en"]["sections"][1]["text"] == "One door instead of two."
    assert body["fr"]["sections"][1]["text"] == "Une porte au lieu de deux."
    assert [row["code"] for row in body["en"]["sections"][5]["lines"][0]["evidence"]] == [evidence.code]


def test_an_officer_opens_the_evidence_that_was_submitted_and_no_other(season):
    held = EvidenceFactory(update=season.action.updates.get())
    officer = season.person("officer")
    assert not is_evidence_submitted(held, officer)
    season.submit()
    late = EvidenceFactory(update=season.action.updates.get())

    assert is_evidence_submitted(held, officer)
    assert not is_evidence_submitted(late, officer)
    assert not is_evidence_submitted(held, season.person("other_officer"))


def attached(season):
    """A list of pairs beside the season's update, as the coordinator added it."""
    values = {"file": SimpleUploadedFile("pairs.txt", b"six"), "caption": "List"}
    return add_evidence(season.action.updates.get(), values, by=season.person("coordinator"))


def opens(person, evidence):
    opened = open_file(person, evidence.file_code)
    if opened is not None:
        opened.content.close()
    return opened is not None


def test_evidence_withdrawn_after_the_report_was_sent_is_opened_from_that_report(season):
    evidence = attached(season)
    coordinator, officer = season.person("coordinator"), season.person("officer")
    season.submit()

    end_evidence(evidence, by=coordinator, because="Names in it.")

    assert evidence.is_ended
    assert (opens(officer, evidence), opens(coordinator, evidence)) == (True, True)
    assert not opens(season.person("other_officer"), evidence)
    assert plan_lines(season.report)[0].evidence == []


def test_evidence_goes_on_with_the_sent_report_when_its_update_is_withdrawn(season):
    evidence = attached(season)
    season.submit()

    end_update(evidence.update, by=season.person("coordinator"), because="Twice.")

    assert opens(season.person("officer"), evidence)


def test_evidence_withdrawn_before_the_report_is_sent_is_opened_by_nobody(season):
    evidence = attached(season)
    end_evidence(evidence, by=season.person("coordinator"), because="Names in it.")
    season.submit()

    assert [opens(season.person(role), evidence) for role in ("officer", "coordinator")] == [False, False]


def test_what_was_frozen_does_not_follow_the_rows(season):
    season.submit()
    before = body_of(frozen_copies_of(season.report).get())
    Action.objects.update(title_en="Another title")

    assert body_of(frozen_copies_of(season.report).get()) == before
    assert report_body(season.report)["en"]["sections"][5]["lines"][0]["title"] == "Another title"


def test_last_years_report_stands_beside_this_one(season):
    assert report_before(season.report, "en").year == ""
    season.submit()
    plan = ActionPlanFactory(strategy=season.plan.strategy, year=2027, in_year=True)
    following = services.start_report(plan, by=season.person("coordinator"))

    before = report_before(following, "fr")

    assert before.year == str(season.report.fiscal_year)
    assert before.section(1)["text"] == "Une porte au lieu de deux."


def test_the_chain_of_a_line_ends_at_the_line(season):
    chain = chain_of_line(season.report, season.action.code, "5.1", season.person("coordinator"))

    assert [link.state for link in chain.links][-1] == "here"
    assert chain.links[-1].text == "5.1"
    assert [str(link.text) for link in chain.links][4] == "18 of 30 pairs"
    assert [link.url for link in chain.links][2] == season.action.get_absolute_url()


def test_the_chain_of_a_line_of_another_plan_is_not_drawn(season):
    assert chain_of_line(season.report, "22222222", "5.1", season.person("coordinator")) is None
