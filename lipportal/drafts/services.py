"""Keeping typed text, and doing once what was posted twice."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from lipportal.audit.personal import KEPT_FOR
from lipportal.drafts.models import Draft, Intention
from lipportal.shared import clock
from lipportal.shared.codes import new_code
from lipportal.shared.errors import Refused

# Above all that one form can carry, once its letters are written for an address: nothing typed is too long to keep.
LARGEST_DRAFT = 16 * 1024 * 1024
MOST_DRAFTS = 500


@dataclass(frozen=True)
class Holder:
    """Whose typed text it is: a person, or a signed link or visit without one."""

    user: Any = None
    link: str = ""

    @property
    def lookup(self) -> dict[str, Any]:
        """The columns that find this holder's drafts."""
        return {"owner": self.user, "owner_link": self.link}


def keep_draft(holder: Holder, *, form: str, record_code: str, base_version: int, body: str) -> Draft:
    """Keep what was typed, in place of what this holder had typed there before.

    Raises Refused when it is larger than a form can be, or the holder has more drafts than a person could write.
    """
    if len(body) > LARGEST_DRAFT:
        raise Refused(_("This is too long to keep as a draft. Save it in smaller parts."))
    place = {**holder.lookup, "form": form, "record_code": record_code}
    if Draft.objects.filter(**holder.lookup).count() >= MOST_DRAFTS and not Draft.objects.filter(**place).exists():
        raise Refused(_("You have very many unsaved texts. Save or discard some first."))
    values = {"base_version": base_version, "body": body, "saved_at": clock.now()}
    try:
        return Draft.objects.update_or_create(**place, defaults=values)[0]
    except IntegrityError:
        # One kept there at the same moment was let go again before it could be read.
        return Draft.objects.update_or_create(**place, defaults=values)[0]


def drop_draft(holder: Holder, *, form: str, record_code: str) -> None:
    """Forget what was typed there: it was saved, or its writer let it go."""
    Draft.objects.filter(**holder.lookup, form=form, record_code=record_code).delete()


@transaction.atomic
def hand_over_drafts(link: str, *, to: Any) -> None:
    """Give a visit's drafts to the person who signed in; what that person had typed there later wins."""
    for draft in Draft.objects.filter(owner__isnull=True, owner_link=link):
        theirs = Draft.objects.filter(owner=to, owner_link="", form=draft.form, record_code=draft.record_code)
        if theirs.filter(saved_at__gt=draft.saved_at).exists():
            draft.delete()
            continue
        theirs.delete()
        draft.owner, draft.owner_link = to, ""
        draft.save(update_fields=["owner", "owner_link"])


def once(key: str, *, by: Any, form: str, do: Callable[[], str]) -> str:
    """Run `do` once per key, in one transaction, and answer with the address it gave; a repeated key only answers.

    When `do` raises, nothing is kept, and the same key may be tried again. When somebody else made the same thing at
    that very moment, `do` runs once more, sees it there, and says so.
    """
    holder = _holder_of(key, by)
    try:
        return _done_or_first(holder, by=by, form=form, do=do)
    except IntegrityError:
        return _done_or_first(holder, by=by, form=form, do=do)


def _done_or_first(holder: str, *, by: Any, form: str, do: Callable[[], str]) -> str:
    try:
        return _done(holder, by=by, form=form, do=do)
    except IntegrityError:
        first = Intention.objects.filter(key=holder).first()
        if first is None:
            raise
        return first.result_url


@transaction.atomic
def _done(holder: str, *, by: Any, form: str, do: Callable[[], str]) -> str:
    """Carry an intention out and keep where it led; IntegrityError when it was carried out before."""
    intention = Intention.objects.create(key=holder, by=by if getattr(by, "pk", None) else None, form=form)
    intention.result_url = do()
    intention.save(update_fields=["result_url"])
    return intention.result_url


def result_of(key: str, *, by: Any) -> str:
    """The address an intention led to when it was carried out; blank when it was not."""
    done = Intention.objects.filter(key=_holder_of(key, by)).values_list("result_url", flat=True)
    return done.first() or ""


def _holder_of(key: str, by: Any) -> str:
    return f"{getattr(by, 'pk', None) or 'visit'}:{key}"


def forget_old_work() -> int:
    """Erase drafts and intentions untouched for as long as retention class "working" keeps; gives how many went."""
    before = clock.now() - KEPT_FOR["working"]
    drafts, __ = Draft.objects.filter(saved_at__lt=before).delete()
    intentions, __ = Intention.objects.filter(at__lt=before).delete()
    return drafts + intentions


def visit_key(session: Any) -> str:
    """The name a visit without a person goes by, kept in its session; it lasts across signing in."""
    if "visit" not in session:
        session["visit"] = new_code() + new_code()
    return f"visit:{session['visit']}"
