"""Meetings a body held, and who was there."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from councils.choices import AttendanceState
from councils.models.body import Body, Membership
from councils.models.partnership import Partnership
from lipportal.shared import clock
from lipportal.shared.folding import FoldedField, fold
from lipportal.shared.records import Ending, Record


class Meeting(Ending, Record):
    """One meeting of a body, in the partnership's zone.

    How many members have a vote is kept when attendance is noted, and with each who is noted whether they have one: a
    seat that gains or loses its vote later changes no meeting before (design 2.5).
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    body = models.ForeignKey(Body, on_delete=models.PROTECT)
    starts_at = models.DateTimeField(_("begins"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    summary = models.TextField(_("what was decided, in short"), blank=True)
    is_second_call = models.BooleanField(_("called again, because the meeting before had no quorum"), default=False)
    votes = models.PositiveSmallIntegerField(_("members who vote"), null=True, editable=False)
    folded_names = FoldedField(_("body, place and summary, folded"))

    class Meta:
        ordering = ["-starts_at", "-pk"]
        indexes = [models.Index(fields=["partnership", "starts_at"], name="councils_meeting_when")]

    def __str__(self) -> str:
        return f"{self.body}, {self.starts_at:%Y-%m-%d}"

    @property
    def has_come(self) -> bool:
        """Whether its day has come, on the partnership's calendar: only then is anybody there, or away."""
        return bool(clock.local_day(self.starts_at, self.partnership.time_zone) <= self.partnership.today())

    @property
    def is_noted(self) -> bool:
        """Whether anybody noted who was there."""
        return self.votes is not None

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("councils:meeting_detail", kwargs={"slug": self.partnership.slug, "code": self.code})

    def refold(self) -> None:
        """Bring the folded column up to the words a meeting is looked for by."""
        self.folded_names = fold(f"{self.body.name_en} | {self.body.name_fr} | {self.place} | {self.summary}")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the folded column up to date."""
        self.refold()
        super().save(*args, **kwargs)


class Attendance(models.Model):
    """How one member stood to one meeting; never public (domain b3)."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE)
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT)
    state = models.CharField(_("attendance"), max_length=10, choices=AttendanceState.choices)
    has_vote = models.BooleanField(_("has a vote"), default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "membership"], name="councils_attendance_once")]

    def __str__(self) -> str:
        return f"{self.membership} {self.state}"
