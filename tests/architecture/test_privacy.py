"""Each column of each table, ours or a package's, has a personal-data and a retention class."""

import pytest
from django.apps import apps

from lipportal.audit import personal
from lipportal.audit.personal import classes_without_table, classify_table, unclassified_columns


def all_apps() -> list[str]:
    """Every app the settings install; a package added tomorrow is among them."""
    return [config.label for config in apps.get_app_configs()]


def test_every_column_is_classified():
    assert unclassified_columns(all_apps()) == []


def test_no_class_is_of_a_table_that_is_not_there():
    assert classes_without_table() == []


@pytest.mark.parametrize(
    "label", ["account.EmailAddress", "mfa.Authenticator", "councils.Person_organizations", "councils.Person"]
)
def test_a_table_without_classes_is_found(monkeypatch, label):
    kept = {name: table for name, table in personal._tables.items() if name != label.lower()}
    monkeypatch.setattr(personal, "_tables", kept)

    found = unclassified_columns(all_apps())

    assert found == [f"{label}.{column.name} has no class" for column in sorted_columns(label)]


def test_a_class_of_no_table_is_found(monkeypatch):
    monkeypatch.setattr(personal, "_tables", dict(personal._tables))
    classify_table("councils.Boat", retention="platform", plain={"id"})

    assert classes_without_table() == ["councils.Boat"]


def sorted_columns(label: str) -> list:
    model = next(each for each in apps.get_models(include_auto_created=True) if each._meta.label == label)
    return sorted(model._meta.local_fields, key=lambda column: column.name)
