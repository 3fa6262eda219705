"""Typed text is kept, and what is posted twice is done once."""

import pytest

from lipportal.drafts.models import Draft, Intention
from lipportal.drafts.services import LARGEST_DRAFT, Holder, drop_draft, hand_over_drafts, keep_draft, once
from lipportal.shared.errors import Refused
from tests.factories.councils import UserFactory

pytestmark = pytest.mark.django_db
PLACE = {"form": "councils.body", "record_code": "abcd2345"}


def keep(holder, body="name=A"):
    return keep_draft(holder, **PLACE, base_version=1, body=body)


def test_keep_draft_replaces_what_the_same_person_had_typed_there():
    holder = Holder(user=UserFactory())

    keep(holder, "name=A")
    keep(holder, "name=B")

    assert [draft.body for draft in Draft.objects.all()] == ["name=B"]


def test_keep_draft_keeps_two_people_apart():
    keep(Holder(user=UserFactory()))
    keep(Holder(user=UserFactory()))

    assert Draft.objects.count() == 2


def test_keep_draft_refuses_what_no_form_can_hold():
    with pytest.raises(Refused):
        keep(Holder(user=UserFactory()), "x" * (LARGEST_DRAFT + 1))


def test_drop_draft_forgets_it():
    holder = Holder(user=UserFactory())
    keep(holder)

    drop_draft(holder, **PLACE)

    assert not Draft.objects.exists()


def test_drafts_of_a_visit_go_to_the_person_who_signed_in():
    person = UserFactory()
    keep(Holder(link="visit:1"), "name=typed")

    hand_over_drafts("visit:1", to=person)

    assert Draft.objects.get().owner == person


def test_once_does_it_once_and_answers_with_the_first_result():
    person, done = UserFactory(), []

    def do():
        done.append(1)
        return "/en/there/"

    first = once("key", by=person, form="f", do=do)
    second = once("key", by=person, form="f", do=do)

    assert (first, second, len(done)) == ("/en/there/", "/en/there/", 1)


def test_once_keeps_nothing_when_it_was_refused():
    def refuse():
        raise Refused("no")

    with pytest.raises(Refused):
        once("key", by=UserFactory(), form="f", do=refuse)

    assert not Intention.objects.exists()


def test_once_keeps_two_people_with_the_same_key_apart():
    done = []
    for _turn in range(2):
        once("key", by=UserFactory(), form="f", do=lambda: done.append(1) or "/")

    assert len(done) == 2
