"""Which kinds of record a copy takes along, and which rows of them are a pattern's.

What belongs to a pattern is whatever came into the database while it was made, of any kind: a kind that is added later
is copied without anybody remembering, and one that must not be is listed in `LEFT_OUT` with its reason.
"""

from django.apps import apps
from django.db import models
from django.db.models import Max

WAITING = "it would wait a thousand times over to be worked off, or be sent, by the first worker that starts"
LEFT_OUT = {
    "accounts.SecondFactorReset": "nobody in the world has a second factor to lose",
    "audit.Checkpoint": "the timetable seals the lines of the trail, whoever wrote them",
    "audit.Seal": "it stands open for retention alone",
    "auth.Group": "the portal gives roles, not groups",
    "auth.Group_permissions": "the portal gives roles, not groups",
    "auth.Permission": "the same for every portal",
    "contenttypes.ContentType": "the same for every portal",
    "councils.Invitation": "it is open for days and opens with a mailed secret",
    "councils.Sector": "the spheres that everybody counts are loaded once, and no pattern has spheres of its own",
    "drafts.Draft": "words typed and not saved belong to a browser that is open",
    "drafts.Intention": "a button pressed belongs to a browser that is open",
    "files.StoredFile": "its bytes lie outside the database",
    "health.Pulse": "signs of life of processes that run",
    "jobs.Job": WAITING,
    "mfa.Authenticator": "a proof belongs to one person and one device",
    "notices.Mail": WAITING,
    "notices.Reminder": "the sweep makes it, and is what benchmarks measure",
    "reporting.ReportDocument": "drawn anew from the frozen copy when somebody asks for it",
    "sessions.Session": "a session belongs to a browser that is open",
    "account.EmailConfirmation": "it is open for days and opens with a mailed secret",
    "socialaccount.SocialAccount": "nobody signs in through somebody else's door",
    "socialaccount.SocialApp": "nobody signs in through somebody else's door",
    "socialaccount.SocialToken": "nobody signs in through somebody else's door",
}


def copied_models() -> list[type[models.Model]]:
    """Every kind of record that is copied, those others refer to first."""
    wanted = [one for one in apps.get_models(include_auto_created=True) if one._meta.label not in LEFT_OUT]
    ordered: dict[type[models.Model], None] = {}

    def place(model: type[models.Model], above: tuple[type[models.Model], ...] = ()) -> None:
        for relation in model._meta.concrete_fields:
            other = relation.related_model
            if isinstance(other, type) and other in wanted and other is not model and other not in (*above, *ordered):
                place(other, (*above, model))
        ordered.setdefault(model)

    for model in wanted:
        place(model)
    return list(ordered)


class Watch:
    """Notes up to which key the tables are filled, so that what comes after is known to be a pattern's."""

    def __init__(self) -> None:
        self.began = self._highest()
        self.spans: list[tuple[str, dict[str, int], dict[str, int]]] = []
        self._last = self.began

    def note(self, name: str) -> None:
        """What came since the last note is the pattern of this name."""
        now = self._highest()
        self.spans.append((name, self._last, now))
        self._last = now

    @staticmethod
    def _highest() -> dict[str, int]:
        kinds = [one for one in apps.get_models(include_auto_created=True) if _is_counted(one)]
        return {one._meta.label: one._base_manager.aggregate(highest=Max("pk"))["highest"] or 0 for one in kinds}


def _is_counted(model: type[models.Model]) -> bool:
    return isinstance(model._meta.pk, models.AutoField | models.BigAutoField)
