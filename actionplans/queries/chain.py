"""The chain through an action: from the finding it rests on to the line of the report."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from actionplans.models import Action, Update
from actionplans.queries.rows import actions_visible_to
from actionplans.registry import links_above
from lipportal.shared import formats
from lipportal.shared.drawings import Chain, Link
from strategies.models import Direction
from strategies.queries import links_to_direction


def chain_of_action(action: Action, updates: Sequence[Update], user: Any) -> Chain:
    """Where an action hangs, as this person may see it; `updates` are those shown to them, newest first.

    What they may not see is left out: “not yet” is said only to those who would see it if it were there.
    """
    here = Link(pgettext("chain", "Action"), str(action), state="here", on=action.starts_on)
    return Chain([*links_to_direction(action.direction, user), here, *_links_over(action, updates, user)])


def _links_over(action: Action, updates: Sequence[Update], user: Any) -> list[Link]:
    """Its newest update, for those who see updates, and what the app above draws over it."""
    said = [update_link(action, updates)] if user.has_perm("actionplans.view_update", action) else []
    return [*said, *links_above(action, user)]


def update_link(action: Action, updates: Sequence[Update]) -> Link:
    """The link after an action: its newest update."""
    kind = pgettext("chain", "Update")
    if not updates:
        return Link(kind, _("Not yet"), state="missing")
    newest = updates[0]
    address = f"{action.get_absolute_url()}#update-{newest.code}"
    return Link(kind, formats.day_text(newest.on), address, "done", newest.on, len(updates))


def links_under_direction(direction: Direction, user: Any) -> list[Link]:
    """What hangs under a direction, for the strategy's pages: its newest action and that action's newest update."""
    kind = pgettext("chain", "Action")
    rows = actions_visible_to(user) if user is not None else Action.objects.none()
    actions = list(
        rows.filter(direction=direction, ended_on__isnull=True)
        .select_related("partnership")
        .order_by("-plan__year", "pk")
    )
    if not actions:
        over = (pgettext("chain", "Update"), pgettext("chain", "Achievement"), pgettext("chain", "Report line"))
        return [Link(each, _("Not yet"), state="missing") for each in (kind, *over)]
    first = actions[0]
    updates: list[Update] = []
    if user.has_perm("actionplans.view_update", first):
        updates = list(first.updates.filter(ended_on__isnull=True))
    link = Link(kind, str(first), first.get_absolute_url(), "done", first.starts_on, len(actions))
    return [link, *_links_over(first, updates, user)]
