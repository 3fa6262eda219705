"""What a person was told inside the portal."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from lipportal.notices import queries, services
from lipportal.notices.services.words import in_language
from lipportal.shared.access import found, signed_in

ON_A_PAGE = 50


@require_safe
@signed_in
def notice_list(request: HttpRequest) -> HttpResponse:
    """Everything the person was told, newest first."""
    page = Paginator(queries.notices_of(request.user), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "notices/notice_list.html", {"page": page})


@require_safe
@signed_in
def notice_open(request: HttpRequest, code: str) -> HttpResponse:
    """Note that a notice was read and lead on to what it is about."""
    notice = found(queries.notices_of(request.user), code=code)
    services.mark_read(notice)
    if not notice.url:
        return redirect("notices:notice_list")
    return redirect(in_language(notice.url, get_language() or "en"))


@require_POST
@signed_in
def notice_read_all(request: HttpRequest) -> HttpResponse:
    """Note that everything was read."""
    services.mark_all_read(request.user)
    return redirect("notices:notice_list")
