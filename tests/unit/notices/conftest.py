"""People, and no broker."""

import pytest
from django.contrib.auth import get_user_model

from lipportal.notices import registry


@pytest.fixture
def person(db):
    return get_user_model().objects.create_user("reader@example.org", name="Amina Diallo", language="en")


@pytest.fixture
def francophone(db):
    return get_user_model().objects.create_user("lectrice@example.org", name="Zoé Tremblay", language="fr")


@pytest.fixture(autouse=True)
def queued(monkeypatch):
    """What was asked of the broker, without a broker."""
    asked = []
    for room in ("mail", "reminders"):
        monkeypatch.setattr(f"lipportal.notices.services.{room}.later", lambda task, **_rest: asked.append(task))
    return asked


@pytest.fixture
def empty_registry(monkeypatch):
    for name in ("_deadlines", "_mails", "_sentences"):
        monkeypatch.setattr(registry, name, {})
    return registry


@pytest.fixture
def letters(settings, tmp_path):
    """A kind of mail of the tests' own, in words that need no catalogue."""
    folder = tmp_path / "emails" / "boats"
    folder.mkdir(parents=True)
    (folder / "subject.txt").write_text(
        "{% get_current_language as now %}{{ now }}: {{ title|default:'boats' }}", encoding="utf-8"
    )
    (folder / "body.txt").write_text(
        "{% get_current_language as now %}words in {{ now }}: {{ words }} {{ when|clock }} {{ url }}", encoding="utf-8"
    )
    (folder / "body.html").write_text(
        "{% get_current_language as now %}<p>page in {{ now }}: {{ words }}</p>", encoding="utf-8"
    )
    first, *rest = settings.TEMPLATES
    settings.TEMPLATES = [{**first, "DIRS": [tmp_path, *first["DIRS"]]}, *rest]
    return "boats"
