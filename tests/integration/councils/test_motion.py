"""The pages of motions: put forward, moved and seconded, decided, and who has no vote."""

import pytest

from councils.models import DeclaredConflict, Motion
from councils.services import record_attendance
from tests.factories.councils import (
    BodyFactory,
    DeclaredConflictFactory,
    MeetingFactory,
    MembershipFactory,
    MotionFactory,
    PartnershipFactory,
    PersonFactory,
    SeatFactory,
    TermsOfReferenceFactory,
    person_with_role,
)
from tests.integration.councils.pages_of_tests import address, client_as, queries_of, send, take, words
from tests.people import signed_in_client

pytestmark = pytest.mark.django_db

WORDS = {"text_en": "That the report be approved.", "text_fr": ""}


@pytest.fixture
def body():
    return BodyFactory(partnership=PartnershipFactory(slug="riverside", time_zone="America/Vancouver"))


@pytest.fixture
def keeper(body):
    return person_with_role("coordinator", body.partnership)


@pytest.fixture
def coordinator(keeper):
    return signed_in_client(keeper)


@pytest.fixture
def members(body):
    named = ("Ada", "Ben", "Cleo", "Dan")
    people = [PersonFactory(partnership=body.partnership, name=name) for name in named]
    return [MembershipFactory(seat=SeatFactory(body=body), person=person) for person in people]


@pytest.fixture
def meeting(body, members, keeper):
    meeting = MeetingFactory(body=body)
    return record_attendance(meeting, {one.code: "present" for one in members}, by=keeper, version=1)


def in_force(body, **rules):
    adopted = {"adopted_on": "2025-04-01", "motion": "Carried", "in_force_on": "2025-04-01"}
    return TermsOfReferenceFactory(body=body, state="in_force", **adopted, **rules)


def moved(meeting, members, **values):
    return MotionFactory(meeting=meeting, state="moved", mover=members[0], seconder=members[1], **values)


def test_from_the_meeting_to_the_result(body, coordinator, meeting, members):
    terms = in_force(body)
    assert address("motion_create", meeting) in words(coordinator.get(meeting.get_absolute_url()))
    for _ in range(2):
        send(coordinator, address("motion_create", meeting), "councils.motion", WORDS, base=0)
    motion = Motion.objects.get()

    assert "That the report be approved." in words(coordinator.get(meeting.get_absolute_url()))
    both = {"mover": members[0].pk, "seconder": members[1].pk}
    take(coordinator, address("motion_put", motion), "councils.motion_put", both, record=motion.code)
    votes = {"method": "hands", "in_favour": "2", "against": "1", "abstained": "1", "effective_on": "2026-06-01"}
    take(coordinator, address("motion_decide", motion), "councils.motion_decide", votes, record=motion.code)

    page = words(coordinator.get(motion.get_absolute_url()))
    for said in ("Carried", "in effect from", "Quorum: 2; voting members: 4", "Ada", "Ben"):
        assert said in page
    assert f"Judged by version {terms.number} of the terms of reference" in page


def test_a_motion_without_words_is_asked_for_them(coordinator, meeting):
    answer = send(coordinator, address("motion_create", meeting), "councils.motion", {"text_en": " "}, base=0)

    assert "Write the motion in English or in French." in words(answer)
    assert not Motion.objects.exists()


def test_what_was_typed_stays_when_it_does_not_fit(coordinator, meeting):
    long = "That this be read to the end. " * 100
    answer = send(coordinator, address("motion_create", meeting), "councils.motion", {"text_en": long}, base=0)

    assert "That this be read to the end." in words(answer)
    assert not Motion.objects.exists()


def test_the_same_person_twice_is_told_at_the_field(coordinator, meeting, members):
    motion = MotionFactory(meeting=meeting)
    both = {"mover": members[0].pk, "seconder": members[0].pk}
    answer = take(coordinator, address("motion_put", motion), "councils.motion_put", both, record=motion.code)

    assert "Somebody other than the mover seconds a motion." in words(answer)


