"""Input about memberships: a proposal, and each step after it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from councils.choices import EndReason, MembershipState, Represents
from councils.forms.inputs import long_text
from councils.models import Membership, Seat
from councils.queries.memberships import organizations_that_may_sit
from councils.queries.people import people_of
from councils.rules import problems_with_voice_of
from councils.workflow import MEMBERSHIP
from lipportal.shared.days import DayField
from lipportal.shared.record_form import RecordForm


class MembershipForm(RecordForm):
    """Who is proposed for a seat, for whom, who comes in their place, and from when."""

    for_themselves = forms.BooleanField(
        label=_("They speak for themselves: a resident with lived experience"), required=False
    )
    field_order = ("person", "organization", "for_themselves", "alternate", "starts_on")

    class Meta:
        model = Membership
        fields = ("person", "organization", "alternate", "starts_on")
        field_classes = {"starts_on": DayField}
        labels = {"organization": _("Speaks for"), "starts_on": _("First day")}
        help_texts = {"alternate": _("Who comes when they cannot.")}

    def __init__(self, *args: Any, seat: Seat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seat = seat
        people = people_of(seat.partnership)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        self.fields["person"].empty_label = _("Choose a person")  # type: ignore[attr-defined]
        self.fields["alternate"].queryset = people  # type: ignore[attr-defined]
        self.fields["alternate"].empty_label = _("Nobody")  # type: ignore[attr-defined]
        _offer_organizations(self.fields["organization"], seat)
        self.fields["organization"].required = False
        if seat.represents != Represents.ORGANIZATION:
            del self.fields["for_themselves"]

    def clean(self) -> dict[str, Any]:
        """Nobody is their own alternate; somebody or something is spoken for."""
        values = super().clean() or {}
        if "organization" not in self.errors:
            by_themselves = bool(values.get("for_themselves"))
            for problem in problems_with_voice_of(self.seat, values.get("organization"), for_themselves=by_themselves):
                self.add_error("organization", problem)
        if values.get("alternate") and values.get("alternate") == values.get("person"):
            self.add_error("alternate", _("Choose somebody else: nobody stands in for themselves."))
        return values


class MembershipEditForm(RecordForm):
    """What may still be changed of a membership in its state."""

    class Meta:
        model = Membership
        fields = ("organization", "alternate", "starts_on", "ends_on")
        field_classes = {"starts_on": DayField, "ends_on": DayField}
        labels = {"organization": _("Speaks for"), "starts_on": _("First day"), "ends_on": _("Last day of the term")}
        help_texts = {"alternate": _("Who comes when they cannot.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        membership = self.instance
        for name in set(self.fields) - MEMBERSHIP.editable_fields(membership):
            del self.fields[name]
        if "organization" in self.fields:
            _offer_organizations(self.fields["organization"], membership.seat)
            if membership.organization_id is None:
                self.fields["organization"].required = False
                self.fields["organization"].empty_label = _("Themselves")  # type: ignore[attr-defined]
        if "alternate" in self.fields:
            others = people_of(membership.partnership).exclude(pk=membership.person_id)
            self.fields["alternate"].queryset = others  # type: ignore[attr-defined]
            self.fields["alternate"].empty_label = _("Nobody")  # type: ignore[attr-defined]

    def clean_ends_on(self) -> Any:
        """A term ends after it began."""
        last = self.cleaned_data["ends_on"]
        if last and last < self.instance.starts_on:
            raise forms.ValidationError(_("It cannot end before it began."))
        return last


def _offer_organizations(field: Any, seat: Seat) -> None:
    field.queryset = organizations_that_may_sit(seat.partnership)
    field.required = seat.represents == Represents.ORGANIZATION
    field.empty_label = _("Choose an organization") if field.required else _("Themselves")


class StepForm(forms.Form):
    """A step with nothing to fill in; every step form is told the membership it is about."""

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.membership = membership


class ConfirmForm(StepForm):
    """The motion, or why there was none, and the day."""

    on = DayField(label=_("Day"))
    motion = forms.CharField(label=_("Motion"), required=False, max_length=300, help_text=_("As the minutes have it."))
    no_motion_reason = forms.CharField(
        label=_("Or: why there was no motion"), required=False, max_length=1000, widget=long_text(3)
    )

    def clean(self) -> dict[str, Any]:
        """One of the two is given."""
        values = super().clean() or {}
        if not values.get("motion") and not values.get("no_motion_reason"):
            self.add_error("motion", _("Give the motion, or say why there was none."))
        return values


class ActivateForm(StepForm):
    """The days on which the person agreed to the terms and declared conflicts of interest."""

    agreed_terms_on = DayField(label=_("Agreed to the terms of reference on"))
    declared_conflicts_on = DayField(
        label=_("Declared conflicts of interest on"),
        help_text=_("“None” is a declaration too."),
    )


class TakeLeaveForm(StepForm):
    """From which day."""

    on = DayField(label=_("On leave from"))
    because = forms.CharField(
        label=_("A word on it"),
        required=False,
        max_length=500,
        widget=long_text(2),
        help_text=_("Nothing about health or family: others at the table can read this."),
    )


class RenewForm(StepForm):
    """A word on it, if any."""

    because = forms.CharField(label=_("Motion, or a word on it"), required=False, max_length=500, widget=long_text(2))


class EndMembershipForm(StepForm):
    """The last day and the reason."""

    on = DayField(label=_("Last day"))
    reason = forms.ChoiceField(label=_("Why does it end?"), widget=forms.RadioSelect)
    because = forms.CharField(label=_("A word on it"), required=False, max_length=500, widget=long_text(2))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        began = self.membership.state in {MembershipState.ACTIVE, MembershipState.ON_LEAVE}
        fitting = (EndReason.TERM, EndReason.RESIGNED, EndReason.LAPSED) if began else (EndReason.WITHDRAWN,)
        self.fields["reason"].choices = [(one.value, one.label) for one in fitting]  # type: ignore[attr-defined]
        if not began:
            self.fields["reason"].initial = EndReason.WITHDRAWN


class ReplaceForm(StepForm):
    """Whom the organization sends now."""

    person: Any = forms.ModelChoiceField(label=_("Who comes now"), queryset=None, empty_label=_("Choose a person"))
    on = DayField(label=_("Last day of the one who leaves"))
    because = forms.CharField(label=_("A word on it"), required=False, max_length=500, widget=long_text(2))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = people_of(self.membership.partnership).exclude(pk=self.membership.person_id)
        self.fields["person"].queryset = others  # type: ignore[attr-defined]
