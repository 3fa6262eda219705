"""The pages of meetings: recorded, listed, attendance by taps, taken out."""

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from councils.models import Attendance, Meeting
from lipportal.shared import clock
from tests.factories.councils import (
    AttendanceFactory,
    BodyFactory,
    MeetingFactory,
    MembershipFactory,
    PartnershipFactory,
    PersonFactory,
    SeatFactory,
    TermsOfReferenceFactory,
)
from tests.integration.councils.pages_of_tests import address, client_as, queries_of, send, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def body():
    return BodyFactory(partnership=PartnershipFactory(slug="riverside", time_zone="America/Vancouver"))


@pytest.fixture
def coordinator(body):
    return client_as("coordinator", body.partnership)


def member(body, name):
    return MembershipFactory(seat=SeatFactory(body=body), person=PersonFactory(partnership=body.partnership, name=name))


def test_record_a_meeting_on_the_partnerships_clock_leads_to_attendance(body, coordinator):
    values = {"starts_at": "2026-05-05T18:30", "place": "Library", "summary": ""}
    for _ in range(2):
        answer = send(coordinator, address("meeting_create", body), "councils.meeting", values, base=0)

    meeting = Meeting.objects.get()
    assert meeting.starts_at == datetime(2026, 5, 6, 1, 30, tzinfo=UTC)
    assert answer.url == address("meeting_attendance", meeting)
    assert "18:30" in words(coordinator.get(meeting.get_absolute_url()))


@pytest.mark.parametrize("when", ["", "someday", "2026-13-40T10:00"])
def test_a_moment_nobody_can_read_is_named(body, coordinator, when):
    answer = send(coordinator, address("meeting_create", body), "councils.meeting", {"starts_at": when}, base=0)

    assert answer.status_code == 200
    assert Meeting.objects.count() == 0


def test_edit_keeps_the_time_that_was_recorded(body, coordinator):
    meeting = MeetingFactory(body=body, starts_at=datetime(2026, 5, 6, 1, 30, tzinfo=UTC))

    assert 'value="2026-05-05T18:30"' in words(coordinator.get(address("meeting_edit", meeting)))
    values = {"starts_at": "2026-05-05T18:30", "place": "Library"}
    send(coordinator, address("meeting_edit", meeting), "councils.meeting", values, record=meeting.code)

    meeting.refresh_from_db()
    assert (meeting.starts_at, meeting.place) == (datetime(2026, 5, 6, 1, 30, tzinfo=UTC), "Library")


def test_edit_shows_the_conflict_when_somebody_was_faster(body, coordinator):
    meeting = MeetingFactory(body=body)
    url = address("meeting_edit", meeting)
    answers = [
        send(
            coordinator, url, "councils.meeting", {"starts_at": "2026-05-05T18:30", "summary": text},
            record=meeting.code, key=text,
        )
        for text in ("Housing first", "Work first")
    ]  # fmt: skip

    assert [answer.status_code for answer in answers] == [302, 409]


def test_attendance_is_one_form_of_taps_for_everybody_there_that_day(body, coordinator):
    ana, bo = member(body, "Ana"), member(body, "Bo")
    meeting = MeetingFactory(body=body)
    url = address("meeting_attendance", meeting)

    assert words(coordinator.get(url)).count('type="radio"') == 8
    values = {f"m_{ana.code}": "present", f"m_{bo.code}": "alternate"}
    answer = send(coordinator, url, "councils.attendance", values, record=meeting.code)

    assert sorted(Attendance.objects.values_list("state", flat=True)) == ["alternate", "present"]
    assert "2 of 2 there" in words(coordinator.get(answer.url))


def test_attendance_of_two_people_at_once_shows_both(body, coordinator):
    ana, bo = member(body, "Ana"), member(body, "Bo")
    meeting = MeetingFactory(body=body)
    url = address("meeting_attendance", meeting)
    send(coordinator, url, "councils.attendance", {f"m_{ana.code}": "present"}, record=meeting.code)

    answer = send(coordinator, url, "councils.attendance", {f"m_{bo.code}": "absent"}, record=meeting.code, key="b")

    assert answer.status_code == 409
    assert Attendance.objects.count() == 1


def test_a_meeting_to_come_asks_nobody_who_was_there(body, coordinator):
    ana, soon = member(body, "Ana"), clock.now() + timedelta(days=3)
    values = {"starts_at": f"{soon:%Y-%m-%dT18:30}", "place": "Library", "summary": ""}

    answer = send(coordinator, address("meeting_create", body), "councils.meeting", values, base=0)
    meeting = Meeting.objects.get()
    assert answer.url == meeting.get_absolute_url()
    assert "Note attendance" not in words(coordinator.get(answer.url))

    url = address("meeting_attendance", meeting)
    assert "That day has not come yet" in words(coordinator.get(url))
    refused = send(coordinator, url, "councils.attendance", {f"m_{ana.code}": "present"}, record=meeting.code)
    assert "That day has not come yet" in words(refused)
    assert not Attendance.objects.exists()