def test_a_member_of_another_partnership_cannot_move(coordinator, meeting, members):
    motion = MotionFactory(meeting=meeting)
    both = {"mover": members[0].pk, "seconder": MembershipFactory().pk}
    answer = take(coordinator, address("motion_put", motion), "councils.motion_put", both, record=motion.code)

    assert answer.status_code == 200
    assert Motion.objects.get().state == "notice"


@pytest.mark.parametrize(
    ("votes", "says"),
    [
        ({"in_favour": "3", "against": "", "abstained": "0"}, "How many were against?"),
        ({"in_favour": "3", "against": "2", "abstained": "0"}, "Votes that can be cast: 4. Count again."),
        ({"in_favour": "-1", "against": "0", "abstained": "0"}, "needs correcting"),
        ({"in_favour": "x", "against": "0", "abstained": "0"}, "needs correcting"),
    ],
)
def test_votes_that_cannot_be_are_told(coordinator, meeting, members, votes, says):
    motion = moved(meeting, members)
    url, values = address("motion_decide", motion), {"method": "hands", **votes}
    answer = take(coordinator, url, "councils.motion_decide", values, record=motion.code)

    assert says in words(answer)
    assert Motion.objects.get().state == "moved"


def test_by_consensus_with_counts_is_told_and_nothing_is_decided(coordinator, meeting, members):
    motion = moved(meeting, members)
    votes = {"method": "consensus", "in_favour": "1", "against": "3"}
    answer = take(coordinator, address("motion_decide", motion), "councils.motion_decide", votes, record=motion.code)

    assert "By consensus nobody is counted." in words(answer)
    assert Motion.objects.get().state == "moved"


def test_without_quorum_nothing_is_decided_and_the_motion_lapses(body, coordinator, meeting, members):
    in_force(body, quorum_kind="count", quorum_value=9)
    motion = moved(meeting, members)

    page = words(coordinator.get(address("motion_decide", motion)))
    assert "There is no quorum for this item. Record that it lapsed." in page
    assert 'name="method"' not in page
    take(coordinator, address("motion_lapse", motion), "councils.motion_lapse", record=motion.code)

    assert "Lapsed for want of quorum" in words(coordinator.get(motion.get_absolute_url()))


def test_the_page_says_what_a_motion_needs_in_both_languages_it_has(body, coordinator, meeting, members):
    in_force(body, decision_percent="66.67")
    motion = moved(meeting, members)

    page = words(coordinator.get(motion.get_absolute_url()))
    assert "What a motion needs: 66.7 percent of the votes." in page
    assert "That the report be approved." in page
    assert "Que le rapport soit approuvé." in page


def test_a_meeting_to_come_is_the_one_reason_why_nothing_can_be_recorded_yet(body, coordinator):
    motion = MotionFactory(meeting=MeetingFactory(body=body, starts_at="2099-05-05T22:00Z"))

    page = words(coordinator.get(address("motion_put", motion)))
    assert "The day of this meeting has not come yet." in page
    assert "Note who is here first." not in page
    assert "It takes two voting members" not in page


def test_a_conflict_is_read_by_its_body_and_those_who_keep_the_partnership(body, meeting, members):
    motion = moved(meeting, members)
    DeclaredConflictFactory(motion=motion, membership=members[2], nature="Her agency bids.")
    other = BodyFactory(partnership=body.partnership, kind="table")
    told = {
        "coordinator": client_as("coordinator", body.partnership),
        "here": client_as("member", body.partnership, body=body),
        "elsewhere": client_as("member", body.partnership, body=other),
    }

    pages = {who: words(client.get(motion.get_absolute_url())) for who, client in told.items()}
    assert {who for who, page in pages.items() if "Her agency bids." in page} == {"coordinator", "here"}


def test_a_lead_of_another_table_is_told_whose_step_it_is(body, meeting, members):
    motion = moved(meeting, members)
    other = BodyFactory(partnership=body.partnership, kind="table")
    lead = client_as("table_lead", body.partnership, body=other)

    assert lead.get(address("motion_decide", motion)).status_code == 403
    assert lead.post(address("motion_decide", motion), {"method": "consensus"}).status_code == 403
    assert Motion.objects.get().state == "moved"


