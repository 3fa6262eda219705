"""The directory: the list of all partnerships, for anybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from councils.documents.directory import directory_sheet
from councils.forms.directory import DirectoryForm
from councils.queries import (
    directory_lines,
    older_names,
    partnerships_found,
    partnerships_visible_to,
    provinces_in,
    stages_of,
)
from councils.views.common import chosen_filters, page_of, sheet
from lipportal.shared.access import public
from lipportal.shared.languages import in_four_languages


@require_safe
@public
@in_four_languages
def directory(request: HttpRequest) -> HttpResponse:
    """Find a partnership by place, body or older name."""
    visible = partnerships_visible_to(request.user)
    provinces = provinces_in(visible)
    form = DirectoryForm(request.GET, provinces=provinces)
    page = page_of(request, partnerships_found(visible, form.wanted))
    searched = form.wanted.get("q", "")
    rows = [(partnership, older_names(partnership, searched), stages_of(partnership)) for partnership in page]
    context = {
        "form": form,
        "chosen": chosen_filters(request, form),
        "page": page,
        "rows": rows,
        "has_provinces": len(provinces) > 1,
        "may_create": request.user.is_authenticated and request.user.has_perm("councils.create_partnership"),
    }
    return render(request, "councils/directory.html", context)


@require_safe
@public
@in_four_languages
def directory_excel(request: HttpRequest) -> HttpResponse:
    """All the partnerships found, as a sheet."""
    visible = partnerships_visible_to(request.user)
    form = DirectoryForm(request.GET, provinces=provinces_in(visible))
    rows = partnerships_found(visible, form.wanted).prefetch_related("community_set")
    return sheet(directory_sheet(directory_lines(rows)), "partnerships")
