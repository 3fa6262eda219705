"""A table's own actions, with the quick update under each: made for a phone between two meetings."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actionplans.queries import body_actions
from actionplans.views.updating import quick_updates
from councils.queries.bodies import bodies_visible_to
from lipportal.shared.access import allowed, signed_in


@require_safe
@signed_in
def body_action_list(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """The actions a body leads in the running plans: those that need a word first."""
    rows = bodies_visible_to(request.user).select_related("partnership")
    body = allowed(request, "actionplans.view_update", rows, code=code, partnership__slug=slug)
    groups = body_actions(body, request.user)
    open_rows = [row for group in groups for row in group.rows if row.may_update]
    quick = quick_updates(request, [(row.action, row.outputs) for row in open_rows])
    forms = {one.action.code: one for one in quick}
    context = {
        "body": body,
        "partnership": body.partnership,
        "groups": [(group.label, [(row, forms.get(row.action.code)) for row in group.rows]) for group in groups],
    }
    return render(request, "actionplans/body_action_list.html", context)
