"""The personal-data registry: each column of each table has a class, or the build fails."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from django.apps import apps

# The classes whose rows go by themselves, and after how long: read by what erases them and by the page that says so.
KEPT_FOR = {"mail": timedelta(days=2 * 365), "working": timedelta(days=90)}

# How long a class of rows is kept, and why. Design 2.14: records end, personal data is erased by its class.
RETENTION = {
    "account": "While the person has an account; nothing erases it by itself after it ends.",
    "partnership": "As long as the partnership is in the directory: the record of a public body.",
    "membership": "Nothing erases it by itself: who sat at the table when it decided.",
    "trail": "Nothing erases it by itself: who did what, with the values before and after.",
    "mail": "Two years (KEPT_FOR): mails, reminders, notices; the words of a security mail go once it is sent.",
    "working": "Ninety days (KEPT_FOR) after it was last touched: drafts, intentions, finished work, sheets it read.",
    "session": "Until it expires.",
    "platform": "As long as the portal runs: lists and settings.",
}

# What a personal column holds.
KINDS = {"identity", "contact", "preference", "need", "self_description", "activity", "free_text", "credential"}


@dataclass(frozen=True)
class Classified:
    """One table's columns: `personal` ones with what they hold, `plain` ones without anything personal."""

    label: str
    retention: str
    personal: Mapping[str, str] = field(default_factory=dict)
    plain: frozenset[str] = frozenset()

    @property
    def columns(self) -> set[str]:
        """All the classified columns."""
        return set(self.personal) | self.plain


_tables: dict[str, Classified] = {}


def classify_table(
    label: str, *, retention: str, personal: Mapping[str, str] | None = None, plain: Iterable[str] = ()
) -> None:
    """Say for each column of the model `label` ("app.Model") whether it is personal, and how long a row is kept."""
    if retention not in RETENTION:
        raise ValueError(f"{label}: no retention class {retention!r}")
    if unknown := set((personal or {}).values()) - KINDS:
        raise ValueError(f"{label}: no kind of personal data {sorted(unknown)}")
    _tables[label.lower()] = Classified(label, retention, dict(personal or {}), frozenset(plain))


def classified(label: str) -> Classified | None:
    """The classes of one table, if it has any."""
    return _tables.get(label.lower())


def unclassified_columns(app_labels: Iterable[str]) -> list[str]:
    """Each column of these apps that no class covers, and each class that names no column.

    Tables that join two others are tables too: a row in one says of a person where they belong.
    """
    faults = []
    for model in (
        model for name in app_labels for model in apps.get_app_config(name).get_models(include_auto_created=True)
    ):
        label = model._meta.label
        columns = {column.name for column in model._meta.local_fields}
        table = _tables.get(label.lower())
        known = table.columns if table else set()
        faults += [f"{label}.{name} has no class" for name in sorted(columns - known)]
        faults += [f"{label}.{name} is classified but not a column" for name in sorted(known - columns)]
    return faults


def classes_without_table() -> list[str]:
    """Each class whose table does not exist."""
    labels = {model._meta.label_lower for model in apps.get_models(include_auto_created=True)}
    return sorted(table.label for label, table in _tables.items() if label not in labels)
