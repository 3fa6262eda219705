"""Every post the portal accepts, found as a person finds it: open the page, fill the form, send it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.test import Client

from tests.bars.forms import PageForm, filled, forms_in, with_a_change
from tests.bars.routes import Route, address_of, one_in_each_state, our_routes, parts_for, places_of, rows_of
from tests.bars.rows import Written, unchecked, undone, writes
from tests.world import browser_of

LONDON = "london-and-middlesex"
AGINCOURT = "agincourt"
MOST_OTHERS = 8
WRITERS = (
    ("coordinator", LONDON),
    ("co_chair", LONDON),
    ("officer", LONDON),
    ("officer", AGINCOURT),
    ("regional_lead", LONDON),
    ("administrator", LONDON),
    ("member", LONDON),
)


# Keeping and dropping what is typed, staying and leaving: they write no record.
NEVER = {"account_logout", "drafts:discard", "drafts:keep", "drafts:save", "stay_signed_in"}


class Visitors:
    """Browsers by role, signed in before anything is undone; each visit begins with nothing but the session."""

    def __init__(self) -> None:
        self._sessions = {role: browser_of(role).cookies["session"].value for role in dict(WRITERS)}

    def __call__(self, role: str, *, quiet: bool = False, **kwargs: Any) -> Client:
        client = Client(raise_request_exception=not quiet, **kwargs)
        if role != "anonymous":
            client.cookies["session"] = self._sessions[role]
        return client


@dataclass(frozen=True)
class Arranged:
    """A record put into a state first, because no record of the world is in it."""

    record: Any = None
    state: str = ""

    @contextmanager
    def undone(self) -> Iterator[None]:
        """Inside, the record is in that state; afterwards everything is as before."""
        with undone():
            if self.record is not None:
                with unchecked():
                    type(self.record)._default_manager.filter(pk=self.record.pk).update(state=self.state)
            yield


@dataclass(frozen=True)
class Accepted:
    """One post that was accepted: where, by whom, and what was sent."""

    route: str
    role: str
    form: PageForm
    body: dict[str, Any]
    tables: frozenset[str]
    arranged: Arranged = field(default_factory=Arranged)

    def send(self, client: Client, body: dict[str, Any] | None = None) -> Any:
        """Send it (again)."""
        return send(client, self.form.action, self.body if body is None else body)


def send(client: Client, address: str, body: dict[str, Any]) -> Any:
    """Post as a browser does; files are read from their beginning."""
    for value in body.values():
        if isinstance(value, SimpleUploadedFile):
            value.seek(0)
    return client.post(address, body)


@cache
def methods_of(route: Route) -> frozenset[str]:
    """The methods an address declares."""
    response = Client().put(address_of(route, parts_for(route)))
    return frozenset(response.get("Allow", "GET").replace(" ", "").split(","))


def try_form(client: Client, form: PageForm) -> tuple[dict[str, Any], Written] | None:
    """Fill it in as asked, then what it asks for besides, then all of it; what was accepted, or nothing."""
    names: set[str] = set()
    is_same = is_quiet = False
    for attempt in range(6):
        body = filled(form, names=names, other=attempt >= 3)
        body = with_a_change(form, body) if is_same else body
        with undone(), writes() as written:
            response = send(client, form.action, body)
        is_told = "audit_entry" in written.tables or is_quiet
        if response.status_code == 302 and written.tables and is_told and "/login/" not in response["Location"]:
            return body, written
        if response.status_code == 302 and not is_same:
            is_same = is_quiet = True
            continue
        shown = response.context.get("form") if response.context is not None else None
        errors = set(getattr(shown, "errors", {}) or {})
        if response.status_code != 302 and not errors:
            return None
        if errors == {"__all__"} and not is_same:
            is_same = True  # a change that is none may be refused
            continue
        names = names | errors if errors - {"__all__"} - names else {"*"}
    return None


class Search:
    """The walk over every page, role by role."""

    def __init__(self) -> None:
        self.visit = Visitors()
        self.accepted: dict[str, Accepted] = {}
        self.forms: dict[str, PageForm] = {}
        self.read: set[str] = set()

    def look(self, role: str, route: Route, parts: dict[str, Any], arranged: Arranged) -> None:
        """Open one page and try each form on it that was not accepted yet."""
        address = address_of(route, parts)
        response = self.visit(role).get(address)
        if response.status_code != 200:
            return
        self.read.add(route.name)
        for form in forms_in(response, address):
            self.forms[form.route] = form
            if form.route in self.accepted or not form.route or form.route in NEVER:
                continue
            if (done := try_form(self.visit(role), form)) is not None:
                body, written = done
                self.accepted[form.route] = Accepted(form.route, role, form, body, frozenset(written.tables), arranged)

    def walk(self) -> None:
        """Every page as it stands, then with its record in the states the world does not hold."""
        routes = [route for route in our_routes() if "GET" in methods_of(route)]
        for role, slug in WRITERS:
            for route in routes:
                if role != "coordinator" and route.name in self.read and slug == LONDON:
                    continue
                for parts in places_of(route, slug):
                    if route.name not in self.accepted:
                        self.look(role, route, parts, Arranged())
        for route in our_routes():
            if "POST" in methods_of(route) and route.name not in self.accepted and route.model is not None:
                looked_at = [route] if route in routes else _pages_with(route, routes)
                self.walk_states(route, looked_at)
                self.walk_others(route, looked_at)

    def walk_states(self, route: Route, looked_at: list[Route]) -> None:
        """Its record, or the one its record hangs on, in each state its kind knows."""
        roles = ("coordinator", "co_chair", "officer", "administrator")
        for record in one_in_each_state(rows_of(route.model, LONDON))[:2]:
            for stated in _stated(record):
                states = [key for key, __ in type(stated)._meta.get_field("state").choices or []]
                for state, role, page in product(states, roles, looked_at):
                    self.look_arranged(role, page, record, Arranged(stated, state))
                    if route.name in self.accepted:
                        return

    def look_arranged(self, role: str, page: Route, record: Any, arranged: Arranged) -> None:
        """Open a page with a record in a state; a state it cannot be in beside the others is left out."""
        shown = record if page.model is type(record) else arranged.record
        try:
            with arranged.undone():
                self.look(role, page, parts_for(page, shown), arranged)
        except IntegrityError:
            return

    def walk_others(self, route: Route, looked_at: list[Route]) -> None:
        """Further records of its kind, the newest first."""
        for record, page in product(rows_of(route.model, LONDON).reverse()[:MOST_OTHERS], looked_at):
            if route.name not in self.accepted:
                self.look("coordinator", page, parts_for(page, record), Arranged())

    @property
    def posts(self) -> list[Accepted]:
        """Every accepted post, by route."""
        return [self.accepted[name] for name in sorted(self.accepted)]

    @property
    def missing(self) -> list[str]:
        """The routes that take a post and accepted none."""
        posted = {route.name for route in our_routes() if "POST" in methods_of(route)}
        return sorted(posted - set(self.accepted))


def _stated(record: Any) -> list[Any]:
    """The record if it is in a state, and what it hangs on that is."""
    above = [
        getattr(record, each.name)
        for each in record._meta.fields
        if each.remote_field is not None and hasattr(each.remote_field.model, "get_state_display")
    ]
    return [one for one in (record, *above) if one is not None and hasattr(one, "get_state_display")]


def _pages_with(route: Route, routes: list[Route]) -> list[Route]:
    """The pages on which a button of its own may stand: of its record, and of what that hangs on."""
    record = rows_of(route.model, LONDON).first()
    models = {route.model, *(type(one) for one in _stated(record))} if record is not None else {route.model}
    return [page for page in routes if page.model in models and page.name.endswith("_detail")]


__all__ = ["Accepted", "Arranged", "Search", "Visitors", "methods_of", "send"]
