"""The list of people from a sheet: upload, see row by row what would change, apply."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from councils.forms.person import PeopleUploadForm, read_people
from councils.models import Partnership
from councils.services import Applied, apply_people
from councils.views.common import partnership_for
from lipportal.drafts.services import once
from lipportal.drafts.writing import key_in
from lipportal.files.services import Opened, keep_file, open_file
from lipportal.shared.access import signed_in
from lipportal.shared.errors import Refused

KIND = "councils.import"
MAY = "councils.edit_person"


@require_http_methods(["GET", "POST"])
@signed_in
def person_import(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a sheet and keep it; nothing changes yet."""
    partnership = partnership_for(request, "councils.view_person", slug, may=MAY)
    form = PeopleUploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sheet = form.cleaned_data["sheet"]
        try:
            address = once(
                key_in(request),
                by=request.user,
                form=KIND,
                do=lambda: _kept(sheet, partnership, by=request.user),
            )
        except Refused as refused:
            form.add_error("sheet", [str(reason) for reason in refused.reasons])
        else:
            return redirect(address)
    return render(request, "councils/person_import.html", {"form": form, "partnership": partnership})


@require_http_methods(["GET", "POST"])
@signed_in
def person_import_check(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show row by row what the kept sheet would change; a post brings the right rows in.

    The same page afterwards shows those rows as they now are, and the wrong ones still with their faults.
    """
    partnership = partnership_for(request, "councils.view_person", slug, may=MAY)
    opened = _opened(request, partnership, code)
    with opened.content:
        report, rows = read_people(partnership, opened.content.read())
    if request.method == "POST":
        _tell(request, apply_people(partnership, rows, by=request.user))
        return redirect("councils:person_import_check", slug=slug, code=code)
    kinds = [row.kind for row in rows]
    counts = {kind: kinds.count(kind) for kind in ("new", "changed", "same", "problem")}
    context = {"partnership": partnership, "stored": opened.stored, "report": report, "rows": rows, "counts": counts}
    return render(request, "councils/person_import_check.html", context)


def _kept(sheet: Any, partnership: Partnership, *, by: Any) -> str:
    """Keep the sheet; answers with the address where it is checked."""
    stored = keep_file(sheet, kind=KIND, record_code="people", partnership_code=partnership.code, by=by)
    return reverse("councils:person_import_check", kwargs={"slug": partnership.slug, "code": stored.code})


def _opened(request: HttpRequest, partnership: Partnership, code: str) -> Opened:
    opened = open_file(request.user, code)
    if opened is None or (opened.stored.kind, opened.stored.partnership_code) != (KIND, partnership.code):
        raise Http404
    return opened


def _tell(request: HttpRequest, applied: Applied) -> None:
    added = ngettext("%(count)s person added", "%(count)s people added", applied.added) % {"count": applied.added}
    changed = ngettext("%(count)s person changed", "%(count)s people changed", applied.changed) % {
        "count": applied.changed
    }
    messages.success(request, _("%(added)s, %(changed)s.") % {"added": added, "changed": changed})
    for row, reason in applied.refused:
        messages.warning(request, _("Row %(row)s: %(message)s") % {"row": row, "message": reason})
