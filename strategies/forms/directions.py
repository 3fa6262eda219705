"""Writing a direction, and ending one."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from councils.models import Body
from councils.permissions import permitted_rows
from lipportal.shared.days import DayField
from strategies.choices import DIRECTION_TEXT_LABELS, Horizon
from strategies.forms.bilingual import AmendmentFields, BilingualForm
from strategies.models import Direction, Strategy
from strategies.queries import characteristics, findings_visible_to, objectives_offered

SPARE_LINKS = 2
FEWEST_LINKS = 3
DIRECTION_TEXT_HINTS = {
    "title": _("A few words people at the table would use."),
    "rationale": _("What you learned that makes this worth doing."),
    "immediate": _("Within a year: what people know, have or can do."),
    "intermediate": _("In two to five years: what people and services do differently."),
    "ultimate": _("In the long run: how life here is better."),
}
_TEXT_COLUMNS = [f"{name}_{language}" for name in DIRECTION_TEXT_LABELS for language in ("en", "fr")]


class DirectionForm(AmendmentFields, BilingualForm):
    """A direction: its words in both languages, what it rests on and serves, who answers for it."""

    texts = DIRECTION_TEXT_LABELS
    hints = DIRECTION_TEXT_HINTS

    objectives = forms.MultipleChoiceField(
        label=_("Objectives it serves"), required=False, widget=forms.CheckboxSelectMultiple
    )
    characteristics = forms.MultipleChoiceField(
        label=_("Characteristics of a welcoming community it works on"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    horizon = forms.ChoiceField(
        label=_("Horizon"), required=False, widget=forms.RadioSelect(attrs={"data-taps": True}), choices=Horizon.choices
    )

    class Meta:
        model = Direction
        fields = [*_TEXT_COLUMNS, "findings", "objectives", "characteristics", "horizon", "body"]
        labels = {"findings": _("Findings behind it"), "body": _("Answered for by")}
        widgets = {
            **{
                column: forms.Textarea(attrs={"rows": 5}) for column in _TEXT_COLUMNS if not column.startswith("title_")
            },
            "findings": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, strategy: Strategy, user: Any, **kwargs: Any) -> None:
        amends = strategy.is_amendable
        super().__init__(*args, amends=amends, today=strategy.partnership.today() if amends else None, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["objectives"].choices = [
            (str(offered.title), [(entry.key, str(entry)) for entry in offered.entries])
            for offered in objectives_offered(strategy.partnership.slug)
        ]
        fields["characteristics"].choices = [(entry.key, str(entry)) for entry in characteristics()]
        self._offer_findings(strategy, user)
        bodies = permitted_rows(user, "councils.view_body", Body.objects.filter(partnership=strategy.partnership))
        fields["body"].queryset = bodies.filter(Q(ended_on__isnull=True) | Q(pk=self.instance.body_id or 0))
        fields["body"].empty_label = _("Not said yet")
        self._add_link_fields()

    def _offer_findings(self, strategy: Strategy, user: Any) -> None:
        field: Any = self.fields["findings"]
        rows = findings_visible_to(user).filter(partnership=strategy.partnership).select_related("research")
        if self.instance.pk:
            mine = self.instance.findings.values("pk")
            rows = rows.filter(Q(ended_on__isnull=True) | Q(pk__in=mine))
        else:
            rows = rows.filter(ended_on__isnull=True)
        findings = list(rows)
        field.queryset = rows
        field.choices = [(finding.pk, str(finding)) for finding in findings]
        field.choice_hints = {str(finding.pk): str(finding.research) for finding in findings}

    def _add_link_fields(self) -> None:
        links = self.instance.municipal_links or []
        self.link_count = max(FEWEST_LINKS, len(links) + SPARE_LINKS)
        for row in range(self.link_count):
            link = links[row] if row < len(links) else {}
            number = {"number": row + 1}
            self.fields[f"plan_{row}"] = forms.CharField(
                label=_("Plan %(number)s") % number, required=False, max_length=200, initial=link.get("plan", "")
            )
            self.fields[f"priority_{row}"] = forms.CharField(
                label=_("Its priority %(number)s") % number,
                required=False,
                max_length=200,
                initial=link.get("priority", ""),
            )

    @property
    def link_rows(self) -> list[tuple[Any, Any]]:
        """The rows of municipal plans and their priorities."""
        return [(self[f"plan_{row}"], self[f"priority_{row}"]) for row in range(self.link_count)]

    def clean(self) -> dict[str, Any]:
        """Gather the rows; a priority needs its plan."""
        cleaned = super().clean()
        links = []
        for row in range(self.link_count):
            plan, priority = cleaned.get(f"plan_{row}", ""), cleaned.get(f"priority_{row}", "")
            if priority and not plan:
                self.add_error(f"plan_{row}", _("Name the plan this priority is from."))
            if plan:
                links.append({"plan": plan, "priority": priority})
        cleaned["municipal_links"] = links
        return cleaned


class DirectionEndForm(AmendmentFields):
    """The end of a direction: the day and the reason, with the amendment when the strategy is adopted."""

    on = DayField(label=_("Last day"))
    because = forms.CharField(label=_("Why it ends"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
