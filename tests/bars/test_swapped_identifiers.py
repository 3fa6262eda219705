"""Bar 3: another partnership's identifier, put where one's own belongs, reads nothing, writes nothing, tells nothing."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.forms import NullBooleanField

from lipportal.audit.models import Entry
from tests.bars.accepted import Accepted, Visitors, methods_of
from tests.bars.crawl import pages, steady
from tests.bars.forms import tree_of, with_a_change
from tests.bars.routes import HURON, LONDON, NOBODYS, NOUNS, Route, address_of, our_routes, parts_for, rows_of
from tests.bars.rows import undone, writes
from tests.bars.telling import held

pytestmark = pytest.mark.django_db


def with_code() -> list[Route]:
    return [route for route in our_routes() if "code" in route.parts]


def swaps(route: Route) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Pairs of address parts: those of somebody else's record, and those of nobody's record at the same place."""
    own, foreign = rows_of(route.model, LONDON).first(), rows_of(route.model, HURON).first()
    if foreign is not None:
        parts = {**parts_for(route, foreign, HURON), **({"slug": LONDON} if "slug" in route.parts else {})}
        yield parts, {**parts, "code": NOBODYS}
    if own is not None and "slug" in route.parts:
        parts = {**parts_for(route, own), "slug": HURON}
        yield parts, {**parts, "code": NOBODYS}


def test_every_code_in_an_address_belongs_to_a_known_kind_of_record():
    unknown = [(route.name, route.noun) for route in with_code() if route.noun not in NOUNS]

    assert unknown == []


def asked_with(client: Any, method: str, route: Route, parts: dict[str, Any], body: dict[str, Any]) -> tuple[Any, ...]:
    """The answer to one identifier, without the identifier itself, and what it wrote."""
    with undone(), writes() as written:
        response = getattr(client, method)(address_of(route, parts), body)
    text = steady(response).replace(str(parts["code"]).encode(), b"")
    return response.status_code, text, sorted(written.tables)


def test_a_swapped_code_is_answered_like_a_code_nobody_has(world, found_posts):
    visit, bodies = Visitors(), {each.route: each.body for each in found_posts}
    asked, wrong, bare = 0, [], []

    for route in with_code():
        pairs = list(swaps(route))
        if not pairs:
            bare.append(route.name)
        # Read with either part swapped; written to with the code swapped, which is the one that finds the record.
        ways = [("get", pair) for pair in pairs] + [("post", pair) for pair in pairs[:1]]
        for method, (foreign, nobodys) in ways:
            body = bodies.get(route.name, {}) if method == "post" and "POST" in methods_of(route) else {}
            known, unknown = (asked_with(visit("coordinator"), method, route, one, body) for one in (foreign, nobodys))
            asked += 1
            if known != unknown or known[0] not in (403, 404, 405) or known[2]:
                wrong.append((method, route.name, foreign, known[0], known[2], unknown[0], unknown[2]))

    held(wrong, f"{asked} swapped identifiers asked for, {len(wrong)} answered otherwise")
    held(bare, "kinds of record the world holds none of")
    assert asked >= 2 * len(with_code()), f"only {asked} swapped identifiers asked for"


def foreign_values(field: Any) -> list[str]:
    """Keys of records of the same kind that this field does not offer, another partnership's first."""
    offered = set(field.queryset.values_list("pk", flat=True))
    rows = rows_of(field.queryset.model, HURON).exclude(pk__in=offered)
    key = getattr(field, "to_field_name", None) or "pk"
    return [str(getattr(row, key)) for row in rows[:2]]


def test_another_partnerships_record_chosen_in_a_form_is_an_error_and_is_never_saved(world, found_posts):
    visit, asked, wrong = Visitors(), 0, []

    for each in found_posts:
        form = each.form.django_form
        for name, field in form.fields.items() if form is not None else ():
            if not hasattr(field, "queryset"):
                continue
            known = form.add_prefix(name)
            for value in foreign_values(field):
                with each.arranged.undone(), writes() as written:
                    response = each.send(visit(each.role, quiet=True), {**each.body, known: [value]})
                asked += 1
                shown = response.context.get("form") if response.context is not None else None
                if response.status_code != 200 or written.tables or name not in getattr(shown, "errors", {}):
                    wrong.append((each.route, name, value, response.status_code, sorted(written.tables)))

    held(wrong, f"{asked} foreign choices posted, {len(wrong)} not refused")
    assert asked, "no form offered a record to choose"


# Beside the records of a form's choices: whose draft it is and over which version, and where a draft leads.
FOREIGN_BASES = ("0", "9999", "-1", "x")


def foreign_code(each: Accepted) -> str:
    """The public code of somebody else's record of the kind the page's address names; of any kind when it names none."""
    route = next(route for route in our_routes() if route.name == each.route)
    model = route.model or apps.get_model("councils.Person")
    row = rows_of(model, HURON).first() or rows_of(apps.get_model("councils.Person"), HURON).first()
    return str(row.code)


