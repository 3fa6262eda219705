"""Input about meetings and attendance."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from councils.choices import AttendanceState
from councils.forms.inputs import long_text
from councils.models import Meeting, Partnership
from councils.queries.meetings import AttendanceLine
from councils.services.meetings import attendance_field
from lipportal.shared.days import MomentField
from lipportal.shared.record_form import RecordForm


class MeetingForm(RecordForm):
    """When and where a body met or meets, and what was decided."""

    starts_at = MomentField(label=_("Begins"))

    class Meta:
        model = Meeting
        fields = ("starts_at", "place", "is_second_call", "summary")
        widgets = {"summary": long_text(5)}
        help_texts = {
            "place": _("A room, an address, or “online”."),
            "is_second_call": _("Where the terms of reference say so, whoever comes is then quorum."),
            "summary": _("A few sentences. Nothing is public; the minutes stay where they are."),
        }

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_at"].zone = partnership.time_zone  # type: ignore[attr-defined]


class AttendanceForm(forms.Form):
    """One row of taps for each member: here, regrets, alternate, absent."""

    def __init__(self, *args: Any, lines: list[AttendanceLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            self.fields[attendance_field(line.membership.code)] = forms.ChoiceField(
                label=line.membership.person.name,
                required=False,
                choices=AttendanceState.choices,
                initial=line.state,
                widget=forms.RadioSelect(attrs={"data-taps": True}),
            )

    def answers(self) -> dict[str, str]:
        """What was tapped, by membership code."""
        return {line.membership.code: self.cleaned_data[attendance_field(line.membership.code)] for line in self.lines}

    def rows(self) -> list[tuple[AttendanceLine, forms.BoundField]]:
        """Each member with their taps."""
        return [(line, self[attendance_field(line.membership.code)]) for line in self.lines]
