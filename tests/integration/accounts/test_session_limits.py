"""A session ends when it is not used and at the end of a working day, is warned of both, and loses no word (bar 13)."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from councils.choices import Role
from councils.models import RoleHeld
from lipportal.accounts.sessions import NOTED_EVERY, WARNED_BEFORE
from lipportal.drafts.models import Draft
from lipportal.jobs.models import Job
from tests.integration.accounts.conftest import is_in, open_account, person_with
from tests.people import signed_in_client

BEGINNING = datetime(2026, 9, 8, 13, 0, tzinfo=UTC)


@pytest.fixture
def moment():
    """A clock that stands still until it is told to go on."""
    with time_machine.travel(BEGINNING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def limits(settings):
    settings.SESSION_IDLE, settings.SESSION_LONGEST = 3600, 12 * 3600
    return settings


@pytest.mark.parametrize("role", Role.values)
def test_session_unused_for_an_hour_is_over(limits, moment, role):
    client = signed_in_client(person_with(role))
    moment.shift(timedelta(minutes=59, seconds=59))
    assert is_in(client)

    moment.shift(timedelta(minutes=60))

    answer = client.get(reverse("a_page"))
    assert answer.url == "/en/account/login/?next=/en/a-page/"
    assert "nothing was done here for a while" in client.get(answer.url).content.decode()
    moment.shift(timedelta(minutes=-60))
    assert not is_in(client)


@pytest.mark.parametrize("role", Role.values)
def test_session_in_use_all_day_is_over_after_twelve_hours(limits, moment, role):
    client = signed_in_client(person_with(role))
    for _half_hour in range(23):
        moment.shift(timedelta(minutes=30))
        assert is_in(client)
    moment.shift(timedelta(minutes=29, seconds=59))
    assert is_in(client)

    moment.shift(timedelta(seconds=1))

    answer = client.get(reverse("a_page"))
    assert answer.url == "/en/account/login/?next=/en/a-page/"
    assert "after a long working day" in client.get(answer.url).content.decode()


def test_ended_session_is_of_no_use_to_who_copied_the_cookie(limits, moment, member):
    client = signed_in_client(member)
    copied = Client()
    copied.cookies = client.cookies.copy()
    moment.shift(timedelta(hours=1))
    client.get(reverse("a_page"))

    assert not is_in(copied)
    assert not Session.objects.filter(session_key=client.cookies["session"].value, expire_date__gt=BEGINNING).exists()


def test_session_that_does_not_say_when_it_began_is_over(limits, moment, member):
    client = signed_in_client(member)
    session = client.session
    del session["begun"]
    session.save()

    assert not is_in(client)


def test_public_page_is_read_on_as_a_visitor(limits, moment, member):
    client = signed_in_client(member)
    moment.shift(timedelta(hours=1))

    answer = client.get(reverse("account_login"))

    assert answer.status_code == 200
    assert not answer.context["user"].is_authenticated


def writes_of(client, address, **headers):
    with CaptureQueriesContext(connection) as asked:
        client.get(address, headers=headers)
    return [one["sql"] for one in asked if "django_session" in one["sql"] and not one["sql"].startswith("SELECT")]


def test_reading_page_after_page_notes_the_use_once_in_three_minutes(limits, moment, member):
    client = signed_in_client(member)
    address = reverse("a_page")

    moment.shift(timedelta(seconds=NOTED_EVERY - 1))
    assert writes_of(client, address) == []
    moment.shift(timedelta(seconds=1))
    assert len(writes_of(client, address)) == 1
    moment.shift(timedelta(seconds=NOTED_EVERY - 1))
    assert writes_of(client, address) == []


def test_page_that_asks_by_itself_keeps_nobody_signed_in(limits, moment, member):
    client = signed_in_client(member)
    job = Job.objects.create(owner=member, kind="reporting.report_pdf", task="reporting.draw_report")
    address = reverse("jobs:job_detail", args=[job.code])
    for _ten_minutes in range(5):
        moment.shift(timedelta(minutes=10))
        answer = client.get(address, headers={"HX-Request": "true"})
        assert answer.status_code == 200
    assert answer["X-Session-Left"] == f"{10 * 60} {11 * 3600 + 10 * 60}"
    moment.shift(timedelta(minutes=10))

    over = client.get(address, headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/en/a-page/?x=1"})

    assert over["HX-Redirect"] == "/en/account/login/?next=/en/a-page/%3Fx%3D1"
    assert not is_in(client)


def test_opening_that_page_oneself_does(limits, moment, member):
    client = signed_in_client(member)
    job = Job.objects.create(owner=member, kind="reporting.report_pdf", task="reporting.draw_report")
    moment.shift(timedelta(minutes=50))
    client.get(reverse("jobs:job_detail", args=[job.code]))
    moment.shift(timedelta(minutes=50))

    assert is_in(client)


def test_staying_counts_from_this_moment_and_says_how_long(limits, moment, member):
    client = signed_in_client(member)
    moment.shift(timedelta(minutes=56))

    answer = client.post(reverse("stay_signed_in"), headers={"Accept": "application/json"})

    assert (answer.status_code, answer["X-Session-Left"]) == (204, f"3600 {12 * 3600 - 56 * 60}")
    moment.shift(timedelta(minutes=59))
    assert is_in(client)


def test_staying_does_not_outlast_the_day(limits, moment, member):
    client = signed_in_client(member)
    for _half_hour in range(23):
        moment.shift(timedelta(minutes=30))
        client.post(reverse("stay_signed_in"))
    moment.shift(timedelta(minutes=30))

    assert client.post(reverse("stay_signed_in")).url.startswith("/en/account/login/")


def test_staying_is_not_for_who_is_signed_out(limits, moment, member):
    client = signed_in_client(member)
    moment.shift(timedelta(hours=1))

    assert client.post(reverse("stay_signed_in")).url.startswith("/en/account/login/")
    assert not is_in(client)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_page_carries_the_warning_unseen_until_it_is_time(limits, moment, member, language):
    client = signed_in_client(member)
    moment.shift(timedelta(minutes=2))

    page = client.get(reverse("account_settings").replace("/en/", f"/{language}/")).content.decode()

    assert f'hidden data-left="{58 * 60} {11 * 3600 + 58 * 60}" data-before="{WARNED_BEFORE}"' in page
    assert f'action="/{language}/account/stay/"' in page
    assert {"en": "Stay signed in", "fr": "Rester en session"}[language] in page
    assert page.count("TIME") == 3


def test_visitor_is_warned_of_nothing(client):
    assert "data-left" not in client.get(reverse("account_login")).content.decode()


def test_settings_say_the_limits_in_words(limits, member):
    page = signed_in_client(member).get(reverse("account_settings")).content.decode()

    assert "when nothing was done for 60 minutes" in page
    assert "signs in again after 12 hours" in page


@pytest.mark.parametrize("limit", ["unused", "longest"])
def test_words_sent_after_the_end_are_found_again(limits, moment, coordinator, limit):
    partnership = RoleHeld.objects.get(user=coordinator).partnership
    address = reverse("councils:person_create", args=[partnership.slug])
    client = signed_in_client(coordinator)
    fields = client.get(address).context["writing"].fields
    if limit == "longest":
        limits.SESSION_IDLE = limits.SESSION_LONGEST
    moment.shift(timedelta(seconds=limits.SESSION_IDLE))
    typed = "Amélie, أميلي — all of it"

    answer = client.post(address, fields | {"name": typed})
    assert answer.url.startswith("/en/account/login/")
    assert not Draft.objects.filter(owner=coordinator).exists()
    client.force_login(coordinator, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["second_factor"] = {"user": coordinator.pk, "by": "second_factor"}
    session.save()

    assert client.get(address).context["form"]["name"].value() == typed


def test_words_kept_for_one_person_are_nobody_elses(limits, moment, coordinator):
    partnership = RoleHeld.objects.get(user=coordinator).partnership
    address = reverse("councils:person_create", args=[partnership.slug])
    client = signed_in_client(coordinator)
    fields = client.get(address).context["writing"].fields
    moment.shift(timedelta(hours=1))
    client.post(address, fields | {"name": "Only hers"})

    client.force_login(open_account("next@example.org"), backend="allauth.account.auth_backends.AuthenticationBackend")

    assert not Draft.objects.filter(owner__isnull=False).exists()
