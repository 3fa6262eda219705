"""Health for people and for machines: who is told how much."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from councils.choices import Role
from lipportal.health.queries import vital
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


def test_whoever_asks_again_and_again_costs_nothing_more(client, db, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(vital.time, "monotonic", lambda: now[0])
    asked = []
    for later in (0.0, 1.0, vital.REMEMBERED - 1.1, 0.2):
        now[0] += later
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/health/").status_code == 200
        asked.append(len(queries))

    assert asked == [1, 0, 0, 1]


def test_a_database_that_is_back_is_told_within_seconds(client, db, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(vital.time, "monotonic", lambda: now[0])
    with monkeypatch.context() as away:
        away.setattr(connection, "cursor", None)
        answers = [client.get("/health/").status_code]
    now[0] += vital.REMEMBERED
    answers.append(client.get("/health/").status_code)

    assert answers == [503, 200]


def test_a_monitor_is_told_what_is_and_not_what_was(client, monitor, db, monkeypatch):
    client.get("/health/")
    with monkeypatch.context() as away:
        away.setattr(connection, "cursor", None)
        told = client.get("/health/", headers=monitor)

    assert told.status_code == 503
    assert told.json()["parts"]["database"]["status"] == "trouble"


def test_a_cache_that_is_away_takes_no_host_out_of_a_balancer(client, monitor, db, monkeypatch):
    monkeypatch.setattr("lipportal.health.queries.looks.shared_cache", None)

    assert client.get("/health/").status_code == 200
    assert client.get("/health/", headers=monitor).json()["parts"]["cache"]["status"] == "trouble"


@pytest.mark.parametrize("way", ["get", "head"])
def test_a_balancer_may_ask_without_https(client, settings, db, way):
    settings.SECURE_SSL_REDIRECT = True

    assert getattr(client, way)("/health/").status_code == 200


@pytest.mark.usefixtures("db", "monitor")
@pytest.mark.parametrize("shown", [f"Bearer {TOKEN}", f"bearer {TOKEN}", "Bearer wrong"])
def test_a_token_in_the_open_is_refused_and_nothing_is_told(client, settings, shown):
    settings.SECURE_SSL_REDIRECT = True

    read, only_asked = [getattr(client, way)("/health/", headers={"Authorization": shown}) for way in ("get", "head")]

    assert (read.status_code, only_asked.status_code) == (403, 403)
    assert read.json().keys() == {"status", "says"}
    assert "no-store" in read["Cache-Control"]


def test_a_token_over_https_is_believed(client, settings, monitor, db):
    settings.SECURE_SSL_REDIRECT = True

    assert "parts" in client.get("/health/", headers=monitor, secure=True).json()


@pytest.mark.parametrize("path", ["/health/anything/", "/en/health/"])
def test_nothing_else_about_health_is_answered_without_https(client, settings, path, db):
    settings.SECURE_SSL_REDIRECT = True

    assert client.get(path).status_code == 301


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
