"""The list of people from a sheet: upload, see row by row what would change, apply."""

from typing import Any

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from councils.forms.person import PeopleUploadForm
from councils.models import Partnership
from councils.queries.people import import_of
from councils.services import ask_import, read_people, versions_in
from councils.views.common import partnership_for
from lipportal.audit.services import note_reading
from lipportal.drafts.posted import key_in
from lipportal.drafts.services import once
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
    """Show what the kept sheet would change, row by row; a post asks a worker to bring the right rows in.

    Rows that are as the portal has them are counted and not listed. The same page shows how far the work is, and
    afterwards the rows that still wait, with their faults.
    """
    partnership = partnership_for(request, "councils.view_person", slug, may=MAY)
    opened = _opened(request, partnership, code)
    with opened.content:
        if request.method == "POST":
            ask_import(partnership, code, by=request.user, seen=_seen(request, code))
            return redirect("councils:person_import_check", slug=slug, code=code)
        job = import_of(code)
        report, rows = read_people(partnership, opened.content.read())
    listed = [row for row in rows if row.kind != "same"]
    known = sum(row.person is not None for row in listed)
    note_reading(
        "person.listed", by=request.user, rows=known, kind="councils.person", partnership_code=partnership.code
    )
    kinds = [row.kind for row in rows]
    counts = {kind: kinds.count(kind) for kind in ("new", "changed", "same", "problem")}
    context = {"partnership": partnership, "stored": opened.stored, "report": report, "rows": listed, "counts": counts}
    context["seen"] = signing.dumps(versions_in(rows), salt=f"{KIND}.{code}", compress=True)
    context |= {"job": job, "applied": job.outcome if job is not None and job.is_finished else {}}
    return render(request, "councils/person_import_check.html", context)


def _seen(request: HttpRequest, code: str) -> dict[str, int]:
    """The versions of the people as the page showed them; none when it was not our page, and then none is changed."""
    try:
        seen: dict[str, int] = signing.loads(request.POST.get("seen", ""), salt=f"{KIND}.{code}")
    except signing.BadSignature:
        return {}
    return seen


def _kept(sheet: Any, partnership: Partnership, *, by: Any) -> str:
    """Keep the sheet; answers with the address where it is checked."""
    stored = keep_file(sheet, kind=KIND, record_code="people", partnership_code=partnership.code, by=by)
    return reverse("councils:person_import_check", kwargs={"slug": partnership.slug, "code": stored.code})


def _opened(request: HttpRequest, partnership: Partnership, code: str) -> Opened:
    opened = open_file(request.user, code)
    if opened is None or (opened.stored.kind, opened.stored.partnership_code) != (KIND, partnership.code):
        raise Http404
    return opened
