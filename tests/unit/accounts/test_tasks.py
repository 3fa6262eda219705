"""The background door of accounts: does it, does it twice, and finds nothing there."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lipportal.accounts import services, tasks
from lipportal.shared import clock

pytestmark = pytest.mark.django_db


def session(key, lasts):
    return Session.objects.create(session_key=key, session_data="x", expire_date=clock.now() + lasts)


def test_forget_ended_sessions_erases_those_that_ran_out_and_leaves_those_in_use():
    session("over", timedelta(hours=-1))
    session("in-use", timedelta(hours=1))

    tasks.forget_ended_sessions()

    assert list(Session.objects.values_list("pk", flat=True)) == ["in-use"]


def test_forget_ended_sessions_twice_is_once():
    session("over", timedelta(hours=-1))
    session("in-use", timedelta(hours=1))

    tasks.forget_ended_sessions()
    tasks.forget_ended_sessions(a_later_argument=1)

    assert list(Session.objects.values_list("pk", flat=True)) == ["in-use"]


def test_forget_ended_sessions_with_none_there():
    tasks.forget_ended_sessions()

    assert Session.objects.count() == 0


def test_forget_ended_sessions_asks_once_however_many():
    for number in range(20):
        session(f"over-{number}", timedelta(hours=-1))

    with CaptureQueriesContext(connection) as asked:
        services.forget_ended_sessions()

    assert len(asked) == 1
