"""What one posted form holds: the words somebody typed, and the intention it carries."""

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urlencode

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict

from lipportal.drafts.services import result_of
from lipportal.shared.codes import new_code

# A form names a file that was chosen before by its code, in a hidden field called after the file's own.
HELD = "_held_"
HIDDEN = ("_form", "_record", "_base", "_key", "_writer", "_go", "csrfmiddlewaretoken")

WRITER_SALT = "drafts.writer"
# Whoever once saw the page of a form holds its signature, so it is worth a page left open, and not for ever.
WRITER_LASTS = timedelta(days=30)


def writer_of(request: HttpRequest, *, within: timedelta = WRITER_LASTS) -> int | None:
    """Whom our page gave the posted form to, as it signed it; None for a form not ours or of too long ago."""
    try:
        writer: int = signing.loads(request.POST.get("_writer", ""), salt=WRITER_SALT, max_age=within)
    except signing.BadSignature:
        return None
    return writer


def hidden_in(posted: QueryDict, name: str, *, most: int) -> str:
    """What a hidden field says, at most `most` characters; the NUL that one engine cannot keep is no part of it."""
    return posted.get(name, "").replace("\x00", "")[:most]


def typed_body(posted: QueryDict, *, held: Mapping[str, str] | None = None) -> str:
    """What was typed, without the hidden fields and without anything secret; `held` are codes of files held by now."""
    pairs = [(name, value) for name, values in posted.lists() for value in values]
    typed = [(n, v) for n, v in pairs if n not in HIDDEN and "password" not in n and n != "code"]
    newly = {f"{HELD}{name}": code for name, code in (held or {}).items()}
    known = [(n, v) for n, v in typed if n not in newly and not (n.startswith(HELD) and not v)]
    return urlencode([*known, *newly.items()])


def name_of_intention(request: HttpRequest) -> str:
    """The name a page gave the intention it carries; a new one when it gave none."""
    return hidden_in(request.POST, "_key", most=64) or new_code() + new_code()


def key_in(request: HttpRequest) -> str:
    """The key of the intention a request carries: the name its page gave it, and what was typed and sent with it.

    Other words sent from the same page, after going back to it, are another intention: they are never answered as
    if they had been saved.
    """
    digest = hashlib.sha256(typed_body(request.POST).encode())
    for upload in [upload for name in request.FILES for upload in request.FILES.getlist(name)]:
        for chunk in upload.chunks():
            digest.update(chunk)
        upload.seek(0)
    return f"{name_of_intention(request)}:{digest.hexdigest()[:32]}"


def is_done(request: HttpRequest) -> bool:
    """Whether these very words were sent from this page and saved before."""
    return bool(_address_of_the_first(request))


def answer_to_the_first(request: HttpRequest) -> HttpResponse | None:
    """Where this very form led when it was sent and done before: sent twice, it is answered alike.

    Keeping a draft and letting one go have answers of their own.
    """
    at = request.resolver_match
    address = "" if at is not None and at.app_name == "drafts" else _address_of_the_first(request)
    return HttpResponseRedirect(address) if address else None


def _address_of_the_first(request: HttpRequest) -> str:
    return result_of(key_in(request), by=request.user) if request.POST.get("_key") else ""