def test_once_decided_no_conflict_is_declared_and_the_page_says_so_before_anybody_types(coordinator, meeting, members):
    motion = MotionFactory(meeting=meeting, state="withdrawn", set_aside_because="No need.")

    assert "that stays as it is" in words(coordinator.get(address("conflict_declare", motion)))


def test_a_decision_read_before_attendance_changed_is_not_taken(coordinator, keeper, meeting, members):
    motion = moved(meeting, members)
    url = address("motion_decide", motion)
    base = coordinator.get(url).context["writing"].base_version
    record_attendance(meeting, {members[3].code: "absent"}, by=keeper, version=meeting.version)

    votes = {"method": "hands", "in_favour": "4", "against": "0", "abstained": "0"}
    answer = send(coordinator, url, "councils.motion_decide", votes, record=motion.code, base=base)

    assert answer.status_code == 200
    assert Motion.objects.get().state == "moved"


def test_a_conflict_is_declared_shown_and_taken_back(coordinator, meeting, members):
    motion = moved(meeting, members)
    values = {"membership": members[2].pk, "nature": "Her agency bids.", "has_left": "on"}
    send(coordinator, address("conflict_declare", motion), "councils.conflict", values, base=0)
    conflict = DeclaredConflict.objects.get()

    page = words(coordinator.get(motion.get_absolute_url()))
    assert "Her agency bids." in page
    assert "Votes that can be cast: 3." in page
    values = {"because": "It was somebody else."}
    send(coordinator, address("conflict_end", conflict), "councils.conflict_end", values, record=conflict.code)

    page = words(coordinator.get(motion.get_absolute_url()))
    assert "Declaration taken back: It was somebody else." in page
    assert "Votes that can be cast: 4." in page


def test_set_aside_shows_the_reason(coordinator, meeting, members):
    motion = moved(meeting, members)
    values = {"because": "Wait for the figures."}
    take(coordinator, address("motion_defer", motion), "councils.motion_defer", values, record=motion.code)

    page = words(coordinator.get(motion.get_absolute_url()))
    assert "Deferred" in page
    assert "Wait for the figures." in page


def test_the_list_is_found_by_words_year_body_and_result_in_its_address(coordinator, meeting, members):
    moved(meeting, members, text_en="That the bridge be painted.")
    MotionFactory(meeting=meeting, text_en="That a letter be sent.")
    url = address("motion_list", slug="riverside")

    assert "bridge" in words(coordinator.get(url, {"find": "BRIDGE", "year": "2026", "body": meeting.body.code}))
    assert "bridge" not in words(coordinator.get(url, {"state": "notice"}))
    assert "No motion like that." in words(coordinator.get(url, {"year": "2026", "state": "carried"}))


@pytest.mark.parametrize("query", ["?sort=x&page=9", "?state=x&body=%27", "?find=%00", "?year=9"])
def test_the_list_answers_nonsense_calmly(coordinator, meeting, query):
    assert coordinator.get(address("motion_list", slug="riverside") + query).status_code in {200, 400}


def test_an_empty_list_says_where_to_begin(coordinator, meeting):
    assert "No motion yet" in words(coordinator.get(address("motion_list", slug="riverside")))


def test_pages_cost_the_same_for_one_motion_and_five(coordinator, meeting, members):
    motion = moved(meeting, members)
    urls = [address("motion_list", slug="riverside"), meeting.get_absolute_url(), motion.get_absolute_url()]
    before = [queries_of(coordinator, url) for url in urls]
    for _ in range(4):
        moved(meeting, members)
        DeclaredConflictFactory(motion=motion)

    assert [queries_of(coordinator, url) for url in urls] == before
    assert max(before) <= 12


def test_motions_are_for_those_at_the_table_and_kept_by_who_keeps_meetings(client, body, meeting):
    motion = MotionFactory(meeting=meeting)
    member = client_as("member", body.partnership)

    assert member.get(motion.get_absolute_url()).status_code == 200
    assert address("motion_edit", motion) not in words(member.get(motion.get_absolute_url()))
    assert member.get(address("motion_put", motion)).status_code == 403
    assert client_as("officer", body.partnership).get(motion.get_absolute_url()).status_code == 404
    assert client.get(motion.get_absolute_url()).status_code == 302
