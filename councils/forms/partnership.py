"""A partnership's entry in the directory."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from councils.choices import Phase
from councils.forms.common import LinesField, WebField, want_a_language
from councils.models import Partnership
from lipportal.accounts.choices import CanadianZone
from lipportal.shared.record_form import RecordForm

PROFILE_TEXTS = ("starting_conditions", "council_structure", "council_process", "leadership_dynamics")


class PartnershipForm(RecordForm):
    """Everything of the entry that people write; stages follow from the work and are not typed."""

    website = WebField(label=_("Website"), required=False)
    help_url = WebField(
        label=_("Where newcomers get help"),
        required=False,
        help_text=_("A page that lists settlement services near here."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=CanadianZone.choices,
        initial=CanadianZone.TORONTO,
        help_text=_("Deadlines and meetings are shown on this clock."),
    )
    phase = forms.TypedChoiceField(
        label=_("Phase of the first funding"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("Not recorded")), *Phase.choices],
    )
    aliases = LinesField(
        label=_("Other names"),
        required=False,
        longest=200,
        help_text=_("One a line: older names, short forms. A search finds the partnership by each of them."),
    )
    communities = LinesField(
        label=_("Communities"), required=False, longest=120, help_text=_("The places it covers, one a line.")
    )

    class Meta:
        model = Partnership
        fields = [
            "name_en",
            "name_fr",
            "written_in",
            "kind",
            "setting",
            "region",
            "province",
            "time_zone",
            "lead_name_en",
            "lead_name_fr",
            "lead_type",
            "operating_model",
            "has_university",
            "aliases",
            "communities",
            "community_count",
            "intro_en",
            "intro_fr",
            "website",
            "contact_email",
            "contact_phone",
            "help_url",
            "is_public",
            "phase",
            "case_study",
            "starting_conditions",
            "council_structure",
            "council_process",
            "leadership_dynamics",
        ]
        labels = {
            "name_en": _("Name in English"),
            "name_fr": _("Name in French"),
            "written_in": _("Language you write in first"),
            "kind": _("Kind"),
            "setting": _("Rural, urban or Toronto"),
            "region": _("Region"),
            "province": _("Province or territory"),
            "lead_name_en": _("Lead organization, in English"),
            "lead_name_fr": _("Lead organization, in French"),
            "lead_type": _("Kind of lead"),
            "operating_model": _("Way of working"),
            "has_university": _("Is there a university in the area?"),
            "community_count": _("Number of communities"),
            "intro_en": _("What we do, in English"),
            "intro_fr": _("What we do, in French"),
            "contact_email": _("Public e-mail"),
            "contact_phone": _("Public telephone"),
            "is_public": _("Show the partnership’s page to everybody"),
            "case_study": _("Studied as"),
            "starting_conditions": _("How it began"),
            "council_structure": _("How the council is built"),
            "council_process": _("How the council works"),
            "leadership_dynamics": _("How it is led"),
        }
        help_texts = {
            "intro_en": _("Two or three sentences in plain words. They open the public page."),
            "community_count": _("Only where you do not list them all."),
            **dict.fromkeys(PROFILE_TEXTS, _("Anyone reads this on the partnership’s page.")),
            "is_public": _("While it is off, only people with a role here find the partnership."),
        }
        widgets = {
            "intro_en": forms.Textarea(attrs={"rows": 4, "data-words": 80}),
            "intro_fr": forms.Textarea(attrs={"rows": 4, "data-words": 80, "lang": "fr-CA"}),
            "starting_conditions": forms.Textarea(attrs={"rows": 3}),
            "council_structure": forms.Textarea(attrs={"rows": 3}),
            "council_process": forms.Textarea(attrs={"rows": 3}),
            "leadership_dynamics": forms.Textarea(attrs={"rows": 3}),
        }

    def clean(self) -> dict[str, Any]:
        """A partnership has a name in at least one official language."""
        cleaned = super().clean() or {}
        want_a_language(self, "name", _("Give the name in English, in French or in both."))
        return cleaned


class NewPartnershipForm(PartnershipForm):
    """A new entry: the same, and the word it goes by in addresses."""

    slug = forms.SlugField(
        label=_("Address"),
        required=False,
        max_length=60,
        help_text=_("Lower-case letters and hyphens, as in “grand-erie”. Leave it empty and the name is used."),
    )

    field_order = ["name_en", "name_fr", "slug"]
