"""Bar 3: another partnership's identifier, put where one's own belongs, reads nothing, writes nothing, tells nothing."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.bars.accepted import Visitors, methods_of
from tests.bars.crawl import steady
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
