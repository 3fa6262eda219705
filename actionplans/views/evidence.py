"""Evidence behind an update: adding it, withdrawing it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from actionplans.forms import EvidenceForm, ReasonForm
from actionplans.models import Evidence
from actionplans.queries import evidence_visible_to, updates_visible_to
from actionplans.registry import is_held_above
from actionplans.services import add_evidence, end_evidence
from lipportal.drafts.writing import Writing
from lipportal.shared.access import allowed, signed_in


@require_http_methods(["GET", "POST"])
@signed_in
def evidence_create(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Add a file or a link that shows an update is so."""
    rows = updates_visible_to(request.user).select_related("partnership", "action__plan", "action__body")
    update = allowed(request, "actionplans.add_evidence", rows, code=code, partnership__slug=slug)
    update.action.partnership = update.action.plan.partnership = update.partnership
    writing = Writing(request, "actionplans.evidence", place=update.code)
    form = EvidenceForm(writing.posted, request.FILES or None)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        answer = writing.save(
            form,
            lambda: add_evidence(update, form.cleaned_data, by=request.user),
            then=lambda _evidence: update.get_absolute_url(),
        )
        if answer:
            return answer
    context = {"form": form, "writing": writing, "update": update, "action": update.action, "keep_form": "form"}
    context |= {"plan": update.action.plan, "partnership": update.partnership}
    return render(request, "actionplans/evidence_create.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def evidence_end(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Withdraw evidence, with the reason; its file is opened by nobody from then on, unless a report holds it."""
    rows = evidence_visible_to(request.user).select_related("partnership", "update__action__plan")
    rows = rows.select_related("update__action__body")
    evidence = allowed(request, "actionplans.end_evidence", rows, code=code, partnership__slug=slug)
    evidence.update.action.partnership = evidence.partnership
    writing = Writing(request, "actionplans.evidence_end", evidence)
    form = ReasonForm(writing.posted)
    writing.restore(form)
    back, because = evidence.update.get_absolute_url(), request.POST.get("because", "")
    if writing.posted is not None and form.is_valid():
        answer = writing.save(
            form, lambda: end_evidence(evidence, by=request.user, because=because), then=lambda _ended: back
        )
        if answer:
            return answer
    context = {
        "form": form,
        "writing": writing,
        "heading": _("Withdraw the evidence"),
        "lede": evidence,
        "tells": _told(evidence),
        "back_url": back,
        "button": _("Withdraw it"),
    }
    return render(request, "actionplans/record_end.html", context)


def _told(evidence: Evidence) -> str:
    if is_held_above(evidence):
        return _("It goes into no later report. The report it was submitted with still opens it, as it was sent.")
    return _("Nobody can open it from then on. The trail keeps that it was there.")
