"""Health for people and for machines: who is told how much."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from councils.choices import Role
from lipportal.health.registry import checks, trouble
from tests.factories.councils import person_with_role
from tests.people import signed_in_client

TOKEN = "a-token-for-this-test-alone"


@pytest.fixture
def administrator(db):
    return signed_in_client(person_with_role(Role.ADMINISTRATOR))


@pytest.fixture
def monitor(settings):
    settings.HEALTH_TOKEN = TOKEN
    return {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def one_fault(monkeypatch):
    """The store does not answer."""
    every = {check.key: check for check in checks()}
    broken = {**every, "files": type(every["files"])("files", every["files"].label, lambda: trouble("gone"))}
    monkeypatch.setattr("lipportal.health.registry._checks", broken)


def test_the_page_names_every_part(administrator):
    words = administrator.get("/en/health/").content.decode()

    assert all(str(check.label) in words for check in checks())


def test_the_page_speaks_french(administrator):
    words = administrator.get("/fr/health/").content.decode()

    assert "État du portail" in words
    assert "Fuseaux horaires" in words


def test_the_page_names_the_part_in_trouble(administrator, one_fault):
    assert "A part is in trouble" in administrator.get("/en/health/").content.decode()


def test_the_page_is_for_those_who_look_after_the_portal(db):
    assert signed_in_client(person_with_role(Role.REGIONAL_LEAD)).get("/en/health/").status_code == 403


def test_a_visitor_is_told_one_word(client, db):
    response = client.get("/health/")

    assert response.status_code == 200
    assert response.json() == {"status": "fine"}
    assert "no-store" in response["Cache-Control"]


def test_a_visitor_costs_next_to_nothing(client, db):
    with CaptureQueriesContext(connection) as asked:
        client.get("/health/")

    assert len(asked) == 1


@pytest.mark.parametrize("shown", ["", "Bearer ", "Bearer wrong", TOKEN])
def test_a_wrong_token_is_told_no_more_than_a_visitor(client, monitor, shown, db):
    assert client.get("/health/", headers={"Authorization": shown}).json().keys() == {"status"}


def test_without_a_token_in_the_settings_nobody_shows_one(client, settings, db):
    settings.HEALTH_TOKEN = ""

    assert client.get("/health/", headers={"Authorization": "Bearer "}).json().keys() == {"status"}


def test_a_monitor_is_told_each_part(client, monitor, db):
    told = client.get("/health/", headers=monitor).json()

    assert list(told["parts"]) == [check.key for check in checks()]
    assert all(part.keys() == {"status", "says", "figure"} for part in told["parts"].values())


def test_a_fault_wakes_somebody_and_names_the_part(client, monitor, one_fault, db):
    response = client.get("/health/", headers=monitor)

    assert response.status_code == 503
    assert response.json()["parts"]["files"] == {"status": "trouble", "says": "gone", "figure": None}


def test_a_database_that_is_away_keeps_the_process_alive(client, monkeypatch, db):
    with monkeypatch.context() as away:
        away.setattr(connection, "cursor", None)
        answers = [client.get(path).status_code for path in ("/health/", "/health/live/")]

    assert answers == [503, 200]


def test_living_is_told_without_a_question_and_without_https(client, settings, db):
    settings.SECURE_SSL_REDIRECT = True
    with CaptureQueriesContext(connection) as asked:
        response = client.get("/health/live/")

    assert (response.status_code, len(asked)) == (200, 0)
