"""Bodies, the seats at them, and who holds a seat from when to when."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from councils.choices import BodyKind, EndReason, MembershipState, Represents, SeatRole
from councils.models.organization import Organization, Sector
from councils.models.partnership import Partnership
from councils.models.person import Person
from lipportal.shared.bilingual import Bilingual, Shown, shown
from lipportal.shared.records import Ending, Record


class Body(Bilingual, Ending, Record):
    """A council, table or committee; the label ("table", "working group") is the partnership's choice (R25, R27)."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    kind = models.CharField(_("kind"), max_length=20, choices=BodyKind.choices)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    name_fr = models.CharField(_("name in French"), max_length=120, blank=True)
    label_en = models.CharField(_("what you call it, in English"), max_length=60, blank=True)
    label_fr = models.CharField(_("what you call it, in French"), max_length=60, blank=True)
    parent = models.ForeignKey("self", verbose_name=_("belongs to"), null=True, blank=True, on_delete=models.PROTECT)
    theme = models.CharField(_("theme"), max_length=120, blank=True)
    started_on = models.DateField(_("since"), null=True, blank=True)
    is_public = models.BooleanField(_("shown to the public"), default=True)
    place = models.PositiveSmallIntegerField(_("place"), default=0)

    class Meta:
        verbose_name_plural = "bodies"
        ordering = ["place", "pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(name_en="", name_fr=""), name="councils_body_named")]

    def __str__(self) -> str:
        return self.name.text

    @property
    def name(self) -> Shown:
        """The name in the page's language, or the other."""
        return shown(self, "name")

    @property
    def label(self) -> str:
        """What the partnership calls this kind of body."""
        return shown(self, "label").text or str(self.get_kind_display())

    @property
    def body(self) -> "Body":
        """Itself, so that everything of a body answers the same question."""
        return self

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("councils:body_detail", kwargs={"slug": self.partnership.slug, "code": self.code})


class Seat(Ending, Record):
    """One place at a body: its role, the sphere it should fill, whether it votes, and its terms."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    body = models.ForeignKey(Body, on_delete=models.PROTECT)
    role = models.CharField(_("role"), max_length=12, choices=SeatRole.choices, default="member")
    sector = models.ForeignKey(
        Sector, verbose_name=_("sphere to fill"), null=True, blank=True, on_delete=models.PROTECT
    )
    represents = models.CharField(_("represents"), max_length=20, choices=Represents.choices, default="organization")
    is_voting = models.BooleanField(_("votes"), default=True)
    term_years = models.PositiveSmallIntegerField(_("years in a term"), default=2)
    most_terms = models.PositiveSmallIntegerField(_("most terms in a row"), default=2)
    since = models.DateField(_("since"), null=True, blank=True)

    class Meta:
        # A sphere is shared by every partnership: without the place it leads through all of their seats.
        indexes = [models.Index(fields=["partnership", "sector"], name="councils_seat_place_sphere")]

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.sector}" if self.sector else str(self.get_role_display())


class Membership(Record):
    """Who holds a seat, for whom, from when to when, in which state (domain b2).

    Confirmed by a motion, or without one for a recorded reason. `ends_on` is the last day of the term while it runs,
    and the last day at the table once it has ended.
    """

    BODY_PATH = "seat__body"

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.PROTECT)
    organization = models.ForeignKey(
        Organization, verbose_name=_("for"), null=True, blank=True, on_delete=models.PROTECT
    )
    alternate = models.ForeignKey(
        Person, verbose_name=_("alternate"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(_("state"), max_length=12, choices=MembershipState.choices, default="proposed")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)
    term_number = models.PositiveSmallIntegerField(_("term"), default=1)
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True, editable=False)
    motion = models.CharField(_("motion"), max_length=300, blank=True, editable=False)
    no_motion_reason = models.TextField(_("why there was no motion"), blank=True, editable=False)
    leave_from = models.DateField(_("on leave from"), null=True, blank=True, editable=False)
    end_reason = models.CharField(_("why it ended"), max_length=10, choices=EndReason.choices, blank=True)
    agreed_terms_on = models.DateField(_("agreed to the terms of reference"), null=True, blank=True)
    declared_conflicts_on = models.DateField(_("declared conflicts of interest"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["seat"],
                condition=models.Q(state__in=["confirmed", "active", "on_leave"]),
                name="councils_seat_held_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="ended") | models.Q(ends_on__isnull=False) & ~models.Q(end_reason=""),
                name="councils_membership_end_explained",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["confirmed", "active", "on_leave"])
                | models.Q(confirmed_on__isnull=False) & (~models.Q(motion="") | ~models.Q(no_motion_reason="")),
                name="councils_membership_confirmed",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="councils_membership_dates",
            ),
        ]
        indexes = [models.Index(fields=["partnership", "state"], name="councils_membership_state")]

    def __str__(self) -> str:
        return f"{self.person} · {self.seat}"

    def get_absolute_url(self) -> str:
        """Its page, for those at the table."""
        return reverse("councils:membership_detail", kwargs={"slug": self.partnership.slug, "code": self.code})

    @property
    def body(self) -> Body:
        """The body the seat stands at."""
        return self.seat.body

    @property
    def voice(self) -> str:
        """Whom the person speaks for here: their organization, or what they have lived."""
        return str(self.organization or Represents.LIVED_EXPERIENCE.label)
