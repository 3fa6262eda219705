"""A piece of background work as a person sees it: queued, running, ready or failed."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lipportal.jobs.choices import Failure, JobState
from lipportal.jobs.registry import label_of
from lipportal.shared import clock
from lipportal.shared.codes import new_code


class Job(models.Model):
    """One wish for work; the row is the truth, the message on the broker only hurries it.

    `arguments` holds plain codes and numbers, nothing personal; `outcome` what the work says of itself, kept with each
    part done, so that a run after a dead one goes on from there. `attempts` rises with each claim and tells the run
    that holds the job from one that lost it.
    """

    code = models.CharField(_("code"), max_length=8, unique=True, default=new_code, editable=False)
    key = models.CharField(_("the wish it answers"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=60)
    task = models.CharField(_("task"), max_length=100)
    arguments = models.JSONField(_("arguments"), default=dict, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=JobState.choices, default=JobState.QUEUED)
    done_count = models.PositiveIntegerField(_("done"), default=0)
    total_count = models.PositiveIntegerField(_("in all"), default=0)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("asked by")
    )
    partnership_code = models.CharField(_("partnership"), max_length=8, blank=True, db_index=True)
    result_url = models.CharField(_("address of the result"), max_length=300, blank=True)
    result_file = models.CharField(_("code of the file made"), max_length=8, blank=True)
    outcome = models.JSONField(_("what came of it"), default=dict, blank=True)
    failure = models.CharField(_("why it failed"), max_length=20, blank=True)
    failure_text = models.TextField(_("what the person is told"), blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    created_at = models.DateTimeField(_("asked for"), default=clock.now, editable=False)
    queued_at = models.DateTimeField(_("last put in the queue"), default=clock.now, editable=False)
    started_at = models.DateTimeField(_("begun"), null=True, blank=True)
    heartbeat_at = models.DateTimeField(_("last sign of life"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        verbose_name = _("background work")
        verbose_name_plural = _("background work")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="one_job_per_wish"),
        ]
        indexes = [
            models.Index(fields=["state", "queued_at"], name="jobs_by_state"),
            models.Index(fields=["owner", "-created_at"], name="jobs_by_owner"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("jobs:job_detail", args=[self.code])

    @property
    def label(self) -> Any:
        """What the work is called, in the reader's language."""
        return label_of(self.kind)

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will happen by itself."""
        return self.state in (JobState.READY, JobState.FAILED)

    @property
    def failure_sentence(self) -> Any:
        """Why it failed, in words a person can act on."""
        if self.failure_text:
            return self.failure_text
        return dict(Failure.choices).get(self.failure, Failure.CRASHED.label) if self.failure else ""
