"""The figures of the report's second section, each equal to the rows behind it."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from councils.queries.membership_figures import partnership_figures
from lipportal.shared.clock import FiscalYear
from tests.factories.councils import (
    AttendanceFactory,
    BodyFactory,
    InvolvementFactory,
    MeetingFactory,
    MembershipFactory,
    OrganizationFactory,
    PartnershipFactory,
    PersonFactory,
    SeatFactory,
    SectorFactory,
    TermsOfReferenceFactory,
)

pytestmark = pytest.mark.django_db
YEAR = FiscalYear(2025)


@pytest.fixture
def partnership():
    return PartnershipFactory()


@pytest.fixture
def body(partnership):
    return BodyFactory(partnership=partnership)


def member(body, **values):
    person = {name: values.pop(name) for name in list(values) if name.startswith(("is_", "has_"))}
    sector = values.pop("sector", None)
    person = PersonFactory(partnership=body.partnership, **person)
    return MembershipFactory(seat=SeatFactory(body=body, sector=sector), person=person, **values)


def test_meetings_held_leave_out_other_years_and_mistakes(partnership, body):
    MeetingFactory(body=body, starts_at=datetime(2025, 9, 9, 22, tzinfo=UTC), place="Library")
    MeetingFactory(body=body, starts_at=datetime(2026, 9, 9, 22, tzinfo=UTC))
    MeetingFactory(
        body=body, starts_at=datetime(2025, 9, 9, 22, tzinfo=UTC), ended_on=date(2025, 9, 10), ended_because="Twice"
    )

    figure = partnership_figures(partnership, YEAR).meetings_held

    assert figure.value == "1"
    assert [(row.label, row.detail) for row in figure.rows] == [
        ("Central council, Tue 9\u00a0Sep 2025, 18:00", "Library")
    ]


def test_members_by_sphere_at_start_and_end_count_each_person_once(partnership, body):
    libraries, police = SectorFactory(name_en="Libraries"), SectorFactory(name_en="Police")
    stays = member(body, sector=libraries)
    table = BodyFactory(partnership=partnership, kind="table", name_en="Health")
    MembershipFactory(seat=SeatFactory(body=table, sector=police), person=stays.person)
    member(body, sector=police, starts_on=date(2025, 10, 1))
    member(
        body, starts_on=date(2024, 4, 1), state="ended", ends_on=date(2025, 6, 30), end_reason="term",
        agreed_terms_on=date(2024, 4, 1),
    )  # fmt: skip

    figures = partnership_figures(partnership, YEAR)

    assert (figures.members_at_start.value, figures.members_at_end.value) == ("2", "2")
    assert [(row.label, row.amount) for row in figures.members_at_start.rows] == [
        ("Libraries", "1"),
        ("No sphere recorded", "1"),
    ]
    assert [(row.label, row.amount) for row in figures.members_at_end.rows] == [("Libraries", "1"), ("Police", "1")]


def test_proposals_and_seats_never_taken_up_are_no_members(partnership, body):
    member(body, state="proposed")
    member(body, state="ended", ends_on=date(2025, 6, 1), end_reason="withdrawn")

    figures = partnership_figures(partnership, YEAR)

    assert (figures.members_at_start.value, figures.members_at_end.value, figures.departures.value) == ("0", "0", "0")


def test_departures_give_reasons_and_no_names(partnership, body):
    gone = member(
        body, state="ended", ends_on=date(2025, 6, 30), end_reason="resigned", agreed_terms_on=date(2025, 4, 1),
        organization=OrganizationFactory(partnership=partnership, name_en="College"),
    )  # fmt: skip

    figure = partnership_figures(partnership, YEAR).departures

    assert figure.value == "1"
    assert (figure.rows[0].label, figure.rows[0].detail) == (
        "Central council · Member · College",
        "Resigned, Mon 30\u00a0Jun 2025",
    )
    assert gone.person.name not in figure.rows[0].label


def test_new_organizations_are_those_of_the_year(partnership):
    OrganizationFactory(partnership=partnership, joined_on=date(2025, 5, 1), name_en="Food bank")
    OrganizationFactory(partnership=partnership, joined_on=date(2024, 5, 1))

    assert [row.label for row in partnership_figures(partnership, YEAR).new_organizations.rows] == ["Food bank"]


def test_what_people_say_of_themselves_is_hidden_under_five(partnership, body):
    for _ in range(4):
        member(body, is_newcomer=True)

    figure = partnership_figures(partnership, YEAR).newcomers_or_lived_experience

    assert (figure.value, figure.unit, figure.rows) == ("fewer than 5", "", [])


def test_what_people_say_of_themselves_is_a_share_from_five_on(partnership, body):
    for _ in range(3):
        member(body, has_lived_experience=True)
    for _ in range(2):
        member(body, is_newcomer=True, has_lived_experience=False)
    for _ in range(5):
        member(body)

    figure = partnership_figures(partnership, YEAR).newcomers_or_lived_experience

    assert (figure.value, figure.unit) == ("5", "50 percent of 10 seats held")
    assert [row.amount for row in figure.rows] == ["5", "not shown", "10"]


def test_attendance_rate_counts_those_there_and_their_alternates(partnership, body):
    meeting = MeetingFactory(body=body, starts_at=datetime(2025, 9, 9, 22, tzinfo=UTC))
    for state in ("present", "alternate", "regrets", "absent"):
        AttendanceFactory(meeting=meeting, membership=member(body), state=state)

    figure = partnership_figures(partnership, YEAR).attendance_rate

    assert (figure.value, figure.unit, [row.amount for row in figure.rows]) == ("50", "%", ["2 of 4"])


def test_attendance_that_was_never_noted_says_so(partnership):
    figure = partnership_figures(partnership, YEAR).attendance_rate

    assert (figure.value, figure.note) == ("", "No attendance was noted this year.")


def test_francophone_participation_counts_people_once(partnership, body):
    held = member(body, is_francophone=True)
    table = BodyFactory(partnership=partnership, kind="table", name_en="Santé")
    organization = OrganizationFactory(partnership=partnership, name_en="Centre", is_francophone=True)
    MembershipFactory(seat=SeatFactory(body=table), person=held.person, organization=organization)

    figures = partnership_figures(partnership, YEAR)

    assert figures.francophone_participation.value == "1"
    assert [row.amount for row in figures.francophone_participation.rows] == ["1", "1"]
    assert [row.label for row in figures.francophone_organizations.rows] == ["Centre"]


def test_signatures_and_contacts_are_told_apart(partnership):
    for kind in ("municipal_signature", "municipal_involvement", "francophone_contact"):
        InvolvementFactory(partnership=partnership, kind=kind, on=date(2025, 9, 9))
    InvolvementFactory(partnership=partnership, kind="municipal_signature", on=date(2026, 9, 9))

    figures = partnership_figures(partnership, YEAR)

    counted = (figures.municipal_signatures, figures.municipal_involvement, figures.francophone_contacts)
    assert [figure.value for figure in counted] == ["1", "1", "1"]


def test_terms_put_in_force_in_the_year_are_listed(partnership, body):
    TermsOfReferenceFactory(
        body=body, number=2, state="in_force", in_force_on=date(2025, 9, 1), adopted_on=date(2025, 8, 1), motion="M",
        change_summary="Two seats for newcomers",
    )  # fmt: skip

    (row,) = partnership_figures(partnership, YEAR).terms_changes.rows

    assert (row.label, row.detail) == ("Terms of reference 2, Central council", "Two seats for newcomers")


def test_bodies_not_shown_to_the_public_are_counted_and_neither_they_nor_theirs_are_named(partnership, body):
    inner = BodyFactory(partnership=partnership, kind="executive", name_en="Inner circle", is_public=False)
    secret = OrganizationFactory(
        partnership=partnership, name_en="Quiet shelter", is_francophone=True, joined_on=date(2025, 5, 1)
    )
    held = member(inner, organization=secret, is_francophone=True)
    member(
        inner, state="ended", ends_on=date(2025, 6, 30), end_reason="resigned", agreed_terms_on=date(2025, 4, 1),
        organization=secret,
    )  # fmt: skip
    for place in (inner, body):
        meeting = MeetingFactory(body=place, starts_at=datetime(2025, 9, 9, 22, tzinfo=UTC), place=f"Room of {place}")
        AttendanceFactory(meeting=meeting, membership=held if place == inner else member(body))
    TermsOfReferenceFactory(
        body=inner, state="in_force", in_force_on=date(2025, 9, 1), adopted_on=date(2025, 8, 1), motion="M",
        change_summary="Quiet words",
    )  # fmt: skip

    figures = partnership_figures(partnership, YEAR)

    said = " ".join(f"{row.label} {row.detail} {row.url}" for figure in figures.all for row in figure.rows)
    for word in ("Inner circle", "Quiet", inner.code):
        assert word not in said, word
    unseen = {
        figure.key: (figure.value, row.amount, row.detail, row.url)
        for figure in figures.all
        for row in figure.rows
        if row.label == "Bodies not shown to the public"
    }
    assert unseen == {
        "bodies": ("2", "1", "", ""),
        "meetings_held": ("2", "1", "", ""),
        "new_organizations": ("1", "1", "", ""),
        "departures": ("1", "1", "", ""),
        "attendance_rate": ("100", "1 of 1", "", ""),
        "francophone_participation": ("1", "1", "", ""),
        "francophone_organizations": ("1", "1", "", ""),
        "terms_changes": ("1", "1", "", ""),
    }


def test_an_organization_that_sits_at_a_public_body_too_is_named(partnership, body):
    inner = BodyFactory(partnership=partnership, kind="executive", is_public=False)
    college = OrganizationFactory(
        partnership=partnership, name_en="College", is_francophone=True, joined_on=date(2025, 5, 1)
    )
    for place in (inner, body):
        member(place, organization=college)

    figures = partnership_figures(partnership, YEAR)

    assert [row.label for row in figures.new_organizations.rows] == ["College"]
    assert [row.label for row in figures.francophone_organizations.rows] == ["College"]


def test_figures_cost_the_same_queries_for_one_row_and_for_three(partnership, body):
    def fill():
        organization = OrganizationFactory(partnership=partnership, joined_on=date(2025, 5, 1))
        organization.sectors.add(SectorFactory())
        held = member(body, organization=organization, is_francophone=True)
        meeting = MeetingFactory(body=body, starts_at=datetime(2025, 9, 9, 22, tzinfo=UTC))
        AttendanceFactory(meeting=meeting, membership=held)
        InvolvementFactory(partnership=partnership, on=date(2025, 9, 9))

    fill()
    with CaptureQueriesContext(connection) as one:
        partnership_figures(partnership, YEAR)
    fill()
    fill()
    with CaptureQueriesContext(connection) as three:
        figures = partnership_figures(partnership, YEAR)

    assert (len(one), len(three)) == (7, 7)
    assert len(figures.all) == 14
