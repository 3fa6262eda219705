"""One person writing one form over one record: kept while typing, saved once, never over somebody else's words."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from django import forms
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.choices import flatten_choices
from django.utils.functional import cached_property
from django.utils.translation import gettext

from lipportal.audit.queries import Piece, difference, last_writers, version_values
from lipportal.drafts.held import HeldFile, Holding, held_in, hold_files, let_go, offer_held
from lipportal.drafts.models import Draft
from lipportal.drafts.posted import (
    WRITER_SALT,
    hidden_in,
    key_in,
    name_of_intention,
    typed_body,
    writer_of,
)
from lipportal.drafts.services import Holder, drop_draft, keep_draft, once, visit_key
from lipportal.shared.asked import whole_number
from lipportal.shared.codes import new_code
from lipportal.shared.errors import Conflict, Refused


def holder_of(request: HttpRequest) -> Holder:
    """Whose typed text this request carries."""
    if request.user.is_authenticated:
        return Holder(user=request.user)
    return Holder(link=visit_key(request.session))


def keep_what_was_posted(request: HttpRequest) -> HttpResponse | None:
    """Keep a form that was posted after its session had expired, for the same person to find after signing in.

    What cannot be kept is answered with a page that shows it, so that it can be copied.
    """
    writer = writer_of(request)
    if "_form" not in request.POST or writer is None:
        return None
    if request.user.is_authenticated and request.user.pk != writer:
        return None  # somebody else's words, left open on a shared computer
    request.session["visit_writer"] = writer
    try:
        keep_from(request)
    except Refused as refused:
        return not_kept_page(request, refused)
    return None


def not_kept_page(request: HttpRequest, refused: Refused) -> HttpResponse:
    """Why the words could not be kept, and the words themselves."""
    texts = [value for _name, value in parse_qsl(typed_body(request.POST)) if value.strip()]
    return render(request, "drafts/not_kept.html", {"reasons": refused.reasons, "texts": texts}, status=413)


def keep_from(request: HttpRequest, holding: Holding | None = None) -> Draft:
    """Keep the posted form as its holder's draft, with the files sent along unless they are held already."""
    posted = request.POST
    holding = hold_files(request) if holding is None else holding
    return keep_draft(
        holder_of(request),
        form=hidden_in(posted, "_form", most=80),
        record_code=hidden_in(posted, "_record", most=40),
        base_version=whole_number(posted.get("_base", ""), digits=8),
        body=typed_body(posted, held=holding.codes),
    )


@dataclass(frozen=True)
class Disputed:
    """One text two people wrote at once: the field, both texts, and how each differs from what both had read."""

    name: str
    label: str
    is_text: bool
    theirs: Any
    mine: Any
    theirs_pieces: list[Piece]
    mine_pieces: list[Piece]
    theirs_words: str = ""
    mine_words: str = ""

    @property
    def is_single(self) -> bool:
        """Whether one of two plain values can be chosen."""
        return len(self.theirs) == 1 and len(self.mine) == 1


