"""The readers of the environment give typed values and refuse the rest by name."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from lipportal import env


@pytest.fixture
def told(monkeypatch):
    return lambda value: monkeypatch.setenv("PORTAL_TRIED", value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("true", True), ("1", True), ("YES", True), ("on", True), ("false", False), ("0", False), ("no", False)],
)
def test_flag_reads_yes_and_no(told, value, expected):
    told(value)

    assert env.flag("TRIED", default=not expected) is expected


@pytest.mark.parametrize("value", ["perhaps", "2", "tru", "oui"])
def test_flag_refuses_anything_else(told, value):
    told(value)

    with pytest.raises(ImproperlyConfigured, match="PORTAL_TRIED must be true or false"):
        env.flag("TRIED", default=False)


def test_flag_keeps_its_default_when_nothing_is_said():
    assert env.flag("UNSAID", default=True) is True


@pytest.mark.parametrize(("value", "expected"), [("8", 8), ("-1", -1), (" 12 ", 12), ("0", 0)])
def test_number_reads_whole_numbers(told, value, expected):
    told(value)

    assert env.number("TRIED", 5) == expected


@pytest.mark.parametrize("value", ["eight", "1.5", "1e3", "٣x"])
def test_number_refuses_anything_else(told, value):
    told(value)

    with pytest.raises(ImproperlyConfigured, match="PORTAL_TRIED must be a whole number"):
        env.number("TRIED", 5)


def test_text_without_a_default_must_be_there():
    with pytest.raises(ImproperlyConfigured, match="PORTAL_UNSAID must be set"):
        env.text("UNSAID")


@pytest.mark.parametrize("value", ["", "  "])
def test_text_without_a_default_must_not_be_blank(told, value):
    told(value)

    with pytest.raises(ImproperlyConfigured):
        env.text("TRIED")


@pytest.mark.parametrize("value", ["", "  "])
def test_a_blank_setting_counts_as_not_there(told, value):
    told(value)

    assert env.text("TRIED", "usual") == "usual"
    assert env.secret("TRIED", "usual") == "usual"
    assert env.words("TRIED", ("usual",)) == ["usual"]
    assert env.flag("TRIED", default=True) is True
    assert env.number("TRIED", 5) == 5
    assert env.folder("TRIED", Path("/usual")) == Path("/usual")


def test_secret_comes_from_a_file_and_loses_its_line_end(monkeypatch, tmp_path):
    (tmp_path / "key").write_text("hidden é\n", encoding="utf-8")
    monkeypatch.setenv("PORTAL_TRIED_FILE", str(tmp_path / "key"))
    monkeypatch.setenv("PORTAL_TRIED", "the file wins")

    assert env.secret("TRIED") == "hidden é"


def test_secret_names_the_file_it_cannot_read(monkeypatch, tmp_path):
    monkeypatch.setenv("PORTAL_TRIED_FILE", str(tmp_path / "nothing"))

    with pytest.raises(ImproperlyConfigured, match="PORTAL_TRIED_FILE must be the path of a readable file"):
        env.secret("TRIED")


@pytest.mark.parametrize(
    ("value", "expected"), [("a,b", ["a", "b"]), (" a , ,b,", ["a", "b"]), (",", []), ("[::1]", ["[::1]"])]
)
def test_words_are_separated_by_commas(told, value, expected):
    told(value)

    assert env.words("TRIED", ("usual",)) == expected


def test_folder_is_absolute_and_knows_home(told, monkeypatch):
    monkeypatch.setenv("HOME", "/somewhere")
    told("~/portal")

    assert env.folder("TRIED", Path("x")) == Path("/somewhere/portal")
    assert env.folder("UNSAID", Path("x")).is_absolute()
