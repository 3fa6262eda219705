"""The rows of planned outputs in a form: how many, of what in English, of what in French."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actionplans.rules import MOST_COUNTED, problems_with_planned

PARTS = 3
LONGEST_UNIT = 80
BLANK_ROWS = 2
MOST_ROWS = 20


@dataclass(frozen=True)
class Row:
    """One row as typed, with the ids its three controls go by."""

    number: int
    amount: str
    unit_en: str
    unit_fr: str


def flat_rows(rows: Iterable[Any]) -> list[str]:
    """Planned outputs as the form carries them: three texts a row, all under one name."""
    return [str(part) for row in rows for part in (row["amount"], row["unit_en"], row["unit_fr"])]


class PlannedWidget(forms.Widget):
    """Three inputs a row, all of one name, so that drafts and the conflict page carry them in order."""

    template_name = "actionplans/_planned_rows.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.rows_wanted = 0

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """The texts typed, in order."""
        return list(data.getlist(name)) if hasattr(data, "getlist") else list(data.get(name, []))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Never: no rows are an answer too."""
        return False

    def id_for_label(self, id_: str) -> str:
        """The first control of the first row."""
        return f"{id_}_1" if id_ else id_

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The rows typed, and a few blank ones."""
        context = super().get_context(name, value, attrs)
        typed = list(value or [])
        filled = [part for part in chunks(typed) if any(text.strip() for text in part)]
        count = min(max(len(filled) + BLANK_ROWS, self.rows_wanted), MOST_ROWS)
        filled += [("", "", "")] * (max(count, len(filled)) - len(filled))
        context["rows"] = [Row(number, *part) for number, part in enumerate(filled, start=1)]
        context["next_count"] = len(filled) + BLANK_ROWS + 1
        return context


def chunks(texts: list[str]) -> list[tuple[str, str, str]]:
    """The texts three by three; an unfinished row is filled up."""
    padded = [*texts, *[""] * (-len(texts) % PARTS)]
    return [(padded[at], padded[at + 1], padded[at + 2]) for at in range(0, len(padded), PARTS)]


class PlannedField(forms.Field):
    """Planned outputs: rows of amount, unit_en, unit_fr; rows left blank are no rows."""

    widget = PlannedWidget
    default_error_messages = {
        "amount": _("Write how many as a whole number, such as 12."),
        "unit": _("Say it in at most %(limit)s letters."),
    }

    def prepare_value(self, value: Any) -> list[str]:
        """The rows as flat texts."""
        rows = list(value or [])
        return flat_rows(rows) if rows and isinstance(rows[0], dict) else [str(text) for text in rows]

    def to_python(self, value: Any) -> list[dict[str, Any]]:
        """The rows that hold something."""
        rows = [part for part in chunks([str(text).strip() for text in value or []]) if any(part)]
        return [{"amount": self._amount(amount), "unit_en": en, "unit_fr": fr} for amount, en, fr in rows]

    def _amount(self, typed: str) -> int:
        digits = typed.replace("\u00a0", "").replace(" ", "")
        if not (digits.isascii() and digits.isdigit()) or not 0 < int(digits[:9]) <= MOST_COUNTED or len(digits) > 7:
            raise forms.ValidationError(self.error_messages["amount"], code="amount")
        return int(digits)

    def validate(self, value: Any) -> None:
        """Each row has a unit of bearable length, and no unit stands twice."""
        if any(len(row[name]) > LONGEST_UNIT for row in value for name in ("unit_en", "unit_fr")):
            raise forms.ValidationError(self.error_messages["unit"], code="unit", params={"limit": LONGEST_UNIT})
        if problems := problems_with_planned(value):
            raise forms.ValidationError(problems[0])

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether a filled row differs."""
        before, after = (chunks(self.prepare_value(value)) for value in (initial, data))
        return [row for row in before if any(row)] != [row for row in after if any(row)]