def test_another_records_code_hidden_in_a_form_changes_nothing_of_it(world, found_posts):
    visit, asked, wrong = Visitors(), 0, []

    for each in [each for each in found_posts if "_record" in each.form.values]:
        code = foreign_code(each)
        about = Entry.objects.filter(record_code=code)
        with each.arranged.undone():
            lines = about.count()
            response = each.send(visit(each.role, quiet=True), {**each.body, "_record": [code]})
            page = response.content.decode()
            told = code in page.replace(f'name="_record" value="{code}"', "")
            if response.status_code >= 500 or about.count() != lines or told:
                wrong.append((each.route, code, response.status_code, told))
        asked += 1

    held(wrong, f"{asked} forms sent with another record's code, {len(wrong)} wrote to it or told of it")
    assert asked >= 60, f"only {asked} forms"


@pytest.mark.parametrize("base", FOREIGN_BASES)
def test_another_version_hidden_in_a_form_saves_over_nothing(world, found_posts, base):
    visit, asked, wrong = Visitors(), 0, []

    for each in [each for each in found_posts if each.form.is_edit and each.route.endswith("_edit")]:
        body = {**with_a_change(each.form, each.body), "_base": [base]}
        with each.arranged.undone(), writes() as written:
            response = each.send(visit(each.role, quiet=True), body)
        asked += 1
        if response.status_code not in (200, 409) or written.tables:
            wrong.append((each.route, response.status_code, sorted(written.tables)))

    held(wrong, f"{asked} edits over version {base}, {len(wrong)} saved")
    assert asked >= 15, f"only {asked} edits"


def plain_choices(each: Accepted) -> Iterator[tuple[str, str]]:
    """The fields that offer fixed choices, each with a value that another form offers and this one does not."""
    form = each.form.django_form
    for name, field in form.fields.items() if form is not None else ():
        offered = {str(key) for key, __ in getattr(field, "choices", None) or ()}
        # Yes, no or not said: anything else is not said.
        if offered and not hasattr(field, "queryset") and not isinstance(field, NullBooleanField):
            yield (
                form.add_prefix(name),
                next(one for one in ("administrator", "accepted", "nobody") if one not in offered),
            )


def test_a_choice_no_form_offers_is_an_error_and_is_never_saved(world, found_posts):
    visit, asked, wrong = Visitors(), 0, []

    for each in found_posts:
        for name, value in plain_choices(each):
            with each.arranged.undone(), writes() as written:
                response = each.send(visit(each.role, quiet=True), {**each.body, name: [value]})
            asked += 1
            if response.status_code != 200 or written.tables:
                wrong.append((each.route, name, value, response.status_code, sorted(written.tables)))

    held(wrong, f"{asked} choices nobody was offered, {len(wrong)} taken")
    assert asked >= 30, f"only {asked} choices"


def selects_of(client: Any, address: str) -> list[tuple[str, list[str]]]:
    """The filters of a page: the name of each list to choose from, and what it offers."""
    response = client.get(address)
    if response.status_code != 200 or not response.get("Content-Type", "").startswith("text/html"):
        return []
    found = tree_of(response).xpath("//form[not(@method) or translate(@method,'GET','get')='get']//select[@name]")
    return [(one.get("name"), [value for value in one.value_options if value]) for one in found]


def foreign_filters(offered: list[str]) -> list[str]:
    """Somebody else's keys and codes of the records a filter may name."""
    models = [apps.get_model(label) for label in sorted(set(NOUNS.values()))]
    rows = [rows_of(model, HURON).first() for model in models]
    values = {str(value) for row in rows if row is not None for value in (row.pk, row.code)}
    return sorted(values - set(offered))[:12]


def test_another_partnerships_record_in_a_filter_is_answered_like_nobodys(world, in_turn):
    visit, asked, wrong = Visitors(), 0, []

    for page in pages():
        for name, offered in selects_of(visit("coordinator"), page.address):
            client = visit("coordinator", quiet=True)
            unknown = client.get(page.address, {name: NOBODYS})
            blank = _without(unknown, name, NOBODYS)
            for value in in_turn(foreign_filters(offered), 0, 4):
                response = client.get(page.address, {name: value})
                asked += 1
                if response.status_code != unknown.status_code or _without(response, name, value) != blank:
                    wrong.append((page.address, name, value, response.status_code))

    held(wrong, f"{asked} foreign filters asked for, {len(wrong)} answered otherwise than one nobody has")
    assert asked >= 20, f"only {asked} filters"


def _without(response: Any, name: str, value: str) -> bytes:
    """The page without the filter it was asked with, wherever it repeats that or its own address."""
    page = re.sub(rf"{name}(=|%3D){value}\b".encode(), b"", steady(response))
    return page.replace(f'name="{name}" value="{value}"'.encode(), b"").replace(f'<a href="?">{value} <'.encode(), b"")
