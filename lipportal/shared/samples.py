"""Every component with something in it, for the page that shows them all in every state."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lipportal.shared import drawings, formats
from lipportal.shared.days import DayField
from lipportal.shared.drawings import Bar, Chain, Link, Mark, Place, Ring, Stages, YearLine

_STATES = (
    ("new", gettext_lazy("Not started"), "submitted", gettext_lazy("Submitted"), gettext_lazy("Nobody has to act")),
    ("track", gettext_lazy("On track"), "track", gettext_lazy("Drafting"), gettext_lazy("Work goes on")),
    ("risk", gettext_lazy("At risk"), "returned", gettext_lazy("Returned"), gettext_lazy("Somebody should look")),
    ("late", gettext_lazy("Late"), "late", gettext_lazy("Must fix"), gettext_lazy("Somebody must act")),
    ("done", gettext_lazy("Done"), "done", gettext_lazy("Accepted"), gettext_lazy("Finished")),
    ("stop", gettext_lazy("Stopped"), "", "", gettext_lazy("Ended, with a reason")),
    ("over", gettext_lazy("Carried over"), "", "", gettext_lazy("Moved to next year")),
    ("draft", gettext_lazy("Draft"), "", "", gettext_lazy("Only the partnership sees it")),
)
_SPHERES = (
    gettext_lazy("Settlement agencies"),
    gettext_lazy("Community organizations"),
    gettext_lazy("Health centres"),
    gettext_lazy("Police services"),
    gettext_lazy("Seniors services"),
    gettext_lazy("Government representatives"),
    gettext_lazy("Child and family services"),
    gettext_lazy("French-language training"),
    gettext_lazy("English-language training"),
    gettext_lazy("Employers"),
    gettext_lazy("Housing services"),
    gettext_lazy("Immigrants"),
    gettext_lazy("Legal services"),
    gettext_lazy("Schools"),
    gettext_lazy("Women’s services"),
    gettext_lazy("Libraries"),
    gettext_lazy("Refugee services"),
)
_FREE = {9: date(2026, 3, 1), 10: None}


@dataclass(frozen=True)
class SampleText:
    """A text as lipportal.shared.bilingual hands it over, without a record behind it."""

    text: str
    lang: str
    state: str
    asked: str = "en"


class SampleForm(forms.Form):
    """One field of each kind, sent empty so that the errors show."""

    title = forms.CharField(
        label=gettext_lazy("Title of the action"),
        help_text=gettext_lazy("A few words people at the table would use."),
    )
    due_on = DayField(
        label=gettext_lazy("Due"),
        help_text=gettext_lazy("The fiscal year ends on 31 March."),
        error_messages={"required": gettext_lazy("Choose the day it is due")},
    )
    partner = forms.ChoiceField(
        label=gettext_lazy("Partner"), required=False, choices=[("", "–"), ("library", gettext_lazy("Public library"))]
    )
    agreement = forms.CharField(
        label=gettext_lazy("Agreement number"),
        help_text=gettext_lazy("From the agreement. The administrator can change it."),
        disabled=True,
        required=False,
        initial="001",
    )
    happened = forms.CharField(
        label=gettext_lazy("What happened"), widget=forms.Textarea(attrs={"data-words": "60", "rows": 4})
    )
    heard_by = forms.MultipleChoiceField(
        label=gettext_lazy("Who should hear of this?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("firms", gettext_lazy("Employers")), ("newcomers", gettext_lazy("Newcomers"))],
    )
    paper = forms.ChoiceField(
        label=gettext_lazy("Language of the paper"),
        widget=forms.RadioSelect,
        choices=[("one", gettext_lazy("English, French to follow")), ("both", gettext_lazy("Both now"))],
        error_messages={"required": gettext_lazy("Choose the language of the paper")},
    )
    attendance = forms.ChoiceField(
        label=gettext_lazy("Attendance"),
        widget=forms.RadioSelect(attrs={"data-taps": True}),
        choices=[
            ("here", gettext_lazy("Here")),
            ("regrets", gettext_lazy("Regrets")),
            ("alternate", gettext_lazy("Alternate")),
            ("absent", gettext_lazy("Absent")),
        ],
    )
    condition = forms.ChoiceField(
        label=gettext_lazy("State"),
        widget=forms.RadioSelect(attrs={"data-taps": True}),
        choices=[(kind, label) for kind, label, *_rest in _STATES[1:6]],
    )
    agreed = forms.BooleanField(
        label=gettext_lazy("The recruitment group may read my application"),
        help_text=gettext_lazy("Applications not chosen are erased after two years, or sooner if you ask."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["heard_by"].choice_hints = {"firms": _("Shown in the newsletter for firms")}  # type: ignore[attr-defined]
        self.fields["condition"].choice_kinds = {kind: kind for kind, *_rest in _STATES}  # type: ignore[attr-defined]


def sample_form() -> SampleForm:
    """The form as it stands before anything is sent."""
    return SampleForm(
        prefix="blank", initial={"title": _("Welcome map in six languages"), "attendance": "here", "condition": "track"}
    )


def failed_form() -> SampleForm:
    """The form after a failed submit: three things are wrong, nothing typed is lost."""
    return SampleForm(
        prefix="failed",
        data={
            "failed-title": _("Welcome map in six languages"),
            "failed-happened": _("The hall was closed in March; the sixth evening is on 30 May."),
            "failed-attendance": "here",
            "failed-condition": "track",
        },
    )


def sample_year(*, with_bars: bool = True) -> YearLine:
    """The year 2026–27 on a Wednesday in October."""
    bars = (
        Bar(_("Welcome map in six languages"), date(2026, 4, 20), date(2026, 9, 30), 0.7, "late", _("Late")),
        Bar(_("Mentoring pilot"), date(2026, 1, 5), date(2026, 12, 18), 0.6, "risk", _("At risk")),
        Bar(_("Visits to firms"), date(2026, 5, 4), date(2027, 3, 26), 0.56, "track", _("On track")),
        Bar(_("List of bridging courses"), date(2026, 4, 13), date(2026, 9, 9), 1, "done", _("Done")),
        Bar(
            _("Shared calendar of settlement agencies"), date(2027, 1, 4), date(2027, 3, 31), 0, "new", _("Not started")
        ),
    )
    council = _("Council")
    days = ((2026, 4, 16), (2026, 5, 21), (2026, 7, 16), (2026, 9, 17), (2026, 11, 19), (2027, 1, 21), (2027, 3, 18))
    return YearLine(
        starts_on=date(2026, 4, 1),
        today=date(2026, 10, 14),
        meetings=tuple(Mark(date(*day), council) for day in days),
        deadlines=(
            Mark(date(2026, 5, 29), _("Report due")),
            Mark(date(2026, 10, 30), _("Call closes")),
            Mark(date(2027, 2, 26), _("Table drafts")),
        ),
        bars=bars if with_bars else (),
        key="year-with-bars" if with_bars else "year-plain",
    )


def sample_ring() -> Ring:
    """Seventeen spheres, two of them free."""
    return Ring(
        tuple(
            Place(str(label), index not in _FREE, 0 if index in _FREE else 3 + index, _FREE.get(index))
            for index, label in enumerate(_SPHERES)
        )
    )


def sample_chain() -> Chain:
    """An update that has not yet become an achievement."""
    return Chain(
        (
            Link(_("Finding"), _("People are sent from door to door"), "#chain", on=date(2025, 2, 11)),
            Link(_("Direction"), _("Coordinated services"), "#chain", on=date(2025, 3, 18)),
            Link(_("Action"), _("Referral agreement"), "#chain", on=date(2025, 4, 14), count=3),
            Link(_("Update"), _("Signed, 3 February"), "#chain", "here", date(2026, 2, 3)),
            Link(_("Achievement"), _("Not yet written"), state="missing"),
            Link(_("Report line"), _("Not yet"), state="missing"),
        )
    )


def sample_stages() -> Stages:
    """Two stages done, three under way at once, two to come."""
    return drawings.seven_stages(
        {"council": "done", "terms": "done", "strategy": "now", "plan": "now", "implement": "now"},
        {"implement": _("Two actions began")},
    )


def samples() -> dict[str, Any]:
    """What templates/pages/components.html shows."""
    return {
        "states": _STATES,
        "form": sample_form(),
        "failed": failed_form(),
        "page": Paginator(range(400), 25).page(2),
        "filters": [(_("Employment"), "?"), (_("Settlement"), "?table=employment")],
        "tabs": [(_("Year line"), "?", True), (_("List"), "?view=list", False), (_("By state"), "?view=state", False)],
        "figures": [
            (14, _("actions done, of 21 adopted")),
            (formats.number_text(1272), _("hours given by partners"), "#origin"),
        ],
        "crumbs": [(_("Plan 2026–⁠27"), "#"), (_("Labour-market outcomes"), "#"), (_("Mentoring pilot"), "")],
        "year": sample_year(),
        "plain_year": sample_year(with_bars=False),
        "ring": sample_ring(),
        "chain": sample_chain(),
        "stages": sample_stages(),
        "texts": [
            SampleText(_("A text in the language of the page"), "", "there"),
            SampleText("Un texte qui n’existe qu’en français", "fr", "missing"),
            SampleText("A text that exists in English only", "en", "missing", "fr"),
        ],
        "day": date(2026, 5, 12),
        "moment": datetime(2026, 5, 22, 15, 12, tzinfo=ZoneInfo("America/Toronto")),
        "hours": 1272,
    }
