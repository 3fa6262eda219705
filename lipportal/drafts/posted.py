"""What one posted form holds: the words somebody typed, and the intention it carries."""

import hashlib
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict

from lipportal.drafts.services import result_of
from lipportal.shared.codes import new_code

HIDDEN = ("_form", "_record", "_base", "_key", "_writer", "_go", "csrfmiddlewaretoken")


def typed_body(posted: QueryDict) -> str:
    """What was typed, without the hidden fields and without anything secret."""
    pairs = [(name, value) for name, values in posted.lists() for value in values]
    return urlencode([(n, v) for n, v in pairs if n not in HIDDEN and "password" not in n and n != "code"])


def name_of_intention(request: HttpRequest) -> str:
    """The name a page gave the intention it carries; a new one when it gave none."""
    return request.POST.get("_key", "")[:64] or new_code() + new_code()


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
