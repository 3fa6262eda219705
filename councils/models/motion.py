"""Motions put to a meeting, what became of them, and who had no vote because of a conflict of interest."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from councils.choices import MotionMethod, MotionState
from councils.models.body import Body, Membership
from councils.models.meeting import Meeting
from councils.models.partnership import Partnership
from councils.models.terms_of_reference import TermsOfReference
from lipportal.shared.bilingual import OFFICIAL, Bilingual, Shown, shown
from lipportal.shared.folding import FoldedField, fold
from lipportal.shared.records import Ending, Record

DECIDED = ("carried", "defeated", "lapsed")
COUNTS = ("in_favour", "against", "abstained")


class Motion(Bilingual, Record):
    """One motion at one meeting (domain b1), judged by the terms in force that day and never again (design 2.5).

    What it was judged by is kept with it: the version of the terms, how many members vote, how many were there, how
    many had to be. `needed` is empty where no terms were in force and nothing said what quorum is.
    """

    BODY_PATH = "meeting__body"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="motions")
    place = models.PositiveSmallIntegerField(_("number"))
    text_en = models.TextField(_("motion in English"), blank=True, max_length=2000)
    text_fr = models.TextField(_("motion in French"), blank=True, max_length=2000)
    state = models.CharField(_("state"), max_length=9, choices=MotionState.choices, default="notice", editable=False)
    mover = models.ForeignKey(
        Membership, verbose_name=_("moved by"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    seconder = models.ForeignKey(
        Membership, verbose_name=_("seconded by"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    method = models.CharField(_("how it was decided"), max_length=10, choices=MotionMethod.choices, blank=True)
    in_favour = models.PositiveSmallIntegerField(_("in favour"), null=True, blank=True)
    against = models.PositiveSmallIntegerField(_("against"), null=True, blank=True)
    abstained = models.PositiveSmallIntegerField(_("abstained"), null=True, blank=True)
    terms = models.ForeignKey(
        TermsOfReference,
        verbose_name=_("judged by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    votes = models.PositiveSmallIntegerField(_("members who vote"), null=True, editable=False)
    there = models.PositiveSmallIntegerField(_("of them there"), null=True, editable=False)
    needed = models.PositiveSmallIntegerField(_("quorum"), null=True, editable=False)
    is_second_call = models.BooleanField(_("decided by a meeting called again"), default=False, editable=False)
    recused = models.PositiveSmallIntegerField(_("of them without a vote"), null=True, editable=False)
    decided_on = models.DateField(_("decided on"), null=True, editable=False)
    effective_on = models.DateField(_("takes effect on"), null=True, blank=True)
    set_aside_because = models.TextField(_("why it was set aside"), blank=True, editable=False)
    folded_names = FoldedField(_("motion, folded"))

    class Meta:
        ordering = ["meeting", "place"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "place"], name="councils_motion_number_once"),
            models.CheckConstraint(condition=~models.Q(text_en="", text_fr=""), name="councils_motion_worded"),
            models.CheckConstraint(
                condition=~models.Q(state__in=["moved", "carried", "defeated"])
                | models.Q(mover__isnull=False, seconder__isnull=False) & ~models.Q(mover=models.F("seconder")),
                name="councils_motion_moved_and_seconded",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=DECIDED)
                | models.Q(decided_on__isnull=False, votes__isnull=False, there__isnull=False),
                name="councils_motion_decided_whole",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["carried", "defeated"]) | ~models.Q(method=""),
                name="councils_motion_decided_somehow",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="carried")
                | models.Q(needed__isnull=True)
                | models.Q(there__gte=models.F("needed")),
                name="councils_motion_carried_with_quorum",
            ),
            models.CheckConstraint(
                condition=~models.Q(method="hands") | models.Q(**{f"{name}__isnull": False for name in COUNTS}),
                name="councils_motion_hands_counted",
            ),
        ]
        indexes = [models.Index(fields=["partnership", "state"], name="councils_motion_state")]

    def __str__(self) -> str:
        return self.text.text

    @property
    def text(self) -> Shown:
        """The wording in the page's language, or the other."""
        return shown(self, "text")

    @property
    def body(self) -> Body:
        """The body whose meeting it is."""
        return self.meeting.body

    @property
    def texts(self) -> list[Shown]:
        """The wording in each language it has, the page's first."""
        both = [shown(self, "text", language) for language in OFFICIAL]
        return sorted(
            (one for one in both if one.lang == one.asked and one), key=lambda one: one.lang != self.text.lang
        )

    @property
    def is_decided(self) -> bool:
        """Whether the meeting came to an answer, or could not for want of quorum."""
        return self.state in DECIDED

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("councils:motion_detail", kwargs={"slug": self.partnership.slug, "code": self.code})

    def refold(self) -> None:
        """Bring the folded column up to the words a motion is looked for by."""
        self.folded_names = fold(f"{self.text_en} | {self.text_fr}")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the folded column up to date."""
        self.refold()
        super().save(*args, **kwargs)


class DeclaredConflict(Ending, Record):
    """A member's conflict of interest in one motion: they have no vote on it (domain b1). Never public."""

    BODY_PATH = "motion__meeting__body"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="conflicts")
    membership = models.ForeignKey(Membership, verbose_name=_("member"), on_delete=models.PROTECT)
    nature = models.TextField(_("what the conflict is"), max_length=1000)
    has_left = models.BooleanField(_("left the room"), default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["motion", "membership"],
                condition=models.Q(ended_on__isnull=True),
                name="councils_conflict_declared_once",
            )
        ]

    def __str__(self) -> str:
        return str(self.membership.person)

    @property
    def body(self) -> Body:
        """The body whose meeting it is."""
        return self.motion.meeting.body

    def get_absolute_url(self) -> str:
        """The page of the motion it stands on."""
        return self.motion.get_absolute_url()
