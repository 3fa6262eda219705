"""The page of one piece of background work, and asking for it again."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from lipportal.jobs import queries, services
from lipportal.jobs.models import Job
from lipportal.shared.access import signed_in
from lipportal.shared.htmx import page_or_part, polled


def _seen(request: HttpRequest, code: str) -> Job:
    job = queries.job_seen_by(request.user, code)
    if job is None:
        raise Http404
    return job


@polled
@require_safe
@signed_in
def job_detail(request: HttpRequest, code: str) -> HttpResponse:
    """How far the work has come; the part alone while it is polled."""
    return page_or_part(request, "jobs/job_detail.html", "jobs/_job.html", {"job": _seen(request, code)})


@require_POST
@signed_in
def job_restart(request: HttpRequest, code: str) -> HttpResponse:
    """Ask again for work that failed."""
    job = _seen(request, code)
    services.restart_job(job)
    return redirect(job)
