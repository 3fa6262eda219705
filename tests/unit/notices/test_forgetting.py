"""Mails, reminders and notices are erased when their time is over, and never a mail that waits to leave."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lipportal.audit.personal import KEPT_FOR
from lipportal.notices import services, tasks
from lipportal.notices.choices import MailState
from lipportal.notices.models import Mail, Notice, Reminder
from lipportal.shared import clock


@pytest.fixture
def long_ago(db):
    return clock.now() - KEPT_FOR["mail"] - timedelta(hours=1)


def mail(at, state=MailState.SENT, number=1, **values):
    to = {"to_address": "reader@example.org", "template": "boats", "subject": "Boats", "body_text": "Words"}
    return Mail.objects.create(key=f"boats:{number}:{state}", state=state, created_at=at, **to, **values)


def reminder(person, at, letter=None):
    about = {"kind": "boats", "record_code": "boat2345", "step": "7", "due_at": at}
    return Reminder.objects.create(key=f"boats:{at}", user=person, made_at=at, mail=letter, **about)


@pytest.mark.parametrize("state", ["sent", "failed", "unknown", "withdrawn"])
def test_forget_old_mail_erases_a_mail_that_came_to_its_end_two_years_ago(long_ago, state):
    mail(long_ago, state)

    assert services.forget_old_mail() == 1

    assert Mail.objects.count() == 0


@pytest.mark.parametrize("state", ["queued", "sending"])
def test_forget_old_mail_leaves_a_mail_that_waits_to_leave_however_old(long_ago, person, state):
    letter = mail(long_ago, state)
    told = reminder(person, long_ago, letter)

    assert services.forget_old_mail() == 0

    assert (Mail.objects.get(), Reminder.objects.get()) == (letter, told)


def test_forget_old_mail_counts_from_the_day_a_mail_left(long_ago):
    mail(long_ago, sent_at=clock.now() - timedelta(days=1))

    assert services.forget_old_mail() == 0


def test_forget_old_mail_leaves_what_is_younger(person, long_ago):
    at = clock.now() - KEPT_FOR["mail"] + timedelta(hours=1)
    mail(at, sent_at=at)
    reminder(person, at)
    Notice.objects.create(user=person, kind="boats", created_at=at)

    assert services.forget_old_mail() == 0


def test_forget_old_mail_takes_the_reminder_and_the_notices_of_its_time_along(person, long_ago):
    reminder(person, long_ago, mail(long_ago, sent_at=long_ago))
    Notice.objects.create(user=person, kind="boats", created_at=long_ago)

    assert services.forget_old_mail() == 3

    assert [model.objects.count() for model in (Mail, Reminder, Notice)] == [0, 0, 0]


def test_forget_old_mail_asks_as_often_for_one_as_for_many(long_ago):
    asked = []
    for count in (1, 20):
        for number in range(count):
            mail(long_ago, number=number)
        with CaptureQueriesContext(connection) as queries:
            assert services.forget_old_mail() == count
        asked.append(len(queries))

    assert asked[0] == asked[1]


def test_forget_old_mail_door_does_it_twice_as_once(long_ago):
    mail(long_ago)
    young = mail(clock.now(), number=2)

    tasks.forget_old_mail()
    tasks.forget_old_mail(a_later_argument=1)

    assert Mail.objects.get() == young


def test_forget_notices_erases_those_kinds_told_before(person, long_ago):
    Notice.objects.create(user=person, kind="gone", created_at=long_ago)
    young = Notice.objects.create(user=person, kind="gone")
    other = Notice.objects.create(user=person, kind="other", created_at=long_ago)

    assert services.forget_notices(["gone"], before=clock.now() - timedelta(days=1)) == 1

    assert set(Notice.objects.all()) == {young, other}
