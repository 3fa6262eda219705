"""Seats at a body."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from councils.forms.bodies import EndForm, SeatForm, SetUpSeatsForm
from councils.queries.bodies import bodies_visible_to, seats_visible_to
from councils.queries.organizations import sectors_of
from councils.services.bodies import create_seat, edit_seat, end_seat, set_up_seats
from councils.views.answers import told
from lipportal.drafts.writing import Writing
from lipportal.shared.access import allowed, signed_in


@require_http_methods(["GET", "POST"])
@signed_in
def seat_create(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Add a seat to a body."""
    body = allowed(request, "councils.edit_body", bodies_visible_to(request.user), code=code, partnership__slug=slug)
    writing = Writing(request, "councils.seat", place=body.code)
    form = SeatForm(writing.posted, partnership=body.partnership, initial={"since": body.partnership.today()})
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        then = told(request, _("The seat is added."), to=body.get_absolute_url(), at="#seats")
        answer = writing.save(form, lambda: create_seat(body, form.cleaned_data, by=request.user), then=then)
        if answer:
            return answer
    return render(
        request, "councils/seat_create.html", {"form": form, "writing": writing, "body": body, "keep_form": "form"}
    )


@require_http_methods(["GET", "POST"])
@signed_in
def seat_set_up(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One seat for each sphere that has none yet."""
    body = allowed(request, "councils.edit_body", bodies_visible_to(request.user), code=code, partnership__slug=slug)
    writing = Writing(request, "councils.seat_set_up", place=body.code)
    form = SetUpSeatsForm(writing.posted)
    if writing.posted is not None and form.is_valid():
        answer = writing.save(
            form,
            lambda: set_up_seats(body, by=request.user),
            then=lambda made: told(request, _added(len(made)), to=body.get_absolute_url(), at="#seats")(made),
        )
        if answer:
            return answer
    context = {"form": form, "writing": writing, "body": body, "spheres": sectors_of(body.partnership)}
    return render(request, "councils/seat_set_up.html", context)


def _added(count: int) -> str:
    return ngettext("%(count)s seat is added.", "%(count)s seats are added.", count) % {"count": count}


@require_http_methods(["GET", "POST"])
@signed_in
def seat_edit(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Change what a seat is for."""
    seat = allowed(request, "councils.edit_body", seats_visible_to(request.user), code=code, partnership__slug=slug)
    writing = Writing(request, "councils.seat", seat)
    form = SeatForm(writing.posted, instance=seat, partnership=seat.partnership)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        version = writing.base_version
        answer = writing.save(
            form,
            lambda: edit_seat(seat, form.cleaned_data, by=request.user, version=version),
            then=told(request, _("Saved."), to=seat.body.get_absolute_url(), at="#seats"),
        )
        if answer:
            return answer
    return render(
        request, "councils/seat_edit.html", {"form": form, "writing": writing, "seat": seat, "keep_form": "form"}
    )


@require_http_methods(["GET", "POST"])
@signed_in
def seat_end(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """End a seat nobody holds."""
    seat = allowed(request, "councils.edit_body", seats_visible_to(request.user), code=code, partnership__slug=slug)
    writing = Writing(request, "councils.seat_end", seat)
    form = EndForm(writing.posted, initial={"on": seat.partnership.today()})
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        then = told(request, _("The seat is ended."), to=seat.body.get_absolute_url(), at="#seats")
        answer = writing.save(form, lambda: end_seat(seat, by=request.user, **form.cleaned_data), then=then)
        if answer:
            return answer
    return render(
        request, "councils/seat_end.html", {"form": form, "writing": writing, "seat": seat, "keep_form": "form"}
    )
