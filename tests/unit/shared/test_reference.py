"""What a log line tells: one event, by its reference, and nothing personal."""

import logging

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.test import Client

from lipportal.shared.reference import LineFormatter, ReferenceFilter


def line(message, *args, error=None, name="lipportal", **extra):
    """The line of an event; an error is raised and caught first, so that it has passed somewhere."""
    told = None
    if error is not None:
        try:
            raise error
        except type(error) as caught:
            told = (type(caught), caught, caught.__traceback__)
    record = logging.LogRecord(name, logging.ERROR, __file__, 1, message, args, told)
    record.__dict__.update(extra)
    ReferenceFilter().filter(record)
    return LineFormatter().format(record)


def test_a_line_break_cannot_forge_a_second_event():
    assert "\n" not in line("one\ntwo %s", "three\r\nfour")


@pytest.mark.parametrize(
    ("sign", "told"),
    [
        ("\x00", "\\x00"),
        ("\t", "\\t"),
        ("\x1b[2K", "\\x1b[2K"),
        ("\x7f", "\\x7f"),
        ("\x85", "\\x85"),
        ("\u2028", "\\u2028"),
        ("\u2029", "\\u2029"),
        ("\u202e", "\\u202e"),
        ("\u2066", "\\u2066"),
        ("\udc80", "\\udc80"),
    ],
)
def test_no_sign_can_change_how_a_line_is_shown(sign, told):
    assert line("one%stwo", sign).endswith(f"one{told}two")


@pytest.mark.parametrize("words", ["Élu à l’Île : « vœu »", "شراكة الهجرة المحلية", "年度報告", "1\u202f000\xa0$"])
def test_letters_of_every_script_stay_as_they_are_written(words):
    assert line("%s", words).endswith(words)


def test_an_error_is_told_by_its_kind_and_place_and_never_by_its_text():
    told = line("it broke", error=ValueError("Key (email)=(kim@example.org) already exists"))

    assert "it broke [ValueError raised at tests/unit/shared/test_reference.py:" in told
    assert "kim@example.org" not in told
    assert "Traceback" not in told


def test_the_errors_behind_an_error_are_told_in_the_same_way():
    error = LookupError("Amina")
    error.__cause__ = ValueError("Diallo")

    told = line("it broke", error=error)

    assert "LookupError raised at" in told
    assert "; after ValueError raised at" in told
    assert "Amina" not in told
    assert "Diallo" not in told


@pytest.mark.parametrize(
    ("message", "args"),
    [
        ("a private word", ()),
        ("it said: %s", (ValueError("a private word"),)),
        ("Task %(name)s raised: %(exc)s", ({"name": "send", "exc": "ValueError('a private word')"},)),
    ],
)
def test_a_message_that_would_quote_an_error_names_its_kind(message, args):
    told = line(message, *args, error=ValueError("a private word"))

    assert "ValueError" in told
    assert "a private word" not in told


def test_an_address_is_told_without_what_was_searched_for_and_without_the_secret_of_a_link():
    told = line("%s: %s", "Not Found", "/en/l/invitation/s3cret-s3cret/?q=Diallo")

    assert told.endswith("Not Found: /en/l/invitation/…/")


@pytest.mark.parametrize("error", [PermissionDenied("Only Amina may."), Http404("Amina")])
def test_who_is_turned_away_leaves_one_short_line(error):
    told = line("Forbidden (Permission denied): %s", "/en/x/", error=error, name="django.request", status_code=403)

    assert told.endswith("Forbidden (Permission denied): /en/x/")


def test_a_request_not_understood_leaves_one_short_line():
    error = SuspiciousOperation("a private word")

    told = line("%s: %s", "Bad Request", "/en/x/", error=error, name="django.request", status_code=400)

    assert told.endswith("Bad Request: /en/x/")


@pytest.mark.django_db
def test_a_page_that_breaks_leaves_a_line_without_the_text_of_the_error(monkeypatch):
    lines = []
    handler = logging.Handler()
    handler.emit = lambda record: ReferenceFilter().filter(record) and lines.append(LineFormatter().format(record))
    monkeypatch.setattr(logging.getLogger("django.request"), "handlers", [handler])
    monkeypatch.setattr("councils.views.invitation.open_invitation_with", lambda *_asked: 1 / 0)

    Client(raise_request_exception=False).get("/en/l/invitation/s3cret-s3cret/?q=Diallo")

    [told] = [each for each in lines if "ZeroDivisionError" in each]
    assert "division by zero" not in told
    assert "s3cret" not in told
