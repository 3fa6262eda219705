"""Bar 25 on the server: whatever stops a form, every value typed into it stands in the form at the next visit."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml.html import RadioGroup

from lipportal.accounts.models import User
from tests.bars.accepted import Accepted, Visitors, send
from tests.bars.forms import HIDDEN, PageForm, forms_in, with_a_change
from tests.bars.telling import held
from tests.people import signed_in_client

pytestmark = pytest.mark.django_db

# A button without a page of its own: nothing is typed.
ONLY_BUTTONS = {"reporting:note_settle"}


def carrying(found_posts: list[Accepted]) -> list[Accepted]:
    """The forms that carry drafts and hold something a person typed."""
    return [
        each
        for each in found_posts
        if "_form" in each.form.values and each.route not in ONLY_BUTTONS and typed_in(each.body)
    ]


def typed_in(body: dict[str, Any]) -> dict[str, list[str]]:
    """What a person put into a form, without what the page hid in it; a file is not kept before it is sent."""
    return {
        name: sorted(value for value in values if value)
        for name, values in body.items()
        if name not in HIDDEN and not isinstance(values, SimpleUploadedFile) and any(values)
    }


def not_there(client: Client, each: Accepted, body: dict[str, Any]) -> list[str]:
    """The names of the fields whose typed value the page does not show."""
    response = client.get(each.form.page)
    forms = [form for form in forms_in(response, each.form.page) if form.route == each.route]
    return missing_from(forms[0], body) if forms else [f"no form, {response.status_code}"]


def missing_from(form: PageForm, body: dict[str, Any]) -> list[str]:
    """The typed values a form does not hold; a choice nobody made is read as "on" and is none."""
    shown = typed_in(form.values)
    chosen = {name for name, one in form.element.inputs.items() if isinstance(one, RadioGroup) and not one.value}
    left = {name: values for name, values in typed_in(body).items() if name not in chosen or values != ["on"]}
    return [name for name, values in left.items() if set(values) - set(shown.get(name, []))]


def after_the_session_expired(each: Accepted, client: Client, body: dict[str, Any]) -> Client | None:
    """Posted by nobody; then the same person signs in at the same browser."""
    visitor = Client(raise_request_exception=False)
    response = send(visitor, each.form.action, body)
    if response.status_code != 302 or "/login/" not in response["Location"]:
        return None
    user = User.objects.get(pk=client.session["_auth_user_id"])
    visitor.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = visitor.session
    session["second_factor"] = {"user": user.pk, "by": "second_factor"}
    session.save()
    return visitor


def after_a_stale_version(each: Accepted, client: Client, body: dict[str, Any]) -> Client | None:
    """Posted over a version that somebody has gone beyond; after a conflict, looked at again from another device.

    A step that is refused shows what was typed at once; an end asks for no version and is simply taken.
    """
    response = send(client, each.form.action, {**body, "_base": ["9999"]})
    if response.status_code == 302:
        return client
    if response.status_code == 200:
        forms = [form for form in forms_in(response, each.form.page) if form.route == each.route]
        return client if forms and not missing_from(forms[0], body) else None
    return signed_in_client(User.objects.get(pk=client.session["_auth_user_id"]))


def after_a_fault(each: Accepted, client: Client, body: dict[str, Any]) -> Client | None:
    """Posted with a required answer missing; the person looks again from another device."""
    form = each.form.django_form
    required = [form.add_prefix(name) for name, one in form.fields.items() if one.required] if form is not None else []
    gone = next((name for name in required if name in body and len(typed_in(body)) > 1), None)
    if gone is None:
        return client
    response = send(client, each.form.action, {name: value for name, value in body.items() if name != gone})
    body.pop(gone)
    return (
        signed_in_client(User.objects.get(pk=client.session["_auth_user_id"])) if response.status_code == 200 else None
    )


AT_LEAST = {after_the_session_expired: 70, after_a_stale_version: 15, after_a_fault: 30}


@pytest.mark.parametrize("stop", AT_LEAST, ids=lambda stop: stop.__name__)
def test_every_value_typed_stands_in_the_form_again(world, found_posts, stop):
    visit, wrong, asked = Visitors(), {}, 0

    for each in carrying(found_posts):
        body = with_a_change(each.form, each.body, "TYPED")
        if stop is after_a_stale_version and not each.form.is_edit:
            continue
        with each.arranged.undone():
            client = visit(each.role, quiet=True)
            again = stop(each, client, body)
            if again is client:
                continue
            asked += 1
            if found := not_there(again, each, body) if again is not None else ["was not stopped"]:
                wrong[each.route] = found

    held(wrong, f"{asked} forms stopped {stop.__name__}, {len(wrong)} gave something not back")
    assert asked >= AT_LEAST[stop], f"only {asked} forms"
