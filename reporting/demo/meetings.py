"""The meetings of the demonstration: who was there, what they decided, and what is still before them."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from councils.models import Body, Meeting, Membership, Motion
from councils.queries.motions import voters_there
from councils.services import meetings, motions
from reporting.demo.calendar import ZONE
from reporting.demo.governance import Place

MINUTES = (
    "That the minutes of the last meeting be approved as circulated.",
    "Que le procès-verbal de la dernière réunion soit approuvé tel qu’il a été envoyé.",
)
OTHERS = (
    (
        "That a letter about bus routes to the industrial park be sent to the city.",
        "Qu’une lettre sur les circuits d’autobus vers le parc industriel soit envoyée à la ville.",
    ),
    (
        "That the welcome guide be printed in two more languages.",
        "Que le guide d’accueil soit imprimé dans deux autres langues.",
    ),
    (
        "That two members speak for the partnership at the regional forum.",
        "Que deux membres parlent au nom du partenariat au forum régional.",
    ),
)
LATER = (
    "That the evening classes be offered at a second school.",
    "Que les cours du soir soient offerts dans une deuxième école.",
)
TO_COME = (
    "That the report of the year be approved, so that it can be submitted.",
    "Que le rapport de l’année soit approuvé, afin qu’il puisse être soumis.",
)
FEWEST_VOTERS = 4


def hold_meetings(place: Place, days: list[tuple[date, Body]]) -> None:
    """Meetings with their attendance and motions, those to come without attendance; one member in nine was away."""
    for number, (wanted, body) in enumerate(days):
        day = _thursday(wanted, place.calendar.today)
        starts_at = datetime.combine(day, time(9, 30), tzinfo=ZoneInfo(ZONE))
        values = {"starts_at": starts_at, "place": "City hall, room 4"}
        with place.calendar.on(min(day, place.calendar.today)):
            meeting = meetings.create_meeting(body, values, by=place.coordinator)
            if day >= place.calendar.today:
                _put_forward(place, meeting, TO_COME)
                continue
            _decide_motions(place, _note_attendance(place, meeting), number)


def _thursday(day: date, today: date) -> date:
    """The Thursday of that week, on the same side of today."""
    thursday = day + timedelta(days=3 - day.weekday())
    if (thursday < today) == (day < today):
        return thursday
    return thursday + timedelta(days=7 if day >= today else -7)


def _note_attendance(place: Place, meeting: Meeting) -> Meeting:
    active = Membership.objects.filter(seat__body=meeting.body, state="active").order_by("pk")
    states = ("present",) * 6 + ("regrets", "present", "absent")
    day = meeting.starts_at.day
    answers = {one.code: states[(number + day) % 9] for number, one in enumerate(active)}
    return meetings.record_attendance(meeting, answers, by=place.coordinator, version=meeting.version)


def _decide_motions(place: Place, meeting: Meeting, number: int) -> None:
    """The minutes by consensus, and at every third meeting something more by a show of hands, with a conflict."""
    voters = list(voters_there(meeting))
    if len(voters) < FEWEST_VOTERS:
        return
    minutes = _put_forward(place, meeting, MINUTES)
    _move(place, minutes, voters)
    motions.decide_motion(minutes, by=place.coordinator, method="consensus")
    if number % 3:
        return
    motion = _put_forward(place, meeting, OTHERS[number // 3 % len(OTHERS)])
    later = _put_forward(place, meeting, LATER)
    motions.defer_motion(later, by=place.coordinator, because="The budget of the city is not known yet.")
    conflict = {"membership": voters[-1], "nature": "Their organization would be paid for it.", "has_left": True}
    motions.declare_conflict(motion, conflict, by=place.coordinator)
    _move(place, motion, voters)
    motions.decide_motion(
        motion, by=place.coordinator, method="hands", in_favour=len(voters) - 2, against=0, abstained=1
    )


def _put_forward(place: Place, meeting: Meeting, words: tuple[str, str]) -> Motion:
    return motions.create_motion(meeting, {"text_en": words[0], "text_fr": words[1]}, by=place.coordinator)


def _move(place: Place, motion: Motion, voters: list[Membership]) -> None:
    motions.put_motion(motion, by=place.coordinator, mover=voters[0], seconder=voters[1])
