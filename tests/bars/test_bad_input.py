"""Bar 18, the light part: whatever is posted or asked for, no page breaks, and what was typed is still there."""

import html
from collections.abc import Callable
from typing import Any

import pytest
from django import forms as django_forms

from tests.bars.accepted import Accepted, Visitors
from tests.bars.crawl import pages, sign_in_pages
from tests.bars.forms import HIDDEN
from tests.bars.telling import held

pytestmark = pytest.mark.django_db

ARABIC = "مرحبا بكم في المجلس \u202eدمج\u202c"
LONG = "word " * 20_000
TYPED = (ARABIC,)
Answers = Callable[[str, Any], list[str] | None]


def emptied(name: str, field: Any) -> list[str]:
    return []


def huge(name: str, field: Any) -> list[str] | None:
    return [LONG] if isinstance(field, django_forms.CharField) else None


def before_all_time(name: str, field: Any) -> list[str] | None:
    if isinstance(field, django_forms.DateField | django_forms.DateTimeField):
        return ["0001-01-01"]
    return (
        ["-99999999999999999999"] if isinstance(field, django_forms.IntegerField | django_forms.DecimalField) else None
    )


def after_all_time(name: str, field: Any) -> list[str] | None:
    if isinstance(field, django_forms.DateField | django_forms.DateTimeField):
        return ["9999-12-31"]
    return ["9" * 40] if isinstance(field, django_forms.IntegerField | django_forms.DecimalField) else None


def nonsense(name: str, field: Any) -> list[str] | None:
    if isinstance(field, django_forms.ChoiceField) or hasattr(field, "queryset"):
        return ["no-such-choice", "999999999999999999999999"]
    if isinstance(field, django_forms.BooleanField):
        return ["\x00"]
    return None if isinstance(field, django_forms.FileField) else ["NaN\x00\x1f\ud7ff"]


def from_elsewhere(name: str, field: Any) -> list[str] | None:
    is_text = type(field) in (django_forms.CharField, django_forms.SlugField)
    return [ARABIC] if is_text else None


WAYS: tuple[Answers, ...] = (emptied, huge, before_all_time, after_all_time, nonsense, from_elsewhere)


def body_with(each: Accepted, answers: Answers) -> tuple[dict[str, Any], int]:
    """The accepted body with each field answered another way; and how many were."""
    form, body, touched = each.form.django_form, dict(each.body), 0
    fields = {form.add_prefix(name): field for name, field in form.fields.items()} if form is not None else {}
    for name in {*fields, *each.form.element.fields.keys()}:
        if name in HIDDEN or not name:
            continue
        given = answers(name, fields.get(name, django_forms.CharField()))
        if given is None:
            continue
        touched += 1
        body[name] = given
        if not given:
            body.pop(name)
    return body, touched


def said_why(page: str) -> bool:
    """Whether the page says what stopped it: an error summary, a message, or both texts of a conflict."""
    return any(
        mark in page for mark in ('class="summary"', 'class="note stop"', 'class="note warn"', "two-texts", "errorlist")
    )


@pytest.mark.parametrize("answers", WAYS, ids=lambda way: way.__name__)
def test_no_form_breaks_and_each_says_what_is_wrong(world, found_posts, answers):
    visit, wrong, posted, fields = Visitors(), [], 0, 0

    for each in found_posts:
        body, touched = body_with(each, answers)
        if not touched:
            continue
        with each.arranged.undone():
            response = each.send(visit(each.role, quiet=True), body)
        posted, fields = posted + 1, fields + touched
        if response.status_code >= 500:
            wrong.append((each.route, response.status_code, repr(getattr(response, "exc_info", ("", ""))[1])[:200]))
        elif response.status_code == 200 and not said_why(response.content.decode()):
            wrong.append((each.route, "does not say why"))

    held(wrong, f"{posted} forms, {fields} fields answered with {answers.__name__}, {len(wrong)} wrong")
    assert posted > 30, f"only {posted} forms"


def test_what_was_typed_is_still_there_when_a_form_comes_back(world, found_posts):
    visit, wrong, asked = Visitors(), [], 0

    for each in found_posts:
        form = each.form.django_form
        if form is None:
            continue
        body, texts = dict(each.body), []
        for name, field in form.fields.items():
            known = form.add_prefix(name)
            if type(field) is django_forms.CharField and known in each.form.texts:
                body[known] = [ARABIC]
                texts.append(known)
            elif isinstance(field, django_forms.DateField | django_forms.IntegerField | django_forms.ChoiceField):
                body[known] = ["no such thing"]
        if not texts:
            continue
        with each.arranged.undone():
            response = each.send(visit(each.role, quiet=True), body)
        if response.status_code != 200:
            continue
        asked += 1
        kept = html.unescape(response.content.decode()).count(ARABIC)
        if kept < len(texts):
            wrong.append((each.route, len(texts), kept))

    held(wrong, f"{asked} forms came back, {len(wrong)} without what was typed")
    assert asked > 15, f"only {asked} forms came back"


QUERIES = (
    "?q=%00%ff%fe&page=99999999999999999999&sort=password&order=-pk&year=0&kind=%00&day=0001-01-01&state=%27--&line=%ff",
    "?q=%D8%A7%E2%80%AE%25_%5C&page=-1&sort=__class__&year=99999999999999999999&person=%00&day=9999-99-99&body=zz&q[]=1&q=2&sector=999999999999999999999",
)


@pytest.mark.parametrize("query", QUERIES)
def test_no_question_in_an_address_breaks_a_page(world, in_turn, query):
    visit, wrong, read = Visitors(), [], 0

    for page in in_turn([*pages(), *sign_in_pages()], QUERIES.index(query), len(QUERIES)):
        response = visit("coordinator", quiet=True).get(page.address + query)
        read += 1
        if response.status_code >= 500:
            wrong.append((page.address, repr(getattr(response, "exc_info", ("", ""))[1])[:200]))

    held(wrong, f"{read} pages asked strangely, {len(wrong)} broke")


ADDRESSES = (
    "/en/p/%00/",
    "/en/p/%ff%fe/",
    "/fr/p/london-and-middlesex/people/%E2%80%AE/",
    "/xx/",
    "/en/%2e%2e/",
    "/en//",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_strange_address_breaks_the_portal(world, address):
    assert Visitors()("coordinator", quiet=True).get(address).status_code in (301, 302, 400, 404)


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "multipart/form-data; boundary=", "x"])
def test_a_body_of_another_kind_is_refused_calmly(world, content_type):
    client = Visitors()("coordinator", quiet=True)

    for address in ("/en/p/london-and-middlesex/people/new/", "/en/drafts/save/", "/en/notices/read/"):
        assert client.post(address, b"\x00{[(", content_type=content_type).status_code < 500