def test_an_unknown_answer_is_refused(body, coordinator):
    ana = member(body, "Ana")
    meeting = MeetingFactory(body=body)

    answer = send(
        coordinator, address("meeting_attendance", meeting), "councils.attendance", {f"m_{ana.code}": "asleep"}
    )

    assert answer.status_code == 200
    assert Attendance.objects.count() == 0


def test_the_list_is_found_by_words_year_and_body_in_its_address(body, coordinator):
    MeetingFactory(body=body, place="Bibliothèque", starts_at=datetime(2026, 5, 5, 22, tzinfo=UTC))
    MeetingFactory(body=body, place="Town hall", starts_at=datetime(2025, 5, 5, 22, tzinfo=UTC))
    url = address("meeting_list", slug="riverside")

    found = words(coordinator.get(url, {"find": "bibliotheque"}))
    by_year = words(coordinator.get(url, {"year": "2025", "body": body.code, "sort": "body"}))
    nothing = words(coordinator.get(url, {"find": "nowhere"}))

    assert ("Bibliothèque" in found, "Town hall" in found) == (True, False)
    assert ("Bibliothèque" in by_year, "Town hall" in by_year) == (False, True)
    assert "No meeting like that." in nothing


@pytest.mark.parametrize("query", ["?page=x", "?year=abc", "?sort=drop", "?body=%00", "?find=%27"])
def test_the_list_answers_nonsense_calmly(body, coordinator, query):
    MeetingFactory(body=body)

    assert coordinator.get(address("meeting_list", slug="riverside") + query).status_code == 200


def test_list_and_page_cost_the_same_for_one_row_and_three(body, coordinator):
    meeting = MeetingFactory(body=body)

    def fill():
        AttendanceFactory(meeting=meeting, membership=member(body, "Ana"))
        MeetingFactory(body=body)

    fill()
    urls = (
        address("meeting_list", slug="riverside"), meeting.get_absolute_url(), address("meeting_attendance", meeting),
    )  # fmt: skip
    one = [queries_of(coordinator, url) for url in urls]
    fill()
    fill()

    assert [queries_of(coordinator, url) for url in urls] == one
    assert max(one) <= 12


def test_a_meeting_recorded_by_mistake_is_taken_out_with_its_reason(body, coordinator):
    meeting = MeetingFactory(body=body, place="Town hall")

    values = {"on": "2026-05-12", "because": "Recorded twice"}
    answer = send(coordinator, address("meeting_end", meeting), "councils.meeting_end", values)

    assert "Recorded twice" in words(coordinator.get(answer.url))
    assert "Town hall" not in words(coordinator.get(address("meeting_list", slug="riverside")))


def test_meetings_are_for_those_at_the_table(client, body):
    meeting = MeetingFactory(body=body)

    assert client.get(meeting.get_absolute_url()).status_code == 302
    for role in ("officer", "reader"):
        person = client_as(role, body.partnership)
        assert person.get(meeting.get_absolute_url()).status_code == 404
        assert person.get(address("meeting_list", slug="riverside")).status_code == 404
    member_of_table = client_as("member", body.partnership)
    assert member_of_table.get(meeting.get_absolute_url()).status_code == 200
    assert member_of_table.get(address("meeting_edit", meeting)).status_code == 403


def test_another_partnerships_meeting_answers_404(coordinator):
    assert coordinator.get(MeetingFactory().get_absolute_url()).status_code == 404


# --- quorum ----------------------------------------------------------------------------------------------------------
def rules_in_force(body, **rules):
    since = date(2026, 1, 1)
    TermsOfReferenceFactory(
        body=body, state="in_force", adopted_on=since, motion="Carried", in_force_on=since, quorum_kind="count", **rules
    )


@pytest.mark.parametrize(("needed", "says"), [(1, "Quorum was met"), (2, "No quorum")])
def test_the_page_says_whether_there_was_quorum(body, coordinator, needed, says):
    rules_in_force(body, quorum_value=needed)
    meeting = MeetingFactory(body=body)
    AttendanceFactory(meeting=meeting, membership=member(body, "Ana"))
    AttendanceFactory(meeting=meeting, membership=member(body, "Bo"), state="regrets")

    page = words(coordinator.get(meeting.get_absolute_url()))

    assert says in page
    assert "Voting members there: 1." in page


