"""Erasing old rows a batch at a time."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lipportal.drafts.models import Intention
from lipportal.shared.erasing import erase_in_batches

pytestmark = pytest.mark.django_db


def intentions(count):
    Intention.objects.bulk_create(Intention(key=f"key-{number}", form="old") for number in range(count))


def asked_to_erase(count):
    """How many statements it takes to erase so many rows, ten at once."""
    intentions(count)
    with CaptureQueriesContext(connection) as asked:
        assert erase_in_batches(Intention.objects.filter(form="old"), at_once=10) == count
    return len(asked)


def test_erase_in_batches_erases_what_it_is_given_and_nothing_else():
    intentions(25)
    other = Intention.objects.create(key="other", form="new")

    assert erase_in_batches(Intention.objects.filter(form="old"), at_once=10) == 25

    assert list(Intention.objects.all()) == [other]


def test_erase_in_batches_asks_as_often_for_one_row_as_for_a_whole_batch():
    assert asked_to_erase(1) == asked_to_erase(10)


def test_erase_in_batches_with_nothing_there_asks_once():
    with CaptureQueriesContext(connection) as asked:
        assert erase_in_batches(Intention.objects.all()) == 0

    assert len([query for query in asked if "SAVEPOINT" not in query["sql"]]) == 1
