"""Which background work a person may see."""

from typing import Any

from django.db.models import QuerySet

from lipportal.jobs.models import Job


def jobs_of(user: Any) -> QuerySet[Job]:
    """The work this person asked for, newest first."""
    return Job.objects.filter(owner_id=user.pk)


def job_seen_by(user: Any, code: str) -> Job | None:
    """The job with this code, if it is the person who asked for it."""
    return jobs_of(user).filter(code=code).first() if user.pk is not None else None
