"""The directory's filters."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from councils.choices import LeadType, PartnershipKind, Province, Region, Setting, Stage
from councils.forms.common import FilterForm


def _or_any(label: Any, choices: Sequence[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    return [("", label), *choices]


class DirectoryForm(FilterForm):
    """A place, a body or an older name; kind, setting, region, stage, lead; the province once there are several."""

    q = forms.CharField(
        label=_("A place, a body or an older name"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "aria-describedby": "older-names"}),
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=_or_any(_("All kinds"), PartnershipKind.choices))
    setting = forms.ChoiceField(
        label=_("Setting"),
        required=False,
        choices=_or_any(_("Rural or urban"), [choice for choice in Setting.choices if choice[0] != Setting.UNKNOWN]),
    )
    region = forms.ChoiceField(
        label=_("Region"),
        required=False,
        choices=_or_any(_("All regions"), [choice for choice in Region.choices if choice[0] != Region.UNKNOWN]),
    )
    province = forms.ChoiceField(
        label=_("Province"), required=False, choices=_or_any(_("All provinces"), Province.choices)
    )
    stage = forms.ChoiceField(
        label=pgettext_lazy("label", "Stage"), required=False, choices=_or_any(_("Any stage"), Stage.choices)
    )
    lead_type = forms.ChoiceField(
        label=_("Led by"),
        required=False,
        choices=_or_any(
            pgettext_lazy("lead", "Anyone"), [choice for choice in LeadType.choices if choice[0] != LeadType.UNKNOWN]
        ),
    )

    def __init__(self, *args: Any, provinces: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(provinces) > 1:
            there = [choice for choice in Province.choices if choice[0] in provinces]
            self.fields["province"].choices = _or_any(_("All provinces"), there)  # type: ignore[attr-defined]
        else:
            del self.fields["province"]
