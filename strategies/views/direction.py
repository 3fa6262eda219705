"""Directions: the page with its chain, writing, ordering and ending them."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lipportal.drafts.writing import Writing
from lipportal.shared.access import allowed, found, public, require, signed_in
from lipportal.shared.asked import whole_number
from lipportal.shared.errors import Refused
from lipportal.shared.languages import in_four_languages
from lipportal.shared.telling import back_with_reasons
from strategies.forms import DirectionEndForm, DirectionForm
from strategies.models import Direction
from strategies.queries import direction_page, directions_visible_to, strategies_visible_to
from strategies.services import create_direction, edit_direction, end_direction, move_direction


def _rows(request: HttpRequest) -> QuerySet[Direction]:
    return directions_visible_to(request.user).select_related("partnership", "strategy__partnership", "body")


@require_safe
@public
@in_four_languages
def direction_detail(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One direction: why, what it should reach, what it rests on, and where it hangs on the chain."""
    direction = found(_rows(request), code=code, partnership__slug=slug)
    page = direction_page(direction, request.user)
    context = {
        "direction": direction,
        "strategy": direction.strategy,
        "partnership": direction.partnership,
        "page": page,
    }
    return render(request, "strategies/direction_detail.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def direction_create(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Add a direction to a strategy; once adopted, with its amendment."""
    rows = strategies_visible_to(request.user).select_related("partnership")
    strategy = allowed(request, "strategies.create_direction", rows, code=code, partnership__slug=slug)
    writing = Writing(request, "strategies.direction", place=strategy.code)
    form = DirectionForm(writing.posted, strategy=strategy, user=request.user)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        given: dict[str, Any] = {"translations": form.translations, "amendment": form.amendment}
        answer = writing.save(
            form,
            lambda: create_direction(strategy, form.cleaned_data, by=request.user, **given),
            then=lambda saved: saved.get_absolute_url(),
        )
        if answer:
            return answer
    context = {"form": form, "writing": writing, "strategy": strategy, "keep_form": "form"}
    return render(request, "strategies/direction_edit.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def direction_edit(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Write a direction; once adopted, with its amendment."""
    direction = allowed(request, "strategies.edit_direction", _rows(request), code=code, partnership__slug=slug)
    writing = Writing(request, "strategies.direction", direction)
    form = DirectionForm(writing.posted, instance=direction, strategy=direction.strategy, user=request.user)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        given: dict[str, Any] = {"translations": form.translations, "amendment": form.amendment}
        answer = writing.save(
            form,
            lambda: edit_direction(
                direction, form.cleaned_data, by=request.user, version=writing.base_version, **given
            ),
            then=lambda saved: saved.get_absolute_url(),
        )
        if answer:
            return answer
    context = {"form": form, "writing": writing, "strategy": direction.strategy, "direction": direction}
    return render(request, "strategies/direction_edit.html", {**context, "keep_form": "form"})


@require_POST
@signed_in
def direction_move(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Put a direction at another place; back to the list it stands in."""
    direction = allowed(request, "strategies.move_direction", _rows(request), code=code, partnership__slug=slug)
    to = whole_number(request.POST.get("to", ""), digits=3, otherwise=direction.place)
    back = f"{direction.strategy.get_absolute_url()}#directions"
    try:
        move_direction(direction, by=request.user, to=to)
    except Refused as refused:
        return back_with_reasons(request, refused.reasons, back)
    return redirect(back)


@require_http_methods(["GET", "POST"])
@signed_in
def direction_end(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """End a direction, with its amendment once the strategy is adopted."""
    direction = allowed(request, "strategies.end_direction", _rows(request), code=code, partnership__slug=slug)
    strategy, today = direction.strategy, direction.partnership.today()
    if strategy.is_amendable:
        require(request, "strategies.amend_strategy", strategy)
    writing = Writing(request, "strategies.direction_end", direction)
    form = DirectionEndForm(writing.posted, initial={"on": today}, amends=strategy.is_amendable, today=today)
    writing.restore(form)
    if writing.posted is not None and form.is_valid():
        values = {"on": form.cleaned_data["on"], "because": form.cleaned_data["because"], "amendment": form.amendment}
        answer = writing.save(
            form,
            lambda: end_direction(direction, by=request.user, **values),
            then=lambda saved: saved.strategy.get_absolute_url(),
        )
        if answer:
            return answer
    context = {"form": form, "writing": writing, "direction": direction, "strategy": strategy, "keep_form": "form"}
    return render(request, "strategies/direction_end.html", context)
