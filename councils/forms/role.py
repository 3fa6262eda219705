"""Roles: giving, inviting, finding."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from councils.choices import PARTNERSHIP_ROLES, Region, Role
from councils.forms.common import FilterForm
from councils.models import Body, Partnership
from councils.queries import known_here
from lipportal.accounts.models import User
from lipportal.shared.days import DayField

LANGUAGES = [("en", _("English")), ("fr", _("French"))]
HERE = [(role.value, role.label) for role in PARTNERSHIP_ROLES]
BODY_HINT = _("A table lead always leads one. For other roles you may leave it empty.")


def _bodies_of(partnership: Partnership | None) -> Any:
    rows = Body.objects.filter(ended_on__isnull=True).order_by("place", "pk")
    return rows.filter(partnership=partnership) if partnership is not None else rows.none()


class GiveRoleForm(forms.Form):
    """A role for somebody the partnership knows, from a day on."""

    user = forms.ModelChoiceField(
        label=_("Person"),
        queryset=User.objects.none(),
        to_field_name="code",
        empty_label=_("Choose a person"),
        help_text=_("People with an account whom the partnership knows. Invite anybody else by mail."),
    )
    role = forms.ChoiceField(label=_("Role"), choices=[("", _("Choose a role")), *HERE])
    body = forms.ModelChoiceField(
        label=_("At which body"),
        queryset=Body.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("None in particular"),
        help_text=BODY_HINT,
    )
    starts_on = DayField(label=pgettext_lazy("first day", "From"))
    last_on = DayField(label=pgettext_lazy("last day", "To"), required=False)

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = known_here(partnership)  # type: ignore[attr-defined]
        self.fields["body"].queryset = _bodies_of(partnership)  # type: ignore[attr-defined]


class InviteForm(forms.Form):
    """Whom to invite, to which role."""

    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    name = forms.CharField(label=_("Name"), required=False, max_length=200)
    language = forms.ChoiceField(
        label=_("Language of the mail"),
        choices=LANGUAGES,
        initial="en",
        widget=forms.RadioSelect(attrs={"data-taps": True}),
    )
    role = forms.ChoiceField(label=_("Role"), choices=[("", _("Choose a role")), *HERE])
    body = forms.ModelChoiceField(
        label=_("At which body"),
        queryset=Body.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("None in particular"),
        help_text=BODY_HINT,
    )

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = _bodies_of(partnership)  # type: ignore[attr-defined]


class AnyRoleForm(forms.Form):
    """Any role anywhere: given at once to an account, mailed as an invitation to an address without one."""

    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    name = forms.CharField(
        label=_("Name"), required=False, max_length=200, help_text=_("Used only in the mail of an invitation.")
    )
    language = forms.ChoiceField(
        label=_("Language of the mail"),
        choices=LANGUAGES,
        initial="en",
        widget=forms.RadioSelect(attrs={"data-taps": True}),
    )
    role = forms.ChoiceField(label=_("Role"), choices=[("", _("Choose a role")), *Role.choices])
    partnership = forms.ModelChoiceField(
        label=_("Partnership"),
        queryset=Partnership.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label=_("The whole portal"),
    )
    body = forms.ModelChoiceField(
        label=_("At which body"),
        queryset=Body.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("None in particular"),
        help_text=_("Listed once a partnership is chosen: choose it, and save to see them."),
    )
    region = forms.ChoiceField(
        label=_("Region"),
        required=False,
        choices=[("", _("Everywhere")), *[choice for choice in Region.choices if choice[0] != Region.UNKNOWN]],
        help_text=_("Only for a regional lead."),
    )
    starts_on = DayField(label=pgettext_lazy("first day", "From"))
    last_on = DayField(label=pgettext_lazy("last day", "To"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Partnership.objects.filter(ended_on__isnull=True).order_by("folded_sort", "pk")
        self.fields["partnership"].queryset = rows  # type: ignore[attr-defined]
        slug = self.data.get("partnership") if self.is_bound else self.initial.get("partnership")
        chosen = rows.filter(slug=slug).first() if slug else None
        self.fields["body"].queryset = _bodies_of(chosen)  # type: ignore[attr-defined]


class RoleFilterForm(FilterForm):
    """A name, an e-mail or a place; a role."""

    q = forms.CharField(
        label=_("Name, e-mail or place"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("All roles")), *Role.choices])
    ended = forms.ChoiceField(
        label=pgettext_lazy("label", "Which"),
        required=False,
        choices=[("", _("Held now")), ("all", _("All, also those that ended"))],
    )
