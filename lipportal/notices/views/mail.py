"""The outbox, for those who look after the portal."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lipportal.audit.services import note_reading
from lipportal.health.queries import is_timetable_silent
from lipportal.notices import queries, services
from lipportal.notices.forms import OutboxFilter
from lipportal.notices.models import Mail
from lipportal.notices.permissions import RETRY_MAIL, VIEW_OUTBOX
from lipportal.shared.access import allowed, require, signed_in
from lipportal.shared.errors import Refused
from lipportal.shared.htmx import page_or_part

ON_A_PAGE = 50


@require_safe
@signed_in
def mail_list(request: HttpRequest) -> HttpResponse:
    """Every mail and how it stands; found by words and state."""
    require(request, VIEW_OUTBOX)
    form = OutboxFilter(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    mails = queries.outbox(words=asked.get("q", ""), state=asked.get("state", ""))
    page = Paginator(mails, ON_A_PAGE).get_page(request.GET.get("page"))
    note_reading("mail.listed", by=request.user, rows=len(page), kind="notices.mail")
    context = {
        "form": form,
        "page": page,
        "counts": queries.mail_counts(),
        "is_mail_server_missing": queries.is_mail_server_missing(),
        "is_beat_late": is_timetable_silent(),
    }
    return page_or_part(request, "notices/mail_list.html", "notices/_mail_list.html", context)


def _mails_for(request: HttpRequest) -> QuerySet[Mail]:
    """The mails this person may know of: for all others a code that is there looks like one that is not."""
    mails = Mail.objects.select_related("to_user")
    return mails if request.user.has_perm(VIEW_OUTBOX) else mails.none()


@require_safe
@signed_in
def mail_detail(request: HttpRequest, code: str) -> HttpResponse:
    """One mail: where it stands, and its words unless it is a security mail."""
    mail = allowed(request, VIEW_OUTBOX, _mails_for(request), code=code)
    note_reading("mail.read", by=request.user, record=mail)
    return page_or_part(request, "notices/mail_detail.html", "notices/_mail.html", {"mail": mail})


@require_POST
@signed_in
def mail_retry(request: HttpRequest, code: str) -> HttpResponse:
    """Send a mail again that failed or may not have arrived."""
    mail = allowed(request, RETRY_MAIL, _mails_for(request), code=code)
    try:
        services.retry_mail(mail, by=request.user)
    except Refused as refused:
        for reason in refused.reasons:
            messages.error(request, reason)
    else:
        messages.success(request, _("It will be sent again."))
    return redirect(mail)
