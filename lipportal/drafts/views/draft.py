"""Keeping a draft while it is typed, for the other language, and letting one go."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lipportal.drafts.held import held_in, hold_files, let_go
from lipportal.drafts.posted import hidden_in, is_done, writer_of
from lipportal.drafts.services import drop_draft
from lipportal.drafts.writing import holder_of, keep_from, not_kept_page
from lipportal.shared import clock
from lipportal.shared.access import public, signed_in
from lipportal.shared.errors import Refused
from lipportal.shared.languages import in_four_languages


@require_POST
@signed_in
def draft_save(request: HttpRequest) -> HttpResponse:
    """Keep what is being typed and say when it was kept; words that were saved meanwhile need no keeping."""
    holding = hold_files(request)
    try:
        saved_at = clock.now() if is_done(request) else keep_from(request, holding).saved_at
    except Refused as refused:
        return JsonResponse({"problem": " ".join(map(str, refused.reasons))}, status=413)
    moment = localtime(saved_at)
    saved = _("Saved at %(time)s") % {"time": moment.strftime(_("%H:%M"))}
    return JsonResponse({"saved": saved, "held": holding.codes, "problems": holding.problems})


@in_four_languages
@public
@require_POST
def draft_keep(request: HttpRequest) -> HttpResponse:
    """Keep a half-filled form and go on to the same page in the other language; a visitor's only if it is ours."""
    go = request.POST.get("_go", "")
    is_ours = url_has_allowed_host_and_scheme(go, {request.get_host()}, require_https=request.is_secure())
    if "_form" in request.POST and (request.user.is_authenticated or writer_of(request) is not None):
        try:
            keep_from(request)
        except Refused as refused:
            return not_kept_page(request, refused)
    return HttpResponseRedirect(go if is_ours else reverse("home"))


@require_POST
@signed_in
def draft_discard(request: HttpRequest) -> HttpResponse:
    """Let a kept draft go; the record stays as it was last saved."""
    form, record_code = (hidden_in(request.POST, name, most=80) for name in ("_form", "_record"))
    drop_draft(holder_of(request), form=form, record_code=record_code)
    let_go([each.stored for each in held_in(request.user, request.POST).values()], by=request.user)
    go = request.POST.get("_go", "")
    is_ours = url_has_allowed_host_and_scheme(go, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(go if is_ours else reverse("home"))
