"""An action's state and its last word follow its newest update."""

from typing import Any

from actionplans.models import Action
from lipportal.audit import services as audit

FINISHED = ("done", "stopped")


def follow_updates(action: Action, *, by: Any) -> Action:
    """Bring an action's state and last word up to its newest update; the caller holds the row.

    One that went on into the next plan stays carried over, unless it was finished after all. The action's version
    stays: nobody types these columns.
    """
    newest = action.updates.filter(ended_on__isnull=True).order_by("-on", "-pk").first()
    said = newest.state if newest is not None else "not_started"
    if said not in FINISHED and action.carried_to.filter(ended_on__isnull=True).exists():
        said = "carried_over"
    after = {"state": said, "last_update_on": newest.on if newest is not None else None}
    before = {name: getattr(action, name) for name in after}
    if before != after:
        Action.objects.filter(pk=action.pk).update(**after)
        audit.log("action.followed", by=by, record=action, before=before, after=after)
        for name, value in after.items():
            setattr(action, name, value)
    return action
