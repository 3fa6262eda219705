"""Which background work a person may see, and how all of it stands."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lipportal.health.registry import Finding, fine, trouble, warning
from lipportal.jobs.choices import Failure, JobState
from lipportal.jobs.models import Job
from lipportal.shared import clock

WAITS_LONG = timedelta(minutes=10)
PARKED_FOR = timedelta(days=7)
OUR_FAULT = (Failure.CRASHED, Failure.WORKER_DIED, Failure.TOO_LONG, Failure.UNKNOWN_TASK)


def jobs_of(user: Any) -> QuerySet[Job]:
    """The work this person asked for, newest first."""
    return Job.objects.filter(owner_id=user.pk)


def job_seen_by(user: Any, code: str) -> Job | None:
    """The job with this code, if it is the person who asked for it."""
    return jobs_of(user).filter(code=code).first() if user.pk is not None else None


def work_left_behind() -> Finding:
    """How background work stands: what waits for longer than it should, and what was given up on this week."""
    at = clock.now()
    waiting = Job.objects.filter(state=JobState.QUEUED, queued_at__lt=at - WAITS_LONG).count()
    if waiting:
        text = ngettext(
            "%(count)s piece of work has waited for more than ten minutes.",
            "%(count)s pieces of work have waited for more than ten minutes.",
            waiting,
        )
        return trouble(text % {"count": waiting}, waiting)
    parked = Job.objects.filter(state=JobState.FAILED, failure__in=OUR_FAULT, finished_at__gte=at - PARKED_FOR).count()
    if parked:
        text = ngettext(
            "%(count)s piece of work was given up on this week.",
            "%(count)s pieces of work were given up on this week.",
            parked,
        )
        return warning(text % {"count": parked}, parked)
    return fine(_("Nothing waits too long, and nothing was given up on."), 0)