class Writing:
    """The writing of `form_name` over `record` (or over nothing yet, in `place`) in one request.

    A view makes one, binds its form to `posted`, calls `restore` so that a kept draft fills it, and `save` when it is
    valid. Templates put `{% include "components/writing.html" %}` inside the form.

    A step is taken on what its page shows when it is opened: a kept draft brings its words back, and not the version
    they were typed over.
    """

    def __init__(
        self, request: HttpRequest, form_name: str, record: Any = None, *, place: str = "", is_step: bool = False
    ) -> None:
        self.is_step = is_step
        self.request = request
        self.form_name = form_name
        self.record = record
        self.record_code = record.code if record is not None else place
        self.holder = holder_of(request)
        self.typed_words: list[tuple[str, str]] = []
        self.left_over: list[tuple[str, str]] = []

    @property
    def posted(self) -> QueryDict | None:
        """What was posted to this form, or None on a first visit."""
        is_mine = self.request.method == "POST" and self.request.POST.get("_form") == self.form_name
        return self.request.POST if is_mine else None

    @property
    def base_version(self) -> int:
        """The version of the record the writer had read."""
        if self.posted is not None:
            return whole_number(self.posted.get("_base", ""), digits=8)
        if self.draft is not None and not self.is_step:
            return self.draft.base_version
        return self.record.version if self.record is not None else 0

    @cached_property
    def draft(self) -> Draft | None:
        """What this person had typed here and not saved."""
        if self.posted is not None:
            return None
        place = {"form": self.form_name, "record_code": self.record_code}
        return Draft.objects.filter(**self.holder.lookup, **place).first()

    @cached_property
    def held(self) -> dict[str, HeldFile]:
        """The files chosen in this form before and not yet saved, by field."""
        if self.posted is not None:
            return held_in(self.request.user, self.posted)
        return held_in(self.request.user, QueryDict(self.draft.body)) if self.draft else {}

    @cached_property
    def key(self) -> str:
        """The name of this intention: a repeated post carries the same one."""
        return name_of_intention(self.request) if self.posted is not None else new_code() + new_code()

    @property
    def fields(self) -> dict[str, Any]:
        """The hidden fields the form carries."""
        writer = self.request.user.pk if self.request.user.is_authenticated else 0
        return {
            "_form": self.form_name,
            "_record": self.record_code,
            "_base": self.base_version,
            "_key": self.key,
            "_writer": signing.dumps(writer, salt=WRITER_SALT),
        }

    @property
    def save_url(self) -> str:
        """Where the page sends what is being typed."""
        return reverse("drafts:save")

    @property
    def discard_url(self) -> str:
        """Where a kept draft is let go."""
        return reverse("drafts:discard")

    def restore(self, form: forms.BaseForm) -> None:
        """Fill an unbound form with the kept draft; a field the draft does not know keeps its value.

        A posted form that has faults is kept as a draft: whoever leaves its page finds it again. The words typed are
        at hand as well, for a page that shows no form any more because somebody else took a step.
        """
        offer_held(form, self.held)
        self.typed_words = self._words_of(form)
        self.left_over = self._left_over_by(form)
        if form.is_bound and not form.is_valid():
            self._keep(form)
        if self.draft is None or form.is_bound:
            return
        kept = QueryDict(self.draft.body)
        for name, field in form.fields.items():
            known = form.add_prefix(name)
            is_tick = isinstance(field.widget, forms.CheckboxInput | forms.CheckboxSelectMultiple)
            if known in kept or is_tick:
                form.initial[name] = field.widget.value_from_datadict(kept, {}, known)

    def _words_of(self, form: forms.BaseForm) -> list[tuple[str, str]]:
        """What was typed into each text of the form that stands nowhere else yet, by its label."""
        kept = self.posted if self.posted is not None else QueryDict(self.draft.body if self.draft else "")
        texts = [(name, field) for name, field in form.fields.items() if isinstance(field, forms.CharField)]
        typed = [(name, field, kept.get(form.add_prefix(name), "").strip()) for name, field in texts]
        return [
            (str(field.label or name), text)
            for name, field, text in typed
            if text and field.has_changed(form.get_initial_for_field(field, name), text)
        ]

    def _left_over_by(self, form: forms.BaseForm) -> list[tuple[str, str]]:
        """What was posted to fields the form had when its page was opened, and has no more."""
        known = tuple(form.add_prefix(name) for name in form.fields)
        gone = [
            values
            for name, values in (self.posted or QueryDict()).lists()
            if name not in known and not name.startswith(("_", "csrf", *(f"{each}_" for each in known)))
        ]
        texts = [text for values in gone for text in values if any(sign.isalpha() for sign in text)]
        return [(gettext("Text %(number)s") % {"number": number}, text) for number, text in enumerate(texts, start=1)]

    def save(self, form: forms.BaseForm, do: Callable[[], Any], *, then: Callable[[Any], str]) -> HttpResponse | None:
        """Do it once and lead on to `then(result)`; None when it was refused, with the reasons on the form.

        A conflict answers with the page that shows both texts; the draft stays until something is saved.
        """
        try:
            address = once(key_in(self.request), by=self.request.user, form=self.form_name, do=lambda: then(do()))
        except Conflict as conflict:
            self._keep(form)
            return self.conflict_page(form, conflict.record)
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
            if self.is_step or self.record is None or self.record.version == self.base_version:
                self._keep(form)
            return None
        drop_draft(self.holder, form=self.form_name, record_code=self.record_code)
        let_go([each.stored for each in self.held.values()], by=self.request.user)
        return HttpResponseRedirect(address)

    def _keep(self, form: forms.BaseForm) -> None:
        """Keep what was posted, unless nothing was typed; what is too long to keep stands in the page all the same."""
        holding = hold_files(self.request)
        offer_held(form, holding.files)
        with suppress(Refused):
            if typed_body(self.request.POST, held=holding.codes):
                keep_from(self.request, holding)

    def conflict_page(self, form: forms.BaseForm, current: Any) -> HttpResponse:
        """Both texts side by side; everything only one of the two wrote is carried along."""
        disputed, carried = self._weigh(form, current)
        context = {
            "writing": self,
            "current": current,
            "by_myself": last_writers(current, self.base_version) == {self.request.user.pk},
            "disputed": disputed,
            "carried": carried,
            "fields": {**self.fields, "_base": current.version, "_key": new_code() + new_code()},
            "address": self.request.get_full_path(),
        }
        return render(self.request, "drafts/conflict.html", context, status=409)

    def _weigh(self, form: forms.BaseForm, current: Any) -> tuple[list[Disputed], list[tuple[str, Any]]]:
        base = version_values(current, self.base_version)
        disputed: list[Disputed] = []
        carried: list[tuple[str, Any]] = []
        posted = self.posted or QueryDict()
        for name, field in form.fields.items():
            known = form.add_prefix(name)
            mine = posted.getlist(known)
            theirs = field.prepare_value(_value_now(current, name))
            typed = field.widget.value_from_datadict(posted, {}, known)
            differ = field.has_changed(theirs, typed)
            # Without the version both had read, whatever differs is taken as written by both.
            read = base.get(name, "")
            they_changed = field.has_changed(read, _as_posted(theirs)) if base else differ
            i_changed = field.has_changed(read, typed) if base else differ
            if they_changed and i_changed and differ:
                disputed.append(_disputed(known, field, read=read, theirs=theirs, mine=mine))
            else:
                values = _as_list(theirs) if they_changed and not i_changed else mine
                carried += [(known, value) for value in values]
        return disputed, carried