def test_before_anybody_is_noted_the_page_says_what_quorum_will_be(body, coordinator):
    rules_in_force(body, quorum_value=2)
    member(body, "Ana")
    meeting = MeetingFactory(body=body)

    for page in (meeting.get_absolute_url(), address("meeting_attendance", meeting)):
        assert "Quorum: 2; voting members: 1." in words(coordinator.get(page))


def test_without_terms_no_quorum_was_set(body, coordinator):
    member(body, "Ana")
    meeting = MeetingFactory(body=body)

    assert "no quorum is set" in words(coordinator.get(meeting.get_absolute_url()))
    assert "data-quorum" not in coordinator.get(address("meeting_attendance", meeting)).content.decode()


def test_whoever_comes_to_a_second_meeting_is_quorum_where_the_terms_say_so(body, coordinator):
    rules_in_force(body, quorum_value=9, second_meeting_is_quorate=True)
    held = member(body, "Ana")
    values = {"starts_at": "2026-05-05T18:30", "is_second_call": "on"}
    send(coordinator, address("meeting_create", body), "councils.meeting", values, base=0)
    meeting = Meeting.objects.get()
    assert meeting.is_second_call
    AttendanceFactory(meeting=meeting, membership=held)

    page = words(coordinator.get(meeting.get_absolute_url()))

    assert "Quorum was met" in page
    assert "any voting member who comes is quorum" in page


# --- calendars -------------------------------------------------------------------------------------------------------
def calendar_of(client, meeting):
    answer = client.get(address("meeting_calendar", meeting))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(answer.content)


def test_a_meeting_goes_into_any_calendar_on_its_own_clock(body, coordinator):
    place = "Bibliothèque, salle 2; rue Noël\nà côté"
    meeting = MeetingFactory(body=body, starts_at=datetime(2026, 12, 16, 2, 30, tzinfo=UTC), place=place)

    calendar = calendar_of(coordinator, meeting)

    [event] = calendar.events
    # British Columbia stays at UTC-7: half past six by the clock of 2026 would be half past seven by older rules.
    assert event["dtstart"].dt.isoformat() == "2026-12-15T19:30:00-07:00"
    assert event["dtstart"].params["TZID"] == "America/Vancouver"
    assert [zone["tzid"] for zone in calendar.timezones] == ["America/Vancouver"]
    assert event["location"] == place
    assert str(event["summary"]).startswith(str(body.name.text))
    assert event["url"].endswith(meeting.get_absolute_url())
    assert event["status"] == "CONFIRMED"


@pytest.mark.parametrize("end_of_line", ["\r\n", "\n", "\r", "\u2028"])
def test_no_place_puts_a_line_into_the_calendar(body, coordinator, end_of_line):
    place = f"Hall{end_of_line}ATTENDEE:mailto:pwn@example.org{end_of_line}BEGIN:VALARM"
    meeting = MeetingFactory(body=body, place=place)

    answer = coordinator.get(address("meeting_calendar", meeting))

    [event] = Calendar.from_ical(answer.content).events
    assert "ATTENDEE" not in event
    assert event.subcomponents == []
    assert b"\nATTENDEE" not in answer.content
    assert b"\rATTENDEE" not in answer.content


def test_a_changed_meeting_replaces_the_one_in_the_calendar(body, coordinator):
    meeting = MeetingFactory(body=body)
    [before] = calendar_of(coordinator, meeting).events
    values = {"starts_at": "2026-05-06T18:30", "place": "Library"}
    send(coordinator, address("meeting_edit", meeting), "councils.meeting", values, record=meeting.code)

    [after] = calendar_of(coordinator, meeting).events

    assert after["uid"] == before["uid"]
    assert after["sequence"] == before["sequence"] + 1


def test_a_meeting_that_was_taken_out_is_cancelled(body, coordinator):
    meeting = MeetingFactory(body=body, ended_on=date(2026, 5, 1), ended_because="Twice")

    [event] = calendar_of(coordinator, meeting).events
    assert event["status"] == "CANCELLED"


def test_only_a_meeting_to_come_is_offered_to_the_calendar(body, coordinator):
    past = MeetingFactory(body=body, starts_at=clock.now() - timedelta(minutes=1))
    to_come = MeetingFactory(body=body, starts_at=clock.now() + timedelta(minutes=5))

    for meeting, is_offered in ((past, False), (to_come, True)):
        assert (
            address("meeting_calendar", meeting) in words(coordinator.get(meeting.get_absolute_url()))
        ) == is_offered
