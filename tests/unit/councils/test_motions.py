"""Motions: what carries, who may move, second and vote, and that what was judged stays judged."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from councils.models import Meeting, Motion
from councils.queries.meetings import attendance_lines, quorum_of
from councils.queries.motions import judgement_of, motion_list_rows, motion_version, voters_on, voters_there
from councils.services import (
    create_motion,
    decide_motion,
    declare_conflict,
    defer_motion,
    edit_meeting,
    edit_motion,
    edit_seat,
    end_conflict,
    end_meeting,
    lapse_motion,
    open_motion_again,
    put_motion,
    record_attendance,
    withdraw_motion,
)
from councils.votes import carries, problems_with_votes
from lipportal.audit.queries import history_of
from lipportal.shared.errors import Refused
from tests.factories.councils import (
    BodyFactory,
    MeetingFactory,
    MembershipFactory,
    MotionFactory,
    SeatFactory,
    TermsOfReferenceFactory,
    person_with_role,
)

WORDS = {"text_en": "That the report be approved.", "text_fr": "Que le rapport soit approuvé."}

# (the share that carries, in favour, against, carries). Nobody's terms state a share in the sources (F10–F16); these are
# worked examples of our own. Who abstains casts no vote.
DECISIONS = [
    ("50", 5, 4, True),
    ("50", 4, 4, False),
    ("50", 1, 0, True),
    ("50", 0, 0, False),
    ("50", 0, 3, False),
    ("50.01", 4, 4, False),
    ("66.67", 2, 1, True),
    ("66.67", 4, 2, True),
    ("66.67", 3, 2, False),
    ("66.66", 2, 1, True),
    ("75", 3, 1, True),
    ("75", 5, 2, False),
    ("100", 7, 0, True),
    ("100", 7, 1, False),
    ("100", 0, 0, False),
    ("40", 2, 3, True),
]


@pytest.mark.parametrize(("percent", "in_favour", "against", "does"), DECISIONS)
def test_a_motion_carries_with_the_share_the_terms_ask(percent, in_favour, against, does):
    assert carries(Decimal(percent), in_favour, against) is does


@given(percent=st.decimals(1, 100, places=2), in_favour=st.integers(0, 200), against=st.integers(0, 200))
def test_one_more_vote_in_favour_never_defeats_and_one_more_against_never_carries(percent, in_favour, against):
    if carries(percent, in_favour, against):
        assert carries(percent, in_favour + 1, against)
    else:
        assert not carries(percent, in_favour, against + 1)


@given(counts=st.lists(st.integers(0, 50), min_size=3, max_size=3), can_vote=st.integers(0, 60))
def test_more_votes_than_voters_are_told(counts, can_vote):
    assert bool(problems_with_votes(counts, can_vote)) is (sum(counts) > can_vote)


# --- one meeting -----------------------------------------------------------------------------------------------------
pytestmark = pytest.mark.django_db


@pytest.fixture
def body(db):
    return BodyFactory()


@pytest.fixture
def keeper(body):
    return person_with_role("coordinator", body.partnership)


def in_force(body, since=date(2025, 4, 1), until=None, **rules):
    adopted = {"adopted_on": since, "motion": "Carried", "in_force_on": since, "superseded_on": until}
    return TermsOfReferenceFactory(body=body, state="superseded" if until else "in_force", **adopted, **rules)


def held(body, keeper, *, there=4, away=0, **values):
    """A meeting with so many voting members there, and so many away."""
    members = [MembershipFactory(seat=SeatFactory(body=body)) for _ in range(there + away)]
    meeting = MeetingFactory(body=body, **values)
    answers = {one.code: "present" if number < there else "regrets" for number, one in enumerate(members)}
    return record_attendance(meeting, answers, by=keeper, version=1), members


def moved(meeting, members, keeper):
    motion = create_motion(meeting, WORDS, by=keeper)
    return put_motion(motion, by=keeper, mover=members[0], seconder=members[1])


def by_hands(motion, keeper, *counts):
    named = dict(zip(("in_favour", "against", "abstained"), counts, strict=True))
    return decide_motion(motion, by=keeper, method="hands", **named)


def test_a_motion_takes_the_next_number_of_its_meeting(body, keeper):
    meeting, __ = held(body, keeper)

    assert [create_motion(meeting, WORDS, by=keeper).place for _ in range(3)] == [1, 2, 3]


def test_a_show_of_hands_carries_and_keeps_what_it_was_judged_by(body, keeper):
    terms = in_force(body, quorum_value=50)
    meeting, members = held(body, keeper, there=4, away=2)

    motion = by_hands(moved(meeting, members, keeper), keeper, 3, 1, 0)

    assert (motion.state, motion.terms, motion.votes, motion.there, motion.needed) == ("carried", terms, 6, 4, 3)
    assert (motion.decided_on, motion.effective_on) == (date(2026, 5, 5), date(2026, 5, 5))
    assert [entry.action for entry in history_of(motion)] == ["motion.created", "motion.put", "motion.decide"]


def test_a_tie_defeats_it_and_nothing_takes_effect(body, keeper):
    in_force(body)
    meeting, members = held(body, keeper)

    motion = by_hands(moved(meeting, members, keeper), keeper, 2, 2, 0)

    assert (motion.state, motion.effective_on) == ("defeated", None)


def test_without_quorum_it_lapses_and_nothing_is_decided(body, keeper):
    in_force(body, quorum_kind="count", quorum_value=5)
    meeting, members = held(body, keeper, there=4)
    motion = moved(meeting, members, keeper)

    with pytest.raises(Refused, match="no quorum"):
        by_hands(motion, keeper, 4, 0, 0)
    motion = lapse_motion(motion, by=keeper)

    assert (motion.state, motion.method, motion.in_favour, motion.needed, motion.there) == ("lapsed", "", None, 5, 4)


@pytest.mark.parametrize("there", [0, 1])
def test_where_nobody_can_move_it_it_lapses_unmoved(body, keeper, there):
    in_force(body, quorum_kind="count", quorum_value=3)
    meeting, members = held(body, keeper, there=there, away=5 - there)
    motion = create_motion(meeting, WORDS, by=keeper)

    with pytest.raises(Refused, match="has no vote"):
        put_motion(motion, by=keeper, mover=members[0], seconder=members[1])
    assert lapse_motion(motion, by=keeper).state == "lapsed"


def test_with_quorum_nothing_lapses(body, keeper):
    in_force(body)
    meeting, members = held(body, keeper)

    with pytest.raises(Refused, match="can be decided"):
        lapse_motion(moved(meeting, members, keeper), by=keeper)


def test_a_second_call_decides_with_whoever_came_where_the_terms_say_so(body, keeper):
    in_force(body, quorum_kind="count", quorum_value=5, second_meeting_is_quorate=True)
    meeting, members = held(body, keeper, there=2, is_second_call=True)

    assert decide_motion(moved(meeting, members, keeper), by=keeper, method="consensus").state == "carried"


def test_without_terms_more_than_half_carries(body, keeper):
    meeting, members = held(body, keeper, there=2)

    motion = by_hands(moved(meeting, members, keeper), keeper, 1, 0, 1)

    assert (motion.state, motion.terms, motion.needed) == ("carried", None, None)


def test_five_people_and_two_thirds(body, keeper):
    in_force(body, decision_percent=Decimal("66.67"), quorum_kind="share", quorum_value=Decimal("66.67"))
    meeting, members = held(body, keeper, there=4, away=1)

    first, second = moved(meeting, members, keeper), moved(meeting, members, keeper)

    assert judgement_of(first).needed == 4
    assert by_hands(first, keeper, 2, 1, 1).state == "carried"
    assert by_hands(second, keeper, 2, 2, 0).state == "defeated"


def test_counts_that_are_missing_or_too_many_are_refused_and_nothing_is_kept(body, keeper):
    meeting, members = held(body, keeper, there=3)
    motion = moved(meeting, members, keeper)

    for counts in [(3, 1, 0), (2, None, 0)]:
        with pytest.raises(Refused):
            by_hands(motion, keeper, *counts)
    assert Motion.objects.get().state == "moved"


def test_by_consensus_nothing_is_counted(body, keeper):
    meeting, members = held(body, keeper, there=4)
    motion = moved(meeting, members, keeper)

    with pytest.raises(Refused, match="nobody is counted"):
        decide_motion(motion, by=keeper, method="consensus", in_favour=1, against=3)
    assert Motion.objects.get().state == "moved"


def test_it_takes_effect_on_the_day_of_the_meeting_or_later(body, keeper):
    meeting, members = held(body, keeper)
    motion = moved(meeting, members, keeper)

    with pytest.raises(Refused, match="or later"):
        decide_motion(motion, by=keeper, method="consensus", effective_on=date(2026, 5, 4))
    later = decide_motion(motion, by=keeper, method="consensus", effective_on=date(2026, 6, 1))
    assert later.effective_on == date(2026, 6, 1)


def test_whoever_moved_it_is_there_when_it_is_decided_and_somebody_can_vote(body, keeper):
    meeting, members = held(body, keeper, there=4)
    motion = moved(meeting, members, keeper)
    for member in members[2:]:
        declare_conflict(motion, {"membership": member, "nature": "A bid.", "has_left": False}, by=keeper)
    meeting = record_attendance(meeting, {members[0].code: "absent"}, by=keeper, version=meeting.version)

    with pytest.raises(Refused, match="is not noted as here"):
        decide_motion(motion, by=keeper, method="consensus")
    record_attendance(meeting, {members[1].code: "absent"}, by=keeper, version=meeting.version)
    with pytest.raises(Refused, match="has a vote on it"):
        decide_motion(motion, by=keeper, method="consensus")


def test_a_slip_of_the_hand_is_taken_back_and_others_move_it(body, keeper):
    meeting, members = held(body, keeper)
    motion = open_motion_again(moved(meeting, members, keeper), by=keeper, because="It was Ada.")

    assert (motion.state, motion.mover, motion.seconder) == ("notice", None, None)
    assert put_motion(motion, by=keeper, mover=members[2], seconder=members[3]).mover == members[2]


# --- who votes -------------------------------------------------------------------------------------------------------
def test_a_declared_conflict_takes_the_vote_and_whoever_left_does_not_make_quorum(body, keeper):
    in_force(body, quorum_kind="count", quorum_value=4)
    meeting, members = held(body, keeper, there=4)
    motion = moved(meeting, members, keeper)
    stayed = {"membership": members[2], "nature": "A related bid.", "has_left": False}
    left = {"membership": members[3], "nature": "A related bid.", "has_left": True}

    declare_conflict(motion, stayed, by=keeper)
    judged = judgement_of(motion)
    assert (judged.there, judged.can_vote, judged.is_quorate) == (4, 3, True)

    declare_conflict(motion, left, by=keeper)
    judged = judgement_of(motion)
    assert (judged.there, judged.can_vote, judged.is_quorate) == (3, 2, False)
    assert lapse_motion(motion, by=keeper).state == "lapsed"


def test_whoever_declared_neither_moves_nor_seconds_nor_declares_again(body, keeper):
    meeting, members = held(body, keeper, there=3)
    motion = create_motion(meeting, WORDS, by=keeper)
    declared = {"membership": members[0], "nature": "A related bid.", "has_left": True}
    declare_conflict(motion, declared, by=keeper)

    with pytest.raises(Refused, match="has no vote on this motion"):
        put_motion(motion, by=keeper, mover=members[0], seconder=members[1])
    with pytest.raises(Refused, match="already"):
        declare_conflict(motion, declared, by=keeper)
    assert list(voters_on(motion)) == sorted(members[1:], key=lambda one: (one.person.folded_sort, one.pk))


def test_whoever_moved_or_is_away_or_has_no_vote_cannot_declare(body, keeper):
    meeting, members = held(body, keeper, there=3, away=1)
    listens = MembershipFactory(seat=SeatFactory(body=body, is_voting=False))
    meeting = record_attendance(meeting, {listens.code: "present"}, by=keeper, version=meeting.version)
    motion = moved(meeting, members, keeper)

    for member in (members[0], members[1], members[3], listens):
        with pytest.raises(Refused):
            declare_conflict(motion, {"membership": member, "nature": "A bid.", "has_left": True}, by=keeper)


def test_a_declaration_taken_back_gives_the_vote_again_until_it_is_decided(body, keeper):
    meeting, members = held(body, keeper, there=3)
    motion = moved(meeting, members, keeper)
    conflict = declare_conflict(motion, {"membership": members[2], "nature": "A bid.", "has_left": True}, by=keeper)

    end_conflict(conflict, by=keeper, because="It was another member.")
    assert judgement_of(motion).can_vote == 3

    again = declare_conflict(motion, {"membership": members[2], "nature": "A bid.", "has_left": True}, by=keeper)
    decide_motion(motion, by=keeper, method="consensus")
    with pytest.raises(Refused):
        end_conflict(again, by=keeper, because="Too late.")


def test_nobody_seconds_their_own_motion_and_only_who_votes_here_moves_one(body, keeper):
    meeting, members = held(body, keeper, there=2, away=1)
    motion = create_motion(meeting, WORDS, by=keeper)
    stranger = MembershipFactory(seat=SeatFactory(body=BodyFactory()))

    for mover, seconder in [(members[0], members[0]), (members[2], members[0]), (members[0], stranger)]:
        with pytest.raises(Refused):
            put_motion(motion, by=keeper, mover=mover, seconder=seconder)
    assert Motion.objects.get().state == "notice"


# --- what was judged stays judged ------------------------------------------------------------------------------------
def test_later_terms_and_a_seat_that_gains_a_vote_change_no_earlier_result(body, keeper):
    in_force(body, until=date(2026, 6, 1), quorum_kind="count", quorum_value=2)
    meeting, members = held(body, keeper, there=2)
    listens = MembershipFactory(seat=SeatFactory(body=body, is_voting=False))
    motion = decide_motion(moved(meeting, members, keeper), by=keeper, method="consensus")
    quorum = quorum_of(meeting, attendance_lines(meeting))

    in_force(body, since=date(2026, 6, 1), quorum_kind="count", quorum_value=9)
    edit_seat(listens.seat, {"is_voting": True}, by=keeper, version=1)

    again = Motion.objects.get(pk=motion.pk)
    assert (again.state, again.votes, again.needed) == ("carried", 2, 2)
    assert quorum_of(meeting, attendance_lines(meeting)) == quorum


def test_the_wording_is_fixed_once_it_is_moved(body, keeper):
    meeting, members = held(body, keeper)
    motion = create_motion(meeting, WORDS, by=keeper)
    motion = edit_motion(motion, {"text_en": "That it be sent."}, by=keeper, version=1)
    motion = put_motion(motion, by=keeper, mover=members[0], seconder=members[1])

    with pytest.raises(Refused):
        edit_motion(motion, {"text_en": "That it be burnt."}, by=keeper, version=motion.version)
    assert Motion.objects.get().text_en == "That it be sent."


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"starts_at": datetime(2099, 6, 5, 22, tzinfo=UTC)}, "has not come yet"),
        ({"votes": None}, "Note who is here first"),
        ({"ended_on": date(2026, 5, 6), "ended_because": "Another day."}, "was taken out"),
    ],
)
def test_nothing_is_decided_before_the_day_before_attendance_or_at_a_meeting_taken_out(body, keeper, values, says):
    meeting, members = held(body, keeper)
    motion = moved(meeting, members, keeper)
    Meeting.objects.filter(pk=meeting.pk).update(**values)

    with pytest.raises(Refused, match=says):
        decide_motion(Motion.objects.get(), by=keeper, method="consensus")
    assert Motion.objects.get(pk=motion.pk).state == "moved"


def test_a_decision_waits_for_who_notes_attendance_and_judges_by_what_stands_then(body, keeper):
    in_force(body, quorum_kind="count", quorum_value=3)
    meeting, members = held(body, keeper, there=4)
    motion = moved(meeting, members, keeper)
    opened = Motion.objects.select_related("meeting").get()  # as a page has it, before the others went home
    version = motion_version(opened)
    gone = {members[2].code: "absent", members[3].code: "absent"}
    record_attendance(meeting, gone, by=keeper, version=meeting.version)

    with pytest.raises(Refused, match="Read it again"):
        decide_motion(opened, by=keeper, method="consensus", version=version)
    with pytest.raises(Refused, match="no quorum"):
        decide_motion(opened, by=keeper, method="consensus")
    assert Motion.objects.get(pk=motion.pk).state == "moved"


def test_a_meeting_that_decided_is_neither_taken_out_nor_moved_to_another_day(body, keeper):
    meeting, members = held(body, keeper)
    decide_motion(moved(meeting, members, keeper), by=keeper, method="consensus")

    with pytest.raises(Refused, match="so it stays"):
        end_meeting(meeting, by=keeper, on=date(2026, 5, 6), because="A slip.")
    with pytest.raises(Refused, match="so the day stays"):
        edit_meeting(meeting, {"starts_at": datetime(2026, 5, 7, 22, tzinfo=UTC)}, by=keeper, version=meeting.version)
    later = {"starts_at": datetime(2026, 5, 5, 23, tzinfo=UTC)}
    assert edit_meeting(meeting, later, by=keeper, version=meeting.version).starts_at.hour == 23


def test_a_meeting_taken_out_takes_no_motion_and_its_motions_are_not_listed(body, keeper):
    meeting, members = held(body, keeper)
    motion = moved(meeting, members, keeper)
    end_meeting(meeting, by=keeper, on=date(2026, 5, 6), because="Another day.")

    for attempt in (
        lambda: create_motion(meeting, WORDS, by=keeper),
        lambda: edit_motion(motion, {"text_en": "That it be so."}, by=keeper, version=motion.version),
        lambda: withdraw_motion(motion, by=keeper, because="It is over."),
    ):
        with pytest.raises(Refused, match="was taken out"):
            attempt()
    assert not motion_list_rows(keeper, body.partnership).exists()


def test_a_correction_of_attendance_asks_no_seat_anew_of_whoever_was_noted(body, keeper):
    in_force(body)
    meeting, members = held(body, keeper, there=4, away=2)
    edit_seat(members[0].seat, {"is_voting": False}, by=keeper, version=1)

    meeting = record_attendance(meeting, {members[4].code: "absent"}, by=keeper, version=meeting.version)

    quorum = quorum_of(meeting, attendance_lines(meeting))
    assert (quorum.votes, quorum.there) == (6, 4)
    assert members[0] in set(voters_there(meeting))


def test_set_aside_says_why_and_is_the_end(body, keeper):
    meeting, members = held(body, keeper)

    later = defer_motion(moved(meeting, members, keeper), by=keeper, because="Wait for the figures.")
    gone = withdraw_motion(create_motion(meeting, WORDS, by=keeper), by=keeper, because="No need.")

    assert (later.state, later.set_aside_because) == ("deferred", "Wait for the figures.")
    assert (gone.state, gone.set_aside_because) == ("withdrawn", "No need.")
    with pytest.raises(Refused):
        decide_motion(later, by=keeper, method="consensus")


def test_its_version_grows_with_attendance_and_conflicts(body, keeper):
    meeting, members = held(body, keeper)
    motion = moved(meeting, members, keeper)
    before = motion_version(Motion.objects.get())

    declare_conflict(motion, {"membership": members[2], "nature": "A bid.", "has_left": True}, by=keeper)
    between = motion_version(Motion.objects.get())
    record_attendance(meeting, {members[0].code: "absent"}, by=keeper, version=meeting.version)

    assert before < between < motion_version(Motion.objects.get())


def test_motions_are_found_by_words_in_either_language_by_state_and_body(body, keeper):
    meeting, members = held(body, keeper)
    carried = decide_motion(moved(meeting, members, keeper), by=keeper, method="consensus")
    other = MotionFactory(meeting=MeetingFactory(body=BodyFactory(partnership=body.partnership)))
    rows = lambda **asked: set(motion_list_rows(keeper, body.partnership, **asked))  # noqa: E731 - said once

    assert rows(find="APPROUVE") == {carried, other}
    assert rows(find="approved", state="carried") == {carried}
    assert rows(body=other.body.code) == {other}
    assert rows(find="bridge") == set()
