"""The portal's long forms, and the address of each at which somebody of the demonstration may write."""

import json
from dataclasses import dataclass

from tests.bars.routes import AGINCOURT, LONDON


@dataclass(frozen=True)
class LongForm:
    """One form with a large text, who writes it, in whose partnership, and the text's field."""

    name: str
    route: str
    field: str
    who: str = "coordinator"
    slug: str = LONDON


LONG_FORMS = (
    LongForm("report section", "reporting:section_edit", "text_en"),
    LongForm("reason in a report", "reporting:reason_edit", "text_fr"),
    LongForm("terms of reference", "councils:terms_section_edit", "text_en"),
    LongForm("strategy", "strategies:component_edit", "vision_fr"),
    LongForm("direction", "strategies:direction_create", "rationale_en"),
    LongForm("meeting", "councils:meeting_edit", "summary"),
    LongForm("action", "actionplans:action_edit", "description_en"),
    LongForm("update", "actionplans:action_detail", "text"),
    LongForm("partnership", "councils:partnership_edit", "intro_fr"),
    LongForm("officer’s note", "reporting:note_create", "text", "officer", AGINCOURT),
)

# Asked in the portal's own process: the first address of each form that this person may write at. A draft of terms is
# begun first, as its button does.
ADDRESSES = """
import json, sys
import django
django.setup()
from lipportal.accounts.models import User
from reporting.demo.cast import email_of
from tests.bars.forms import forms_in
from tests.bars.routes import LONDON, address_of, our_routes, places_of
from tests.people import signed_in_client

host, wanted = sys.argv[1], json.loads(sys.argv[2])
routes = {route.name: route for route in our_routes()}
clients = {who: signed_in_client(User.objects.get(email=email_of(who))) for who in {who for who, *_ in wanted}}

def pages(who, route, slug):
    for parts in places_of(routes[route], slug):
        address = address_of(routes[route], parts)
        yield address, clients[who].get(address, headers={"host": host})

for address, page in pages("coordinator", "councils:terms_create", LONDON):
    if page.status_code == 200:
        form = next(one for one in forms_in(page, address) if one.is_guarded)
        clients["coordinator"].post(form.action, form.values, headers={"host": host})
        break

def first(who, route, slug, field):
    for address, page in pages(who, route, slug):
        for form in forms_in(page, address) if page.status_code == 200 else ():
            if field in form.texts and form.element.get("data-draft"):
                return address
    raise SystemExit(f"Nobody may write {field} at {route} in {slug}")

print(json.dumps([first(*one) for one in wanted]))
"""


def addresses(portal) -> dict[str, str]:
    """Where each long form stands in this portal's world, without its language."""
    wanted = [(form.who, form.route, form.slug, form.field) for form in LONG_FORMS]
    host = portal.address.partition("://")[2]
    found = json.loads(portal.python("-c", ADDRESSES, host, json.dumps(wanted)).splitlines()[-1])
    return {form.name: "/" + path.split("/", 2)[2] for form, path in zip(LONG_FORMS, found, strict=True)}
