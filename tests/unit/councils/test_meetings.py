"""Meetings, attendance by taps, and the list of a partnership."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from councils.choices import Role
from councils.models import Attendance, TermsOfReference
from councils.queries.meetings import (
    attendance_lines,
    fiscal_years_with_meetings,
    meeting_list_rows,
    meetings_in,
    meetings_visible_to,
    quorum_of,
)
from councils.services.meetings import create_meeting, edit_meeting, end_meeting, record_attendance
from councils.votes import quorum_needed
from lipportal.audit.models import Entry
from lipportal.shared import clock
from lipportal.shared.clock import FiscalYear
from lipportal.shared.errors import Conflict, Refused
from tests.factories.councils import (
    AttendanceFactory,
    BodyFactory,
    MeetingFactory,
    MembershipFactory,
    PartnershipFactory,
    SeatFactory,
    TermsOfReferenceFactory,
    person_with_role,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def body():
    return BodyFactory()


@pytest.fixture
def coordinator(body):
    return person_with_role(Role.COORDINATOR, body.partnership)


def test_create_meeting_is_found_by_its_words_without_accents(body, coordinator):
    values = {"starts_at": datetime(2026, 5, 5, 22, tzinfo=UTC), "place": "Bibliothèque", "summary": ""}
    meeting = create_meeting(body, values, by=coordinator)

    assert list(meeting_list_rows(coordinator, body.partnership, find="bibliotheque conseil")) == [meeting]


def test_edit_meeting_brings_its_words_up_to_date(body, coordinator):
    meeting = MeetingFactory(body=body, place="Old hall")

    edit_meeting(meeting, {"place": "Library"}, by=coordinator, version=1)

    assert list(meeting_list_rows(coordinator, body.partnership, find="old hall")) == []
    assert list(meeting_list_rows(coordinator, body.partnership, find="library")) == [meeting]


def test_record_attendance_replaces_the_rows_with_one_line_in_the_trail(body, coordinator):
    first, second = (MembershipFactory(seat=SeatFactory(body=body)) for _ in range(2))
    meeting = MeetingFactory(body=body)
    AttendanceFactory(meeting=meeting, membership=first, state="absent")

    record_attendance(meeting, {first.code: "present", second.code: "alternate"}, by=coordinator, version=1)

    assert dict(Attendance.objects.values_list("membership", "state")) == {first.pk: "present", second.pk: "alternate"}
    line = Entry.objects.get(action="meeting.attendance_noted")
    assert (line.before, line.after) == (
        {first.code: "absent"},
        {first.code: "present", second.code: "alternate"},
    )


def test_record_attendance_twice_the_same_writes_nothing_more(body, coordinator):
    held = MembershipFactory(seat=SeatFactory(body=body))
    meeting = MeetingFactory(body=body)
    noted = record_attendance(meeting, {held.code: "present"}, by=coordinator, version=1)

    record_attendance(meeting, {held.code: "present"}, by=coordinator, version=noted.version)

    assert Entry.objects.filter(action="meeting.attendance_noted").count() == 1


def test_record_attendance_keeps_both_when_two_note_at_once(body, coordinator):
    held = MembershipFactory(seat=SeatFactory(body=body))
    meeting = MeetingFactory(body=body)
    record_attendance(meeting, {held.code: "present"}, by=coordinator, version=1)

    with pytest.raises(Conflict) as conflict:
        record_attendance(meeting, {held.code: "absent"}, by=coordinator, version=1)

    assert getattr(conflict.value.record, f"m_{held.code}") == "present"


def test_record_attendance_ignores_members_of_other_bodies(body, coordinator):
    stranger = MembershipFactory()
    meeting = MeetingFactory(body=body)

    record_attendance(meeting, {stranger.code: "present"}, by=coordinator, version=1)

    assert Attendance.objects.count() == 0


def test_attendance_is_fixed_once_a_meeting_was_taken_out(body, coordinator):
    meeting = MeetingFactory(body=body)
    end_meeting(meeting, by=coordinator, on=date(2026, 5, 12), because="Twice")

    with pytest.raises(Refused):
        record_attendance(meeting, {}, by=coordinator, version=2)
    with pytest.raises(Refused):
        edit_meeting(meeting, {"place": "x"}, by=coordinator, version=2)


def test_attendance_lines_keep_those_noted_who_were_no_members_that_day(body):
    later = MembershipFactory(seat=SeatFactory(body=body), starts_on=date(2026, 6, 1))
    meeting = MeetingFactory(body=body)
    AttendanceFactory(meeting=meeting, membership=later, state="present")

    assert [(line.membership, line.label) for line in attendance_lines(meeting)] == [(later, "Here")]


def test_attendance_waits_for_the_day_on_the_partnerships_clock(monkeypatch):
    body = BodyFactory(partnership=PartnershipFactory(time_zone="America/Vancouver"))
    by, held = person_with_role(Role.COORDINATOR, body.partnership), MembershipFactory(seat=SeatFactory(body=body))
    meeting = MeetingFactory(body=body, starts_at=datetime(2027, 5, 6, 1, 30, tzinfo=UTC))  # 5 May, 18:30 in Vancouver

    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 5, 5, 6, 30, tzinfo=UTC))  # 4 May, 23:30 there
    with pytest.raises(Refused, match="That day has not come yet"):
        record_attendance(meeting, {held.code: "present"}, by=by, version=1)
    assert not Attendance.objects.exists()

    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 5, 5, 7, 30, tzinfo=UTC))
    assert record_attendance(meeting, {held.code: "present"}, by=by, version=1).version == 2


def test_meetings_in_a_year_are_counted_on_the_partnerships_clock(body):
    last_evening = MeetingFactory(body=body, starts_at=datetime(2026, 4, 1, 2, 0, tzinfo=UTC))  # 31 March in Toronto
    first_morning = MeetingFactory(body=body, starts_at=datetime(2026, 4, 1, 13, 0, tzinfo=UTC))

    assert list(meetings_in(body.partnership, FiscalYear(2025))) == [last_evening]
    assert list(meetings_in(body.partnership, FiscalYear(2026))) == [first_morning]
    assert fiscal_years_with_meetings(body.partnership) == [FiscalYear(2026), FiscalYear(2025)]


def test_only_years_that_have_meetings_are_offered(body):
    for moment in (datetime(2015, 5, 5, tzinfo=UTC), datetime(2026, 4, 1, 2, tzinfo=UTC)):
        MeetingFactory(body=body, starts_at=moment)
    MeetingFactory(body=body, starts_at=datetime(2020, 5, 5, tzinfo=UTC), ended_on=date(2020, 5, 6))

    assert fiscal_years_with_meetings(body.partnership) == [FiscalYear(2025), FiscalYear(2015)]


def test_meeting_list_counts_who_came_and_leaves_out_the_mistaken(body, coordinator):
    meeting = MeetingFactory(body=body)
    for state in ("present", "alternate", "regrets"):
        AttendanceFactory(meeting=meeting, membership=MembershipFactory(seat=SeatFactory(body=body)), state=state)
    MeetingFactory(body=body, ended_on=date(2026, 5, 6), ended_because="Twice")

    (row,) = meeting_list_rows(coordinator, body.partnership, year=FiscalYear(2026), body=body.code, sort="body")

    assert (row.there_count, row.noted_count) == (2, 3)


def test_meetings_are_seen_within_the_partnership_only(body):
    meeting = MeetingFactory(body=body)
    member = person_with_role(Role.MEMBER, body.partnership)
    others = [person_with_role(Role.MEMBER, PartnershipFactory()), person_with_role(Role.OFFICER, body.partnership)]

    assert list(meetings_visible_to(member)) == [meeting]
    assert [list(meetings_visible_to(person)) for person in others] == [[], []]


# --- quorum ----------------------------------------------------------------------------------------------------------
# (how the terms put it, the value, votes held, called again, needed). F10 tells of the second meeting with whoever comes;
# the other lines are worked examples of our own.
QUORUMS = [
    ("share", "50", 14, False, 7),
    ("share", "50", 13, False, 7),
    ("share", "50", 1, False, 1),
    ("share", "50.01", 14, False, 8),
    ("share", "66.67", 6, False, 4),
    ("share", "66.67", 5, False, 4),
    ("share", "66.66", 6, False, 4),
    ("share", "33.33", 3, False, 1),
    ("share", "100", 23, False, 23),
    ("share", "50", 0, False, 1),
    ("count", "7", 14, False, 7),
    ("count", "7", 3, False, 7),
    ("share", "50", 14, True, 1),
    ("count", "7", 14, True, 1),
]


@pytest.mark.parametrize(("kind", "value", "votes", "is_second_call", "needed"), QUORUMS)
def test_quorum_is_so_many_of_those_who_vote(kind, value, votes, is_second_call, needed):
    terms = TermsOfReference(quorum_kind=kind, quorum_value=Decimal(value), second_meeting_is_quorate=True)

    assert quorum_needed(terms, votes, is_second_call=is_second_call) == needed


def test_a_second_meeting_needs_its_quorum_unless_the_terms_say_otherwise():
    terms = TermsOfReference(quorum_kind="share", quorum_value=Decimal(50), second_meeting_is_quorate=False)

    assert quorum_needed(terms, 14, is_second_call=True) == 7


@given(part=st.integers(1, 20), of=st.integers(1, 20), times=st.integers(1, 25))
def test_a_share_of_people_that_is_whole_is_never_one_more(part, of, times):
    assume(part <= of)
    share = Decimal(100 * part / of).quantize(Decimal("0.01"))
    terms = TermsOfReference(quorum_kind="share", quorum_value=share)

    assert quorum_needed(terms, of * times) == part * times


@given(value=st.decimals(1, 100, places=2), votes=st.integers(0, 500))
def test_a_quorum_lies_between_one_and_everybody_and_grows_with_the_votes(value, votes):
    terms = TermsOfReference(quorum_kind="share", quorum_value=value)

    assert 1 <= quorum_needed(terms, votes) <= max(1, votes)
    assert quorum_needed(terms, votes) <= quorum_needed(terms, votes + 1)


def in_force(body, since, until=None, **rules):
    return TermsOfReferenceFactory(
        body=body,
        state="superseded" if until else "in_force",
        adopted_on=since,
        motion="Carried",
        in_force_on=since,
        superseded_on=until,
        **rules,
    )


def test_quorum_of_counts_those_who_vote_and_judges_by_the_terms_of_that_day(body):
    in_force(body, date(2025, 4, 1), date(2026, 6, 1), quorum_kind="count", quorum_value=2)
    in_force(body, date(2026, 6, 1), quorum_kind="count", quorum_value=3)
    votes = [MembershipFactory(seat=SeatFactory(body=body)) for _ in range(3)]
    listens = MembershipFactory(seat=SeatFactory(body=body, is_voting=False))
    before, after = MeetingFactory(body=body), MeetingFactory(body=body, starts_at=datetime(2026, 7, 7, 22, tzinfo=UTC))
    for meeting in (before, after):
        for held, state in zip([*votes, listens], ["present", "alternate", "regrets", "present"], strict=True):
            AttendanceFactory(meeting=meeting, membership=held, state=state)

    quorum = quorum_of(before, attendance_lines(before))
    assert (quorum.there, quorum.votes, quorum.needed, quorum.is_met) == (2, 3, 2, True)
    quorum = quorum_of(after, attendance_lines(after))
    assert (quorum.there, quorum.votes, quorum.needed, quorum.is_met) == (2, 3, 3, False)


def test_whoever_was_on_leave_that_day_is_not_counted_even_after_they_left(body):
    in_force(body, date(2025, 4, 1), quorum_kind="share", quorum_value=50)
    MembershipFactory(seat=SeatFactory(body=body))
    ended = {"state": "ended", "ends_on": date(2026, 6, 1), "end_reason": "resigned"}
    agreed = {"agreed_terms_on": date(2025, 5, 1)}
    MembershipFactory(seat=SeatFactory(body=body), leave_from=date(2026, 3, 1), **agreed, **ended)
    MembershipFactory(seat=SeatFactory(body=body), leave_from=date(2026, 3, 1), state="on_leave", **agreed)
    meeting = MeetingFactory(body=body)

    assert quorum_of(meeting, attendance_lines(meeting)).votes == 1


def test_quorum_of_is_unknown_where_no_terms_were_in_force(body):
    in_force(body, date(2026, 6, 1))
    meeting = MeetingFactory(body=body)

    assert quorum_of(meeting, attendance_lines(meeting)) is None
