"""Making a portal ready: patient with a database that comes later, and content with files that came with an image."""

from io import StringIO

import pytest
from django.core.management import CommandError
from django.db import OperationalError, connection

from reporting.management.commands import prepare_portal


@pytest.fixture
def command(monkeypatch):
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    return prepare_portal.Command(stdout=StringIO())


def answers_after(monkeypatch, failures):
    tries = []

    def ensure():
        tries.append(1)
        if len(tries) <= failures:
            raise OperationalError("connection refused")

    monkeypatch.setattr(connection, "ensure_connection", ensure)
    return tries


def test_a_database_that_comes_later_is_waited_for_and_said_once(command, monkeypatch):
    tries = answers_after(monkeypatch, failures=3)

    command.wait_for_the_database()

    assert len(tries) == 4
    assert command.stdout.getvalue() == "Waiting for the database.\n"


def test_one_that_does_not_come_is_said_in_a_sentence(command, monkeypatch):
    answers_after(monkeypatch, failures=1000)
    monkeypatch.setattr(prepare_portal, "PATIENCE", 0.0)

    with pytest.raises(CommandError, match="look at PORTAL_DATABASE_URL"):
        command.wait_for_the_database()


def test_files_that_came_with_an_image_are_not_collected_again(settings, tmp_path, monkeypatch):
    settings.STATIC_ROOT = tmp_path
    assert not prepare_portal.came_with_static_files()

    (tmp_path / "staticfiles.json").write_text("{}")
    assert not prepare_portal.came_with_static_files()

    monkeypatch.setattr("os.access", lambda _path, _mode: False)
    assert prepare_portal.came_with_static_files()
