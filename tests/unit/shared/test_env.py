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


@pytest.mark.parametrize(("value", "expected"), [("8", 8), (" 12 ", 12), ("0", 0)])
def test_number_reads_whole_numbers(told, value, expected):
    told(value)

    assert env.number("TRIED", 5) == expected


@pytest.mark.parametrize("value", ["eight", "1.5", "1e3", "٣x", "٣", "²", "1_000", "1 2", "+1", "-1", "9" * 5000])
def test_number_refuses_anything_else(told, value):
    told(value)

    with pytest.raises(ImproperlyConfigured, match="PORTAL_TRIED must be a whole number"):
        env.number("TRIED", 5)


def test_number_refuses_what_is_below_the_least(told):
    told("4")

    assert env.number("TRIED", 9, least=4) == 4
    with pytest.raises(ImproperlyConfigured, match="PORTAL_TRIED must be a whole number, and not below 5"):
        env.number("TRIED", 9, least=5)


@pytest.mark.parametrize(("value", "expected"), [("LOUD", "LOUD"), (" loud ", "LOUD"), ("", "CALM")])
def test_one_of_reads_its_words_however_they_are_written(told, value, expected):
    told(value)

    assert env.one_of("TRIED", "CALM", ("CALM", "LOUD")) == expected


@pytest.mark.parametrize("value", ["LOUDER", "CALM LOUD", "1"])
def test_one_of_refuses_any_other_word_and_says_which_there_are(told, value):
    told(value)

    with pytest.raises(ImproperlyConfigured, match="PORTAL_TRIED must be one of CALM, LOUD"):
        env.one_of("TRIED", "CALM", ("CALM", "LOUD"))


@pytest.mark.parametrize(
    ("value", "expected"),
    [("https://h.example", "https://h.example"), (" https://h.example:8443/ ", "https://h.example:8443")],
)
def test_site_reads_an_address_without_the_slash_at_its_end(told, value, expected):
    told(value)

    assert env.site("TRIED", "https://usual", is_https=True) == expected


@pytest.mark.parametrize(
    "value",
    [
        "h.example",
        "https://",
        "ftp://h",
        "https:/h",
        "https://h:port",
        "https://[h",
        "https://u:s3cret@h",
        "https://h?q",
    ],
)
def test_site_refuses_what_nobody_could_open(told, value):
    told(value)

    with pytest.raises(ImproperlyConfigured, match="PORTAL_TRIED must be an address such as") as refused:
        env.site("TRIED", "https://usual", is_https=False)
    assert "s3cret" not in str(refused.value)


def test_site_is_reached_over_https_where_everything_is(told):
    told("http://h.example")

    assert env.site("TRIED", "https://usual", is_https=False) == "http://h.example"
    with pytest.raises(ImproperlyConfigured, match="PORTAL_TRIED must be an https address"):
        env.site("TRIED", "https://usual", is_https=True)


@pytest.mark.parametrize("value", ["redis://h/1", "rediss://:s3cret@h:6379/1", ""])
def test_address_reads_those_of_its_kinds(told, value):
    told(value)

    assert env.address("TRIED", "", ("redis", "rediss")) == value


@pytest.mark.parametrize("value", ["ftp://:s3cret@h", "s3cret", "redis:/s3cret", "//s3cret", "redis", "redis:"])
def test_address_refuses_others_and_never_repeats_them(told, value):
    told(value)

    with pytest.raises(ImproperlyConfigured, match="begins with redis:// or rediss://") as refused:
        env.address("TRIED", "", ("redis", "rediss"))
    assert "s3cret" not in str(refused.value)


def test_database_reads_an_address(told):
    told("postgresql://portal:p%40ss@db/portal")

    found = env.database("TRIED", "sqlite:///here")
    assert (found["ENGINE"], found["HOST"], found["PASSWORD"]) == ("django.db.backends.postgresql", "db", "p@ss")


@pytest.mark.parametrize("value", ["postgres://[s3cret", "postgresql://u:s3cret@h:port/d", "mysql://u:s3cret@h/d"])
def test_database_refuses_what_it_cannot_read_and_never_repeats_it(told, value):
    told(value)

    with pytest.raises(ImproperlyConfigured, match="PORTAL_TRIED must be an address") as refused:
        env.database("TRIED", "sqlite:///here")
    assert "s3cret" not in str(refused.value)


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
    ("held", "wanted"),
    [
        (b"", "must be the path of a file that is not blank"),
        (b" \n\t\n", "must be the path of a file that is not blank"),
        (b"s3cret \xff", "must be the path of a file that is written in UTF-8"),
    ],
)
def test_a_file_that_holds_no_secret_is_refused_and_nothing_stands_in_for_it(monkeypatch, tmp_path, held, wanted):
    (tmp_path / "key").write_bytes(held)
    monkeypatch.setenv("PORTAL_TRIED_FILE", str(tmp_path / "key"))
    monkeypatch.setenv("PORTAL_TRIED", "usual")

    with pytest.raises(ImproperlyConfigured, match="PORTAL_TRIED_FILE") as refused:
        env.secret("TRIED", "usual")
    assert wanted in str(refused.value)
    assert "s3cret" not in str(refused.value)
    assert refused.value.__suppress_context__ or refused.value.__context__ is None


def test_a_blank_name_of_a_secrets_file_counts_as_not_there(monkeypatch):
    monkeypatch.setenv("PORTAL_TRIED_FILE", "  ")

    assert env.secret("TRIED", "usual") == "usual"


def test_a_secret_that_is_easily_guessed_is_refused_wherever_it_comes_from(told, monkeypatch, tmp_path):
    (tmp_path / "key").write_text("s3cret s3cret s3cret\n")
    told("s3cret")
    for place in ("", str(tmp_path / "key")):
        monkeypatch.setenv("PORTAL_TRIED_FILE", place)
        with pytest.raises(ImproperlyConfigured, match="PORTAL_TRIED must be at least 24 characters") as refused:
            env.secret("TRIED", "", shortest=24)
        assert "s3cret" not in str(refused.value)

    assert env.secret("UNSAID", "", shortest=24) == ""


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
