"""Two people at one form, in any order: opening, typing with autosave, saving, throwing a draft away."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_plus

from django import forms as django_forms
from django.test import Client

from lipportal.audit.models import Version
from lipportal.drafts.models import Draft
from tests.bars.accepted import Accepted, send
from tests.bars.forms import PageForm, forms_in
from tests.bars.rows import rows_in

ACTS = ("autosave", "save", "open", "discard")
# Saving is what two people do most, throwing away what they do least.
OFTEN = (4, 5, 2, 1)
SHORTEST = 80


def words_field(each: Accepted) -> str:
    """The name of the roomiest text of a form; blank when people write no words there."""
    rooms = {}
    for name in each.form.texts:
        form_field = each.form.django_form.fields.get(name) if each.form.django_form is not None else None
        if type(form_field) is django_forms.CharField:
            rooms[name] = form_field.max_length or 1_000_000
    roomiest = max(rooms, key=lambda name: rooms[name], default="")
    return roomiest if roomiest and rooms[roomiest] >= SHORTEST else ""


@dataclass
class Writer:
    """One person with the page of a form, or without one; each time they type, a new word."""

    name: str
    client: Client
    each: Accepted
    text: str
    page: PageForm | None = None
    shown: str = ""
    typed: list[str] = field(default_factory=list)
    released: set[str] = field(default_factory=set)

    def act(self, act: str) -> str:
        """Do one thing, opening the page first when it is not open; what was done, for the telling."""
        if act == "open" or self.page is None:
            self._open()
            return f"{self.name} open"
        return f"{self.name} {act} {getattr(self, f'_{act}')()}"

    def _open(self) -> None:
        self._look(self.client.get(self.each.form.page))
        assert self.page is not None, f"{self.each.route} showed no form to {self.name}: {self.shown[:200]}"

    def _look(self, response: Any) -> None:
        """Take in the page that came: its form, if it has one, and every word on it."""
        self.shown = response.content.decode()
        found = [form for form in forms_in(response, self.each.form.page) if form.route == self.each.route]
        self.page = found[0] if found else None

    def _body(self) -> dict[str, Any]:
        assert self.page is not None
        word = f"{self.name}{len(self.typed)}x"
        self.typed.append(word)
        self.page.values[self.text] = [" ".join([*_words_in(self._words), word])]
        filled = {name: value for name, value in self.each.body.items() if name not in self.page.values}
        return {**filled, **self.page.values}

    def _autosave(self) -> int:
        return self.client.post("/en/drafts/save/", self._body()).status_code

    def _save(self) -> int:
        response = send(self.client, self.each.form.action, self._body())
        self._look(response)
        return response.status_code

    def _discard(self) -> int:
        assert self.page is not None
        for draft in Draft.objects.filter(form=self.page.values["_form"][0], owner=self._user):
            self.released |= {word for word in self.typed if word in unquote_plus(draft.body)}
        self.released |= {word for word in self.typed if word in self._words}
        response = self.client.post("/en/drafts/discard/", self.page.values)
        self.page, self.shown = None, ""
        return response.status_code

    @property
    def _words(self) -> str:
        """What stands in the text of the open page; a browser reads an empty one as nothing."""
        assert self.page is not None
        return self.page.values.get(self.text, [""])[0]

    @property
    def _user(self) -> int:
        return int(self.client.session["_auth_user_id"])


def _words_in(text: str) -> list[str]:
    """The marked words of a text, so that it stays short however often it is written on."""
    return [word for word in text.split() if word[-1:] == "x" and word[:1] in "AB" and word[1:-1].isdigit()]


def orders(chance: random.Random, length: int = 5) -> Iterator[tuple[int, str]]:
    """Both open, then one or the other does something, at random; whose turn it is, and what."""
    yield from ((0, "open"), (1, "open"))
    yield from ((chance.randrange(2), chance.choices(ACTS, OFTEN)[0]) for __ in range(length))


def everything_kept(each: Accepted, writers: list[Writer]) -> str:
    """All there is to find: versions, drafts, and what stands on the pages still open."""
    versions = " ".join(str(values) for values in Version.objects.values_list("values", flat=True).order_by("-pk")[:40])
    drafts = " ".join(unquote_plus(body) for body in Draft.objects.values_list("body", flat=True))
    rows = " ".join(str(row) for table in each.tables - {"audit_entry", "audit_version"} for row in rows_in(table))
    return " ".join([versions, drafts, rows, *(writer.shown for writer in writers)])


def lost(each: Accepted, writers: list[Writer]) -> list[str]:
    """The words that are nowhere any more, though nobody threw them away."""
    kept = everything_kept(each, writers)
    return [word for one in writers for word in one.typed if word not in one.released and word not in kept]
