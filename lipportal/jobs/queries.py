"""Which background work a person may see."""

from typing import Any

from django.db.models import QuerySet

from lipportal.jobs.models import Job
from lipportal.jobs.registry import is_seen_by


def jobs_of(user: Any) -> QuerySet[Job]:
    """The work this person asked for, newest first."""
    return Job.objects.filter(owner_id=user.pk)


def job_seen_by(user: Any, code: str) -> Job | None:
    """The job with this code, if the person asked for it or a registered rule lets them see it."""
    job = Job.objects.filter(code=code).first()
    if job is None or user.pk is None:
        return None
    return job if job.owner_id == user.pk or is_seen_by(user, job) else None
