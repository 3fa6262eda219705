"""The demonstration's letter box: what would have been mailed, as its readers would see it."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lipportal.notices import queries
from lipportal.shared.access import found, public
from lipportal.shared.languages import in_four_languages

ON_A_PAGE = 50


@in_four_languages
@public
@require_safe
@never_cache
def demo_mail_list(request: HttpRequest) -> HttpResponse:
    """The mails of the demonstration, newest first; nowhere else is there such a page."""
    if not settings.DEMONSTRATION:
        raise Http404
    mails = queries.demonstration_mail().defer("body_html", "attachments")
    address = request.GET.get("to", "").strip()
    if address:
        mails = mails.filter(to_address__iexact=address)
    page = Paginator(mails, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "notices/demo_mail_list.html", {"page": page, "address": address})


@in_four_languages
@public
@require_safe
@never_cache
def demo_mail_detail(request: HttpRequest, code: str) -> HttpResponse:
    """One mail of the demonstration, with its words while they are kept."""
    if not settings.DEMONSTRATION:
        raise Http404
    mail = found(queries.demonstration_mail(), code=code)
    return render(request, "notices/demo_mail_detail.html", {"mail": mail})
