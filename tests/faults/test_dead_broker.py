"""A broker that takes nothing: the wish is kept, the page can confirm it, and the sweep brings it back."""

from datetime import timedelta

import pytest
from celery import current_app
from celery.app.task import Task
from kombu.exceptions import OperationalError

from lipportal.jobs import services
from lipportal.jobs.models import Job
from lipportal.notices.models import Mail
from lipportal.notices.services import post_mail, send_due_mail
from lipportal.shared import clock


@current_app.task(name="tests.launch_boat")
def launch_boat(*, job_code, **_later):
    """The work that is asked for."""
    with services.running(job_code):
        pass


@pytest.fixture
def broker(monkeypatch):
    """A broker that can be taken away; a task it takes is done at once."""

    class Broker:
        is_there = True

    def apply_async(task, kwargs=None, **_options):
        if not Broker.is_there:
            raise OperationalError("gone")
        task(**kwargs)

    monkeypatch.setattr(Task, "apply_async", apply_async)
    return Broker


def test_a_hundred_wishes_made_without_a_broker_are_each_done_once(broker, db, django_capture_on_commit_callbacks):
    broker.is_there = False
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(100):
            services.start_job("boat", "tests.launch_boat", owner=None, key=f"boat {number}")
    assert Job.objects.filter(state="queued").count() == 100

    broker.is_there = True
    for _turn in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            services.take_up_stale(at=clock.now() + timedelta(minutes=2))

    assert set(Job.objects.values_list("state", "attempts")) == {("ready", 1)}


def test_mail_written_without_a_broker_leaves_at_the_next_turn(
    broker, db, settings, django_capture_on_commit_callbacks
):
    settings.DEMONSTRATION = True
    broker.is_there = False
    with django_capture_on_commit_callbacks(execute=True):
        context = {"partnership_name": "London", "days_left": 2, "due_on": clock.now().date(), "url": "/en/"}
        post_mail("report_due", to_address="reader@example.org", context=context, key="1")
    assert Mail.objects.get().state == "queued"

    assert send_due_mail() == 1
    assert send_due_mail() == 0
