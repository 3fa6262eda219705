"""People, and a task to ask for."""

import pytest
from celery import current_app
from django.contrib.auth import get_user_model


@current_app.task(name="tests.count_boats")
def count_boats(**_arguments):
    """Nothing: the tests hold the job themselves."""


@pytest.fixture
def owner(db):
    return get_user_model().objects.create_user("owner@example.org", name="Amina Diallo", language="fr")


@pytest.fixture
def queued(monkeypatch):
    """What was asked of the broker, without a broker."""
    asked = []
    monkeypatch.setattr("lipportal.jobs.services.later", lambda task, **arguments: asked.append((task, arguments)))
    return asked
