"""Terms of reference: their sections in both languages, and the rule numbers that stand beside the wording."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from councils.choices import QuorumKind, TermsSectionKey, TermsState
from councils.models.adoption import Adopted, adoption_constraint
from councils.models.body import Body
from councils.models.partnership import Partnership
from lipportal.shared.bilingual import Bilingual, Shown, shown
from lipportal.shared.records import Record


class TermsOfReference(Adopted, Record):
    """One version of a body's terms (R14, R35); past votes are judged by the version in force that day (design 2.5)."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    body = models.ForeignKey(Body, verbose_name=_("for"), on_delete=models.PROTECT, related_name="terms_set")
    drafted_by = models.ForeignKey(
        Body, verbose_name=_("drafted by"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    state = models.CharField(_("state"), max_length=14, choices=TermsState.choices, default="drafting", editable=False)
    change_summary = models.TextField(_("what changes, and why"), blank=True)
    quorum_kind = models.CharField(_("quorum is"), max_length=5, choices=QuorumKind.choices, default="share")
    quorum_value = models.DecimalField(_("quorum"), max_digits=5, decimal_places=2, default=50)
    second_meeting_is_quorate = models.BooleanField(_("whoever comes to a second meeting is quorum"), default=False)
    decision_percent = models.DecimalField(
        _("share of votes that carries, in percent"), max_digits=5, decimal_places=2, default=50
    )
    term_years = models.PositiveSmallIntegerField(_("years in a term"), default=2)
    most_terms = models.PositiveSmallIntegerField(_("most terms in a row"), default=2)
    meetings_a_year = models.PositiveSmallIntegerField(_("meetings a year"), default=6)
    review_on = models.DateField(_("to be reviewed by"), null=True, blank=True)
    endorsed_on = models.DateField(_("endorsed on"), null=True, blank=True, editable=False)
    endorsement = models.TextField(_("who endorsed it, and how"), blank=True, editable=False)
    in_force_on = models.DateField(_("in force since"), null=True, blank=True, editable=False)
    superseded_on = models.DateField(_("superseded on"), null=True, blank=True, editable=False)
    put_in_force_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )

    class Meta:
        verbose_name_plural = "terms of reference"
        ordering = ["body", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["body", "number"], name="councils_terms_number_once"),
            models.UniqueConstraint(
                fields=["body"], condition=models.Q(state="in_force"), name="councils_terms_in_force_once"
            ),
            adoption_constraint("councils_terms_adopted", ["adopted", "in_force", "superseded"]),
            models.CheckConstraint(
                condition=~models.Q(state="in_force") | models.Q(in_force_on__isnull=False),
                name="councils_terms_in_force_dated",
            ),
            models.CheckConstraint(
                condition=models.Q(endorsed_on__isnull=True, endorsement="")
                | models.Q(endorsed_on__isnull=False) & ~models.Q(endorsement=""),
                name="councils_terms_endorsed_whole",
            ),
        ]

    def __str__(self) -> str:
        return _("Terms of reference %(number)s, %(body)s") % {"number": self.number, "body": self.body}

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("councils:terms_detail", kwargs={"slug": self.partnership.slug, "code": self.code})


class TermsSection(Bilingual, Record):
    """One section of the wording, French and English side by side."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    terms = models.ForeignKey(TermsOfReference, on_delete=models.PROTECT, related_name="sections")
    key = models.CharField(_("section"), max_length=20, choices=TermsSectionKey.choices)
    place = models.PositiveSmallIntegerField(_("place"))
    text_en = models.TextField(_("text in English"), blank=True)
    text_fr = models.TextField(_("text in French"), blank=True)

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["terms", "key"], name="councils_terms_section_once")]

    def __str__(self) -> str:
        return str(self.get_key_display())

    @property
    def text(self) -> Shown:
        """The wording in the page's language, or the other, marked."""
        return shown(self, "text")

    @property
    def body(self) -> Body:
        """The body the terms are for."""
        return self.terms.body
