"""Bar 23: words saved while somebody else takes a step are kept or given back, and nothing frozen moves by them."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote_plus, urlsplit

import pytest
from django.db.models import F
from django.urls import resolve

from lipportal.drafts.models import Draft
from tests.bars.accepted import Accepted, Visitors, send
from tests.bars.forms import forms_in, tree_of, with_a_change
from tests.bars.routes import NOUNS, all_routes
from tests.bars.rows import contents, unchecked
from tests.bars.telling import held

pytestmark = pytest.mark.django_db

WORD = "Zwischenwort"


def with_words(found_posts: list[Accepted]) -> list[Accepted]:
    """The forms that carry drafts and in which a person writes words."""
    return [each for each in found_posts if "_form" in each.form.values and WORD in written(each.form, each.body)]


def written(form: Any, body: dict[str, Any]) -> str:
    """What a person sends, with a word of their own in it, as one text."""
    return str(with_a_change(form, body, WORD))


def record_of(each: Accepted) -> Any:
    """The record in whose address the form stands."""
    match = resolve(urlsplit(each.form.action).path)
    [route] = [route for route in all_routes() if route.name == match.view_name]
    rows = route.model._default_manager if route.model is not None and route.noun in NOUNS else None
    return rows.filter(code=match.kwargs["code"]).first() if rows is not None else None


def what_moves(record: Any, depth: int = 3) -> Iterator[Any]:
    """The record, if it goes through states by steps, and what it hangs on that does."""
    if record is None or not depth:
        return
    if hasattr(record, "get_state_display") and hasattr(record, "version"):
        yield record
    for field in record._meta.fields:
        if field.remote_field is not None and field.remote_field.model._meta.app_label == record._meta.app_label:
            yield from what_moves(getattr(record, field.name), depth - 1)


def meanwhile(record: Any) -> list[str]:
    """The states somebody else may have brought it to meanwhile."""
    return [key for key, __ in record._meta.get_field("state").choices if key != record.state]


def moved(record: Any, state: str) -> None:
    """Bring it there as a step does: with another version."""
    with unchecked():
        type(record)._default_manager.filter(pk=record.pk).update(state=state, version=F("version") + 1)


def is_kept(each: Accepted) -> bool:
    """Whether the word stands in a record."""
    return WORD in str(contents(each.tables))


def is_in_a_draft() -> bool:
    return any(WORD in unquote_plus(body) for body in Draft.objects.values_list("body", flat=True))


def fault_of(each: Accepted, response: Any) -> str:
    """What is wrong with how a save was answered; blank when the word is stored, or given back with the reason."""
    page = response.content.decode()
    if response.status_code == 302:
        return "" if is_kept(each) else f"said saved, and is not; draft {is_in_a_draft()}"
    if response.status_code == 409:
        return "" if WORD in page else "a conflict without the words"
    if response.status_code == 200:
        is_told = bool(tree_of(response).xpath("//main//*[contains(@class,'summary') or contains(@class,'warn')]"))
        return "" if WORD in page and is_told else f"no words {WORD in page} or no reason {is_told}"
    if response.status_code == 403:
        return "" if WORD in page else f"refused without the words; draft {is_in_a_draft()}"
    return f"answered {response.status_code}; draft {is_in_a_draft()}"


def saved_after(each: Accepted, client: Any, record: Any, state: str, *, is_autosaved: bool) -> str:
    """One person has the form open, another brings the record to `state`, the first goes on; what went wrong."""
    forms = [form for form in forms_in(client.get(each.form.page), each.form.page) if form.route == each.route]
    if not forms:
        return "no form"
    filled = {name: value for name, value in each.body.items() if name not in forms[0].values}
    body = with_a_change(each.form, {**filled, **forms[0].values}, WORD)
    moved(record, state)
    frozen = contents({"audit_frozencopy"})
    if is_autosaved and client.post("/en/drafts/save/", body).status_code >= 400:
        return "autosave was refused"
    if is_autosaved and not is_in_a_draft():
        return "autosave kept nothing"
    fault = fault_of(each, send(client, each.form.action, body))
    if contents({"audit_frozencopy"}) != frozen:
        fault += " a frozen copy changed"
    return fault


@pytest.mark.parametrize("is_autosaved", [False, True], ids=["saving", "autosaving, then saving"])
def test_words_saved_after_a_step_are_stored_or_given_back(world, found_posts, in_turn, record_property, is_autosaved):
    visit, wrong, asked, forms = Visitors(), {}, 0, set()

    for each in with_words(found_posts):
        for record in what_moves(record_of(each)):
            with each.arranged.undone():
                record.refresh_from_db()
                states = in_turn(meanwhile(record), int(is_autosaved), 2)
            for state in states:
                with each.arranged.undone():
                    record.refresh_from_db()
                    client = visit(each.role, quiet=True)
                    fault = saved_after(each, client, record, state, is_autosaved=is_autosaved)
                asked += 1
                forms.add(each.route)
                if fault:
                    wrong[f"{each.route} × {record._meta.model_name} {record.state} → {state}"] = fault

    record_property("forms, forms × states", (len(forms), asked))
    held(wrong, f"{len(forms)} forms with words, {asked} saved after a step, {len(wrong)} lost words")
    assert len(forms) >= 20, sorted(forms)
