"""Templates are quiet: no style or script of their own, nothing from another host, and each says what it needs."""

import re
from pathlib import Path

import pytest

from lipportal.notices.registry import name_of_mail

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
FILES = sorted(path for path in TEMPLATES.rglob("*.html"))
# A mail is read where no stylesheet of ours is; it may carry its own.
PAGES = [path for path in FILES if "emails" not in path.parts]
STATIC = ROOT / "static"
LONGEST = 150
COMMENTS = ("{#", "{% comment")
COMMENT = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", re.DOTALL)
FORBIDDEN = {
    "an inline style": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "an inline handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a script address": re.compile(r"javascript:", re.IGNORECASE),
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)", re.IGNORECASE),
    "an htmx script": re.compile(r"\bhx-(?:on|vals=['\"]js:|vars)", re.IGNORECASE),
}
FETCHED = re.compile(
    r"(?:\ssrc|\sposter|\sdata|\ssrcset|\saction|\sformaction|\shx-(?:get|post|put|delete))\s*=\s*[\"']\s*(?:https?:)?//"
    r"|<link\b[^>]*\shref\s*=\s*[\"']\s*(?:https?:)?//"
    r"|url\(\s*[\"']?(?:https?:)?//|@import",
    re.IGNORECASE,
)


def name_of(path):
    return str(path.relative_to(TEMPLATES))


def source(path):
    return COMMENT.sub("", path.read_text(encoding="utf-8"))


def test_there_are_templates_to_look_at():
    assert len(PAGES) >= 20


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_page_carries_style_or_script_of_its_own(what):
    assert [name_of(path) for path in PAGES if FORBIDDEN[what].search(source(path))] == []


def test_nothing_comes_from_another_host():
    assert [name_of(path) for path in FILES if FETCHED.search(source(path))] == []


def test_each_template_opens_with_what_it_needs():
    openings = {path: path.read_text(encoding="utf-8").splitlines()[:4] for path in PAGES}

    silent = [path for path, lines in openings.items() if not any(line.lstrip().startswith(COMMENTS) for line in lines)]
    assert [name_of(path) for path in silent] == []


def test_templates_stay_short():
    assert [name_of(path) for path in FILES if len(path.read_text(encoding="utf-8").splitlines()) > LONGEST] == []


def test_a_new_window_is_never_forced():
    assert [name_of(path) for path in FILES if re.search(r"target\s*=\s*[\"']_blank", source(path))] == []


def test_nothing_is_marked_safe_in_a_template():
    unsafe = re.compile(r"\|\s*safe(?:seq)?\b|\{%\s*autoescape\s+off")

    assert [name_of(path) for path in FILES if unsafe.search(source(path))] == []


def test_stylesheets_fetch_nothing_from_another_host():
    fetches = re.compile(r"@import|url\(\s*[\"']?(?:https?:)?//")

    assert [path.name for path in STATIC.rglob("*.css") if fetches.search(path.read_text(encoding="utf-8"))] == []


def test_scripts_evaluate_nothing_and_call_no_other_host():
    acts = re.compile(r"\beval\(|new Function\(|\.innerHTML\s*=|document\.write|[\"']https?://")

    assert [path.name for path in STATIC.rglob("*.js") if acts.search(path.read_text(encoding="utf-8"))] == []


def test_what_these_rules_look_for_is_found():
    planted = {
        "an inline style": '<p style="x">',
        "a style element": "<style>",
        "an inline handler": '<a href="#" onclick="x()">',
        "a script address": '<a href="javascript:x">',
        "an inline script": "<script>x()</script>",
        "an htmx script": '<p hx-on:click="x">',
    }

    assert [what for what, text in planted.items() if not FORBIDDEN[what].search(text)] == []
    assert FETCHED.search('<img src="https://example.test/x.png">')
    assert FETCHED.search('<link rel="stylesheet" href="//example.test/x.css">')
    assert not FETCHED.search('<a href="https://www.canada.ca/">')


def test_each_kind_of_mail_has_a_name():
    mails = [str(path.parent.relative_to(TEMPLATES / "emails")) for path in TEMPLATES.rglob("emails/**/subject.txt")]

    assert len(mails) >= 11
    assert [one for one in mails if name_of_mail(one) == one] == []
