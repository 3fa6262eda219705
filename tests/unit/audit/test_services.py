"""Rows come, change and end with their line in the trail; the trail itself cannot be changed."""

import json
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from lipportal.audit import services
from lipportal.audit.models import Entry, FrozenCopy, Version
from lipportal.audit.queries import difference, history_of, version_values
from lipportal.shared.errors import Conflict, Refused
from tests.factories.councils import BodyFactory, PartnershipFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_change_writes_before_and_after_and_a_version():
    body, person = BodyFactory(name_en="Health"), UserFactory()

    changed = services.change(body, {"name_en": "Health and housing"}, by=person, version=1)

    entry = history_of(body).get(action="body.changed")
    assert (entry.before, entry.after) == ({"name_en": "Health"}, {"name_en": "Health and housing"})
    assert (entry.by, entry.partnership_code) == (person, body.partnership.code)
    assert changed.version == 2
    assert version_values(body, 2)["name_en"] == "Health and housing"


def test_change_of_one_text_leaves_the_state_of_the_others():
    body = BodyFactory(
        name_en="Health",
        name_fr="Santé",
        label_en="Table",
        label_fr="Table",
        language_notes={"label": {"fr": "out_of_date"}},
    )

    changed = services.change(body, {"name_en": "Health and housing"}, by=UserFactory(), version=1)

    assert changed.language_notes == {"label": {"fr": "out_of_date"}, "name": {"fr": "out_of_date"}}


def test_change_to_the_same_values_writes_nothing():
    body = BodyFactory(name_en="Health")

    services.change(body, {"name_en": "Health"}, by=UserFactory(), version=1)

    assert not Entry.objects.filter(action="body.changed").exists()


def test_change_from_an_older_version_is_a_conflict_that_holds_the_record():
    body = BodyFactory(name_en="Health")
    services.change(body, {"name_en": "First"}, by=UserFactory(), version=1)

    with pytest.raises(Conflict) as conflict:
        services.change(body, {"name_en": "Second"}, by=UserFactory(), version=1)

    assert conflict.value.record.name_en == "First"


def test_end_needs_a_reason_and_happens_once():
    body, person = BodyFactory(), UserFactory()
    with pytest.raises(Refused):
        services.end(body, by=person, on=date(2026, 5, 1), because="  ")
    services.end(body, by=person, on=date(2026, 5, 1), because="Merged")

    with pytest.raises(Refused):
        services.end(body, by=person, on=date(2026, 5, 2), because="Again")


def test_a_record_is_never_deleted():
    with pytest.raises(TypeError):
        PartnershipFactory().delete()


def test_freeze_keeps_canonical_json_and_numbers_each_copy():
    body, person = BodyFactory(), UserFactory()

    first = services.freeze(body, {"b": 1, "a": "é"}, schema_version=1, by=person)
    second = services.freeze(body, {"a": "é", "b": 1}, schema_version=1, by=person)

    assert first.body == '{"a":"é","b":1}'
    assert json.loads(second.body) == {"a": "é", "b": 1}
    assert (first.number, second.number) == (1, 2)
    assert first.fingerprint == second.fingerprint


@pytest.mark.parametrize("model", [Entry, Version, FrozenCopy])
@pytest.mark.parametrize("deed", ["update", "delete"])
def test_the_trail_refuses_to_be_changed(model, deed):
    body = BodyFactory()
    services.change(body, {"name_en": "Other"}, by=UserFactory(), version=1)
    services.freeze(body, {"a": 1}, schema_version=1, by=None)
    table = model._meta.db_table
    statement = f"DELETE FROM {table}" if deed == "delete" else f"UPDATE {table} SET noun = 'x'"  # noqa: S608

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert model.objects.exists()


def test_retention_may_open_the_seal_and_closes_it():
    services.freeze(BodyFactory(), {"a": 1}, schema_version=1, by=None)

    with services.seal_open():
        FrozenCopy.objects.all().delete()

    services.freeze(BodyFactory(), {"a": 1}, schema_version=1, by=None)
    with pytest.raises(DatabaseError), transaction.atomic():
        FrozenCopy.objects.all().delete()


def test_difference_is_word_by_word():
    pieces = [(piece.kind, piece.text) for piece in difference("It stopped.", "It stopped in October.")]

    assert pieces == [("same", "It "), ("gone", "stopped. "), ("added", "stopped in October.")]


def test_difference_of_texts_that_share_little_shows_one_after_the_other():
    pieces = [(piece.kind, piece.text) for piece in difference("A result for the partnership", "An edited agreement")]

    assert pieces == [("gone", "A result for the partnership "), ("added", "An edited agreement")]


def test_difference_keeps_words_apart():
    pieces = difference("We met twice with the new partners.", "We met once with the new members.")

    assert "".join(piece.text for piece in pieces) == "We met twice once with the new partners. members."
