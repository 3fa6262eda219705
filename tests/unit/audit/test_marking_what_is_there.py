"""A portal with a trail from before marks is upgraded: each line gets its mark, and stays as it was."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from lipportal.audit import services
from lipportal.audit.models import Entry, FrozenCopy, Version
from lipportal.audit.verification import misfits
from tests.factories.councils import BodyFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE, AFTER = ("audit", "0002_refuse_changes_to_the_trail"), ("audit", "0004_mark_what_is_there")


def migrate(target):
    executor = MigrationExecutor(connection)
    executor.migrate([target])
    return executor.loader.project_state([target]).apps


def test_lines_from_before_marks_are_marked_as_they_stand():
    body = services.create(BodyFactory.build(partnership=BodyFactory().partnership), by=UserFactory())
    services.freeze(body, {"name": "é", "share": 0.1}, schema_version=1, by=None)
    old = migrate(BEFORE)
    old.get_model("audit", "Entry").objects.create(action="body.changed", before={"z": [1.5, None]}, after={"a": "œ"})
    kept = list(old.get_model("audit", "Entry").objects.order_by("pk").values())

    migrate(AFTER)

    assert list(Entry.objects.order_by("pk").values(*kept[0])) == kept
    assert not [m for m in (Entry, Version, FrozenCopy) if m.objects.filter(mark="").exists()]
    assert misfits() == []
    assert services.seal_trail() == sum(m.objects.count() for m in (Entry, Version, FrozenCopy))
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.all().delete()
