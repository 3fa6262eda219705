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
    """Where an action hangs, as this person may see it; `updates` are those shown to them, newest first."""
    here = Link(pgettext("chain", "Action"), str(action), state="here", on=action.starts_on)
    links = [*links_to_direction(action.direction, user), here, update_link(action, updates)]
    return Chain([*links, *above(action, user)])


def update_link(action: Action, updates: Sequence[Update]) -> Link:
    """The link after an action: its newest update."""
    kind = pgettext("chain", "Update")
    if not updates:
        return Link(kind, _("Not yet"), state="missing")
    newest = updates[0]
    address = f"{action.get_absolute_url()}#update-{newest.code}"
    return Link(kind, formats.day_text(newest.on), address, "done", newest.on, len(updates))


def above(action: Action | None, user: Any) -> list[Link]:
    """Achievement and report line, as the app above draws them; not yet, while it draws none."""
    drawn = links_above(action, user) if action is not None else []
    kinds = [pgettext("chain", "Achievement"), pgettext("chain", "Report line")]
    return drawn or [Link(kind, _("Not yet"), state="missing") for kind in kinds]


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
        return [
            Link(kind, _("Not yet"), state="missing"),
            Link(pgettext("chain", "Update"), _("Not yet"), state="missing"),
            *above(None, user),
        ]
    first = actions[0]
    updates: list[Update] = []
    if user.has_perm("actionplans.view_update", first):
        updates = list(first.updates.filter(ended_on__isnull=True))
    link = Link(kind, str(first), first.get_absolute_url(), "done", first.starts_on, len(actions))
    return [link, update_link(first, updates), *above(first, user)]
