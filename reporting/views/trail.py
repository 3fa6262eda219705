"""The trail of a partnership: who did what when."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from councils.queries import partnerships_visible_to
from lipportal.audit.services import note_reading
from lipportal.shared.access import allowed, signed_in
from lipportal.shared.days import asked_day
from reporting.queries.trail import ON_A_PAGE, TrailFilters, contacts_in, kinds_in, people_in, trail_lines, trail_of


@require_safe
@signed_in
def trail(request: HttpRequest, slug: str) -> HttpResponse:
    """What happened here, newest first, narrowed by kind, person and day."""
    partnership = allowed(request, "reporting.view_trail", partnerships_visible_to(request.user), slug=slug)
    filters = TrailFilters(
        request.GET.get("kind", ""), request.GET.get("person", ""), asked_day(request.GET.get("day", ""))
    )
    page = Paginator(trail_of(partnership, filters), ON_A_PAGE).get_page(request.GET.get("page"))
    contacts = contacts_in(page.object_list, partnership, request.user)
    note_reading("entry.listed", by=request.user, rows=contacts, kind="audit.entry", partnership_code=partnership.code)
    context = {
        "partnership": partnership,
        "page": page,
        "lines": trail_lines(page.object_list, partnership, request.user),
        "filters": filters,
        "kinds": kinds_in(partnership),
        "people": people_in(partnership),
    }
    return render(request, "reporting/trail.html", context)
