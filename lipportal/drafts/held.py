"""Files that were chosen in a form and not yet saved: held for the person who chose them, like the words beside them.

A form carries the code of a held file in `_held_<field>`, so it comes back with the draft, on any device. The form
takes it as Django takes a file that was there before: nothing new chosen, and it stays; ticked off, and it goes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from lipportal.drafts.posted import HELD, hidden_in, writer_of
from lipportal.files.models import StoredFile
from lipportal.files.registry import FileKind, register_kind
from lipportal.files.rules import FORMATS
from lipportal.files.services import erase_file, keep_file, open_file
from lipportal.shared.errors import Refused

KIND = "drafts.held"
# More than anybody chooses within the ninety days that drafts are kept.
MOST_HELD = 100
# For how long after our page was made a file is taken with it from somebody who is not signed in.
TAKEN_WITHIN = timedelta(days=1)


def may_open_held(user: Any, stored: Any) -> bool:
    """Only whoever chose it."""
    return bool(getattr(user, "pk", None)) and stored.uploaded_by_id == user.pk


register_kind(FileKind(KIND, may_open=may_open_held, retention="working", accepts=set(FORMATS)))


@dataclass(frozen=True)
class HeldFile:
    """A file chosen earlier, as forms and files.services.keep_file take one."""

    stored: StoredFile
    by: Any

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name it was chosen by."""
        return self.stored.original_name

    @property
    def url(self) -> str:
        """Where its holder can look at it."""
        return self.stored.get_absolute_url()

    @cached_property
    def _content(self) -> Any:
        opened = open_file(self.by, self.stored.code)
        if opened is None:
            raise Refused(_("This file is no longer there. Choose it again."))
        return opened.content

    def seek(self, place: int, /) -> Any:
        """Go to a place in the file."""
        return self._content.seek(place)

    def read(self, size: int, /) -> bytes:
        """The next bytes."""
        return bytes(self._content.read(size))


@dataclass
class Holding:
    """What came of the files sent along: each that is held, or why it is not, by field."""

    files: dict[str, HeldFile] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def codes(self) -> dict[str, str]:
        """The codes of the files that are held, by field."""
        return {name: each.stored.code for name, each in self.files.items()}


class HeldFileInput(forms.ClearableFileInput):
    """A file to choose, and the one held from before: its name, and a tick to leave it out."""

    template_name = "drafts/held_file.html"
    clear_checkbox_label = _("Leave this file out")  # type: ignore[assignment]
    held: HeldFile | None = None

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Django's, and the name of the hidden field; a browser forgets what was chosen when its page comes back."""
        shown = value if self.is_initial(value) else self.held
        return {**super().get_context(name, shown, attrs), "held_name": f"{HELD}{name}"}


def hold_files(request: HttpRequest) -> Holding:
    """Hold the files sent with a form for whom it was given to; one that is not fit to keep stays out, with the reason.

    The words beside a file are kept whatever becomes of it.
    """
    holding = Holding()
    by = _person(request) if request.FILES else None
    if by is None:
        return holding
    for name, upload in request.FILES.items():
        before = held_by(by, hidden_in(request.POST, f"{HELD}{name}", most=8))
        try:
            holding.files[name] = HeldFile(_hold(upload, by), by)
        except Refused as refused:
            holding.problems[name] = " ".join(map(str, refused.reasons))
        else:
            let_go([before] if before else [], by=by)
    return holding


def _hold(upload: Any, by: Any) -> StoredFile:
    if StoredFile.objects.filter(kind=KIND, uploaded_by=by, ended_at__isnull=True).count() >= MOST_HELD:
        raise Refused(_("You have very many unsaved files. Save or discard some first."))
    return keep_file(upload, kind=KIND, record_code="", partnership_code="", by=by)


def _person(request: HttpRequest) -> Any:
    """Who chose the files: who is signed in, or to whom our page had given the form just before the session ended."""
    if request.user.is_authenticated:
        return request.user
    writer = writer_of(request, within=TAKEN_WITHIN)
    return get_user_model().objects.filter(pk=writer, is_active=True).first() if writer else None


def held_by(user: Any, code: str) -> StoredFile | None:
    """The held file with this code, if this person chose it and it is still there."""
    if not code or not getattr(user, "pk", None):
        return None
    return StoredFile.objects.filter(code=code, kind=KIND, uploaded_by=user, ended_at__isnull=True).first()


def held_in(user: Any, values: QueryDict) -> dict[str, HeldFile]:
    """The held files a form, or a draft, names; by field."""
    named = {name.removeprefix(HELD): code for name, code in values.items() if name.startswith(HELD) and code}
    found = {name: held_by(user, hidden_in(values, f"{HELD}{name}", most=8)) for name in named}
    return {name: HeldFile(stored, user) for name, stored in found.items() if stored is not None}


def let_go(stored: list[StoredFile], *, by: Any) -> None:
    """Erase held files: they were saved where they belong, replaced, or their draft was thrown away."""
    for each in stored:
        erase_file(each, by=by, because="no longer held")


def offer_held(form: forms.BaseForm, held: Mapping[str, HeldFile]) -> None:
    """Give each file field of the form the input that names what is held, and the held file itself."""
    for name, bound in form.fields.items():
        if not isinstance(bound, forms.FileField):
            continue
        if not isinstance(bound.widget, HeldFileInput):
            bound.widget = HeldFileInput(attrs=bound.widget.attrs)
            bound.widget.is_required = bound.required
        if found := held.get(form.add_prefix(name)):
            form.initial[name] = bound.widget.held = found