def _value_now(record: Any, name: str) -> Any:
    value: Any = getattr(record, name, None)
    if hasattr(value, "all"):
        return [row.pk for row in value.all()]
    return value.pk if hasattr(value, "pk") else value


def _as_posted(value: Any) -> Any:
    return [str(item) for item in value] if isinstance(value, list) else value


def _as_list(value: Any) -> list[Any]:
    if value is None or value is False:
        return []
    return value if isinstance(value, list) else [value]


def _disputed(known: str, field: forms.Field, *, read: Any, theirs: Any, mine: list[str]) -> Disputed:
    is_text = isinstance(field, forms.CharField)
    their_words, my_words = _spoken(field, _as_list(theirs)), _spoken(field, list(mine))
    before = _spoken(field, _as_list(read))
    label = str(field.label or known)
    return Disputed(
        name=known,
        label=label,
        is_text=is_text,
        theirs=_as_list(theirs),
        mine=mine,
        theirs_pieces=difference(before, their_words),
        mine_pieces=difference(before, my_words),
        theirs_words=their_words,
        mine_words=my_words,
    )


def _spoken(field: forms.Field, values: list[Any]) -> str:
    """The values as words a person reads: a choice by its label, a record by its name."""
    choices: Iterable[tuple[Any, Any]] = flatten_choices(getattr(field, "choices", []))
    labels = {str(key): str(label) for key, label in choices}
    return ", ".join(labels.get(str(value), str(value)) for value in values if value not in (None, ""))
