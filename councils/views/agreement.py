"""Agreements, the days reports are due, and the officer assigned by date."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from councils.forms.agreement import AgreementForm, AssignOfficerForm, ReportingDatesForm
from councils.forms.common import BecauseForm
from councils.models import Agreement, Partnership, ReportingDate
from councils.queries import agreements_visible_to, officer_history
from councils.queries.agreements import day_after_agreements
from councils.services import (
    assign_officer,
    create_agreement,
    edit_agreement,
    end_agreement,
    end_role,
    set_reporting_dates,
)
from councils.views.common import page_of, partnership_for, told
from councils.views.ending import end_page
from lipportal.drafts.writing import Writing
from lipportal.shared.access import allowed, found, signed_in

SEES = "councils.view_agreement"


def _agreement(request: HttpRequest, slug: str, code: str) -> Agreement:
    rows = agreements_visible_to(request.user).select_related("partnership")
    return allowed(request, "councils.edit_agreement", rows, code=code, partnership__slug=slug)


@require_safe
@signed_in
def agreement_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The agreements of a partnership, the latest first, and who its officers are and were."""
    partnership = partnership_for(request, SEES, slug)
    due = Prefetch("reportingdate_set", ReportingDate.objects.order_by("year"))
    rows = agreements_visible_to(request.user).filter(partnership=partnership).prefetch_related(due)
    context = {
        "partnership": partnership,
        "page": page_of(request, rows.order_by("-starts_on", "-pk")),
        "may_edit": request.user.has_perm("councils.edit_agreement", partnership),
        **_officers(request, partnership),
    }
    return render(request, "councils/agreement_list.html", context)


def _officers(request: HttpRequest, partnership: Partnership) -> dict[str, object]:
    return {
        "officers": officer_history(partnership),
        "today": partnership.today(),
        "may_assign": request.user.has_perm("councils.assign_officer", partnership),
    }


@require_safe
@signed_in
def agreement_detail(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One agreement: its years, the days reports are due, the officers over its time."""
    rows = agreements_visible_to(request.user).select_related("partnership")
    agreement = found(rows, code=code, partnership__slug=slug)
    due = dict(agreement.reportingdate_set.values_list("year", "due_on"))
    context = {
        "agreement": agreement,
        "partnership": agreement.partnership,
        "years": [(year, due.get(year.start)) for year in agreement.fiscal_years],
        "may_edit": request.user.has_perm("councils.edit_agreement", agreement),
        **_officers(request, agreement.partnership),
    }
    return render(request, "councils/agreement_detail.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def agreement_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Record a new agreement, then its reporting dates."""
    partnership = partnership_for(request, SEES, slug, may="councils.edit_agreement")
    writing = Writing(request, "councils.agreement", place=partnership.code)
    first = {"holder": str(partnership.lead_name), "starts_on": day_after_agreements(partnership)}
    form = AgreementForm(writing.posted, initial=first)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        answer = writing.save(
            form,
            lambda: create_agreement(partnership, form.cleaned_data, by=request.user),
            then=lambda saved: reverse("councils:agreement_reporting_dates", args=[slug, saved.code]),
        )
        if answer:
            return told(request, answer, _("Saved. Now the days on which reports are due."))
    context = {"form": form, "writing": writing, "partnership": partnership, "keep_form": "form"}
    return render(request, "councils/agreement_create.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def agreement_edit(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Change holder, number, dates."""
    agreement = _agreement(request, slug, code)
    writing = Writing(request, "councils.agreement", agreement)
    form = AgreementForm(writing.posted, instance=agreement)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        answer = writing.save(
            form,
            lambda: edit_agreement(agreement, form.cleaned_data, by=request.user, version=writing.base_version),
            then=lambda saved: saved.get_absolute_url(),
        )
        if answer:
            return told(request, answer)
    context = {"form": form, "writing": writing, "agreement": agreement, "keep_form": "form"}
    return render(request, "councils/agreement_edit.html", {**context, "partnership": agreement.partnership})


@require_http_methods(["GET", "POST"])
@signed_in
def agreement_reporting_dates(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Say for each fiscal year on which day its report is due."""
    agreement = _agreement(request, slug, code)
    writing = Writing(request, "councils.reporting_dates", agreement)
    due = dict(agreement.reportingdate_set.values_list("year", "due_on"))
    form = ReportingDatesForm(writing.posted, years=agreement.fiscal_years, due=due)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        answer = writing.save(
            form,
            lambda: set_reporting_dates(agreement, form.due, by=request.user, version=writing.base_version),
            then=lambda saved: saved.get_absolute_url(),
        )
        if answer:
            return told(request, answer)
    context = {"form": form, "writing": writing, "agreement": agreement, "keep_form": "form"}
    return render(request, "councils/agreement_reporting_dates.html", {**context, "partnership": agreement.partnership})


@require_http_methods(["GET", "POST"])
@signed_in
def agreement_end(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """End an agreement before its last day, with the reason."""
    agreement = _agreement(request, slug, code)
    return end_page(
        request,
        agreement,
        "councils.agreement_end",
        end_agreement,
        heading=_("End agreement %(number)s") % {"number": agreement.number},
        tells=_("It stays readable, with its reports. No new report is asked for under it."),
        said=_("Ended. Its years and results stay."),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def officer_assign(request: HttpRequest, slug: str) -> HttpResponse:
    """Assign a federal officer from a day on; whoever had the partnership hands over the day before."""
    partnership = partnership_for(request, SEES, slug, may="councils.assign_officer")
    writing = Writing(request, "councils.officer", place=partnership.code)
    form = AssignOfficerForm(writing.posted, initial={"starts_on": partnership.today()}, by=request.user)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        answer = writing.save(
            form,
            lambda: assign_officer(partnership, by=request.user, **form.cleaned_data),
            then=lambda _held: reverse("councils:agreement_list", args=[slug]),
        )
        if answer:
            return told(request, answer)
    context = {"form": form, "writing": writing, "partnership": partnership, "keep_form": "form"}
    return render(request, "councils/officer_assign.html", {**context, "officers": officer_history(partnership)})


@require_http_methods(["GET", "POST"])
@signed_in
def officer_end(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """End an officer's assignment at once, with the reason."""
    partnership = partnership_for(request, SEES, slug, may="councils.assign_officer")
    held = found(officer_history(partnership).select_related("partnership"), code=code, ended_on__isnull=True)
    writing = Writing(request, "councils.officer_end", place=held.code)
    form = BecauseForm(writing.posted)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        answer = writing.save(
            form,
            lambda: end_role(held, by=request.user, because=form.cleaned_data["because"]),
            then=lambda _held: reverse("councils:agreement_list", args=[slug]),
        )
        if answer:
            return told(request, answer, _("Ended. It takes effect at once."))
    heading = _("End the assignment of %(name)s") % {"name": held.user}
    tells = _("From now on the officer no longer opens this partnership’s papers. Earlier notes stay.")
    context = {"form": form, "writing": writing, "heading": heading, "tells": tells, "partnership": partnership}
    context["back_url"] = reverse("councils:agreement_list", args=[slug])
    return render(request, "councils/record_end.html", context)
